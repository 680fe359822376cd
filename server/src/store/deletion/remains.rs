//! Removing the rows of deleted customers, in transactions so short that nobody waits for them. If a server stops or crashes in between,
//! the next one goes on: the rows that are still in the tables are the ones to remove.

use super::ways_in;
use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::directory::user_rows::remove_from;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, to_json};
use domain::ids::CustomerId;
use domain::store::StoreError;
use sqlx::AssertSqlSafe;

/// So many users with all that belongs to them are removed in one transaction.
const USERS_AT_ONCE: i64 = 500;
/// The same for rows of which a user or an activity log has many.
const ROWS_AT_ONCE: i64 = 5_000;

const NEXT: &str = "SELECT id FROM customer WHERE deleted IS NOT NULL ORDER BY deleted, id LIMIT 1";
const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 AND deleted IS NOT NULL RETURNING version";
const USERS: &str = "SELECT id FROM users WHERE customer_id = $1 ORDER BY id LIMIT $2";
/// The tables with rows of users, the users last.
const OF_USERS: [&str; 10] = [
    "user_token",
    "user_address",
    "user_role",
    "assignment",
    "dismissed_error",
    "temporary_password",
    "password_link",
    "planned_deletion",
    "directory_group_member",
    "users",
];
/// Tables that may be long, at most `$2` rows of each. An activity row goes last, as invariants want it.
const LONG: [&[&str]; 4] = [
    &["DELETE FROM operation_user WHERE (operation_id, position) IN (SELECT u.operation_id, u.position \
       FROM operation AS o JOIN operation_user AS u ON u.operation_id = o.id WHERE o.customer_id = $1 LIMIT $2)"],
    &["DELETE FROM selection_user WHERE (selection_id, user_id) IN (SELECT u.selection_id, u.user_id \
       FROM selection AS s JOIN selection_user AS u ON u.selection_id = s.id WHERE s.customer_id = $1 LIMIT $2)"],
    // Operations refer to each other, so all of a customer go at once.
    &[
        "DELETE FROM operation_product WHERE operation_id IN (SELECT id FROM operation WHERE customer_id = $1)",
        "DELETE FROM idempotency_record WHERE customer_id = $1",
        "DELETE FROM operation WHERE customer_id = $1",
        "DELETE FROM purchase_order WHERE customer_id = $1",
    ],
    &[
        "DELETE FROM activity_token WHERE activity_id IN \
         (SELECT id FROM activity WHERE customer_id = $1 ORDER BY id LIMIT $2)",
        "DELETE FROM activity WHERE id IN (SELECT id FROM activity WHERE customer_id = $1 ORDER BY id LIMIT $2)",
    ],
];
/// The rest, and the customer itself.
const LAST: [&str; 12] = [
    "DELETE FROM selection WHERE customer_id = $1",
    "DELETE FROM user_template WHERE customer_id = $1",
    "DELETE FROM software_download WHERE customer_id = $1",
    "DELETE FROM product_key WHERE customer_id = $1",
    "DELETE FROM subscription WHERE customer_id = $1",
    "DELETE FROM customer_product_plan WHERE customer_id = $1",
    "DELETE FROM customer_product WHERE customer_id = $1",
    "DELETE FROM directory_group WHERE customer_id = $1",
    "DELETE FROM directory_role WHERE customer_id = $1",
    "DELETE FROM customer_domain WHERE customer_id = $1",
    "DELETE FROM activity_token WHERE customer_id = $1",
    "DELETE FROM customer WHERE id = $1",
];

impl SqlStore {
    /// Removes some rows of a deleted customer. False if there is no deleted customer.
    ///
    /// # Errors
    /// When the database does not answer; this step is not done then.
    pub async fn remove_deleted_customer(&self, now: i64) -> Result<bool, StoreError> {
        let next: Option<String> = sqlx::query_scalar(NEXT).optional(&self.read).await?;
        let Some(next) = next else { return Ok(false) };
        self.remove_some(parsed(&next)?, now).await?;
        Ok(true)
    }

    /// Removes everything of a customer that is deleted, so that it can be imported anew. A customer that is not deleted stays.
    pub(in crate::store) async fn remove_if_deleted(&self, customer: CustomerId, now: i64) -> Result<(), StoreError> {
        while self.remove_some(customer, now).await? {}
        Ok(())
    }

    /// Removes some rows of a customer that is deleted. False if it is not, or is removed by now.
    async fn remove_some(&self, customer: CustomerId, now: i64) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_scalar(LOCK).bind(customer.to_string());
        let version: Option<i64> = query.optional(&mut *transaction).await?;
        let Some(version) = version else { return Ok(false) };
        let mut transaction = CustomerTransaction::of_written(transaction, customer, version);
        if !self.remove_users_left(&mut transaction).await? && !remove_long(&mut transaction).await? {
            remove_last(&mut transaction, now).await?;
        }
        Failpoint::RemainsRemoved.pass();
        transaction.commit().await?;
        Ok(true)
    }

    async fn remove_users_left(&self, transaction: &mut CustomerTransaction) -> Result<bool, StoreError> {
        let customer = transaction.customer().to_string();
        let query = sqlx::query_scalar(USERS).bind(customer.clone()).bind(USERS_AT_ONCE);
        let users: Vec<String> = query.all(&mut **transaction).await?;
        if users.is_empty() {
            return Ok(false);
        }
        let users = to_json(&users)?;
        for table in OF_USERS {
            let query = sqlx::query(AssertSqlSafe(remove_from(self.dialect, table)));
            query.bind(customer.clone()).bind(users.clone()).run(&mut **transaction).await?;
        }
        Ok(true)
    }
}

/// Removes rows of the first of the long tables that has any.
async fn remove_long(transaction: &mut CustomerTransaction) -> Result<bool, StoreError> {
    for statements in LONG {
        let mut removed = 0;
        for sql in statements {
            let query = sqlx::query(*sql).bind(transaction.customer().to_string());
            let query = if sql.contains("$2") { query.bind(ROWS_AT_ONCE) } else { query };
            removed += query.run(&mut **transaction).await?;
        }
        if removed > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn remove_last(transaction: &mut CustomerTransaction, now: i64) -> Result<(), StoreError> {
    let customer = transaction.customer();
    // Requests that began before the customer was deleted may have added somebody or something since.
    ways_in::close(transaction, customer, now).await?;
    for sql in LAST {
        sqlx::query(sql).bind(customer.to_string()).run(&mut **transaction).await?;
    }
    Ok(())
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [NEXT, LOCK, USERS].into_iter().chain(LONG.into_iter().flatten().copied()).chain(LAST);
    fixed.map(String::from).chain(OF_USERS.map(|table| remove_from(dialect, table))).collect()
}
