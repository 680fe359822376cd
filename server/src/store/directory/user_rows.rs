//! Rows that belong to users in several tables: their search words, and removing their rows from a table.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use domain::ids::UserId;
use domain::store::StoreError;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

fn add_tokens(dialect: Dialect) -> String {
    format!(
        "INSERT INTO user_token (customer_id, user_id, token) SELECT CAST($1 AS TEXT), {}, {} FROM {} WHERE true \
         ON CONFLICT DO NOTHING",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

/// Removes the rows of these users from a table.
pub(in crate::store) fn remove_from(dialect: Dialect, table: &str) -> String {
    let column = if table == "users" { "id" } else { "user_id" };
    format!("DELETE FROM {table} WHERE customer_id = $1 AND {column} IN ({})", dialect.texts(2))
}

impl SqlStore {
    /// Replaces the search words of these users. They are then found by these words, each `[user, word]`, and by the
    /// words of their addresses.
    pub(in crate::store) async fn replace_words(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
        words: &[Value],
    ) -> Result<(), StoreError> {
        self.remove_of_users(transaction, "user_token", users).await?;
        let of_addresses = self.address_words(transaction, users).await?;
        self.write_user_rows(transaction, add_tokens(self.dialect), words).await?;
        self.write_user_rows(transaction, add_tokens(self.dialect), &of_addresses).await
    }

    /// Removes the rows of these users from a table.
    pub(in crate::store) async fn remove_of_users(
        &self,
        transaction: &mut CustomerTransaction,
        table: &str,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        let rows: Vec<Value> = users.iter().map(|user| json!(user)).collect();
        self.write_user_rows(transaction, remove_from(self.dialect, table), &rows).await
    }

    /// Runs a statement about these rows of the customer: `$1` is the customer, `$2` the rows.
    pub(in crate::store) async fn write_user_rows(
        &self,
        transaction: &mut CustomerTransaction,
        sql: String,
        rows: &[Value],
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(AssertSqlSafe(sql)).bind(transaction.customer().to_string()).bind(to_json(rows)?);
        query.run(&mut **transaction).await.map(|_| ())
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![add_tokens(dialect)]
}
