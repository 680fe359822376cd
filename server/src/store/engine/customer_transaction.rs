//! A transaction that writes a customer. It begins by raising the customer's version, which takes the customer's lock.
//! So everything that it loads, plans and writes is of one moment.

use crate::store::SqlStore;
use crate::store::engine::error::database;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::wall::Wall;
use domain::ids::CustomerId;
use domain::store::StoreError;
use sqlx::{Any, AnyConnection, Transaction};
use std::ops::{Deref, DerefMut};

const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 RETURNING version";

/// A transaction with a customer's lock. [`SqlStore::lock_customer`] takes the lock, or the statement of an import that
/// writes the customer. Dropping it without a commit rolls everything back.
pub(in crate::store) struct CustomerTransaction {
    transaction: Transaction<'static, Any>,
    customer: CustomerId,
    version: i64,
}

impl CustomerTransaction {
    /// The transaction after a statement that wrote the customer itself, and so took the lock and returned this
    /// version.
    pub(in crate::store) fn of_written(
        transaction: Transaction<'static, Any>,
        customer: CustomerId,
        version: i64,
    ) -> Self {
        Self { transaction, customer, version }
    }

    /// The customer whose lock it has.
    pub(in crate::store) fn customer(&self) -> CustomerId {
        self.customer
    }

    /// The customer's version, raised by this transaction.
    pub(in crate::store) fn version(&self) -> i64 {
        self.version
    }

    /// Rolls everything back, for a trial.
    pub(in crate::store) async fn roll_back(self) -> Result<(), StoreError> {
        self.transaction.rollback().await.map_err(database)
    }

    /// Commits everything, and releases the lock.
    pub(in crate::store) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(database)
    }
}

impl Deref for CustomerTransaction {
    type Target = AnyConnection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl DerefMut for CustomerTransaction {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}

impl SqlStore {
    /// Begins a transaction that writes a customer. The version is 0 if the customer does not exist; then there is
    /// nothing to write. The transaction stands behind the customer's wall.
    pub(in crate::store) async fn lock_customer(
        &self,
        customer: CustomerId,
    ) -> Result<CustomerTransaction, StoreError> {
        let mut transaction = self.begin_behind(Wall::around(customer)).await?;
        let query = sqlx::query_scalar(LOCK).bind(customer.to_string());
        let version: Option<i64> = query.optional(&mut *transaction).await?;
        Ok(CustomerTransaction { transaction, customer, version: version.unwrap_or_default() })
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    vec![LOCK.into()]
}
