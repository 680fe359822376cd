//! The outcome of each user: `Complete`, or the reason.

use crate::api::operations::{get_operation, list_outcomes};
use crate::error::ApiError;
use crate::paths;
use crate::text::common;
use crate::text::operations;
use crate::text::portal as words;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use domain::console::operation::{Operation, OperationState, OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{CustomerId, OperationId};
use domain::rules::outcome_kind::OutcomeKind;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pause between two looks at a running operation, in milliseconds.
const PAUSE_MS: u32 = 1_500;

/// The users with failures first, and the way out.
#[component]
pub fn Results(customer: CustomerId, operation: OperationId) -> impl IntoView {
    let loaded = LocalResource::new(move || load(customer, operation));
    let again = Callback::new(move |()| loaded.refetch());
    Effect::new(move |_| {
        let is_running = matches!(loaded.get(), Some(Ok((now, _))) if now.state == OperationState::Running);
        if is_running {
            spawn_local(async move {
                TimeoutFuture::new(PAUSE_MS).await;
                again.try_run(());
            });
        }
    });
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

async fn load(customer: CustomerId, operation: OperationId) -> Result<(Operation, Page<OutcomeRow>), ApiError> {
    let now = get_operation(customer, operation).await?;
    let size = PageSize::default();
    Ok((now, list_outcomes(customer, operation, OutcomeTab::All, Cursor::First, size).await?))
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
            <table aria-label=words::STEP_RESULTS>
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
