//! The outcome of each user: `Complete`, or the reason.

use crate::paths;
use crate::text::common;
use crate::text::operations;
use crate::text::portal as words;
use crate::ui::named::named;
use crate::widgets::entries::many_step::EditStep;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::first_outcomes::first_outcomes;
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::paged::focus_step;
use domain::console::operation::{OperationState, OutcomeRow};
use domain::directory::page::Page;
use domain::ids::{CustomerId, OperationId};
use domain::rules::outcome_kind::OutcomeKind;
use leptos::prelude::*;

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
            Some(Ok((_, page))) => view! { <Table page/> }.into_any(),
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

#[component]
fn Table(page: Page<OutcomeRow>) -> impl IntoView {
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
                <tbody>{page.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
