//! The products of a customer.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::bought::BoughtProducts;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The products whose licenses the customer can assign, and everything that was bought for it.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "products/list", protocol = JsonHttp)]
pub async fn list_products(customer: CustomerId) -> Result<BoughtProducts, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    let (snapshot, purchases) = (services.store.company(scope).await?, services.store.purchases(scope).await?);
    Ok(BoughtProducts::of(&snapshot, purchases))
}
