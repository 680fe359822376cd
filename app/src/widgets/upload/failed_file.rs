//! What failed in an operation, as a file.

use crate::api;
use crate::paths;
use crate::text::upload as words;
use domain::cases::operations::Retry;
use domain::console::operation::{Operation, OperationState};
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A link to the file of failed rows, where the operation has such and is done. Users whose licenses alone failed are in
/// it too, but not counted as failed: whether there are any is asked.
#[component]
pub fn FailedFile(customer: CustomerId, operation: Operation) -> impl IntoView {
    let id = operation.id;
    let can_have = operation.kind.has_entries() && operation.undoes.is_none();
    let is_done = operation.state != OperationState::Running;
    let any = RwSignal::new(operation.counts.failed > 0);
    if can_have && is_done && !any.get_untracked() {
        Effect::new(move |_| {
            spawn_local(async move {
                let retry = api::operations::preview_retry(customer, id).await;
                any.try_set(!matches!(retry, Ok(Retry::NothingToDo) | Err(_)));
            });
        });
    }
    move || {
        (can_have && is_done && any.get()).then(|| {
            view! {
                <a class="plain" href=paths::failed_rows(customer, id) rel="external" download="">
                    {words::FAILED_FILE}
                </a>
            }
        })
    }
}
