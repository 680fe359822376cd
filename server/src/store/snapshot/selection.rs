//! Selections. A selection belongs to one person and one customer; for anybody else it does not exist.
//!
//! The browser makes a selection's id. The stored id is `own_id`, so that the same id of two people, or at two customers,
//! names two selections: nobody learns from an answer that somebody else uses an id.

use crate::store::SqlStore;
use crate::store::directory::own_selection::own_id;
use crate::store::directory::user_filter::{Condition, Need};
use crate::store::engine::bind::Statement;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::{parsed, to_json};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::selection::{FoundByAddress, SelectionChange, SelectionReply};
use domain::directory::address::address_key;
use domain::directory::filter::UserFilter;
use domain::ids::{OperationId, SelectionId, UserId};
use domain::store::{SelectionStore, StoreError};
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::collections::BTreeSet;

/// Makes the selection, or touches the person's own one. Should two people's ids ever meet, it returns no row.
const OPEN: &str = "INSERT INTO selection (id, actor_id, customer_id, touched) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (id) DO UPDATE SET touched = excluded.touched \
    WHERE selection.actor_id = excluded.actor_id AND selection.customer_id = excluded.customer_id RETURNING id";
pub(in crate::store) const OWN: &str = "SELECT id FROM selection WHERE id = $1 AND actor_id = $2 AND customer_id = $3";
/// Blocks other changes of the selection.
const HOLD: &str = "UPDATE selection SET touched = touched WHERE id = $1 AND actor_id = $2 AND customer_id = $3";
const CLEAR: &str = "DELETE FROM selection_user WHERE selection_id = $1";
const COUNT: &str = "SELECT COUNT(*) FROM selection AS s JOIN selection_user AS m ON m.selection_id = s.id \
    JOIN users AS u ON u.customer_id = s.customer_id AND u.id = m.user_id AND u.deleted IS NULL \
    WHERE s.id = $1 AND s.actor_id = $2 AND s.customer_id = $3";
/// Excludes users that a stopped operation did not reach, because all of their request is still to be done.
const FAILED: &str = "INSERT INTO selection_user (selection_id, user_id) \
    SELECT $1, o.user_id FROM operation_user AS o \
    JOIN users AS u ON u.customer_id = o.customer_id AND u.id = o.user_id AND u.deleted IS NULL \
    WHERE o.customer_id = $2 AND o.operation_id = $3 AND (o.outcome = 'LeftOut' OR (o.code IS NOT NULL \
    AND o.code <> 'NotReached')) ON CONFLICT DO NOTHING";
const PURGE_USERS: &str =
    "DELETE FROM selection_user WHERE selection_id IN (SELECT id FROM selection WHERE touched < $1)";
const PURGE: &str = "DELETE FROM selection WHERE touched < $1";

fn add(dialect: Dialect) -> String {
    format!(
        "INSERT INTO selection_user (selection_id, user_id) SELECT $1, u.id FROM users AS u \
         WHERE u.customer_id = $2 AND u.deleted IS NULL AND u.id IN ({}) ON CONFLICT DO NOTHING",
        dialect.texts(3)
    )
}

fn remove(dialect: Dialect) -> String {
    format!("DELETE FROM selection_user WHERE selection_id = $1 AND user_id IN ({})", dialect.texts(2))
}

fn those_with_upn(dialect: Dialect) -> String {
    format!(
        "SELECT id, upn_key FROM users WHERE customer_id = $1 AND deleted IS NULL AND upn_key IN ({})",
        dialect.texts(2)
    )
}

fn among(dialect: Dialect) -> String {
    format!(
        "SELECT m.user_id FROM selection AS s JOIN selection_user AS m ON m.selection_id = s.id \
         WHERE s.id = $1 AND s.actor_id = $2 AND s.customer_id = $3 AND m.user_id IN ({})",
        dialect.texts(4)
    )
}

#[async_trait]
impl SelectionStore for SqlStore {
    async fn change_selection(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        change: &SelectionChange,
        now: i64,
    ) -> Result<SelectionReply, StoreError> {
        let matching = match change {
            SelectionChange::Matching(filter) => Some(self.matching(scope, selection, filter).await?),
            _ => None,
        };
        let mut found = FoundByAddress::default();
        let mut transaction = self.begin().await?;
        if open(&mut transaction, scope, selection, now).await? {
            match change {
                SelectionChange::Clicks { add, remove } => {
                    self.add_users(&mut transaction, scope, selection, add).await?;
                    self.remove_users(&mut transaction, scope, selection, remove).await?;
                }
                SelectionChange::Upns(upns) => {
                    let users;
                    (users, found) = self.users_by_upn(&mut transaction, scope, upns).await?;
                    self.add_users(&mut transaction, scope, selection, &users).await?;
                }
                SelectionChange::Clear => {
                    let query = sqlx::query(CLEAR).bind(own_id(scope, selection));
                    query.run(&mut *transaction).await?;
                }
                SelectionChange::Matching(_) => {
                    if let Some(statement) = matching {
                        statement.execute(&mut transaction).await?;
                    }
                }
            }
        }
        commit(transaction).await?;
        Ok(SelectionReply { count: self.selection_count(scope, selection).await?, found })
    }

    async fn selection_count(&self, scope: CustomerScope, selection: SelectionId) -> Result<i64, StoreError> {
        sqlx::query_scalar(COUNT)
            .bind(own_id(scope, selection))
            .bind(scope.actor().to_string())
            .bind(scope.customer().to_string())
            .one(&self.read)
            .await
    }

    async fn selected_among(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, StoreError> {
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(among(self.dialect)))
            .bind(own_id(scope, selection))
            .bind(scope.actor().to_string())
            .bind(scope.customer().to_string())
            .bind(to_json(users)?)
            .all(&self.read)
            .await?;
        rows.iter().map(|id| parsed(id)).collect()
    }

    async fn select_failed(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        operation: OperationId,
        now: i64,
    ) -> Result<SelectionReply, StoreError> {
        let mut transaction = self.begin().await?;
        if open(&mut transaction, scope, selection, now).await? {
            sqlx::query(FAILED)
                .bind(own_id(scope, selection))
                .bind(scope.customer().to_string())
                .bind(operation.to_string())
                .run(&mut *transaction)
                .await?;
        }
        commit(transaction).await?;
        Ok(SelectionReply { count: self.selection_count(scope, selection).await?, ..SelectionReply::default() })
    }

    async fn purge_selections(&self, untouched_since: i64) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(PURGE_USERS).bind(untouched_since).run(&mut *transaction).await?;
        let done = sqlx::query(PURGE).bind(untouched_since).run(&mut *transaction).await?;
        commit(transaction).await?;
        Ok(done)
    }
}

impl SqlStore {
    /// One INSERT … SELECT that freezes the present matches.
    async fn matching(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        filter: &UserFilter,
    ) -> Result<Statement, StoreError> {
        let Condition { mut statement, .. } = self.condition(scope, filter, None, Need::All).await?;
        let number = statement.bind(own_id(scope, selection));
        // The parameter's type would otherwise be unknown to PostgreSQL in a select list.
        let insert = format!(
            "INSERT INTO selection_user (selection_id, user_id) SELECT CAST(${number} AS TEXT), u.id FROM users AS u"
        );
        statement.sql.insert_str(0, &insert);
        statement.push(" ON CONFLICT DO NOTHING");
        Ok(statement)
    }

    async fn add_users(
        &self,
        transaction: &mut Transaction<'_, Any>,
        scope: CustomerScope,
        selection: SelectionId,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        sqlx::query(AssertSqlSafe(add(self.dialect)))
            .bind(own_id(scope, selection))
            .bind(scope.customer().to_string())
            .bind(to_json(users)?)
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }

    async fn remove_users(
        &self,
        transaction: &mut Transaction<'_, Any>,
        scope: CustomerScope,
        selection: SelectionId,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        sqlx::query(AssertSqlSafe(remove(self.dialect)))
            .bind(own_id(scope, selection))
            .bind(to_json(users)?)
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }

    async fn users_by_upn(
        &self,
        transaction: &mut Transaction<'_, Any>,
        scope: CustomerScope,
        upns: &[String],
    ) -> Result<(Vec<UserId>, FoundByAddress), StoreError> {
        let keys: Vec<String> = upns.iter().map(|upn| address_key(upn)).collect();
        let by_upn: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(those_with_upn(self.dialect)))
            .bind(scope.customer().to_string())
            .bind(to_json(&keys)?)
            .all(&mut **transaction)
            .await?;
        let known: BTreeSet<&str> = by_upn.iter().map(|(_, key)| key.as_str()).collect();
        let mut users: Vec<UserId> = by_upn.iter().map(|(id, _)| parsed(id)).collect::<Result<_, _>>()?;
        let mut named = BTreeSet::new();
        let others =
            upns.iter().zip(keys).filter(|(_, key)| !known.contains(key.as_str()) && named.insert(key.clone()));
        let others: Vec<(&String, String)> = others.filter(|(_, key)| !key.is_empty()).collect();
        let keys: Vec<String> = others.iter().map(|(_, key)| key.clone()).collect();
        let mut havers = self.users_by_address(transaction, scope, &keys).await?;
        let mut found = FoundByAddress::default();
        for (typed, key) in others {
            let havers = havers.remove(&key).unwrap_or_default();
            let upns = || havers.iter().map(|(_, upn)| upn.clone()).collect();
            match havers.as_slice() {
                [] => found.not_found.push(typed.trim().to_owned()),
                [(user, upn)] => {
                    users.push(*user);
                    found.by_address.push((typed.clone(), upn.clone()));
                }
                _ => found.of_several.push((typed.clone(), upns())),
            }
        }
        Ok((users, found))
    }
}

/// Keeps a selection unchanged until the transaction ends, so that all reads of its users, in sequence or in parallel,
/// see the same users.
pub(in crate::store) async fn lock_selection(
    transaction: &mut CustomerTransaction,
    scope: CustomerScope,
    selection: SelectionId,
) -> Result<(), StoreError> {
    let query = sqlx::query(HOLD).bind(own_id(scope, selection)).bind(scope.actor().to_string());
    let query = query.bind(scope.customer().to_string());
    query.run(&mut **transaction).await.map(|_| ())
}

/// Makes or touches the selection. False if it belongs to another person.
async fn open(
    transaction: &mut Transaction<'_, Any>,
    scope: CustomerScope,
    selection: SelectionId,
    now: i64,
) -> Result<bool, StoreError> {
    let own: Option<String> = sqlx::query_scalar(OPEN)
        .bind(own_id(scope, selection))
        .bind(scope.actor().to_string())
        .bind(scope.customer().to_string())
        .bind(now)
        .optional(&mut **transaction)
        .await?;
    Ok(own.is_some())
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let mut all: Vec<String> = [OPEN, OWN, HOLD, CLEAR, COUNT, FAILED, PURGE_USERS, PURGE].map(String::from).into();
    all.extend([add(dialect), remove(dialect), those_with_upn(dialect), among(dialect)]);
    all
}
