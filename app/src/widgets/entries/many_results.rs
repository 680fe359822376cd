//! The last step of editing many users: the result for each user.

use crate::api::operations::{get_operation, list_outcomes};
use crate::error::ApiError;
use crate::paths;
use crate::state::way_back::WayBack;
use crate::text::common;
use crate::text::{entries as words, operations};
use crate::widgets::entries::many::Many;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::outcome_table::OutcomeTable;
use crate::widgets::wizard::paged::focus_step;
use domain::console::operation::{Operation, OperationState, OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::OperationId;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pause between two looks at a running operation, in milliseconds.
const PAUSE_MS: u32 = 1_500;

/// The numbers of complete and failed users, the first users with failures first, and the way out.
#[component]
pub fn Results(many: Many, operation: OperationId) -> impl IntoView {
    focus_step();
    let load = LocalResource::new(move || load(many, operation));
    let again = Callback::new(move |()| load.refetch());
    let running = Memo::new(move |_| {
        let now = load.get().and_then(Result::ok);
        now.is_some_and(|(now, _)| now.state == OperationState::Running)
    });
    let back = WayBack::to(many.customer);
    Effect::new(move |_| {
        load.track();
        if running.get() {
            spawn_local(async move {
                TimeoutFuture::new(PAUSE_MS).await;
                again.try_run(());
            });
        }
    });
    view! {
        {move || match load.get() {
            None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
            Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
            Some(Ok((done, _))) if done.state == OperationState::Running => {
                view! {
                    <p class="note info" role="status">{operations::done_of(done.counts.done(), done.counts.users)}</p>
                    <p class="muted">{words::GOES_ON}</p>
                }
                    .into_any()
            }
            Some(Ok((done, page))) => {
                let counts = done.counts;
                let (failed, in_part) = (counts.failed, done.done_in_part);
                let class = if failed > 0 { "st fail" } else { "st same" };
                if counts.done() == 0 && done.state == OperationState::Running {
                    let far = operations::done_of(0, counts.users);
                    return view! { <p class="note info" role="status">{far} " " {operations::GOES_ON}</p> }.into_any();
                }
                view! {
                    <p class="lead num" role="status">
                        <span class="st">{words::complete(counts.done() - failed - in_part)}</span>
                        " "
                        {(in_part > 0)
                            .then(|| view! { <span class="st part">{words::in_part(in_part)}</span> " " })}
                        <span class=class>{words::failed(failed)}</span>
                    </p>
                    <OutcomeTable customer=many.customer rows=page.rows with_emails=true/>
                }
                    .into_any()
            }
        }}
        <p class="all-results"><a href=paths::operation(many.customer, operation)>{words::ALL_RESULTS}</a></p>
        <div class="wizard-foot">
            <div class="wizard-buttons">
                <a class=move || if running.get() { "second" } else { "primary" } href=move || back.href()>
                    {move || if running.get() { words::LEAVE_IT } else { words::FINISH }}
                </a>
            </div>
        </div>
    }
}

async fn load(many: Many, operation: OperationId) -> Result<(Operation, Page<OutcomeRow>), ApiError> {
    let done = get_operation(many.customer, operation).await?;
    let size = PageSize::default();
    Ok((done, list_outcomes(many.customer, operation, OutcomeTab::All, Cursor::First, size).await?))
}
