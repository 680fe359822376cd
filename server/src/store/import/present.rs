//! The users of a customer before its directory is written again, so that only users who differ are written.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::from_json;
use crate::store::import::rows::{address_rows, assignment_rows, role_rows, user_row};
use crate::store::import::table::{ADDRESSES, ASSIGNMENTS, ImportTable, ROLES, USERS};
use domain::ids::{CustomerId, UserId};
use domain::import::customer::ImportedUser;
use domain::store::StoreError;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// Users read at once.
const PAGE: i64 = 10_000;
/// Columns of a user that are not in the files, or that follow from the others.
const NOT_COMPARED: [&str; 4] = ["created", "changed", "is_licensed", "has_errors"];

/// The stored data of a user: enough to compare it with the files.
pub(in crate::store) struct PresentUser {
    digest: [u8; 32],
    created: i64,
}

impl PresentUser {
    /// Whether the files say the same of the user. A user without a day of creation in the files gets the stored one.
    pub(in crate::store) fn is_as(&self, user: &mut ImportedUser) -> Result<bool, StoreError> {
        let created = *user.created.get_or_insert(self.created);
        let row = user_row(user, 0, created);
        let rows = assignment_rows(user)?.into_iter().chain(role_rows(user)).chain(address_rows(user));
        Ok(created == self.created && digest(&row, rows.collect()) == self.digest)
    }
}

/// The digest of a user with its licenses, roles and addresses, in any order.
fn digest(user: &Value, rows: Vec<Value>) -> [u8; 32] {
    let columns = USERS.columns.split(',').map(str::trim);
    let values = user.as_array().into_iter().flatten();
    let compared = columns.zip(values).filter(|(column, _)| !NOT_COMPARED.contains(column));
    let mut texts: Vec<String> = rows.iter().map(Value::to_string).collect();
    texts.sort_unstable();
    let mut all = Sha256::new();
    for text in compared.map(|(_, value)| value.to_string()).chain(texts) {
        all.update(text);
        all.update("\n");
    }
    all.finalize().into()
}

fn columns(table: &ImportTable) -> Vec<&'static str> {
    table.columns.split(',').map(str::trim).collect()
}

/// The next live users after `$2`, by id.
fn users(dialect: Dialect) -> String {
    let select = format!(
        "SELECT {} FROM users WHERE customer_id = $1 AND deleted IS NULL AND id > $2 ORDER BY id LIMIT {PAGE}",
        USERS.columns
    );
    dialect.as_json(&columns(&USERS), &select)
}

/// The rows of a table that belong to users after `$2` up to `$3`.
fn of_users(dialect: Dialect, table: &ImportTable) -> String {
    let select = format!(
        "SELECT {} FROM {} WHERE customer_id = $1 AND user_id > $2 AND user_id <= $3",
        table.columns, table.name
    );
    dialect.as_json(&columns(table), &select)
}

impl SqlStore {
    /// The live users of a customer.
    pub(in crate::store) async fn present_users(
        &self,
        transaction: &mut CustomerTransaction,
    ) -> Result<HashMap<UserId, PresentUser>, StoreError> {
        let customer = transaction.customer();
        let mut present = HashMap::new();
        let mut behind = String::new();
        loop {
            let page = read(transaction, users(self.dialect), customer, &[&behind]).await?;
            let Some(last) = page.last().map(|row| text(row, &USERS, "id")) else { return Ok(present) };
            let mut rows: HashMap<String, Vec<Value>> = HashMap::new();
            for table in [ASSIGNMENTS, ROLES, ADDRESSES] {
                for row in read(transaction, of_users(self.dialect, &table), customer, &[&behind, &last]).await? {
                    rows.entry(text(&row, &table, "user_id")).or_default().push(row);
                }
            }
            for user in page {
                let id = text(&user, &USERS, "id");
                let created = cell(&user, &USERS, "created").as_i64().unwrap_or_default();
                let digest = digest(&user, rows.remove(&id).unwrap_or_default());
                present.insert(crate::store::engine::stored::parsed(&id)?, PresentUser { digest, created });
            }
            behind = last;
        }
    }
}

async fn read(
    transaction: &mut CustomerTransaction,
    sql: String,
    customer: CustomerId,
    between: &[&str],
) -> Result<Vec<Value>, StoreError> {
    let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(customer.to_string());
    for id in between {
        query = query.bind((*id).to_owned());
    }
    let rows: String = query.one(&mut **transaction).await?;
    from_json(&rows)
}

fn cell<'a>(row: &'a Value, table: &ImportTable, column: &str) -> &'a Value {
    let at = columns(table).iter().position(|name| *name == column).unwrap_or(usize::MAX);
    row.get(at).unwrap_or(&Value::Null)
}

fn text(row: &Value, table: &ImportTable, column: &str) -> String {
    cell(row, table, column).as_str().unwrap_or_default().to_owned()
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let tables = [ASSIGNMENTS, ROLES, ADDRESSES].map(|table| of_users(dialect, &table));
    [users(dialect)].into_iter().chain(tables).collect()
}
