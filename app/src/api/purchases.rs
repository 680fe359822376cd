//! Buying seats.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::purchase::{BuyReply, BuyRequest, Order};
use domain::ids::{CustomerId, OrderId};
use leptos::prelude::*;

/// Buys seats immediately for a Local customer; otherwise records an order.
///
/// # Errors
/// [`ApiError`]; correctable refusals are a [`BuyReply`].
#[server(endpoint = "purchases/buy", protocol = JsonHttp)]
pub async fn buy_seats(customer: CustomerId, request: BuyRequest) -> Result<BuyReply, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::BuyLicenses, customer).await?;
    Ok(services.store.buy(scope, &request, services.stamp()).await?)
}

/// Confirms a recorded order. Its seats count from then on.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] if the customer has no such order.
#[server(endpoint = "purchases/confirm", protocol = JsonHttp)]
pub async fn confirm_order(customer: CustomerId, order: OrderId) -> Result<Order, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::BuyLicenses, customer).await?;
    let confirmed = services.store.confirm_order(scope, order, services.stamp()).await?;
    confirmed.ok_or_else(|| ApiError::Missing.with_status())
}

/// The unconfirmed orders.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "purchases/open", protocol = JsonHttp)]
pub async fn open_orders(customer: CustomerId) -> Result<Vec<Order>, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.open_orders(scope).await?)
}
