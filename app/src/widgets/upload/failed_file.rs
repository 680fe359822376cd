//! Users not saved by an operation: those who failed, as a file, and those left out of it.

use super::draft;
use crate::paths;
use crate::text::upload as words;
use domain::console::operation::{Operation, OperationState};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;

/// A link to the file of rows that failed or were not reached, where the operation has such and has ended.
#[component]
pub fn FailedFile(customer: CustomerId, operation: Operation) -> impl IntoView {
    let any = operation.counts.failed + operation.done_in_part > 0;
    let has_file = operation.kind.has_entries() && operation.undoes.is_none();
    let label = if operation.lists_unreached() { words::NOT_SAVED_FILE } else { words::FAILED_FILE };
    (any && has_file && operation.state != OperationState::Running).then(|| {
        view! {
            <a class="plain" href=paths::failed_rows(customer, operation.id) rel="external" download="">
                {label}
            </a>
        }
    })
}

/// A link back to the rows that were left out of a save, where this browser has them.
#[component]
pub fn LeftOutRows(customer: CustomerId, operation: OperationId) -> impl IntoView {
    let rows = RwSignal::new(0);
    Effect::new(move |_: Option<()>| rows.set(draft::left_out(customer, operation)));
    move || {
        (rows.get() > 0).then(|| {
            view! {
                <a class="plain" href=paths::upload(customer)>
                    {words::correct_left_out(rows.get())}
                </a>
            }
        })
    }
}
