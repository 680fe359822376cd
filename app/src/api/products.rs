//! The products of a customer.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::Services;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::CustomerScope;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::bought::BoughtProducts;
#[cfg(feature = "ssr")]
use domain::console::bought::id_in_portal;
use domain::directory::password::Secret;
use domain::ids::{CustomerId, SubscriptionId};
use leptos::prelude::*;

/// The products whose licenses the customer can assign, and everything that was bought for it.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "products/list", protocol = JsonHttp)]
pub async fn list_products(customer: CustomerId) -> Result<BoughtProducts, ApiError> {
    let (services, scope) = crate::services::shared_scope(Permission::SeeUsers, customer).await?;
    let (snapshot, mut purchases) = (services.store.company(scope).await?, services.store.purchases(scope).await?);
    if scope.is_portal() {
        purchases = purchases.into_iter().map(|purchase| purchase.told_to_customer(customer)).collect();
    }
    Ok(BoughtProducts::of(&snapshot, purchases))
}

/// The product keys of a purchase. A key is a license of software, so people who manage licenses may see it. The activity log
/// records the reader.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] if the customer has no such purchase, or it has no keys.
#[server(endpoint = "products/show-keys", protocol = Proving)]
pub async fn show_product_keys(customer: CustomerId, purchase: SubscriptionId) -> Result<Vec<Secret>, ApiError> {
    let (services, scope) = crate::proof::proven_shared_scope(Permission::ManageLicenses, customer).await?;
    let purchase = match scope.is_portal() {
        true => services.purchase_in_portal(scope, purchase).await?,
        false => purchase,
    };
    let keys = services.store.show_product_keys(scope, purchase, services.stamp()).await?;
    if keys.is_empty() { Err(ApiError::Missing.with_status()) } else { Ok(keys) }
}

#[cfg(feature = "ssr")]
impl Services {
    /// The purchase that the customer's own people know by an id.
    async fn purchase_in_portal(
        &self,
        scope: CustomerScope,
        known: SubscriptionId,
    ) -> Result<SubscriptionId, ApiError> {
        let purchases = self.store.purchases(scope).await?;
        let found = purchases.iter().find(|purchase| id_in_portal(scope.customer(), purchase.id) == known);
        found.map(|purchase| purchase.id).ok_or_else(|| ApiError::Missing.with_status())
    }
}
