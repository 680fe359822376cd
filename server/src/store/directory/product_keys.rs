//! Showing the product keys of software, with a note in the activity log.

use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use crate::store::files::sealed::PRODUCT_KEYS;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::directory::password::Secret;
use domain::directory::user::ProductName;
use domain::ids::SubscriptionId;
use domain::store::{ProductKeyStore, Stamp, StoreError};

const KEYS: &str = "SELECT k.id, k.sealed, s.sku_id, p.name FROM product_key AS k \
    JOIN subscription AS s ON s.customer_id = k.customer_id AND s.id = k.subscription_id \
    JOIN product AS p ON p.sku_id = s.sku_id \
    WHERE k.customer_id = $1 AND k.subscription_id = $2 ORDER BY k.position";

/// A row of [`KEYS`].
#[derive(sqlx::FromRow)]
struct StoredProductKey {
    id: String,
    sealed: String,
    sku_id: String,
    name: String,
}

#[async_trait]
impl ProductKeyStore for SqlStore {
    /// Writes the activity row in the same transaction, so that nobody sees keys without it.
    async fn show_product_keys(
        &self,
        scope: CustomerScope,
        subscription: SubscriptionId,
        stamp: Stamp,
    ) -> Result<Vec<Secret>, StoreError> {
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let query = sqlx::query_as(KEYS).bind(scope.customer().to_string()).bind(subscription.to_string());
        let rows: Vec<StoredProductKey> = query.all(&mut *transaction).await?;
        let Some(first) = rows.first() else { return Ok(Vec::new()) };
        let product = ProductName { name: first.name.clone(), sku_id: parsed(&first.sku_id)? };
        let keys = rows.iter().map(|row| self.opened_key(row)).collect::<Result<Vec<_>, _>>()?;
        let row = NewActivity {
            customer: scope.customer(),
            performer: Performer::Person(scope.actor()),
            action: Action::ProductKeysShown,
            subject: subscription.uuid(),
            details: &Details::ProductKeys { product, keys: i64::try_from(keys.len()).unwrap_or(i64::MAX) },
            outcomes: None,
            reason: None,
        };
        activity::write(&mut transaction, self.dialect, row, stamp).await?;
        transaction.commit().await?;
        Ok(keys)
    }
}

impl SqlStore {
    fn opened_key(&self, row: &StoredProductKey) -> Result<Secret, StoreError> {
        let opened = self.open_sealed(PRODUCT_KEYS.place(&row.id), &row.sealed)?;
        let text = String::from_utf8(opened).map_err(|_| StoreError::Corrupt("a product key is no text".to_owned()))?;
        Ok(Secret::shown(text))
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![KEYS.to_owned()]
}
