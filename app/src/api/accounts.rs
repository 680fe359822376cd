//! Accounts: blocking and allowing sign-in, deleting, restoring, deleting permanently; the deleted users.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::{Services, customer_scope, shared_scope};
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::CustomerScope;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::accounts::{AccountsPreview, AccountsRequest, Who};
#[cfg(feature = "ssr")]
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use domain::directory::page::{Count, Page};
use domain::ids::CustomerId;
use domain::rules::account_change::AccountChange;
use leptos::prelude::*;

/// Previews a change of accounts. `Err` has the number of users if they are more than can be changed at once.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "accounts/preview", protocol = JsonHttp)]
pub async fn preview_accounts(
    customer: CustomerId,
    who: Who,
    change: AccountChange,
) -> Result<Result<AccountsPreview, usize>, ApiError> {
    let (services, scope) = scope_of(&change, customer).await?;
    check_day(&change, (services.now)())?;
    Ok(domain::cases::accounts::preview(&*services.store, scope, &who, &change).await?)
}

/// Changes accounts. Users who come back with directory roles need a recent proof.
///
/// # Errors
/// [`ApiError`]; correctable refusals are a [`SaveReply`].
#[server(endpoint = "accounts/change", protocol = Proving)]
pub async fn change_accounts(customer: CustomerId, request: AccountsRequest) -> Result<SaveReply, ApiError> {
    let (services, scope) = scope_of(&request.change, customer).await?;
    check_day(&request.change, (services.now)())?;
    let AccountsRequest { who, change, .. } = &request;
    let is_sensitive = domain::cases::accounts::gives_roles_back(&*services.store, scope, who, change).await?;
    crate::proof::proven_if(&services, is_sensitive).await?;
    let reply = services.store.change_accounts(scope, &request, services.stamp()).await?;
    Ok(if scope.is_portal() { reply.told_to_customer() } else { reply })
}

/// The scope for a change. People of a portal can only make the changes that the portal's pages offer.
#[cfg(feature = "ssr")]
async fn scope_of(change: &AccountChange, customer: CustomerId) -> Result<(Services, CustomerScope), ApiError> {
    let permission = OperationKind::of(change).permission();
    if change.is_offered_in_portal() {
        shared_scope(permission, customer).await
    } else {
        customer_scope(permission, customer).await
    }
}

/// Refuses a planned deletion whose day has begun or is too far ahead. The page reports this at the field.
#[cfg(feature = "ssr")]
fn check_day(change: &AccountChange, now: i64) -> Result<(), ApiError> {
    match change {
        AccountChange::Offboard(asked) => {
            asked.check_day(now).map_err(|error| ApiError::Invalid(error.to_string()).with_status())
        }
        _ => Ok(()),
    }
}

/// A page of deleted users.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "accounts/deleted", protocol = JsonHttp)]
pub async fn list_deleted_users(
    customer: CustomerId,
    query: DeletedUsersQuery,
) -> Result<Page<DeletedUserRow>, ApiError> {
    let (services, scope) = shared_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.deleted_users(scope, &query, (services.now)()).await?)
}

/// Counts the deleted users; exact up to 10,000.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "accounts/count-deleted", protocol = JsonHttp)]
pub async fn count_deleted_users(customer: CustomerId) -> Result<Count, ApiError> {
    let (services, scope) = shared_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.count_deleted_users(scope).await?)
}
