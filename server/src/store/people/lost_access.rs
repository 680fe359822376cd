//! Changes of access in the directory of an own organization: sessions of the affected people end for good, as do their links
//! and the invitations that they made.

use super::directory_groups::follow;
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::{ChangedAccess, CustomerTransaction};
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use domain::store::StoreError;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

fn end_sessions(dialect: Dialect) -> String {
    format!("UPDATE partner_user SET sessions_from = $2 WHERE sessions_from < $2 AND id IN ({})", dialect.texts(1))
}

fn void_links(dialect: Dialect) -> String {
    format!("DELETE FROM reset_link WHERE partner_user_id IN ({})", dialect.texts(1))
}

fn withdraw_invitations(dialect: Dialect) -> String {
    format!("DELETE FROM invitation WHERE invited_by IN ({})", dialect.texts(1))
}

impl SqlStore {
    /// Ends the sessions of people who lose access by the transaction, and updates the groups that follow the directory, with an event
    /// for each whose members change. It also ends the sessions of people who get access back: a sign-in may have begun while the access
    /// was lost.
    pub(in crate::store) async fn end_lost_access(
        &self,
        transaction: &mut CustomerTransaction,
        now: i64,
    ) -> Result<(), StoreError> {
        if transaction.writes_own_organization() {
            let tenant = transaction.customer();
            follow(transaction, tenant, now).await?;
        }
        let ChangedAccess { lost, given_back } = transaction.changed_access().await?;
        let changed: BTreeSet<&String> = lost.union(&given_back).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(AssertSqlSafe(end_sessions(self.dialect))).bind(to_json(&changed)?).bind(now);
        query.run(&mut **transaction).await?;
        for sql in [void_links(self.dialect), withdraw_invitations(self.dialect)] {
            sqlx::query(AssertSqlSafe(sql)).bind(to_json(&lost)?).run(&mut **transaction).await?;
        }
        Ok(())
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [end_sessions, void_links, withdraw_invitations].map(|sql| sql(dialect)).into()
}
