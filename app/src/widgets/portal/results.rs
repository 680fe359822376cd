//! The outcome of each user: `Complete`, or the reason.

use crate::api::operations::list_outcomes;
use crate::paths;
use crate::text::common;
use crate::text::operations;
use crate::text::portal as words;
use crate::ui::command::Command;
use crate::ui::named::named;
use crate::widgets::entries::many_step::EditStep;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::first_outcomes::first_outcomes;
use crate::widgets::operations::outcome_counts::OutcomeCounts;
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::paged::focus_step;
use domain::console::operation::{OperationState, OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{CustomerId, OperationId};
use domain::rules::outcome_kind::OutcomeKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The users with failures first, and the way out.
#[component]
pub fn Results(customer: CustomerId, operation: OperationId) -> impl IntoView {
    focus_step();
    let (loaded, again) = first_outcomes(customer, operation);
    view! {
        {move || match loaded.get() {
            None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
            Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
            Some(Ok((now, _))) if now.state == OperationState::Running => {
                view! {
                    <p class="note info" role="status">
                        {operations::done_of(now.counts.done(), now.counts.users)} " " {words::GOES_ON}
                    </p>
                }
                    .into_any()
            }
            Some(Ok((done, page))) => {
                view! {
                    <OutcomeCounts operation=&done/>
                    <Outcomes customer operation page/>
                }
                    .into_any()
            }
        }}
        <div class="wizard-foot">
            <div class="wizard-buttons">
                <a class="primary" href=paths::portal_users(customer)>
                    {words::FINISH}
                </a>
            </div>
        </div>
    }
}

/// The first users, and more of them on demand.
#[component]
fn Outcomes(customer: CustomerId, operation: OperationId, page: Page<OutcomeRow>) -> impl IntoView {
    let (rows, has_more) = (RwSignal::new(page.rows), RwSignal::new(page.has_next));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None));
    let more = Callback::new(move |()| {
        let last = rows.with_untracked(|rows| rows.last().map(|row| row.position));
        let Some(last) = last.filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let place = Cursor::After(last);
            match list_outcomes(customer, operation, OutcomeTab::All, place, PageSize::default()).await {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.rows));
                    has_more.try_set(page.has_next);
                }
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    });
    let label = Signal::derive(move || if busy.get() { common::LOADING } else { common::SHOW_MORE }.to_owned());
    view! {
        <Table rows/>
        {move || failed.get().map(|error| view! { <ErrorView error on_retry=more/> })}
        {move || {
            has_more
                .get()
                .then(|| view! { <div class="acts"><Command id="more-results" label on_click=more busy class="second"/></div> })
        }}
    }
}

#[component]
fn Table(rows: RwSignal<Vec<OutcomeRow>>) -> impl IntoView {
    let row = |row: OutcomeRow| {
        let complete = row.code.is_none() && row.outcome != OutcomeKind::Failed && row.message.is_empty();
        let (class, result) = match row.outcome {
            OutcomeKind::Failed => ("st fail", row.message),
            _ if complete || row.code.is_none() && !row.outcome.stays() => ("st", words::COMPLETE.to_owned()),
            _ => ("st same", row.message),
        };
        view! {
            <tr>
                <td class="text name">
                    {named(row.name)} <span class="sub">{named(row.upn)}</span>
                </td>
                <td class="text" data-label=words::RESULT>
                    <span class=class>{result}</span>
                </td>
            </tr>
        }
    };
    view! {
        <div class="grid">
            <table aria-label=EditStep::Results.title()>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col">{words::RESULT}</th>
                    </tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
