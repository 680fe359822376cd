//! Undoing operations.

use crate::access::CustomerScope;
use crate::ids::OperationId;
use crate::rules::summary::PlanSummary;
use crate::rules::undo::plan_undo;
use crate::store::{DoneSnapshot, Store, StoreError};

/// What undoing an operation would do. An operation that is not this customer's did nothing.
///
/// # Errors
/// When the store cannot answer.
pub async fn preview_undo(
    store: &dyn Store,
    scope: CustomerScope,
    operation: OperationId,
) -> Result<PlanSummary, StoreError> {
    let DoneSnapshot { snapshot, done } = store.done(scope, operation).await?;
    Ok(PlanSummary::of(&plan_undo(&snapshot, &done), &snapshot))
}
