//! The selection.

use crate::error::ApiError;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::selection::{SelectionChange, SelectionReply};
use domain::ids::{CustomerId, OperationId, SelectionId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Changes a selection, creating it if necessary.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "selection/change", input = Json)]
pub async fn change_selection(
    customer: CustomerId,
    selection: SelectionId,
    change: SelectionChange,
) -> Result<SelectionReply, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.change_selection(scope, selection, &change, (services.now)()).await?)
}

/// Selects the failed users of an operation.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "selection/failed", input = Json)]
pub async fn select_failed(
    customer: CustomerId,
    selection: SelectionId,
    operation: OperationId,
) -> Result<SelectionReply, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.select_failed(scope, selection, operation, (services.now)()).await?)
}
