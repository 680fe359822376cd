//! What failed in an operation, as a file.

use crate::paths;
use crate::text::upload as words;
use domain::console::operation::{Operation, OperationState};
use domain::ids::CustomerId;
use leptos::prelude::*;

/// A link to the file of failed rows, where the operation has such and has ended.
#[component]
pub fn FailedFile(customer: CustomerId, operation: Operation) -> impl IntoView {
    let any = operation.counts.failed + operation.without_licenses > 0;
    let has_file = operation.kind.has_entries() && operation.undoes.is_none();
    (any && has_file && operation.state != OperationState::Running).then(|| {
        view! {
            <a class="plain" href=paths::failed_rows(customer, operation.id) rel="external" download="">
                {words::FAILED_FILE}
            </a>
        }
    })
}
