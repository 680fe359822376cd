//! The reseller relationship with a customer.

use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::people::security_log;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::access::reseller::{ResellerEvent, ResellerRefused, ResellerRelationship};
use domain::console::security::SecurityEvent;
use domain::ids::CustomerId;
use domain::store::{ResellerStore, StoreError};
use sqlx::AnyConnection;

const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 AND deleted IS NULL";
const READ: &str = "SELECT reseller, reseller_at FROM customer WHERE id = $1";
const WRITE: &str = "UPDATE customer SET reseller = $2, reseller_at = $3 WHERE id = $1";

#[async_trait]
impl ResellerStore for SqlStore {
    async fn change_reseller(
        &self,
        scope: CustomerScope,
        change: ResellerEvent,
        event: &SecurityEvent,
    ) -> Result<Result<(), ResellerRefused>, StoreError> {
        let customer = scope.customer();
        let mut transaction = self.begin().await?;
        if sqlx::query(LOCK).bind(customer.to_string()).run(&mut *transaction).await? == 0 {
            return Err(StoreError::CustomerGone);
        }
        let after = match reseller_of(&mut transaction, customer).await?.after(change, event.at) {
            Ok(after) => after,
            Err(refused) => return Ok(Err(refused)),
        };
        let query = sqlx::query(WRITE).bind(customer.to_string()).bind(after.as_str()).bind(after.moment());
        query.run(&mut *transaction).await?;
        security_log::keep(&mut transaction, event).await?;
        commit(transaction).await?;
        Ok(Ok(()))
    }
}

/// The reseller relationship with a customer.
pub(super) async fn reseller_of(
    connection: &mut AnyConnection,
    customer: CustomerId,
) -> Result<ResellerRelationship, StoreError> {
    let query = sqlx::query_as(READ).bind(customer.to_string());
    let (state, at): (String, Option<i64>) = query.one(connection).await?;
    ResellerRelationship::of_stored(&state, at).map_err(|error| StoreError::Corrupt(error.to_string()))
}

pub(super) fn statements() -> Vec<String> {
    [LOCK, READ, WRITE].map(String::from).into()
}
