//! Writing a plan for users: licenses, locations, seats, outcomes.

use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::directory::user_errors::set_marks;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::json_rows::JsonRows;
use crate::store::licenses::part::Part;
use crate::store::licenses::rows::SaveRows;
use crate::store::operations::outcome_rows::{EntriesByUser, OutcomeRows};
use crate::store::operations::seats::change_seats;
use domain::console::chain::{Hash, SaltSeed};
use domain::ids::{OperationId, SkuId};
use domain::rules::reserved_seats::SeatMoves;
use domain::store::StoreError;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

const TAKE_SEATS: &str = "UPDATE customer_product SET consumed = consumed + $3 WHERE customer_id = $1 AND sku_id = $2";
/// Seats given back first reduce the over-assigned ones.
const GIVE_SEATS_BACK: &str = "UPDATE customer_product SET consumed = consumed - $3, \
    over_assigned = CASE WHEN consumed - $3 + reserved > owned THEN consumed - $3 + reserved - owned ELSE 0 END \
    WHERE customer_id = $1 AND sku_id = $2";

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
        "INSERT INTO assignment (customer_id, user_id, sku_id, disabled_plans, source, group_id, error) \
         SELECT CAST($1 AS TEXT), {}, {}, {}, {source}, NULLIF({source}, ''), NULLIF({}, '') FROM {} WHERE true \
         ON CONFLICT (customer_id, user_id, sku_id, source) \
         DO UPDATE SET disabled_plans = excluded.disabled_plans, error = excluded.error",
        dialect.text(0),
        dialect.text(1),
        dialect.text(2),
        dialect.text(4),
        dialect.rows(2),
        source = dialect.text(3)
    )
}

/// Whether a statement also writes the users' location.
#[derive(Clone, Copy)]
enum Location {
    Stays,
    Changes,
}

/// The rows are materialized. SQLite then walks them and looks each user up, rather than reading all rows for each user
/// of the customer.
///
/// SQLite writes every index of the columns that are set, whether they change or not. So users whose location changes
/// have a statement of their own.
fn update_users(dialect: Dialect, location: Location) -> String {
    let (column, set) = match location {
        Location::Stays => (String::new(), ""),
        Location::Changes => (format!(", {} AS location", dialect.text(4)), ", usage_location = n.location"),
    };
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS id, {} AS licensed, {} AS touched, {} AS mark{column} FROM {}) \
         UPDATE users SET is_licensed = n.licensed, {}{set}, \
         changed = CASE WHEN n.touched = 1 THEN $3 ELSE changed END \
         FROM n WHERE users.customer_id = $1 AND users.id = n.id \
         AND (n.touched = 1 OR n.mark = 1 OR (n.mark = 0 AND users.failed_in IS NOT NULL))",
        dialect.text(0),
        dialect.int(1),
        dialect.int(2),
        dialect.int(3),
        dialect.rows(2),
        set_marks(4)
    )
}

fn write_outcomes(dialect: Dialect) -> String {
    format!(
        "INSERT INTO operation_user (operation_id, customer_id, position, user_id, name, upn, outcome, code, before, \
         after, message, salt, profile, chunk) \
         SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, CAST($4 AS BIGINT) \
         FROM {}",
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
        dialect.text(10),
        dialect.rows(3)
    )
}

impl SqlStore {
    /// Writes licenses, users, seat counters and outcomes. `moves` are the seats that are taken and given back. Gives
    /// the digest of the outcomes.
    pub(in crate::store) async fn write_part(
        &self,
        transaction: &mut CustomerTransaction,
        part: Part<'_>,
        moves: &BTreeMap<SkuId, SeatMoves>,
        seed: &SaltSeed,
    ) -> Result<Hash, StoreError> {
        let no_entries = EntriesByUser::new();
        // The outcome rows are made while the database is busy.
        let directory = self.write_changes(transaction, part, moves);
        let ((), outcomes) =
            tokio::try_join!(directory, OutcomeRows::of(part.users, part.snapshot, &no_entries, seed))?;
        self.insert_outcomes(transaction, part.operation, part.chunk, outcomes).await
    }

    /// Writes the outcomes of an operation, or of a chunk of its job, and gives their digest.
    pub(in crate::store) async fn insert_outcomes(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        chunk: Option<i64>,
        outcomes: OutcomeRows,
    ) -> Result<Hash, StoreError> {
        sqlx::query(AssertSqlSafe(write_outcomes(self.dialect)))
            .bind(operation.to_string())
            .bind(transaction.customer().to_string())
            .bind(outcomes.rows.finish())
            .bind(chunk)
            .run(&mut **transaction)
            .await?;
        self.count_products(transaction, operation, &outcomes.products).await?;
        if chunk.is_some() {
            self.note_plans_off(transaction, operation, &outcomes.plans_off).await?;
        }
        Ok(outcomes.digest)
    }

    /// Writes licenses, users and seat counters.
    pub(in crate::store) async fn write_changes(
        &self,
        transaction: &mut CustomerTransaction,
        part: Part<'_>,
        moves: &BTreeMap<SkuId, SeatMoves>,
    ) -> Result<(), StoreError> {
        let dialect = self.dialect;
        let rows = SaveRows::of(part)?;
        self.write_rows(transaction, remove_licenses(dialect), rows.removed, None).await?;
        self.write_rows(transaction, write_licenses(dialect), rows.written, None).await?;
        let operation = Some(part.operation);
        self.write_rows(transaction, update_users(dialect, Location::Stays), rows.users, operation).await?;
        self.write_rows(transaction, update_users(dialect, Location::Changes), rows.moved, operation).await?;
        for (sku, moved) in moves {
            move_seats(transaction, *sku, moved.taken - moved.given_back).await?;
        }
        Failpoint::SeatsMoved.pass();
        Ok(())
    }

    async fn write_rows(
        &self,
        transaction: &mut CustomerTransaction,
        sql: String,
        rows: JsonRows,
        operation: Option<OperationId>,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(AssertSqlSafe(sql)).bind(transaction.customer().to_string()).bind(rows.finish());
        let query = match operation {
            Some(operation) => query.bind(transaction.version()).bind(operation.to_string()),
            None => query,
        };
        query.run(&mut **transaction).await.map(|_| ())
    }
}

pub(in crate::store) async fn move_seats(
    transaction: &mut CustomerTransaction,
    sku: SkuId,
    used: i64,
) -> Result<(), StoreError> {
    let (sql, seats) = match used {
        0 => return Ok(()),
        taken if taken > 0 => (TAKE_SEATS, taken),
        given_back => (GIVE_SEATS_BACK, -given_back),
    };
    change_seats(transaction, sql, transaction.customer().to_string(), sku, seats).await
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [TAKE_SEATS, GIVE_SEATS_BACK].map(String::from);
    let composed = [
        remove_licenses(dialect),
        write_licenses(dialect),
        update_users(dialect, Location::Stays),
        update_users(dialect, Location::Changes),
        write_outcomes(dialect),
    ];
    fixed.into_iter().chain(composed).collect()
}
