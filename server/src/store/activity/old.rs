//! Rows that are older than the chains. They become the first rows of the chains, marked as sealed later.

use super::StoredCounts;
use super::outcomes::{CHUNK, LoggedOutcome, ROWS as OUTCOMES};
use super::{Circumstances, NewActivity, append};
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{from_json, parsed, to_json};
use domain::console::action::Action;
use domain::console::activity::{Caller, Details, Performer, ProductUsed};
use domain::console::chain::{Salt, SaltSeed};
use domain::directory::user::ProductName;
use domain::ids::{ActivityId, CustomerId, PartnerUserId, SkuId};
use domain::rules::change::Change;
use domain::store::{Stamp, StoreError};
use serde_json::json;
use sqlx::{Any, AssertSqlSafe};
use uuid::Uuid;

const CUSTOMERS: &str = "SELECT DISTINCT customer_id FROM activity_unsealed ORDER BY customer_id";
const ROWS: &str =
    "SELECT id, actor_id, at, action, subject_id FROM activity_unsealed WHERE customer_id = $1 ORDER BY id";
const SEALED: &str = "DELETE FROM activity_unsealed WHERE customer_id = $1";
const OPERATION: &str = "SELECT change, undoes, user_count, changed_count, failed_count, unchanged_count, \
    assigned_count, revoked_count, direct_removed_count FROM operation WHERE id = $1";
const ORDER: &str = "SELECT p.sku_id, p.name, o.quantity FROM purchase_order AS o \
    JOIN product AS p ON p.sku_id = o.sku_id WHERE o.id = $1";
const PRODUCT: &str = "SELECT name FROM product WHERE sku_id = $1";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct UnsealedRow {
    id: String,
    actor_id: String,
    at: i64,
    action: String,
    subject_id: String,
}

/// The row of [`OPERATION`].
#[derive(sqlx::FromRow)]
struct OldOperation {
    change: String,
    undoes: Option<String>,
    #[sqlx(flatten)]
    counts: StoredCounts,
}

fn salt_outcomes(dialect: Dialect) -> String {
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS place, {} AS salt FROM {}) UPDATE operation_user SET salt = n.salt \
         FROM n WHERE operation_user.operation_id = $1 AND operation_user.position = n.place",
        dialect.int(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

impl SqlStore {
    /// Puts unsealed rows into the chains. Each customer is one transaction under its lock. If two servers start at the
    /// same time, the second one finds nothing left to do.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::store) async fn seal_old_activity(&self) -> Result<(), StoreError> {
        let customers: Vec<String> = sqlx::query_scalar(CUSTOMERS).all(&self.write).await?;
        for customer in customers {
            self.seal_customer(parsed(&customer)?).await?;
        }
        Ok(())
    }

    async fn seal_customer(&self, customer: CustomerId) -> Result<(), StoreError> {
        let mut transaction = self.lock_customer(customer).await?;
        let query = sqlx::query_as::<_, UnsealedRow>(ROWS).bind(customer.to_string());
        for row in query.all(&mut *transaction).await? {
            self.seal_row(&mut transaction, &row).await?;
        }
        let query = sqlx::query(SEALED).bind(customer.to_string());
        query.run(&mut *transaction).await?;
        transaction.commit().await
    }

    async fn seal_row(&self, transaction: &mut CustomerTransaction, old: &UnsealedRow) -> Result<(), StoreError> {
        let customer = transaction.customer();
        let seed = SaltSeed::new(Uuid::new_v4(), Uuid::new_v4());
        let action: Action = parsed(&old.action)?;
        let details = if action.is_operation() {
            self.salt(transaction, &old.subject_id, &seed).await?;
            operation(transaction, &old.subject_id).await?
        } else {
            order(transaction, &old.subject_id).await?
        };
        let subject: Uuid = parsed(&old.subject_id)?;
        let activity: ActivityId = parsed(&old.id)?;
        let stamp = Stamp { now: old.at, id: subject, activity, seed, caller: Caller::default() };
        let performer = Performer::Person(parsed::<PartnerUserId>(&old.actor_id)?);
        let row = NewActivity { customer, performer, action, subject, details: &details, outcomes: None, reason: None };
        let circumstances = Circumstances { stamp, address: None, sealed_later: true };
        append(transaction, self.dialect, row, circumstances).await
    }

    /// Gives each outcome of an operation its salt.
    async fn salt(
        &self,
        transaction: &mut CustomerTransaction,
        operation: &str,
        seed: &SaltSeed,
    ) -> Result<(), StoreError> {
        let mut behind = -1;
        loop {
            let query = sqlx::query_as::<Any, LoggedOutcome>(OUTCOMES).bind(operation).bind(behind).bind(CHUNK);
            let rows = query.all(&mut **transaction).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            behind = last.position;
            let salts: Vec<_> = rows
                .iter()
                .map(|row| json!([row.position, Salt::of_outcome(seed, row.position).to_string()]))
                .collect();
            sqlx::query(AssertSqlSafe(salt_outcomes(self.dialect)))
                .bind(operation)
                .bind(to_json(&salts)?)
                .run(&mut **transaction)
                .await?;
        }
    }
}

async fn operation(transaction: &mut CustomerTransaction, id: &str) -> Result<Details, StoreError> {
    let row: OldOperation = sqlx::query_as(OPERATION).bind(id).one(&mut **transaction).await?;
    let change: Change = from_json(&row.change)?;
    let mut products = Vec::new();
    for sku in change.products.keys() {
        let name: Option<String> =
            sqlx::query_scalar(PRODUCT).bind(sku.to_string()).optional(&mut **transaction).await?;
        products.extend(name.map(|name| ProductUsed {
            product: ProductName { name, sku_id: *sku },
            used: None,
            plans_off: Vec::new(),
        }));
    }
    let undoes = row.undoes.as_deref().map(parsed).transpose()?;
    Ok(Details::Licenses { counts: row.counts.into(), products, undoes })
}

async fn order(transaction: &mut CustomerTransaction, id: &str) -> Result<Details, StoreError> {
    let (sku, name, quantity): (String, String, i64) = sqlx::query_as(ORDER).bind(id).one(&mut **transaction).await?;
    let product = ProductName { name, sku_id: parsed::<SkuId>(&sku)? };
    Ok(Details::Seats { product, quantity, owned: None })
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [CUSTOMERS, ROWS, SEALED, OPERATION, ORDER, PRODUCT].map(String::from);
    fixed.into_iter().chain([salt_outcomes(dialect)]).collect()
}
