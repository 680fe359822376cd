//! Erasing personal values from the log. Their digest takes the place of their salt, so that the chains still verify.

use super::{NewActivity, personal, personal_values, write};
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, to_json};
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::chain::{Hash, Personal};
use domain::ids::{CustomerId, PartnerUserId, UserId};
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// The outcomes of users in all operations of a customer. The join by operation matches the index.
fn outcomes_of(dialect: Dialect) -> String {
    format!(
        "SELECT u.operation_id, u.position, u.salt, u.name, u.upn, u.message, u.profile FROM operation AS o \
         CROSS JOIN operation_user AS u WHERE o.customer_id = $1 AND u.operation_id = o.id AND u.user_id IN ({}) \
         AND u.salt IS NOT NULL",
        dialect.texts(2)
    )
}

const CUSTOMERS: &str =
    "SELECT DISTINCT customer_id FROM activity WHERE actor_id = $1 AND salt IS NOT NULL ORDER BY customer_id";
const ROWS: &str = "SELECT id, salt, actor_name, address, reason FROM activity \
    WHERE customer_id = $1 AND actor_id = $2 AND salt IS NOT NULL";

/// A row of [`outcomes_of`].
#[derive(sqlx::FromRow)]
struct PersonalOutcome {
    operation_id: String,
    position: i64,
    salt: String,
    name: String,
    upn: String,
    message: String,
    profile: Option<String>,
}

impl PersonalOutcome {
    /// `[operation, position, digest]` for [`erase_outcomes`].
    fn erasure(&self) -> Result<Value, StoreError> {
        let values = personal(&self.name, &self.upn, &self.message, self.profile.as_deref());
        Ok(json!([self.operation_id, self.position, digest(&self.salt, &values)?]))
    }
}

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct PersonalRow {
    id: String,
    salt: String,
    actor_name: Option<String>,
    address: Option<String>,
    reason: Option<String>,
}

impl PersonalRow {
    /// `[row, digest]` for [`erase_rows`].
    fn erasure(&self) -> Result<Value, StoreError> {
        let values = personal_values(self.actor_name.as_deref(), self.address.as_deref(), self.reason.as_deref());
        Ok(json!([self.id, digest(&self.salt, &values)?]))
    }
}

fn erase_outcomes(dialect: Dialect) -> String {
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS operation, {} AS place, {} AS digest FROM {}) \
         UPDATE operation_user SET name = '', upn = '', message = '', profile = NULL, salt = NULL, \
         personal_digest = n.digest \
         FROM n WHERE operation_user.operation_id = n.operation AND operation_user.position = n.place",
        dialect.text(0),
        dialect.int(1),
        dialect.text(2),
        dialect.rows(1)
    )
}

fn erase_rows(dialect: Dialect) -> String {
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS row_id, {} AS digest FROM {}) \
         UPDATE activity SET actor_name = NULL, address = NULL, reason = NULL, salt = NULL, personal_digest = n.digest \
         FROM n WHERE activity.id = n.row_id",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(1)
    )
}

/// Removes the search words of erased reasons.
const FORGET_WORDS: &str = "DELETE FROM activity_token WHERE customer_id = $1 AND personal = 1 AND activity_id IN \
    (SELECT id FROM activity WHERE customer_id = $1 AND salt IS NULL)";

impl SqlStore {
    /// Erases name, UPN and messages of a user from the outcomes of all operations of the customer. Gives the number of
    /// these outcomes. Where there are any, it writes an activity row.
    ///
    /// # Errors
    /// When the database does not answer. Nothing is erased then.
    pub async fn erase_user(&self, customer: CustomerId, user: UserId, stamp: Stamp) -> Result<usize, StoreError> {
        let mut transaction = self.lock_customer(customer).await?;
        let rows = self.digests_of(&mut transaction, &[user]).await?;
        self.erase(transaction, user.uuid(), erase_outcomes(self.dialect), &rows, stamp).await
    }

    /// Erases the same of many users, in a transaction that holds the customer's lock and writes an activity row
    /// itself.
    pub(in crate::store) async fn erase_outcomes_of(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        let rows = self.digests_of(transaction, users).await?;
        let query = sqlx::query(AssertSqlSafe(erase_outcomes(self.dialect))).bind(to_json(&rows)?);
        query.run(&mut **transaction).await.map(|_| ())
    }

    /// The digests that replace personal values in the outcomes of users, each `[operation, position, digest]`.
    async fn digests_of(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
    ) -> Result<Vec<Value>, StoreError> {
        let found: Vec<PersonalOutcome> = sqlx::query_as(AssertSqlSafe(outcomes_of(self.dialect)))
            .bind(transaction.customer().to_string())
            .bind(to_json(users)?)
            .all(&mut **transaction)
            .await?;
        found.iter().map(PersonalOutcome::erasure).collect()
    }

    /// Erases a person's name, addresses and reasons from the activity rows of all customers, and gives the number of
    /// these rows. Each customer gets an activity row about it. `stamps` gives a stamp for each of them.
    ///
    /// # Errors
    /// When the database does not answer. Earlier customers are done then.
    pub async fn erase_person(&self, person: PartnerUserId, stamps: impl Fn() -> Stamp) -> Result<usize, StoreError> {
        let person_id = person.to_string();
        let customers: Vec<String> = sqlx::query_scalar(CUSTOMERS).bind(person_id.as_str()).all(&self.whole).await?;
        let mut erased = 0;
        for customer in customers {
            let customer: CustomerId = parsed(&customer)?;
            let mut transaction = self.lock_customer(customer).await?;
            let found: Vec<PersonalRow> =
                sqlx::query_as(ROWS).bind(customer.to_string()).bind(person_id.as_str()).all(&mut *transaction).await?;
            let rows = found.iter().map(PersonalRow::erasure).collect::<Result<Vec<_>, _>>()?;
            erased += self.erase(transaction, person.uuid(), erase_rows(self.dialect), &rows, stamps()).await?;
        }
        Ok(erased)
    }

    /// Erases by a statement that takes these rows, and commits. Gives the number of rows.
    async fn erase(
        &self,
        mut transaction: CustomerTransaction,
        subject: Uuid,
        sql: String,
        rows: &[Value],
        stamp: Stamp,
    ) -> Result<usize, StoreError> {
        let customer = transaction.customer();
        if rows.is_empty() {
            return Ok(0);
        }
        let query = sqlx::query(AssertSqlSafe(sql)).bind(to_json(rows)?);
        query.run(&mut *transaction).await?;
        let query = sqlx::query(FORGET_WORDS).bind(customer.to_string());
        query.run(&mut *transaction).await?;
        let row = NewActivity {
            customer,
            performer: Performer::CommandLine,
            action: Action::PersonalDataErased,
            subject,
            details: &Details::Erased { rows: i64::try_from(rows.len()).unwrap_or(i64::MAX) },
            outcomes: None,
            reason: None,
        };
        write(&mut transaction, self.dialect, row, stamp).await?;
        transaction.commit().await?;
        Ok(rows.len())
    }
}

fn digest(salt: &str, values: &[Option<&str>]) -> Result<Hash, StoreError> {
    Ok(Personal::Kept(parsed(salt)?, values).digest())
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [CUSTOMERS, ROWS, FORGET_WORDS].map(String::from);
    fixed.into_iter().chain([outcomes_of(dialect), erase_outcomes(dialect), erase_rows(dialect)]).collect()
}
