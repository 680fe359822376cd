//! Planned deletions that are due.

use crate::store::SqlStore;
use crate::store::accounts::offboard::PLANNED;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use crate::store::operations::new_operation::NewOperation;
use crate::store::operations::run_once::Once;
use crate::store::passwords::hand_out::reason_of;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::accounts::{ACCOUNTS_MAX, Who};
use domain::console::operation_kind::OperationKind;
use domain::console::reason::Reason;
use domain::ids::{IdempotencyKey, OperationId, UserId};
use domain::rules::account_change::{AccountChange, plan_accounts};
use domain::store::{DueDeletionStore, Stamp, StoreError};

const DUE: &str = "SELECT DISTINCT customer_id, operation_id FROM planned_deletion WHERE due <= $1 \
    ORDER BY customer_id, operation_id";
const DUE_USERS: &str = "SELECT user_id FROM planned_deletion WHERE customer_id = $1 AND operation_id = $2 \
    AND due <= $3 ORDER BY user_id LIMIT $4";

#[async_trait]
impl DueDeletionStore for SqlStore {
    /// Writes an operation for each batch of an offboarding's users, in the name and for the reason of the person who saved the
    /// offboarding. Each batch is looked up again under the customer's lock, so each user is deleted once, even if several servers
    /// do this. The result names users that can't be deleted, such as those who became admins out of the person's reach; they are
    /// not tried again.
    async fn delete_planned_users(&self, now: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError> {
        let due: Vec<(String, String)> = sqlx::query_as(DUE).bind(now).all(&self.read).await?;
        let mut done = 0;
        for (customer, planned_by) in due {
            // The other offboardings do not wait for this one.
            if let Err(error) = self.delete_planned(&customer, &planned_by, now, stamps, &mut done).await {
                tracing::warn!(%error, %customer, operation = %planned_by, "planned deletions were not done");
            }
        }
        Ok(done)
    }
}

impl SqlStore {
    /// Adds to the count after each batch, because a batch that fails takes back none of the earlier ones.
    async fn delete_planned(
        &self,
        customer: &str,
        planned_by: &str,
        now: i64,
        stamps: fn() -> Stamp,
        done: &mut u64,
    ) -> Result<(), StoreError> {
        let planned_by: OperationId = parsed(planned_by)?;
        let scope = self.scope_of_planned(planned_by, parsed(customer)?, now).await?;
        loop {
            match self.delete_batch(scope, planned_by, now, stamps()).await? {
                0 => return Ok(()),
                users => *done += users,
            }
        }
    }

    async fn delete_batch(
        &self,
        scope: CustomerScope,
        planned_by: OperationId,
        now: i64,
        stamp: Stamp,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let due: Vec<String> = sqlx::query_scalar(DUE_USERS)
            .bind(scope.customer().to_string())
            .bind(planned_by.to_string())
            .bind(now)
            .bind(i64::try_from(ACCOUNTS_MAX).unwrap_or(i64::MAX))
            .all(&mut *transaction)
            .await?;
        if due.is_empty() {
            return Ok(0);
        }
        let users = due.iter().map(|user| parsed(user)).collect::<Result<Vec<UserId>, _>>()?;
        self.remove_of_users(&mut transaction, PLANNED, &users).await?;
        let number = users.len() as u64;
        let change = AccountChange::Delete;
        let accounts = self.load_accounts(&mut transaction, scope, &Who::Listed(users), &change).await?;
        let plan = plan_accounts(&accounts, &change);
        let reason: Option<Reason> =
            reason_of(&mut transaction, planned_by).await?.and_then(|reason| reason.parse().ok());
        let once = Once { key: IdempotencyKey::new(stamp.id), body_hash: String::new(), reason: reason.as_ref() };
        let new = NewOperation { planned_by: Some(planned_by), ..NewOperation::new(OperationKind::Delete, once) };
        self.write_accounts(transaction, scope, accounts, plan, &new, stamp).await?;
        Ok(number)
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [DUE, DUE_USERS].map(String::from).into()
}
