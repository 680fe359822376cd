//! The effects of an operation, for the rules that take it back.

use super::licenses::UserSource;
use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Fetch, read};
use crate::store::engine::stored::{from_json, to_json};
use crate::store::operations::stored_profile::StoredProfile;
use domain::access::CustomerScope;
use domain::console::operation::OperationState;
use domain::console::operation_kind::OperationKind;
use domain::ids::{OperationId, UserId};
use domain::rules::outcome::Touched;
use domain::rules::undo::Done;
use domain::store::{DoneSnapshot, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

const DONE: &str = "SELECT m.user_id, m.before, m.after, m.profile FROM operation_user AS m \
    WHERE m.customer_id = $1 AND m.operation_id = $2 \
    AND m.outcome NOT IN ('Failed', 'Unchanged', 'LeftOut') ORDER BY m.position";
const DONE_COLUMNS: [&str; 4] = ["user_id", "before", "after", "profile"];
const STATE: &str = "SELECT state, kind, changed_count FROM operation WHERE customer_id = $1 AND id = $2";

fn done(dialect: Dialect) -> String {
    dialect.as_json(&DONE_COLUMNS, DONE)
}

fn done_to(dialect: Dialect) -> String {
    let to = format!(" AND m.user_id IN ({}) ORDER BY", dialect.texts(3));
    dialect.as_json(&DONE_COLUMNS, &DONE.replace(" ORDER BY", &to))
}

/// A row of [`done`]. The fields are in the order of [`DONE_COLUMNS`].
#[derive(serde::Deserialize)]
struct StoredDone {
    user_id: UserId,
    before: String,
    after: String,
    profile: Option<String>,
}

impl StoredDone {
    fn done(self) -> Result<Done, StoreError> {
        let (before, after): (Touched, Touched) = (from_json(&self.before)?, from_json(&self.after)?);
        let profile: StoredProfile = self.profile.as_deref().map(from_json).transpose()?.unwrap_or_default();
        let before = Touched { profile: profile.before, ..before };
        Ok(Done { user: self.user_id, before, after: Touched { profile: profile.after, ..after } })
    }
}

impl SqlStore {
    /// The effects of an operation, and the present state of the users that it changed.
    pub(in crate::store) async fn load_done(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        operation: OperationId,
    ) -> Result<DoneSnapshot, StoreError> {
        let of = operation.to_string();
        let found: Option<(String, String, i64)> =
            sqlx::query_as(STATE).bind(scope.customer().to_string()).bind(&of).optional(&mut *connection).await?;
        let (state, kind, changed) = found.unwrap_or_default();
        let (state, kind) = (OperationState::parse(&state), OperationKind::parse(&kind));
        let rows: Vec<StoredDone> = read(&mut *connection, done(self.dialect), scope, &of).await?;
        let done = rows.into_iter().map(StoredDone::done).collect::<Result<_, StoreError>>()?;
        let changed = usize::try_from(changed).unwrap_or_default();
        let (snapshot, _) = self.load_members(connection, scope, UserSource::Changed, (&of, changed)).await?;
        Ok(DoneSnapshot { kind: kind.unwrap_or_default(), state: state.unwrap_or_default(), snapshot, done })
    }

    /// The effects of an operation on these users, in their order.
    pub(in crate::store) async fn load_done_to(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        operation: OperationId,
        users: &[UserId],
    ) -> Result<Vec<Done>, StoreError> {
        let text: String = sqlx::query_scalar(AssertSqlSafe(done_to(self.dialect)))
            .bind(scope.customer().to_string())
            .bind(operation.to_string())
            .bind(to_json(users)?)
            .one(&mut *connection)
            .await?;
        let rows: Vec<StoredDone> = from_json(&text)?;
        let mut done: BTreeMap<UserId, Done> = BTreeMap::new();
        for row in rows {
            done.insert(row.user_id, row.done()?);
        }
        Ok(users.iter().filter_map(|user| done.remove(user)).collect())
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![STATE.into(), done(dialect), done_to(dialect)]
}
