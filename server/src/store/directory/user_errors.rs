//! The errors of users: assignments that the directory could not carry out, and failures that no person chose.
//! `users.has_errors` says that there are any. `users.failed_in` is the operation in which a user failed.

use crate::store::directory::user_filter::{Condition, Need};
use crate::store::engine::bind::Statement;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, to_json};
use crate::store::people::shown_name::{both_with_shown_name, shown_words, with_shown_name};
use crate::store::{SqlStore, activity};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::errors::ErrorsOf;
use domain::directory::user::UserError;
use domain::ids::{OperationId, UserId};
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::store::{Stamp, StoreError, UserErrorStore};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

/// The effect of an outcome on the earlier failure of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Mark {
    /// The user succeeded.
    Cleared,
    /// The user failed, and no person chose that.
    Failed,
    /// The outcome says nothing about licenses.
    Kept,
}

impl Mark {
    pub(in crate::store) fn of(planned: &PlannedUser) -> Self {
        let failed = planned.outcome.failure_of_any();
        let touches = !planned.after.direct.is_empty() || planned.after.location.is_some();
        match &planned.outcome {
            _ if failed.is_some_and(|failure| failure.code().is_about_licenses()) => Self::Failed,
            Outcome::Unchanged | Outcome::Restored(_) | Outcome::Reinstated(_) => Self::Cleared,
            _ if touches => Self::Cleared,
            _ => Self::Kept,
        }
    }

    /// The number that the statements read.
    pub(in crate::store) fn number(self) -> i64 {
        match self {
            Self::Cleared => 0,
            Self::Failed => 1,
            Self::Kept => 2,
        }
    }
}

/// Whether an assignment `a` is in error and that error is not dismissed.
const IS_OPEN: &str = "a.error IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dismissed_error AS d \
    WHERE d.customer_id = a.customer_id AND d.user_id = a.user_id AND d.sku_id = a.sku_id AND d.source = a.source \
    AND d.error = a.error)";

/// Whether a user of `users` has such an assignment.
fn in_error() -> String {
    format!(
        "EXISTS (SELECT 1 FROM assignment AS a WHERE a.customer_id = users.customer_id AND a.user_id = users.id \
         AND {IS_OPEN})"
    )
}

/// Sets the columns of users who are joined with rows `n`, which have a column `mark`. The parameter is the operation.
pub(in crate::store) fn set_marks(operation: usize) -> String {
    format!(
        "failed_in = CASE n.mark WHEN 1 THEN CAST(${operation} AS TEXT) WHEN 0 THEN NULL ELSE users.failed_in END, \
         has_errors = CASE WHEN n.mark = 1 OR (n.mark = 2 AND users.failed_in IS NOT NULL) OR {} THEN 1 ELSE 0 END",
        in_error()
    )
}

fn mark(dialect: Dialect) -> String {
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS id, {} AS mark FROM {}) UPDATE users SET {} \
         FROM n WHERE users.customer_id = $1 AND users.id = n.id AND users.deleted IS NULL",
        dialect.text(0),
        dialect.int(1),
        dialect.rows(2),
        set_marks(3)
    )
}

const THIS_USER: &str = " WHERE u.customer_id = $1 AND u.deleted IS NULL AND u.id = $2";
const AND_MARKED: &str = " AND u.has_errors = 1";
const FAILURE: &str = "SELECT o.id, o.created, w.name AS actor, f.message FROM users AS u \
    JOIN operation AS o ON o.id = u.failed_in JOIN partner_user AS w ON w.id = o.actor_id \
    JOIN operation_user AS f ON f.operation_id = o.id AND f.user_id = u.id \
    WHERE u.customer_id = $1 AND u.id = $2 AND u.has_errors = 1";
/// An import does not know of failures here, and finds dismissed errors again.
const MARK_FAILED: &str = "UPDATE users SET has_errors = 1 \
    WHERE customer_id = $1 AND deleted IS NULL AND has_errors = 0 AND failed_in IS NOT NULL";

/// The row of [`FAILURE`].
#[derive(sqlx::FromRow)]
struct StoredFailure {
    id: String,
    created: i64,
    actor: String,
    message: String,
}

impl StoredFailure {
    fn error(self, scope: CustomerScope) -> Result<UserError, StoreError> {
        let (operation, message) = (parsed(&self.id)?, shown_words(self.message, scope));
        Ok(UserError::Failure { operation, created: self.created, actor: self.actor, message })
    }
}

fn assignments_in_error() -> String {
    format!(
        "SELECT p.name, g.name, a.error FROM assignment AS a JOIN product AS p ON p.sku_id = a.sku_id \
         LEFT JOIN directory_group AS g ON g.customer_id = a.customer_id AND g.id = a.group_id \
         WHERE a.customer_id = $1 AND a.user_id = $2 AND {IS_OPEN} ORDER BY p.name, a.sku_id, a.source"
    )
}

fn clear_of_operation() -> String {
    format!(
        "UPDATE users SET failed_in = NULL, has_errors = CASE WHEN {} THEN 1 ELSE 0 END \
         WHERE customer_id = $1 AND deleted IS NULL AND has_errors = 1 AND failed_in = $2",
        in_error()
    )
}

/// Removes the mark from users without an error that counts.
fn unmark() -> String {
    format!(
        "UPDATE users SET has_errors = 0 WHERE customer_id = $1 AND deleted IS NULL AND has_errors = 1 \
         AND failed_in IS NULL AND NOT {}",
        in_error()
    )
}

/// Forgets a dismissal when its error is gone, so that the error is shown if it comes back.
const FORGET_MENDED: &str = "DELETE FROM dismissed_error WHERE customer_id = $1 AND NOT EXISTS (SELECT 1 \
    FROM assignment AS a WHERE a.customer_id = dismissed_error.customer_id AND a.user_id = dismissed_error.user_id \
    AND a.sku_id = dismissed_error.sku_id AND a.source = dismissed_error.source AND a.error = dismissed_error.error)";

fn dismiss_assignments(condition: &str) -> String {
    format!(
        "INSERT INTO dismissed_error (customer_id, user_id, sku_id, source, error) \
         SELECT a.customer_id, a.user_id, a.sku_id, a.source, a.error \
         FROM users AS u CROSS JOIN assignment AS a{condition} AND a.customer_id = u.customer_id AND a.user_id = u.id \
         AND a.error IS NOT NULL \
         ON CONFLICT (customer_id, user_id, sku_id, source) DO UPDATE SET error = excluded.error"
    )
}

fn dismiss_marks(condition: &str) -> String {
    format!(
        "UPDATE users SET failed_in = NULL, has_errors = 0 \
         WHERE customer_id = $1 AND id IN (SELECT u.id FROM users AS u{condition})"
    )
}

#[async_trait]
impl UserErrorStore for SqlStore {
    /// Writes under the customer's lock, with one activity row.
    async fn dismiss_errors(&self, scope: CustomerScope, of: &ErrorsOf, stamp: Stamp) -> Result<i64, StoreError> {
        let mut those = match of {
            ErrorsOf::User(user) => {
                let mut those = Statement::new(THIS_USER);
                those.bind(scope.customer().to_string());
                those.bind(user.to_string());
                those
            }
            ErrorsOf::Matching(filter) => {
                let Condition { statement, .. } = self.condition(scope, filter, None, Need::All).await?;
                statement
            }
        };
        those.push(AND_MARKED);
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let of_these = |sql: fn(&str) -> String| Statement { sql: sql(&those.sql), binds: those.binds.clone() };
        of_these(dismiss_assignments).execute(&mut transaction).await?;
        let users = of_these(dismiss_marks).execute(&mut transaction).await?;
        let users = i64::try_from(users).unwrap_or(i64::MAX);
        if users == 0 {
            return Ok(0);
        }
        let subject = if let ErrorsOf::User(user) = of { user.uuid() } else { scope.customer().uuid() };
        let entry = activity::NewActivity {
            customer: scope.customer(),
            performer: Performer::Person(scope.actor()),
            action: Action::ErrorsDismissed,
            subject,
            details: &Details::Dismissed { users },
            outcomes: None,
            reason: None,
        };
        activity::write(&mut transaction, self.dialect, entry, stamp).await?;
        transaction.commit().await?;
        Ok(users)
    }
}

impl SqlStore {
    /// The errors of a user that are not dismissed.
    pub(in crate::store) async fn errors_of(
        &self,
        scope: CustomerScope,
        user: UserId,
    ) -> Result<Vec<UserError>, StoreError> {
        let failure: Option<StoredFailure> = sqlx::query_as(AssertSqlSafe(with_shown_name(FAILURE, scope)))
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .optional(&self.read)
            .await?;
        let rows: Vec<(String, Option<String>, String)> = sqlx::query_as(AssertSqlSafe(assignments_in_error()))
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .all(&self.read)
            .await?;
        let assignments =
            rows.into_iter().map(|(product, group, code)| Ok(UserError::Assignment { product, group, code }));
        failure.map(|failure| failure.error(scope)).into_iter().chain(assignments).collect()
    }

    /// Marks users after their account or profile was written. An outcome that says nothing about licenses leaves the
    /// mark.
    pub(in crate::store) async fn mark_users<'a>(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        users: impl Iterator<Item = &'a PlannedUser>,
    ) -> Result<(), StoreError> {
        let marks = users.map(|planned| (planned.user, Mark::of(planned)));
        let marks = marks.filter(|(_, mark)| *mark != Mark::Kept);
        let rows: Vec<Value> = marks.map(|(user, mark)| json!([user, mark.number()])).collect();
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query(AssertSqlSafe(mark(self.dialect)))
            .bind(transaction.customer().to_string())
            .bind(to_json(&rows)?)
            .bind(operation.to_string())
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }

    /// Removes the mark from users who failed in an operation that is undone.
    pub(in crate::store) async fn clear_errors_of(
        &self,
        transaction: &mut CustomerTransaction,
        undone: OperationId,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(AssertSqlSafe(clear_of_operation())).bind(transaction.customer().to_string());
        query.bind(undone.to_string()).run(&mut **transaction).await.map(|_| ())
    }
}

/// Forgets dismissals whose errors are gone, before an import.
pub(in crate::store) async fn forget_mended(transaction: &mut CustomerTransaction) -> Result<(), StoreError> {
    let query = sqlx::query(FORGET_MENDED).bind(transaction.customer().to_string());
    query.run(&mut **transaction).await.map(|_| ())
}

/// Marks the users of a customer after an import.
pub(in crate::store) async fn mark_imported(transaction: &mut CustomerTransaction) -> Result<(), StoreError> {
    forget_mended(transaction).await?;
    for sql in [MARK_FAILED.to_owned(), unmark()] {
        let query = sqlx::query(AssertSqlSafe(sql)).bind(transaction.customer().to_string());
        query.run(&mut **transaction).await?;
    }
    Ok(())
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let condition = format!("{THIS_USER}{AND_MARKED}");
    let composed = [mark(dialect), assignments_in_error(), clear_of_operation(), unmark()];
    let dismissing = [dismiss_assignments(&condition), dismiss_marks(&condition)];
    let fixed = [MARK_FAILED, FORGET_MENDED].map(String::from);
    fixed.into_iter().chain(both_with_shown_name(FAILURE)).chain(composed).chain(dismissing).collect()
}
