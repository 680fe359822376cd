//! Loads the input of the rule about licenses: under the customer's lock for a save, without it for a preview.

use crate::store::SqlStore;
use crate::store::directory::own_selection::own_id;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Fetch, read};
use crate::store::engine::stored::{country, from_json, to_json};
use crate::store::snapshot::products;
use crate::store::snapshot::selection::OWN;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::directory::license::{License, Source};
use domain::ids::{GroupId, OperationId, SelectionId, SkuId, UserId};
use domain::rules::snapshot::{Snapshot, SnapshotUser};
use domain::store::{DoneSnapshot, LicenseSnapshotStore, SelectionSnapshot, StoreError};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Connection};

const USERS: &str = "SELECT u.id, u.display_name, u.upn, u.usage_location FROM {members} AS m \
    CROSS JOIN users AS u WHERE u.customer_id = $1 AND u.id = m.user_id AND u.deleted IS NULL \
    AND {these} ORDER BY u.name_key, u.upn_key, u.id";
const SELECTED: &str = "SELECT COUNT(*) FROM selection_user WHERE selection_id = $1";
const GONE: &str = "SELECT m.user_id FROM selection_user AS m \
    LEFT JOIN users AS u ON u.customer_id = $1 AND u.id = m.user_id AND u.deleted IS NULL \
    WHERE m.selection_id = $2 AND u.id IS NULL ORDER BY m.user_id";
const LICENSES: &str = "SELECT a.user_id, a.sku_id, a.group_id, a.disabled_plans, a.error FROM {members} AS m \
    CROSS JOIN assignment AS a WHERE a.customer_id = $1 AND a.user_id = m.user_id \
    AND {these} ORDER BY a.user_id, a.sku_id, a.source";

/// Users and licenses are read in parallel for more users than this.
const MANY: usize = 2_000;

/// The users that are loaded; `$2` is the id of the selection or operation, or the list.
#[derive(Clone, Copy)]
pub(super) enum UserSource {
    /// The users of a selection.
    Selected,
    /// The users that an operation changed.
    Changed,
    /// The users who failed in an operation, or were left out by it.
    Failed,
    /// The users of a list; `$2` is the JSON of their ids.
    Listed,
}

impl UserSource {
    fn put_into(self, dialect: Dialect, sql: &str) -> String {
        let changed = "m.operation_id = $2 AND m.outcome NOT IN ('Failed', 'Unchanged', 'LeftOut')";
        let (table, these) = match self {
            Self::Selected => ("selection_user".to_owned(), "m.selection_id = $2"),
            Self::Changed => ("operation_user".to_owned(), changed),
            Self::Failed => ("operation_user".to_owned(), "m.operation_id = $2 AND m.outcome IN ('Failed', 'LeftOut')"),
            Self::Listed => (format!("(SELECT t.value AS user_id FROM ({}) AS t)", dialect.texts(2)), "true"),
        };
        sql.replace("{members}", &table).replace("{these}", these)
    }
}

fn users(dialect: Dialect, members: UserSource) -> String {
    dialect.as_json(&["id", "display_name", "upn", "usage_location"], &members.put_into(dialect, USERS))
}

fn gone(dialect: Dialect) -> String {
    dialect.as_json(&["user_id"], GONE)
}

fn licenses(dialect: Dialect, members: UserSource) -> String {
    dialect.as_json(&["user_id", "sku_id", "group_id", "disabled_plans", "error"], &members.put_into(dialect, LICENSES))
}

/// A row of [`users`]. The fields are in the order of its columns.
#[derive(serde::Deserialize)]
struct StoredMember {
    id: UserId,
    display_name: String,
    upn: String,
    usage_location: String,
}

impl StoredMember {
    /// The user without licenses.
    fn user(self) -> Result<SnapshotUser, StoreError> {
        let location = country(&self.usage_location)?;
        Ok(SnapshotUser { name: self.display_name, upn: self.upn, location, licenses: Vec::new() })
    }
}

/// A row of [`licenses`]. The fields are in the order of its columns.
#[derive(serde::Deserialize)]
struct StoredLicense {
    user_id: UserId,
    sku_id: SkuId,
    group_id: Option<GroupId>,
    disabled_plans: String,
    error: Option<String>,
}

impl StoredLicense {
    fn license(self) -> Result<License, StoreError> {
        let source = self.group_id.map_or(Source::Direct, Source::Group);
        Ok(License { sku_id: self.sku_id, source, disabled: from_json(&self.disabled_plans)?, error: self.error })
    }
}

#[async_trait]
impl LicenseSnapshotStore for SqlStore {
    async fn snapshot(&self, scope: CustomerScope, selection: SelectionId) -> Result<SelectionSnapshot, StoreError> {
        let mut connection = self.reader().await?;
        self.load_snapshot(&mut connection, scope, selection).await
    }

    async fn company(&self, scope: CustomerScope) -> Result<Snapshot, StoreError> {
        let mut connection = self.reader().await?;
        self.load_company(&mut connection, scope).await
    }

    async fn failed(&self, scope: CustomerScope, operation: OperationId) -> Result<SelectionSnapshot, StoreError> {
        let mut connection = self.reader().await?;
        let of = operation.to_string();
        let (snapshot, order) = self.load_members(&mut connection, scope, UserSource::Failed, (&of, 0)).await?;
        Ok(SelectionSnapshot { snapshot, order })
    }

    async fn done(&self, scope: CustomerScope, operation: OperationId) -> Result<DoneSnapshot, StoreError> {
        let mut connection = self.reader().await?;
        self.load_done(&mut connection, scope, operation).await
    }
}

impl SqlStore {
    /// Loads the snapshot of a selection. Inside a transaction that holds the customer's lock and the selection, all of
    /// it is of one moment, even if a part comes through another connection: no other transaction changes them, and
    /// this one has not changed the customer yet.
    pub(in crate::store) async fn load_snapshot(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        selection: SelectionId,
    ) -> Result<SelectionSnapshot, StoreError> {
        let own: Option<String> = sqlx::query_scalar(OWN)
            .bind(own_id(scope, selection))
            .bind(scope.actor().to_string())
            .bind(scope.customer().to_string())
            .optional(&mut *connection)
            .await?;
        if own.is_none() {
            return Ok(SelectionSnapshot { snapshot: self.load_company(connection, scope).await?, order: Vec::new() });
        }
        let of = own_id(scope, selection);
        let all: i64 = sqlx::query_scalar(SELECTED).bind(&of).one(&mut *connection).await?;
        let all = usize::try_from(all).unwrap_or_default();
        let (snapshot, mut order) =
            self.load_members(&mut *connection, scope, UserSource::Selected, (&of, all)).await?;
        if all != order.len() {
            let gone: Vec<(UserId,)> = read(&mut *connection, gone(self.dialect), scope, &of).await?;
            order.extend(gone.into_iter().map(|(id,)| id));
        }
        Ok(SelectionSnapshot { snapshot, order })
    }

    /// The customer with these users.
    pub(in crate::store) async fn load_listed(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        users: &[UserId],
    ) -> Result<Snapshot, StoreError> {
        Ok(self.load_members(connection, scope, UserSource::Listed, (&to_json(users)?, users.len())).await?.0)
    }

    /// The customer without users.
    pub(in crate::store) async fn load_company(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
    ) -> Result<Snapshot, StoreError> {
        let products = products::load_products(connection, scope).await?;
        Ok(Snapshot { products, rules: (*self.rules).clone(), ..Snapshot::default() })
    }

    /// The customer with these users, and the order of the users. `about` is their approximate number.
    pub(super) async fn load_members(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        members: UserSource,
        (of, about): (&str, usize),
    ) -> Result<(Snapshot, Vec<UserId>), StoreError> {
        let mut snapshot = self.load_company(&mut *connection, scope).await?;
        let mut order = Vec::new();
        let (users, licenses) = (users(self.dialect, members), licenses(self.dialect, members));
        let second = if about > MANY { self.idle_reader().await } else { None };
        let (users, licenses): (Vec<StoredMember>, Vec<StoredLicense>) = match second {
            Some(mut second) => {
                tokio::try_join!(read(connection, users, scope, of), read(&mut second, licenses, scope, of))?
            }
            None => {
                (read(&mut *connection, users, scope, of).await?, read(&mut *connection, licenses, scope, of).await?)
            }
        };
        for row in users {
            order.push(row.id);
            snapshot.users.insert(row.id, row.user()?);
        }
        for row in licenses {
            if let Some(user) = snapshot.users.get_mut(&row.user_id) {
                user.licenses.push(row.license()?);
            }
        }
        snapshot.groups = self.load_groups(connection, scope, &snapshot.users).await?;
        Ok((snapshot, order))
    }

    /// An unused connection, if there is one. Waiting is not allowed here: the caller already holds a connection, so
    /// callers could wait for each other.
    async fn idle_reader(&self) -> Option<PoolConnection<Any>> {
        let mut idle = self.read.try_acquire()?;
        idle.ping().await.is_ok().then_some(idle)
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let of_members = [UserSource::Selected, UserSource::Changed, UserSource::Failed, UserSource::Listed]
        .map(|members| [users(dialect, members), licenses(dialect, members)]);
    [SELECTED.to_owned(), gone(dialect)].into_iter().chain(of_members.into_iter().flatten()).collect()
}
