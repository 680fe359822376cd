//! Everything that was bought for a customer.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use domain::access::CustomerScope;
use domain::console::bought::Purchase;
use domain::directory::product::{Capability, Channel};
use domain::store::StoreError;

const PURCHASES: &str = "SELECT s.id, s.sku_id, p.name, s.enabled + s.warning + s.suspended AS quantity, s.capability, \
    s.channel, s.publisher FROM subscription AS s JOIN product AS p ON p.sku_id = s.sku_id \
    WHERE s.customer_id = $1 ORDER BY s.id";

/// A row of [`PURCHASES`].
#[derive(sqlx::FromRow)]
struct StoredPurchase {
    id: String,
    sku_id: String,
    name: String,
    quantity: i64,
    capability: String,
    channel: String,
    publisher: Option<String>,
}

impl StoredPurchase {
    fn purchase(self) -> Result<Purchase, StoreError> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("a subscription is “{what}”"));
        Ok(Purchase {
            id: parsed(&self.id)?,
            sku_id: parsed(&self.sku_id)?,
            name: self.name,
            quantity: self.quantity,
            capability: Capability::parse(&self.capability).ok_or_else(|| corrupt(&self.capability))?,
            channel: Channel::parse(&self.channel).ok_or_else(|| corrupt(&self.channel))?,
            publisher: self.publisher,
        })
    }
}

impl SqlStore {
    pub(super) async fn purchases_of(&self, scope: CustomerScope) -> Result<Vec<Purchase>, StoreError> {
        let query = sqlx::query_as(PURCHASES).bind(scope.customer().to_string());
        let rows: Vec<StoredPurchase> = query.all(&self.read).await?;
        rows.into_iter().map(StoredPurchase::purchase).collect()
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![PURCHASES.to_owned()]
}
