//! Permanently deleting users whose time as deleted users is over.

use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::ids::{CustomerId, UserId};
use domain::store::{PurgeStore, Stamp, StoreError};

/// This many users are permanently deleted in one transaction.
const BATCH: i64 = 500;
const OVERDUE: &str = "SELECT DISTINCT customer_id FROM users WHERE deleted IS NOT NULL AND deleted < $1 \
    AND customer_id NOT IN (SELECT g.id FROM customer AS g WHERE g.deleted IS NOT NULL) ORDER BY customer_id";
const OVERDUE_USERS: &str = "SELECT id FROM users WHERE customer_id = $1 AND deleted IS NOT NULL AND deleted < $2 \
    ORDER BY deleted, id LIMIT $3";

#[async_trait]
impl PurgeStore for SqlStore {
    /// Deletes batch by batch. Each batch is looked up again under the customer's lock, so each user is deleted once and under one
    /// activity row, even if several servers do this.
    async fn purge_deleted_users(&self, before: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError> {
        let customers: Vec<String> = sqlx::query_scalar(OVERDUE).bind(before).all(&self.read).await?;
        let mut purged = 0;
        for customer in customers {
            // The other customers do not wait for this one.
            if let Err(error) = self.purge_customer(&customer, before, stamps, &mut purged).await {
                tracing::warn!(%error, %customer, "a customer's users deleted long ago were not removed");
            }
        }
        Ok(purged)
    }
}

impl SqlStore {
    /// Adds to the count after each batch, because a batch that fails takes back none of the earlier ones.
    async fn purge_customer(
        &self,
        customer: &str,
        before: i64,
        stamps: fn() -> Stamp,
        purged: &mut u64,
    ) -> Result<(), StoreError> {
        let customer: CustomerId = parsed(customer)?;
        loop {
            match self.purge_batch(customer, before, stamps()).await? {
                0 => return Ok(()),
                users => *purged += users,
            }
        }
    }

    async fn purge_batch(&self, customer: CustomerId, before: i64, stamp: Stamp) -> Result<u64, StoreError> {
        let mut transaction = self.lock_customer(customer).await?;
        let overdue: Vec<String> = sqlx::query_scalar(OVERDUE_USERS)
            .bind(customer.to_string())
            .bind(before)
            .bind(BATCH)
            .all(&mut *transaction)
            .await?;
        if overdue.is_empty() {
            return Ok(0);
        }
        let users = overdue.iter().map(|user| parsed(user)).collect::<Result<Vec<UserId>, _>>()?;
        self.erase_users(&mut transaction, &users).await?;
        let entry = NewActivity {
            customer,
            performer: Performer::Tenantry,
            action: Action::UsersErased,
            subject: customer.uuid(),
            details: &Details::Purged { users: i64::try_from(users.len()).unwrap_or(i64::MAX) },
            outcomes: None,
            reason: None,
        };
        activity::write(&mut transaction, self.dialect, entry, stamp).await?;
        Failpoint::PurgeWritten.pass();
        transaction.commit().await?;
        Ok(users.len() as u64)
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [OVERDUE, OVERDUE_USERS].map(String::from).into()
}
