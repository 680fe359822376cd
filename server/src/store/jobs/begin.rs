//! Beginning a job: it is written and its seats are reserved before anything else happens.

use super::{Job, JobPlan, LEASE_MS};
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use crate::store::operations::seats::change_seats;
use domain::access::CustomerScope;
use domain::console::reason::Reason;
use domain::ids::{OperationId, SkuId};
use domain::rules::plan::Plan;
use domain::rules::reserved_seats::{order_of_work, to_reserve};
use domain::rules::snapshot::Snapshot;
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

const JOB: &str = "INSERT INTO job (operation_id, customer_id, epoch, lease_until, request_id, address, \
    reason) VALUES ($1, $2, 1, $3, $4, $5, $6)";
const RESERVE: &str = "UPDATE customer_product SET reserved = reserved + $3 WHERE customer_id = $1 AND sku_id = $2";
const SEATS: &str = "INSERT INTO job_seat (operation_id, customer_id, sku_id, seats) VALUES ($1, $2, $3, $4)";

fn chunks(dialect: Dialect) -> String {
    format!(
        "INSERT INTO job_chunk (operation_id, number, users) SELECT CAST($1 AS TEXT), {}, {} FROM {}",
        dialect.int(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

impl SqlStore {
    /// Writes the job of an operation whose record is already written.
    pub(in crate::store) async fn begin_job(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        reason: Option<&Reason>,
        plan: &Plan,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        write_job(transaction, operation, reason, stamp).await?;
        for (sku, seats) in to_reserve(plan) {
            reserve(transaction, operation, sku, seats).await?;
        }
        let rows: Vec<Value> = order_of_work(plan)
            .chunks(self.chunk_users())
            .enumerate()
            .map(|(number, places)| {
                let user = |place: &usize| plan.users.get(*place).map(|planned| (*place, planned.user));
                Ok(json!([number, to_json(&places.iter().filter_map(user).collect::<Vec<_>>())?]))
            })
            .collect::<Result<_, StoreError>>()?;
        self.write_chunks(transaction, operation, &rows).await
    }

    /// Writes the chunks of a job, each `[number, users]`.
    pub(super) async fn write_chunks(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        rows: &[Value],
    ) -> Result<(), StoreError> {
        sqlx::query(AssertSqlSafe(chunks(self.dialect)))
            .bind(operation.to_string())
            .bind(to_json(rows)?)
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }

    /// Hands a committed job to the worker of this process.
    pub(in crate::store) fn hand_over(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        version: i64,
        snapshot: Snapshot,
        plan: Plan,
    ) {
        let planned = Some(JobPlan { plan, snapshot, version });
        self.handed.push(Job { operation, scope, epoch: 1, planned });
    }
}

/// Writes a job without its chunks. The reason is kept for the activity row at the job's end.
pub(super) async fn write_job(
    transaction: &mut CustomerTransaction,
    operation: OperationId,
    reason: Option<&Reason>,
    stamp: Stamp,
) -> Result<(), StoreError> {
    sqlx::query(JOB)
        .bind(operation.to_string())
        .bind(transaction.customer().to_string())
        .bind(stamp.now + LEASE_MS)
        .bind(stamp.caller.request.map(|request| request.to_string()))
        .bind(stamp.caller.address.map(|address| address.to_string()))
        .bind(reason.map(Reason::as_str))
        .run(&mut **transaction)
        .await
        .map(|_| ())
}

async fn reserve(
    transaction: &mut CustomerTransaction,
    operation: OperationId,
    sku: SkuId,
    seats: i64,
) -> Result<(), StoreError> {
    let customer = transaction.customer();
    change_seats(transaction, RESERVE, customer.to_string(), sku, seats).await?;
    sqlx::query(SEATS)
        .bind(operation.to_string())
        .bind(customer.to_string())
        .bind(sku.to_string())
        .bind(seats)
        .run(&mut **transaction)
        .await
        .map(|_| ())
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    vec![JOB.into(), RESERVE.into(), SEATS.into(), chunks(dialect)]
}
