//! Addresses of users beside their user principal names: finding users by them, and by their words.

use super::customer_transaction::CustomerTransaction;
use super::dialect::Dialect;
use super::snapshot::read;
use super::{SqlStore, database, to_json};
use domain::access::CustomerScope;
use domain::directory::search::index_words;
use domain::ids::UserId;
use domain::store::StoreError;
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// The live users who have these addresses, by user principal name.
fn live(dialect: Dialect) -> String {
    let select = format!(
        "SELECT a.address, u.id, u.upn FROM ({}) AS m CROSS JOIN user_address AS a \
         JOIN users AS u ON u.customer_id = a.customer_id AND u.id = a.user_id AND u.deleted IS NULL \
         WHERE a.customer_id = $1 AND a.address = m.value",
        dialect.texts(2)
    );
    dialect.as_json(&["address", "id", "upn"], &select)
}

fn of_users(dialect: Dialect) -> String {
    format!("SELECT user_id, address FROM user_address WHERE customer_id = $1 AND user_id IN ({})", dialect.texts(2))
}

/// Those who have an address: each with its user principal name.
pub(super) type Havers = BTreeMap<String, Vec<(UserId, String)>>;

impl SqlStore {
    /// The live users who have these addresses, which are in lower case; addresses of nobody are not in it.
    pub(super) async fn users_by_address(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        addresses: &[String],
    ) -> Result<Havers, StoreError> {
        let mut found = Havers::new();
        if addresses.is_empty() {
            return Ok(found);
        }
        let rows: Vec<(String, UserId, String)> =
            read(connection, live(self.dialect), scope, &to_json(addresses)?).await?;
        for (address, user, upn) in rows {
            found.entry(address).or_default().push((user, upn));
        }
        found.values_mut().for_each(|users| users.sort_by(|(_, one), (_, other)| one.cmp(other)));
        Ok(found)
    }

    /// The search words that users have by their addresses, each `[user, word]`.
    pub(super) async fn address_words(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
    ) -> Result<Vec<Value>, StoreError> {
        if users.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(of_users(self.dialect)))
            .bind(transaction.customer().to_string())
            .bind(to_json(users)?)
            .fetch_all(&mut **transaction)
            .await
            .map_err(database)?;
        Ok(words_of(&rows))
    }
}

fn words_of(rows: &[(String, String)]) -> Vec<Value> {
    let words = rows
        .iter()
        .flat_map(|(user, address)| index_words([address.as_str()]).into_iter().map(move |word| json!([user, word])));
    words.collect()
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    vec![live(dialect), of_users(dialect)]
}
