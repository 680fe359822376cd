//! Writing the product keys of a customer's software, each sealed in its place.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Execute;
use crate::store::files::sealed::PRODUCT_KEYS;
use domain::ids::{CustomerId, SubscriptionId};
use domain::import::customer::ImportedSoftware;
use domain::store::StoreError;
use sha2::{Digest as _, Sha256};
use uuid::Builder;

const ADD: &str =
    "INSERT INTO product_key (id, customer_id, subscription_id, position, sealed) VALUES ($1, $2, $3, $4, $5)";

impl SqlStore {
    /// Writes them. Those that were there before are gone already.
    pub(in crate::store) async fn write_product_keys(
        &self,
        transaction: &mut CustomerTransaction,
        software: &[ImportedSoftware],
    ) -> Result<(), StoreError> {
        let customer = transaction.customer();
        for one in software {
            for (position, key) in (0_i64..).zip(&one.keys) {
                let id = key_id(customer, one.subscription, position);
                let sealed = self.seal(transaction, PRODUCT_KEYS.place(&id), key.reveal().as_bytes()).await?;
                sqlx::query(ADD)
                    .bind(id)
                    .bind(customer.to_string())
                    .bind(one.subscription.to_string())
                    .bind(position)
                    .bind(sealed)
                    .run(&mut **transaction)
                    .await?;
            }
        }
        Ok(())
    }
}

/// The id of a key: customer, purchase and position make it unique.
fn key_id(customer: CustomerId, subscription: SubscriptionId, position: i64) -> String {
    let digest = Sha256::digest(format!("product key {customer} {subscription} {position}"));
    Builder::from_custom_bytes(std::array::from_fn(|index| digest[index])).into_uuid().to_string()
}

pub(in crate::store) fn statements() -> [String; 1] {
    [ADD.to_owned()]
}
