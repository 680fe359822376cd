//! The selection.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::selection::{SelectionChange, SelectionReply};
use domain::ids::{CustomerId, OperationId, SelectionId};
use leptos::prelude::*;

/// Changes a selection, creating it if necessary.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "selection/change", protocol = JsonHttp)]
pub async fn change_selection(
    customer: CustomerId,
    selection: SelectionId,
    change: SelectionChange,
) -> Result<SelectionReply, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.change_selection(scope, selection, &change, (services.now)()).await?)
}

/// Selects the failed users of an operation.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "selection/failed", protocol = JsonHttp)]
pub async fn select_failed(
    customer: CustomerId,
    selection: SelectionId,
    operation: OperationId,
) -> Result<SelectionReply, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.select_failed(scope, selection, operation, (services.now)()).await?)
}
