//! The groups through which users hold licenses.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{parsed, to_json};
use domain::access::CustomerScope;
use domain::directory::license::Source;
use domain::ids::GroupId;
use domain::ids::UserId;
use domain::rules::snapshot::SnapshotUser;
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};

fn groups_named(dialect: Dialect) -> String {
    format!("SELECT id, name FROM directory_group WHERE customer_id = $1 AND id IN ({})", dialect.texts(2))
}

fn groups_there(dialect: Dialect) -> String {
    format!("{} AND gone = 0", groups_named(dialect))
}

impl SqlStore {
    /// The names of the groups through which users hold licenses.
    pub(in crate::store) async fn load_groups(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        users: &BTreeMap<UserId, SnapshotUser>,
    ) -> Result<BTreeMap<GroupId, String>, StoreError> {
        let groups: BTreeSet<GroupId> = users
            .values()
            .flat_map(|user| &user.licenses)
            .filter_map(|license| match license.source {
                Source::Group(group) => Some(group),
                Source::Direct => None,
            })
            .collect();
        self.group_names(connection, scope, &groups).await
    }

    /// The names of these groups.
    pub(in crate::store) async fn group_names(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        groups: &BTreeSet<GroupId>,
    ) -> Result<BTreeMap<GroupId, String>, StoreError> {
        self.read_groups(connection, scope, groups, groups_named(self.dialect)).await
    }

    /// The names of the groups among these that the customer has.
    pub(in crate::store) async fn groups_that_are_there(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        groups: &BTreeSet<GroupId>,
    ) -> Result<BTreeMap<GroupId, String>, StoreError> {
        self.read_groups(connection, scope, groups, groups_there(self.dialect)).await
    }

    async fn read_groups(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        groups: &BTreeSet<GroupId>,
        sql: String,
    ) -> Result<BTreeMap<GroupId, String>, StoreError> {
        if groups.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(scope.customer().to_string())
            .bind(to_json(groups)?)
            .all(connection)
            .await?;
        rows.into_iter().map(|(id, name)| Ok((parsed(&id)?, name))).collect()
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![groups_named(dialect), groups_there(dialect)]
}
