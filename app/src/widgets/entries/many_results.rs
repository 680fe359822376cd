//! The last step of editing many users: the result for each user.

use crate::paths;
use crate::state::way_back::WayBack;
use crate::text::common;
use crate::text::{entries as words, operations};
use crate::widgets::entries::many_state::Many;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::first_outcomes::first_outcomes;
use crate::widgets::operations::outcome_counts::OutcomeCounts;
use crate::widgets::operations::outcome_table::OutcomeTable;
use crate::widgets::wizard::paged::focus_step;
use domain::console::operation::OperationState;
use domain::ids::OperationId;
use leptos::prelude::*;

/// The numbers of complete and failed users, the first users with failures first, and the way out.
#[component]
pub fn Results(many: Many, operation: OperationId) -> impl IntoView {
    focus_step();
    let (loaded, again) = first_outcomes(many.customer, operation);
    let running = Memo::new(move |_| {
        loaded.with(|loaded| matches!(loaded, Some(Ok((now, _))) if now.state == OperationState::Running))
    });
    let back = WayBack::to(many.customer);
    view! {
        {move || match loaded.get() {
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
                view! {
                    <OutcomeCounts operation=&done/>
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
