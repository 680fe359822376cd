//! Writing a plan for accounts.

use crate::store::SqlStore;
use crate::store::accounts::offboard::{PLANNED, those};
use crate::store::accounts::part::AccountsPart;
use crate::store::directory::user_rows::remove_from;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use crate::store::licenses::write::move_seats;
use crate::store::operations::outcome_rows::{EntriesByUser, OutcomeRows};
use crate::store::passwords::hand_out::HANDED_OUT;
use domain::console::chain::Hash;
use domain::console::operation_kind::OperationKind;
use domain::directory::search::index_words;
use domain::ids::{OperationId, UserId};
use domain::rules::outcome::Outcome;
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

const MOVE_LIVE_USERS: &str = "UPDATE customer SET live_users = live_users + $2 WHERE id = $1";

fn set_sign_in(dialect: Dialect) -> String {
    format!(
        "UPDATE users SET sign_in_allowed = $3, changed = $4 WHERE customer_id = $1 AND id IN ({})",
        dialect.texts(2)
    )
}

fn mark_changed(dialect: Dialect) -> String {
    format!("UPDATE users SET changed = $3 WHERE customer_id = $1 AND id IN ({})", dialect.texts(2))
}

fn mark_deleted(dialect: Dialect) -> String {
    format!(
        "UPDATE users SET deleted = $3, deleted_by = $4, changed = $5, is_licensed = 0, has_errors = 0, \
         failed_in = NULL WHERE customer_id = $1 AND id IN ({})",
        dialect.texts(2)
    )
}

fn mark_restored(dialect: Dialect) -> String {
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS id, {} AS upn, {} AS upn_key, {} AS domain, {} AS synced FROM {}) \
         UPDATE users SET deleted = NULL, deleted_by = NULL, upn = n.upn, upn_key = n.upn_key, domain = n.domain, \
         directory_synced = n.synced, changed = $3 FROM n WHERE users.customer_id = $1 AND users.id = n.id",
        dialect.text(0),
        dialect.text(1),
        dialect.text(2),
        dialect.text(3),
        dialect.int(4),
        dialect.rows(2)
    )
}

fn set_synced(dialect: Dialect) -> String {
    format!("UPDATE users SET directory_synced = 1 WHERE customer_id = $1 AND id IN ({})", dialect.texts(2))
}

fn set_offboarded_by(dialect: Dialect) -> String {
    format!(
        "UPDATE users SET offboarded_by = NULLIF(CAST($3 AS TEXT), '') WHERE customer_id = $1 AND id IN ({})",
        dialect.texts(2)
    )
}

/// The tables with a user's own rows. The user's row comes last, because the others refer to it.
const OF_USER: [&str; 10] = [
    "temporary_password",
    "password_link",
    PLANNED,
    "assignment",
    "dismissed_error",
    "user_token",
    "user_address",
    "user_role",
    "directory_group_member",
    "users",
];

impl SqlStore {
    /// Writes accounts, licenses, seat counters and outcomes. Gives the digest of the outcomes.
    pub(in crate::store) async fn write_accounts_part(
        &self,
        transaction: &mut CustomerTransaction,
        part: AccountsPart<'_>,
        stamp: Stamp,
    ) -> Result<Hash, StoreError> {
        let users: Vec<UserId> = part.changed().map(|planned| planned.user).collect();
        match part.kind {
            // `write_entries_part` writes entries.
            OperationKind::Licenses | OperationKind::Add | OperationKind::Upload | OperationKind::Edit => {}
            OperationKind::Block => self.write_sign_in(transaction, &users, false).await?,
            OperationKind::Allow => self.write_sign_in(transaction, &users, true).await?,
            OperationKind::Delete => {
                self.write_deleted(transaction, &users, part, stamp).await?;
                self.write_restoration_undone(transaction, part).await?;
            }
            OperationKind::Restore => {
                self.write_back(transaction, part).await?;
                self.mark_users(transaction, part.operation, part.changed()).await?;
            }
            OperationKind::DeletePermanently => {
                self.erase_users(transaction, &users).await?;
            }
            OperationKind::Reset => self.write_reset(transaction, &users).await?,
            OperationKind::Offboard => self.write_offboarded(transaction, part, stamp).await?,
            OperationKind::Reinstate => {
                self.write_back(transaction, part).await?;
                self.write_planned(transaction, part).await?;
            }
            OperationKind::CancelDeletion => self.write_planned(transaction, part).await?,
        }
        for (sku, effect) in &part.plan.seats {
            move_seats(transaction, *sku, effect.used).await?;
        }
        let planned: Vec<_> = part.plan.users.iter().enumerate().collect();
        let outcomes = OutcomeRows::of(&planned, &part.accounts.snapshot, &EntriesByUser::new(), &stamp.seed).await?;
        self.insert_outcomes(transaction, part.operation, None, outcomes).await
    }

    pub(in crate::store) async fn write_sign_in(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
        allowed: bool,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(AssertSqlSafe(set_sign_in(self.dialect))).bind(transaction.customer().to_string());
        let query = query.bind(to_json(users)?).bind(i64::from(allowed)).bind(transaction.version());
        query.run(&mut **transaction).await.map(|_| ())
    }

    /// Resets the users' passwords: earlier temporary passwords and links no longer work.
    pub(in crate::store) async fn write_reset(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        for table in HANDED_OUT {
            self.remove_of_users(transaction, table, users).await?;
        }
        let query = sqlx::query(AssertSqlSafe(mark_changed(self.dialect))).bind(transaction.customer().to_string());
        query.bind(to_json(users)?).bind(transaction.version()).run(&mut **transaction).await.map(|_| ())
    }

    /// Writes deleted users. They keep no license, no temporary password or link, and no planned deletion.
    pub(in crate::store) async fn write_deleted(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
        part: AccountsPart<'_>,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        for table in HANDED_OUT.into_iter().chain([PLANNED, "assignment"]) {
            self.remove_of_users(transaction, table, users).await?;
        }
        sqlx::query(AssertSqlSafe(mark_deleted(self.dialect)))
            .bind(transaction.customer().to_string())
            .bind(to_json(users)?)
            .bind(stamp.now)
            .bind(part.operation.to_string())
            .bind(transaction.version())
            .run(&mut **transaction)
            .await?;
        move_live_users(transaction, users.len(), -1).await
    }

    /// Writes users that are back: accounts, names, licenses, sign-in. No offboarding applies to a restored user any
    /// more. To a reinstated user, the offboardings before the one that was taken back still apply.
    async fn write_back(
        &self,
        transaction: &mut CustomerTransaction,
        part: AccountsPart<'_>,
    ) -> Result<(), StoreError> {
        let (mut users, mut words, mut renamed) = (Vec::new(), Vec::new(), Vec::new());
        for planned in part.changed().filter(|planned| planned.after.deleted == Some(false)) {
            let (Outcome::Restored(back) | Outcome::Reinstated(back)) = &planned.outcome else { continue };
            let (Some(user), Some(account)) =
                (part.accounts.snapshot.users.get(&planned.user), part.accounts.users.get(&planned.user))
            else {
                continue;
            };
            let upn = back.upn.as_ref().map_or(user.upn.as_str(), |upn| upn.as_str());
            let domain = upn.rsplit('@').next().unwrap_or_default().to_lowercase();
            let synced = planned.after.directory_synced.unwrap_or(account.directory_synced);
            users.push(json!([planned.user, upn, upn.to_lowercase(), domain, i64::from(synced)]));
            if back.upn.is_some() {
                renamed.push(planned.user);
                let found_by = index_words([user.name.as_str(), upn]);
                words.extend(found_by.into_iter().map(|word| json!([planned.user, word])));
            }
        }
        let restored = users.len();
        if restored > 0 {
            let query =
                sqlx::query(AssertSqlSafe(mark_restored(self.dialect))).bind(transaction.customer().to_string());
            let query = query.bind(to_json(&users)?).bind(transaction.version());
            query.run(&mut **transaction).await?;
            move_live_users(transaction, restored, 1).await?;
        }
        self.replace_words(transaction, &renamed, &words).await?;
        self.write_licenses_of(transaction, part, |_| true).await?;
        let allowed = those(part, |planned| planned.after.sign_in_allowed == Some(true));
        self.write_sign_in(transaction, &allowed, true).await?;
        let restored = those(part, |planned| matches!(planned.outcome, Outcome::Restored(_)));
        self.write_offboarded_by(transaction, &restored, None).await
    }

    /// Takes back the other changes of a restoration, when it is undone: sign-in, synchronization, offboarding.
    async fn write_restoration_undone(
        &self,
        transaction: &mut CustomerTransaction,
        part: AccountsPart<'_>,
    ) -> Result<(), StoreError> {
        let blocked = those(part, |planned| planned.after.sign_in_allowed == Some(false));
        if !blocked.is_empty() {
            self.write_sign_in(transaction, &blocked, false).await?;
        }
        let synced = those(part, |planned| planned.after.directory_synced == Some(true));
        let rows: Vec<Value> = synced.iter().map(|user| json!(user)).collect();
        self.write_user_rows(transaction, set_synced(self.dialect), &rows).await?;
        let mut offboarded: BTreeMap<OperationId, Vec<UserId>> = BTreeMap::new();
        for planned in part.changed() {
            if let Some(operation) = planned.after.offboarded_by {
                offboarded.entry(operation).or_default().push(planned.user);
            }
        }
        for (operation, users) in offboarded {
            self.write_offboarded_by(transaction, &users, Some(operation)).await?;
        }
        Ok(())
    }

    /// Writes the offboarding that applies to these users.
    pub(in crate::store) async fn write_offboarded_by(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
        operation: Option<OperationId>,
    ) -> Result<(), StoreError> {
        let operation = operation.map_or_else(String::new, |operation| operation.to_string());
        let query =
            sqlx::query(AssertSqlSafe(set_offboarded_by(self.dialect))).bind(transaction.customer().to_string());
        let query = query.bind(to_json(users)?).bind(operation);
        query.run(&mut **transaction).await.map(|_| ())
    }

    /// Permanently removes deleted users, with their names, UPNs and messages in the outcomes of all operations.
    pub(in crate::store) async fn erase_users(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        self.erase_outcomes_of(transaction, users).await?;
        for table in OF_USER {
            self.remove_of_users(transaction, table, users).await?;
        }
        Ok(())
    }
}

pub(in crate::store) async fn move_live_users(
    transaction: &mut CustomerTransaction,
    users: usize,
    direction: i64,
) -> Result<(), StoreError> {
    let by = i64::try_from(users).unwrap_or_default() * direction;
    let query = sqlx::query(MOVE_LIVE_USERS).bind(transaction.customer().to_string()).bind(by);
    query.run(&mut **transaction).await.map(|_| ())
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let mut all = vec![MOVE_LIVE_USERS.to_owned()];
    all.extend([set_sign_in(dialect), mark_changed(dialect), mark_deleted(dialect), mark_restored(dialect)]);
    all.extend([set_synced(dialect), set_offboarded_by(dialect)]);
    all.extend(OF_USER.map(|table| remove_from(dialect, table)));
    all
}
