//! Operations: what was saved, and what became of each user.

use crate::error::ApiError;
use domain::console::operation::{Operation, OperationRow, OutcomeRow, OutcomeTab};
use domain::console::save::{SaveReply, UndoRequest};
use domain::directory::page::{Page, PageSize, Place};
use domain::ids::{CustomerId, OperationId};
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use server_fn::codec::Json;

/// An operation.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] when there is no such at this customer.
#[server(endpoint = "operations/get", input = Json)]
pub async fn get_operation(customer: CustomerId, operation: OperationId) -> Result<Operation, ApiError> {
    let (services, scope) = crate::services::customer_scope(customer).await?;
    services.store.operation(scope, operation).await?.ok_or_else(|| ApiError::Missing.with_status())
}

/// A page of its outcomes, failures first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/outcomes", input = Json)]
pub async fn list_outcomes(
    customer: CustomerId,
    operation: OperationId,
    tab: OutcomeTab,
    place: Place<i64>,
    size: PageSize,
) -> Result<Page<OutcomeRow>, ApiError> {
    let (services, scope) = crate::services::customer_scope(customer).await?;
    Ok(services.store.outcomes(scope, operation, tab, place, size).await?)
}

/// A page of the customer's operations, newest first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/list", input = Json)]
pub async fn list_operations(
    customer: CustomerId,
    place: Place<OperationId>,
    size: PageSize,
) -> Result<Page<OperationRow>, ApiError> {
    let (services, scope) = crate::services::customer_scope(customer).await?;
    Ok(services.store.operations(scope, place, size).await?)
}

/// What undoing an operation would do.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "operations/undo-preview", input = Json)]
pub async fn preview_undo(customer: CustomerId, operation: OperationId) -> Result<PlanSummary, ApiError> {
    let (services, scope) = crate::services::customer_scope(customer).await?;
    Ok(domain::cases::operations::preview_undo(&*services.store, scope, operation).await?)
}

/// Undoes an operation.
///
/// # Errors
/// [`ApiError`]; what a person can mend is a [`SaveReply`].
#[server(endpoint = "operations/undo", input = Json)]
pub async fn undo_operation(customer: CustomerId, request: UndoRequest) -> Result<SaveReply, ApiError> {
    let (services, scope) = crate::services::customer_scope(customer).await?;
    Ok(services.store.undo(scope, &request, services.stamp()).await?)
}
