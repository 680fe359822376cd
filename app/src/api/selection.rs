//! The selection.

use crate::error::ApiError;
use domain::console::selection::{SelectionChange, SelectionReply};
use domain::ids::{CustomerId, OperationId, SelectionId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Changes a selection; one that does not exist yet is made.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Invalid`] when one request names more users than it may.
#[server(endpoint = "selection/change", input = Json)]
pub async fn change_selection(
    customer: CustomerId,
    selection: SelectionId,
    change: SelectionChange,
) -> Result<SelectionReply, ApiError> {
    use domain::console::selection::{CLICKS_MAX, UPNS_MAX};
    let too_many = match &change {
        SelectionChange::Clicks { add, remove } => add.len() + remove.len() > CLICKS_MAX,
        SelectionChange::Upns(upns) => upns.len() > UPNS_MAX,
        SelectionChange::Matching(_) | SelectionChange::Clear => false,
    };
    if too_many {
        return Err(ApiError::Invalid("too many users in one request".into()).with_status());
    }
    let (services, scope) = crate::services::customer_scope(customer).await?;
    Ok(services.store.change_selection(scope, selection, &change, (services.now)()).await?)
}

/// Selects the users who failed in an operation.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "selection/failed", input = Json)]
pub async fn select_failed(
    customer: CustomerId,
    selection: SelectionId,
    operation: OperationId,
) -> Result<SelectionReply, ApiError> {
    let (services, scope) = crate::services::customer_scope(customer).await?;
    Ok(services.store.select_failed(scope, selection, operation, (services.now)()).await?)
}
