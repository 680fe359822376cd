//! Users of a customer.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::errors::ErrorsOf;
use domain::console::operation::UserChange;
use domain::directory::page::{Count, Page};
use domain::directory::user::{UserDetail, UserRow};
use domain::ids::{CustomerId, SelectionId, UserId};
use domain::store::{FilterChoices, UserQuery};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A page of users, with the selected ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersPage {
    /// The rows.
    pub page: Page<UserRow>,
    /// The selected users among the rows.
    pub selected: Vec<UserId>,
    /// Size of the whole selection.
    pub selection_count: i64,
}

/// A user and the latest changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// The user.
    pub detail: UserDetail,
    /// The user's latest changes, newest first.
    pub changes: Vec<UserChange>,
}

/// A page of users. `selection` only marks rows; `query.within` restricts the list to a selection.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "users/list", protocol = JsonHttp)]
pub async fn list_users(
    customer: CustomerId,
    query: UserQuery,
    selection: Option<SelectionId>,
) -> Result<UsersPage, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    let page = services.store.users(scope, &query).await?;
    let Some(selection) = selection else {
        return Ok(UsersPage { page, selected: Vec::new(), selection_count: 0 });
    };
    let shown: Vec<UserId> = page.rows.iter().map(|row| row.id).collect();
    let selected = services.store.selected_among(scope, selection, &shown).await?;
    let selection_count = services.store.selection_count(scope, selection).await?;
    Ok(UsersPage { page, selected, selection_count })
}

/// Counts the matching users; exact up to 10,000.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "users/count", protocol = JsonHttp)]
pub async fn count_users(customer: CustomerId, query: UserQuery) -> Result<Count, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.count_users(scope, &query).await?)
}

/// A user in detail.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] if the customer has no such user, or the user is deleted.
#[server(endpoint = "users/get", protocol = JsonHttp)]
pub async fn get_user(customer: CustomerId, user: UserId) -> Result<UserView, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    let detail = services.store.user(scope, user).await?.ok_or_else(|| ApiError::Missing.with_status())?;
    let changes = services.store.user_changes(scope, user).await?;
    Ok(UserView { detail, changes })
}

/// Dismisses errors, and returns the number of users.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "users/dismiss-errors", protocol = JsonHttp)]
pub async fn dismiss_errors(customer: CustomerId, of: ErrorsOf) -> Result<i64, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::ManageLicenses, customer).await?;
    Ok(services.store.dismiss_errors(scope, &of, services.stamp()).await?)
}

/// The values available to filters.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "users/filter-choices", protocol = JsonHttp)]
pub async fn get_filter_choices(customer: CustomerId) -> Result<FilterChoices, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.filter_choices(scope).await?)
}
