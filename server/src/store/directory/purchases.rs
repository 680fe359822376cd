//! Everything that was bought for a customer, with its downloads.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::bought::Purchase;
use domain::directory::product::{Capability, Channel};
use domain::directory::software::{Download, DownloadLink};
use domain::ids::SubscriptionId;
use domain::store::{PurchaseStore, StoreError};
use std::collections::HashMap;

const PURCHASES: &str = "SELECT s.id, s.sku_id, p.name, s.enabled + s.warning + s.suspended AS quantity, s.capability, \
    s.channel, s.publisher, (SELECT COUNT(*) FROM product_key AS k \
    WHERE k.customer_id = s.customer_id AND k.subscription_id = s.id) AS product_keys \
    FROM subscription AS s JOIN product AS p ON p.sku_id = s.sku_id \
    WHERE s.customer_id = $1 ORDER BY s.id";
const DOWNLOADS: &str = "SELECT subscription_id, name, version, language, architecture, file_type, link \
    FROM software_download WHERE customer_id = $1 ORDER BY subscription_id, position";

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
    product_keys: i64,
}

/// A row of [`DOWNLOADS`].
#[derive(sqlx::FromRow)]
struct StoredDownload {
    subscription_id: String,
    name: String,
    version: Option<String>,
    language: Option<String>,
    architecture: Option<String>,
    file_type: Option<String>,
    link: String,
}

impl StoredPurchase {
    fn purchase(self, downloads: &mut HashMap<SubscriptionId, Vec<Download>>) -> Result<Purchase, StoreError> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("a subscription is “{what}”"));
        let id = parsed(&self.id)?;
        Ok(Purchase {
            id,
            sku_id: parsed(&self.sku_id)?,
            name: self.name,
            quantity: self.quantity,
            capability: Capability::parse(&self.capability).ok_or_else(|| corrupt(&self.capability))?,
            channel: Channel::parse(&self.channel).ok_or_else(|| corrupt(&self.channel))?,
            publisher: self.publisher,
            downloads: downloads.remove(&id).unwrap_or_default(),
            keys: self.product_keys,
        })
    }
}

impl StoredDownload {
    fn download(self) -> Result<Download, StoreError> {
        let bad = |_| StoreError::Corrupt("a download has no link over TLS".to_owned());
        Ok(Download {
            link: DownloadLink::parse(&self.link).map_err(bad)?,
            name: self.name,
            version: self.version,
            language: self.language,
            architecture: self.architecture,
            file_type: self.file_type,
        })
    }
}

#[async_trait]
impl PurchaseStore for SqlStore {
    async fn purchases(&self, scope: CustomerScope) -> Result<Vec<Purchase>, StoreError> {
        let customer = scope.customer().to_string();
        let files: Vec<StoredDownload> = sqlx::query_as(DOWNLOADS).bind(customer.clone()).all(&self.read).await?;
        let mut downloads: HashMap<SubscriptionId, Vec<Download>> = HashMap::new();
        for file in files {
            downloads.entry(parsed(&file.subscription_id)?).or_default().push(file.download()?);
        }
        let rows: Vec<StoredPurchase> = sqlx::query_as(PURCHASES).bind(customer).all(&self.read).await?;
        rows.into_iter().map(|row| row.purchase(&mut downloads)).collect()
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![PURCHASES.to_owned(), DOWNLOADS.to_owned()]
}
