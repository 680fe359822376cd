//! Saving a change: one transaction that locks, loads, decides, and writes licenses, seats, outcomes and activity.

use super::activity::{self, Entry};
use super::dialect::Dialect;
use super::save_rows::SaveRows;
use super::sessions::token_hash;
use super::{SqlStore, database, to_json};
use domain::access::CustomerScope;
use domain::console::activity::{Action, Details, Performer};
use domain::console::save::{Decision, SaveReply, SaveRequest, UndoRequest, decide, decide_undo};
use domain::ids::{IdempotencyKey, OperationId, SelectionId, SkuId};
use domain::rules::change::{Change, ShortagePolicy};
use domain::rules::plan::Plan;
use domain::rules::snapshot::Snapshot;
use domain::rules::summary::PlanSummary;
use domain::rules::undo::touched;
use domain::store::{DoneSnapshot, SelectionSnapshot, Stamp, StoreError};
use serde_json::Value;
use sqlx::{Any, AssertSqlSafe, Transaction};

/// Takes the customer's lock; every writing transaction of a customer begins so.
pub(super) const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 RETURNING version";
const KNOWN: &str =
    "SELECT id, body_hash FROM operation WHERE actor_id = $1 AND customer_id = $2 AND idempotency_key = $3";
const TAKE_SEATS: &str = "UPDATE customer_product SET consumed = consumed + $3 WHERE customer_id = $1 AND sku_id = $2";
/// Seats given back pay off what is over-assigned first.
const GIVE_SEATS_BACK: &str = "UPDATE customer_product SET consumed = consumed - $3, \
    over_assigned = CASE WHEN consumed - $3 + reserved > owned THEN consumed - $3 + reserved - owned ELSE 0 END \
    WHERE customer_id = $1 AND sku_id = $2";
const OPERATION: &str = "INSERT INTO operation (id, customer_id, actor_id, idempotency_key, body_hash, selection_id, \
    change, policy, undoes, state, created, user_count, changed_count, failed_count, unchanged_count, assigned_count, \
    revoked_count) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Done', $10, $11, $12, $13, $14, $15, $16)";

fn remove_licenses(dialect: Dialect) -> String {
    format!(
        "DELETE FROM assignment WHERE customer_id = $1 AND source = '' AND (user_id, sku_id) IN \
         (SELECT {}, {} FROM {})",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

fn write_licenses(dialect: Dialect) -> String {
    format!(
        "INSERT INTO assignment (customer_id, user_id, sku_id, source, disabled_plans) \
         SELECT CAST($1 AS TEXT), {}, {}, '', {} FROM {} WHERE true \
         ON CONFLICT (customer_id, user_id, sku_id, source) \
         DO UPDATE SET disabled_plans = excluded.disabled_plans",
        dialect.text(0),
        dialect.text(1),
        dialect.text(2),
        dialect.rows(2)
    )
}

/// The rows are materialized, so that SQLite walks them and looks each user up, rather than reading all rows for each
/// user of the customer.
fn update_users(dialect: Dialect) -> String {
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS id, {} AS licensed, {} AS location, {} AS touched, {} AS errors FROM {}) \
         UPDATE users SET is_licensed = n.licensed, \
         usage_location = COALESCE(n.location, usage_location), has_errors = n.errors, \
         changed = CASE WHEN n.touched = 1 THEN $3 ELSE changed END \
         FROM n WHERE users.customer_id = $1 AND users.id = n.id AND (n.touched = 1 OR users.has_errors <> n.errors)",
        dialect.text(0),
        dialect.int(1),
        dialect.text(2),
        dialect.int(3),
        dialect.int(4),
        dialect.rows(2)
    )
}

fn write_outcomes(dialect: Dialect) -> String {
    format!(
        "INSERT INTO operation_user (operation_id, customer_id, position, user_id, name, upn, outcome, code, before, \
         after, message, salt) \
         SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), {}, {}, {}, {}, {}, {}, {}, {}, {}, {} FROM {}",
        dialect.int(0),
        dialect.text(1),
        dialect.text(2),
        dialect.text(3),
        dialect.text(4),
        dialect.text(5),
        dialect.text(6),
        dialect.text(7),
        dialect.text(8),
        dialect.text(9),
        dialect.rows(3)
    )
}

/// A request as its operation keeps it.
struct Kept<'a> {
    key: IdempotencyKey,
    body_hash: String,
    selection: Option<SelectionId>,
    change: &'a Change,
    policy: ShortagePolicy,
    undoes: Option<OperationId>,
}

impl SqlStore {
    pub(super) async fn save_change(
        &self,
        scope: CustomerScope,
        request: &SaveRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let mut transaction = self.begin().await?;
        let version = lock(&mut transaction, scope).await?;
        let kept = Kept {
            key: request.key,
            body_hash: token_hash(&to_json(request)?),
            selection: Some(request.selection),
            change: &request.change,
            policy: request.policy,
            undoes: None,
        };
        if let Some(reply) = known(&mut transaction, scope, &kept).await? {
            return Ok(reply);
        }
        let SelectionSnapshot { snapshot, order } =
            self.load_snapshot(&mut transaction, scope, request.selection).await?;
        // Leaving without a commit rolls everything back.
        match decide(&snapshot, &order, request) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => self.write(transaction, scope, version, (&snapshot, &plan), &kept, stamp).await,
        }
    }

    pub(super) async fn undo_operation(
        &self,
        scope: CustomerScope,
        request: &UndoRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let mut transaction = self.begin().await?;
        let version = lock(&mut transaction, scope).await?;
        let DoneSnapshot { snapshot, done } = self.load_done(&mut transaction, scope, request.operation).await?;
        let kept = Kept {
            key: request.key,
            body_hash: token_hash(&to_json(request)?),
            selection: None,
            change: &touched(&done),
            policy: ShortagePolicy::EverybodyOrNobody,
            undoes: Some(request.operation),
        };
        if let Some(reply) = known(&mut transaction, scope, &kept).await? {
            return Ok(reply);
        }
        match decide_undo(&snapshot, &done, request) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => self.write(transaction, scope, version, (&snapshot, &plan), &kept, stamp).await,
        }
    }

    /// Writes what was decided, and commits.
    async fn write(
        &self,
        mut transaction: Transaction<'_, Any>,
        scope: CustomerScope,
        version: i64,
        (snapshot, plan): (&Snapshot, &Plan),
        kept: &Kept<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let mut rows = SaveRows::of(plan, snapshot)?;
        let outcomes = activity::seal(&mut rows.outcomes, &stamp.seed);
        self.write_plan(&mut transaction, scope, plan, &rows, version).await?;
        let summary = PlanSummary::of(plan, snapshot);
        write_operation(&mut transaction, scope, kept, &summary, stamp).await?;
        sqlx::query(AssertSqlSafe(write_outcomes(self.dialect)))
            .bind(stamp.id.to_string())
            .bind(scope.customer().to_string())
            .bind(to_json(&rows.outcomes)?)
            .execute(&mut *transaction)
            .await
            .map_err(database)?;
        let entry = Entry {
            customer: scope.customer(),
            performer: Performer::Person(scope.actor()),
            action: if kept.undoes.is_some() { Action::ChangeUndone } else { Action::LicensesUpdated },
            subject: stamp.id,
            details: &Details::of_plan(plan, snapshot, kept.change, &summary, kept.undoes),
            outcomes: Some(outcomes),
        };
        activity::write(&mut transaction, self.dialect, entry, stamp).await?;
        transaction.commit().await.map_err(database)?;
        Ok(SaveReply::Saved(OperationId::new(stamp.id)))
    }

    /// Licenses, users and seat counters of a plan.
    async fn write_plan(
        &self,
        transaction: &mut Transaction<'_, Any>,
        scope: CustomerScope,
        plan: &Plan,
        rows: &SaveRows,
        version: i64,
    ) -> Result<(), StoreError> {
        let dialect = self.dialect;
        self.write_rows(transaction, scope, remove_licenses(dialect), &rows.removed, None).await?;
        self.write_rows(transaction, scope, write_licenses(dialect), &rows.written, None).await?;
        self.write_rows(transaction, scope, update_users(dialect), &rows.users, Some(version)).await?;
        for (sku, effect) in &plan.seats {
            move_seats(transaction, scope, *sku, effect.used).await?;
        }
        Ok(())
    }

    async fn write_rows(
        &self,
        transaction: &mut Transaction<'_, Any>,
        scope: CustomerScope,
        sql: String,
        rows: &[Value],
        version: Option<i64>,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(AssertSqlSafe(sql)).bind(scope.customer().to_string()).bind(to_json(rows)?);
        let query = if let Some(version) = version { query.bind(version) } else { query };
        query.execute(&mut **transaction).await.map(|_| ()).map_err(database)
    }
}

/// Takes the customer's lock and gives the new version.
pub(super) async fn lock(transaction: &mut Transaction<'_, Any>, scope: CustomerScope) -> Result<i64, StoreError> {
    let customer = scope.customer().to_string();
    sqlx::query_scalar(LOCK).bind(customer).fetch_one(&mut **transaction).await.map_err(database)
}

/// The reply to a key that was used before.
async fn known(
    transaction: &mut Transaction<'_, Any>,
    scope: CustomerScope,
    kept: &Kept<'_>,
) -> Result<Option<SaveReply>, StoreError> {
    let known: Option<(String, String)> = sqlx::query_as(KNOWN)
        .bind(scope.actor().to_string())
        .bind(scope.customer().to_string())
        .bind(kept.key.to_string())
        .fetch_optional(&mut **transaction)
        .await
        .map_err(database)?;
    known
        .map(
            |(id, hash)| {
                if hash == kept.body_hash {
                    Ok(SaveReply::Saved(super::parsed(&id)?))
                } else {
                    Ok(SaveReply::KeyReused)
                }
            },
        )
        .transpose()
}

async fn move_seats(
    transaction: &mut Transaction<'_, Any>,
    scope: CustomerScope,
    sku: SkuId,
    used: i64,
) -> Result<(), StoreError> {
    let (sql, seats) = match used {
        0 => return Ok(()),
        taken if taken > 0 => (TAKE_SEATS, taken),
        given_back => (GIVE_SEATS_BACK, -given_back),
    };
    sqlx::query(sql)
        .bind(scope.customer().to_string())
        .bind(sku.to_string())
        .bind(seats)
        .execute(&mut **transaction)
        .await
        .map(|_| ())
        .map_err(database)
}

async fn write_operation(
    transaction: &mut Transaction<'_, Any>,
    scope: CustomerScope,
    kept: &Kept<'_>,
    summary: &PlanSummary,
    stamp: Stamp,
) -> Result<(), StoreError> {
    let counts = [summary.users, summary.changed, summary.failed, summary.unchanged, summary.assigned, summary.revoked];
    let query = sqlx::query(OPERATION)
        .bind(stamp.id.to_string())
        .bind(scope.customer().to_string())
        .bind(scope.actor().to_string())
        .bind(kept.key.to_string())
        .bind(&kept.body_hash)
        .bind(kept.selection.map_or(String::new(), |selection| selection.to_string()))
        .bind(to_json(kept.change)?)
        .bind(to_json(&kept.policy)?)
        .bind(kept.undoes.map(|undone| undone.to_string()))
        .bind(stamp.now);
    let query = counts.into_iter().fold(query, |query, count| query.bind(i64::try_from(count).unwrap_or(i64::MAX)));
    query.execute(&mut **transaction).await.map(|_| ()).map_err(database)
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let mut all: Vec<String> = [LOCK, KNOWN, TAKE_SEATS, GIVE_SEATS_BACK, OPERATION].map(String::from).into();
    all.extend([remove_licenses(dialect), write_licenses(dialect), update_users(dialect), write_outcomes(dialect)]);
    all
}
