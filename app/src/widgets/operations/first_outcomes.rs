//! An operation with the outcomes of its first users, for the last step of a wizard.

use crate::api::operations::{get_operation, list_outcomes};
use crate::error::ApiError;
use crate::state::latest::Asker;
use domain::console::operation::{Operation, OperationState, OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;

/// The pause before a running operation is loaded again, in milliseconds.
const PAUSE_MS: u32 = 1_500;

/// The operation with the outcomes of its first users, failures first. `None` until it is loaded.
pub type FirstOutcomes = Option<Result<(Operation, Page<OutcomeRow>), ApiError>>;

/// Loads an operation with its first outcomes in the browser, and loads them again while it is running. The callback loads them
/// again after an error.
pub fn first_outcomes(customer: CustomerId, operation: OperationId) -> (ReadSignal<FirstOutcomes>, Callback<()>) {
    let (loaded, set_loaded) = signal(FirstOutcomes::None);
    let asker = Asker::begin();
    let load = Callback::new(move |()| {
        asker.ask_while_running(
            (0, PAUSE_MS),
            move || load(customer, operation),
            move |answer| {
                let is_running = matches!(&answer, Ok((now, _)) if now.state == OperationState::Running);
                set_loaded.set(Some(answer));
                is_running
            },
        );
    });
    Effect::new(move |_| load.run(()));
    (loaded, load)
}

async fn load(customer: CustomerId, operation: OperationId) -> Result<(Operation, Page<OutcomeRow>), ApiError> {
    let now = get_operation(customer, operation).await?;
    let size = PageSize::default();
    Ok((now, list_outcomes(customer, operation, OutcomeTab::All, Cursor::First, size).await?))
}
