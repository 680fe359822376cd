//! A transaction that writes a customer. It begins by raising the customer's version, which takes the customer's lock.
//! So everything that it loads, plans and writes is of one moment. At an own organization it has the partner's lock too.

use crate::store::SqlStore;
use crate::store::engine::error::database;
use crate::store::engine::fetch::{Execute, Fetch};
use domain::ids::CustomerId;
use domain::store::StoreError;
use sqlx::{Any, AnyConnection, Transaction};
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

/// Also the partner, if it is an own organization.
const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 AND deleted IS NULL \
    RETURNING version, CASE WHEN own_organization = 1 THEN partner_id END";
/// A change of the users of an own organization also changes the access of people. So the lock keeps the people as they
/// are meanwhile.
const LOCK_PARTNER: &str = "UPDATE partner SET name = name WHERE id = $1";
/// The people who are users of an own organization, and are blocked there or not there any more.
const WITHOUT_ACCESS: &str = "SELECT p.id FROM partner_user AS p WHERE p.tenant_id = $1 \
    AND p.directory_user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users AS d WHERE d.customer_id = p.tenant_id \
    AND d.id = p.directory_user_id AND d.deleted IS NULL AND d.sign_in_allowed = 1)";

/// A transaction with a customer's lock. [`SqlStore::lock_customer`] takes the lock, or the statement of an import that
/// writes the customer. Dropping it without a commit rolls everything back.
pub(in crate::store) struct CustomerTransaction {
    transaction: Transaction<'static, Any>,
    customer: CustomerId,
    version: i64,
    /// The people without access when it began, if it is an own organization.
    without_access: Option<BTreeSet<String>>,
}

/// People whose access a transaction changes, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct ChangedAccess {
    /// Those who lose it.
    pub lost: BTreeSet<String>,
    /// Those who get it back.
    pub given_back: BTreeSet<String>,
}

impl CustomerTransaction {
    /// The transaction after a statement that wrote the customer itself, and so took the lock and returned this
    /// version.
    pub(in crate::store) fn of_written(
        transaction: Transaction<'static, Any>,
        customer: CustomerId,
        version: i64,
    ) -> Self {
        Self { transaction, customer, version, without_access: None }
    }

    /// Notes that it writes an own organization of this partner: takes the partner's lock too, always after the customer's.
    pub(in crate::store) async fn begin_own(&mut self, partner: String) -> Result<(), StoreError> {
        sqlx::query(LOCK_PARTNER).bind(partner).run(&mut *self.transaction).await?;
        self.without_access = Some(self.people_without_access().await?);
        Ok(())
    }

    /// Whether it writes an own organization of the partner.
    pub(in crate::store) fn writes_own_organization(&self) -> bool {
        self.without_access.is_some()
    }

    /// The people whose access was changed by the writes so far.
    pub(in crate::store) async fn changed_access(&mut self) -> Result<ChangedAccess, StoreError> {
        let Some(before) = self.without_access.clone() else { return Ok(ChangedAccess::default()) };
        let now = self.people_without_access().await?;
        let but = |these: &BTreeSet<String>, those| these.difference(those).cloned().collect();
        Ok(ChangedAccess { lost: but(&now, &before), given_back: but(&before, &now) })
    }

    async fn people_without_access(&mut self) -> Result<BTreeSet<String>, StoreError> {
        let query = sqlx::query_scalar(WITHOUT_ACCESS).bind(self.customer.to_string());
        Ok(query.all(&mut *self.transaction).await?.into_iter().collect())
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
    /// Begins a transaction that writes a customer.
    ///
    /// # Errors
    /// [`StoreError::CustomerGone`] if it was deleted since somebody found it.
    pub(in crate::store) async fn lock_customer(
        &self,
        customer: CustomerId,
    ) -> Result<CustomerTransaction, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_as(LOCK).bind(customer.to_string());
        let locked: Option<(i64, Option<String>)> = query.optional(&mut *transaction).await?;
        let (version, partner) = locked.ok_or(StoreError::CustomerGone)?;
        let mut transaction = CustomerTransaction::of_written(transaction, customer, version);
        if let Some(partner) = partner {
            transaction.begin_own(partner).await?;
        }
        Ok(transaction)
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [LOCK, LOCK_PARTNER, WITHOUT_ACCESS].map(String::from).into()
}
