//! Writing a plan for users that are offboarded.

use crate::store::SqlStore;
use crate::store::accounts::part::AccountsPart;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use crate::store::licenses::part::Part;
use domain::ids::UserId;
use domain::rules::offboard::takes;
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// The table of planned deletions.
pub(in crate::store) const PLANNED: &str = "planned_deletion";

fn plan_deletions(dialect: Dialect) -> String {
    format!(
        "INSERT INTO planned_deletion (customer_id, user_id, due, operation_id) \
         SELECT CAST($1 AS TEXT), {}, {}, CAST($3 AS TEXT) FROM {} WHERE true \
         ON CONFLICT (customer_id, user_id) DO UPDATE SET due = excluded.due, operation_id = excluded.operation_id",
        dialect.text(0),
        dialect.int(1),
        dialect.rows(2)
    )
}

/// The changed users of a part that meet a condition.
pub(in crate::store) fn those(part: AccountsPart<'_>, is: impl Fn(&PlannedUser) -> bool) -> Vec<UserId> {
    part.changed().filter(|planned| is(planned)).map(|planned| planned.user).collect()
}

impl SqlStore {
    /// Writes the steps of an offboarding: sign-in, licenses, passwords, deletions. `write_accounts_part` moves the
    /// seats.
    pub(in crate::store) async fn write_offboarded(
        &self,
        transaction: &mut CustomerTransaction,
        part: AccountsPart<'_>,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let is_gone = |planned: &PlannedUser| planned.after.deleted == Some(true);
        let blocked = those(part, |planned| planned.after.sign_in_allowed == Some(false));
        self.write_sign_in(transaction, &blocked, false).await?;
        self.write_licenses_of(transaction, part, |planned| !is_gone(planned)).await?;
        let reset = those(part, |planned| planned.outcome == Outcome::Offboarded { reset: true });
        self.write_reset(transaction, &reset).await?;
        let gone = those(part, is_gone);
        if !gone.is_empty() {
            self.write_deleted(transaction, &gone, part, stamp).await?;
        }
        let taken_from = those(part, |planned| takes(&planned.after));
        self.write_offboarded_by(transaction, &taken_from, Some(part.operation)).await?;
        self.write_planned(transaction, part).await
    }

    /// Writes planned and cancelled deletions, of users that are still there afterwards.
    pub(in crate::store) async fn write_planned(
        &self,
        transaction: &mut CustomerTransaction,
        part: AccountsPart<'_>,
    ) -> Result<(), StoreError> {
        let cancelled = those(part, |planned| planned.after.deletion.is_some_and(|deletion| deletion.on.is_none()));
        self.remove_of_users(transaction, PLANNED, &cancelled).await?;
        let row = |planned: &PlannedUser| Some(json!([planned.user, planned.after.deletion?.on?.start()]));
        let rows: Vec<Value> = part.changed().filter_map(row).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(AssertSqlSafe(plan_deletions(self.dialect))).bind(transaction.customer().to_string());
        let query = query.bind(to_json(&rows)?).bind(part.operation.to_string());
        query.run(&mut **transaction).await.map(|_| ())
    }

    /// Writes the licenses of some users of a part, and whether these users are licensed. Writes no seats.
    pub(in crate::store) async fn write_licenses_of(
        &self,
        transaction: &mut CustomerTransaction,
        part: AccountsPart<'_>,
        is: impl Fn(&PlannedUser) -> bool,
    ) -> Result<(), StoreError> {
        let users: Vec<_> = part.changed().filter(|planned| is(planned)).enumerate().collect();
        if users.is_empty() {
            return Ok(());
        }
        let (operation, snapshot) = (part.operation, &part.accounts.snapshot);
        let part = Part { operation, chunk: None, users: &users, snapshot };
        self.write_changes(transaction, part, &BTreeMap::new()).await
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![plan_deletions(dialect)]
}
