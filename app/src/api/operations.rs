//! Operations: saved requests with an outcome per user.

use crate::error::ApiError;
use crate::json::JsonHttp;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::cases::operations::Retry;
use domain::console::accounts::AccountsPreview;
use domain::console::operation::{ChangeRow, Operation, OutcomeRow, OutcomeTab, RunningOperation};
use domain::console::save::{SaveReply, UndoRequest};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{ChangeId, CustomerId, OperationId};
use domain::rules::restore::NewUpns;
use leptos::prelude::*;

/// An operation.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] if the customer has no such operation.
#[server(endpoint = "operations/get", protocol = JsonHttp)]
pub async fn get_operation(customer: CustomerId, operation: OperationId) -> Result<Operation, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    services.store.operation(scope, operation).await?.ok_or_else(|| ApiError::Missing.with_status())
}

/// A page of an operation's outcomes, failures first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/outcomes", protocol = JsonHttp)]
pub async fn list_outcomes(
    customer: CustomerId,
    operation: OperationId,
    tab: OutcomeTab,
    place: Cursor<i64>,
    size: PageSize,
) -> Result<Page<OutcomeRow>, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.outcomes(scope, operation, tab, place, size).await?)
}

/// A page of the customer's operations and purchases, newest first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/changes", protocol = JsonHttp)]
pub async fn list_changes(
    customer: CustomerId,
    place: Cursor<ChangeId>,
    size: PageSize,
) -> Result<Page<ChangeRow>, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.changes(scope, place, size).await?)
}

/// The running operations of the signed-in person's partner; empty without a signed-in person.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/running", protocol = JsonHttp)]
pub async fn list_running() -> Result<Vec<RunningOperation>, ApiError> {
    let Some(actor) = crate::services::signed_in()?.filter(|actor| actor.may(Permission::SeeUsers).is_ok()) else {
        return Ok(Vec::new());
    };
    let services = crate::services::services()?;
    Ok(services.store.running_operations(&actor, (services.now)()).await?)
}

/// Requests that a running operation stop before its next chunk.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/cancel", protocol = JsonHttp)]
pub async fn cancel_operation(customer: CustomerId, operation: OperationId) -> Result<(), ApiError> {
    let (services, scope) = crate::services::operation_scope(customer, operation).await?;
    Ok(services.store.cancel_operation(scope, operation, services.stamp()).await?)
}

/// Whether retrying an operation could succeed for any failed user.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] if the customer has no such operation.
#[server(endpoint = "operations/retry-preview", protocol = JsonHttp)]
pub async fn preview_retry(customer: CustomerId, operation: OperationId) -> Result<Retry, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    let retry = domain::cases::operations::preview_retry(&*services.store, scope, operation).await?;
    retry.ok_or_else(|| ApiError::Missing.with_status())
}

/// Previews an undo, with new emails for the users it restores.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/undo-preview", protocol = JsonHttp)]
pub async fn preview_undo(
    customer: CustomerId,
    operation: OperationId,
    upns: NewUpns,
) -> Result<AccountsPreview, ApiError> {
    let (services, scope) = crate::services::operation_scope(customer, operation).await?;
    Ok(domain::cases::operations::preview_undo(&*services.store, scope, operation, &upns).await?)
}

/// Undoes an operation. Directory roles need a recent proof.
///
/// # Errors
/// [`ApiError`]; correctable refusals are a [`SaveReply`].
#[server(endpoint = "operations/undo", protocol = Proving)]
pub async fn undo_operation(customer: CustomerId, request: UndoRequest) -> Result<SaveReply, ApiError> {
    let (services, scope) = crate::services::operation_scope(customer, request.operation).await?;
    let operation = request.operation;
    let is_sensitive = domain::cases::operations::undo_changes_roles(&*services.store, scope, operation).await?;
    crate::proof::proven_if(&services, is_sensitive).await?;
    Ok(services.store.undo(scope, &request, services.stamp()).await?)
}
