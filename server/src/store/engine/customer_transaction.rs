//! A transaction that writes a customer. It begins by raising the customer's version, which takes the customer's lock, so
//! that what it loads, plans and writes is of one moment.

use crate::store::SqlStore;
use crate::store::engine::error::database;
use crate::store::engine::fetch::Fetch;
use domain::ids::CustomerId;
use domain::store::StoreError;
use sqlx::{Any, AnyConnection, Transaction};
use std::ops::{Deref, DerefMut};

const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 RETURNING version";

/// A transaction that has a customer's lock: [`SqlStore::lock_customer`] takes it, or the statement of an import that writes
/// the customer. Leaving it without a commit rolls everything back.
pub(in crate::store) struct CustomerTransaction {
    transaction: Transaction<'static, Any>,
    customer: CustomerId,
    version: i64,
}

impl CustomerTransaction {
    /// One whose lock was taken by a statement that wrote the customer itself, and gave this version.
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

    /// The customer's version, which this transaction has raised.
    pub(in crate::store) fn version(&self) -> i64 {
        self.version
    }

    /// Takes everything back, for a trial.
    pub(in crate::store) async fn roll_back(self) -> Result<(), StoreError> {
        self.transaction.rollback().await.map_err(database)
    }

    /// Writes everything, and gives the lock back.
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
    /// Begins a transaction that writes a customer. Of a customer that does not exist there is nothing to write; its
    /// version is 0.
    pub(in crate::store) async fn lock_customer(
        &self,
        customer: CustomerId,
    ) -> Result<CustomerTransaction, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_scalar(LOCK).bind(customer.to_string());
        let version: Option<i64> = query.optional(&mut *transaction).await?;
        Ok(CustomerTransaction { transaction, customer, version: version.unwrap_or_default() })
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    vec![LOCK.into()]
}
