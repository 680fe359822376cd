//! Addresses that users have besides their user principal names: finding users by them, and by their words.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Fetch, read};
use crate::store::engine::stored::{parsed, to_json};
use domain::access::CustomerScope;
use domain::directory::search::{found_by, index_words, is_found_otherwise};
use domain::ids::{CustomerId, UserId};
use domain::store::StoreError;
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// The columns of [`live`], in the order of the fields of [`HolderRow`].
const HOLDER_COLUMNS: [&str; 3] = ["address", "id", "upn"];

/// A live user that has an address. It is read by position: the fields are in the order of [`HOLDER_COLUMNS`].
#[derive(serde::Deserialize)]
struct HolderRow {
    address: String,
    id: UserId,
    upn: String,
}

/// The live users that have these addresses.
fn live(dialect: Dialect) -> String {
    let select = format!(
        "SELECT a.address, u.id, u.upn FROM ({}) AS m CROSS JOIN user_address AS a \
         JOIN users AS u ON u.customer_id = a.customer_id AND u.id = a.user_id AND u.deleted IS NULL \
         WHERE a.customer_id = $1 AND a.address = m.value",
        dialect.texts(2)
    );
    dialect.as_json(&HOLDER_COLUMNS, &select)
}

fn of_users(dialect: Dialect) -> String {
    format!("SELECT user_id, address FROM user_address WHERE customer_id = $1 AND user_id IN ({})", dialect.texts(2))
}

/// Users by address, each with the user principal name.
pub(in crate::store) type Havers = BTreeMap<String, Vec<(UserId, String)>>;

impl SqlStore {
    /// The live users that have these addresses, which are in lower case. Addresses without such a user are left out.
    pub(in crate::store) async fn users_by_address(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        addresses: &[String],
    ) -> Result<Havers, StoreError> {
        let mut found = Havers::new();
        if addresses.is_empty() {
            return Ok(found);
        }
        let rows: Vec<HolderRow> = read(connection, live(self.dialect), scope, &to_json(addresses)?).await?;
        for HolderRow { address, id, upn } in rows {
            found.entry(address).or_default().push((id, upn));
        }
        found.values_mut().for_each(|users| users.sort_by(|(_, one), (_, other)| one.cmp(other)));
        Ok(found)
    }

    /// The address by which a search found each of these users, given as (user, name, user principal name). Users that
    /// were found by name or user principal name are left out. One statement looks up all of them, so they must be few.
    pub(in crate::store) async fn found_by_address(
        &self,
        customer: CustomerId,
        search: &str,
        users: &[(UserId, &str, &str)],
    ) -> Result<BTreeMap<UserId, String>, StoreError> {
        let otherwise = users.iter().filter(|(_, name, upn)| is_found_otherwise(search, [*name, *upn]));
        let otherwise: Vec<_> = otherwise.collect();
        if otherwise.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<UserId> = otherwise.iter().map(|(user, ..)| *user).collect();
        let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(of_users(self.dialect)))
            .bind(customer.to_string())
            .bind(to_json(&ids)?)
            .all(&self.read)
            .await?;
        let mut addresses: BTreeMap<UserId, Vec<String>> = BTreeMap::new();
        for (user, address) in rows {
            addresses.entry(parsed(&user)?).or_default().push(address);
        }
        addresses.values_mut().for_each(|addresses| addresses.sort());
        let by = |(user, name, upn): &(UserId, &str, &str)| {
            let address = found_by(search, [*name, *upn], addresses.get(user)?)?;
            Some((*user, address.to_owned()))
        };
        Ok(otherwise.into_iter().filter_map(by).collect())
    }

    /// The search words of the users' addresses, each `[user, word]`.
    pub(in crate::store) async fn address_words(
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
            .all(&mut **transaction)
            .await?;
        Ok(words_of(&rows))
    }
}

fn words_of(rows: &[(String, String)]) -> Vec<Value> {
    let words = rows
        .iter()
        .flat_map(|(user, address)| index_words([address.as_str()]).into_iter().map(move |word| json!([user, word])));
    words.collect()
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![live(dialect), of_users(dialect)]
}
