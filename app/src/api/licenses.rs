//! Managing licenses.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::cases::licenses::ManageView;
use domain::console::save::{SaveReply, SaveRequest};
use domain::directory::page::{Cursor, Page};
use domain::directory::user::UserRow;
use domain::ids::{CustomerId, SelectionId, SkuId, UserId};
use domain::rules::change::Change;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The initial data of the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "licenses/view", protocol = JsonHttp)]
pub async fn get_manage_view(customer: CustomerId, selection: SelectionId) -> Result<ManageView, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::ManageLicenses, customer).await?;
    Ok(domain::cases::licenses::view(&*services.store, scope, selection).await?)
}

/// Previews a change on the server, for selections too large for the browser. `in_order` names the products whose seats
/// the person agreed to assign in the order shown.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "licenses/preview", protocol = JsonHttp)]
pub async fn preview(
    customer: CustomerId,
    selection: SelectionId,
    change: Change,
    in_order: BTreeSet<SkuId>,
) -> Result<PlanSummary, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::ManageLicenses, customer).await?;
    Ok(domain::cases::licenses::preview(&*services.store, scope, selection, &change, &in_order).await?)
}

/// A page of the selected users who hold a product.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "licenses/holders", protocol = JsonHttp)]
pub async fn list_holders(
    customer: CustomerId,
    selection: SelectionId,
    sku: SkuId,
    place: Cursor<UserId>,
) -> Result<Page<UserRow>, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.holders(scope, selection, sku, place).await?)
}

/// Saves a change.
///
/// # Errors
/// [`ApiError`]; correctable refusals are a [`SaveReply`].
#[server(endpoint = "licenses/save", protocol = JsonHttp)]
pub async fn save_licenses(customer: CustomerId, request: SaveRequest) -> Result<SaveReply, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::ManageLicenses, customer).await?;
    let reply = services.store.save(scope, &request, services.stamp()).await?;
    Ok(if scope.is_portal() { reply.told_to_customer() } else { reply })
}
