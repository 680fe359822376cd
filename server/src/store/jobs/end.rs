//! Ending a job: seats that were not needed are free again, and the operation says how it ended.

use super::Job;
use crate::store::save::{action_of, write_activity};
use crate::store::{SqlStore, database};
use domain::console::operation::OperationState;
use domain::store::{Stamp, StoreError};
use sqlx::{Any, Transaction};

/// Seats given back pay off what is over-assigned first.
const RELEASE: &str = "UPDATE customer_product SET reserved = reserved - $3, \
    over_assigned = CASE WHEN consumed + reserved - $3 > owned THEN consumed + reserved - $3 - owned ELSE 0 END \
    WHERE customer_id = $1 AND sku_id = $2";
const FORGET: [&str; 3] = [
    "DELETE FROM job_chunk WHERE operation_id = $1",
    "DELETE FROM job_seat WHERE operation_id = $1",
    "DELETE FROM job WHERE operation_id = $1",
];
const END: &str = "UPDATE operation SET state = $2 WHERE id = $1 RETURNING undoes";

impl SqlStore {
    pub(super) async fn end_job(
        &self,
        transaction: &mut Transaction<'_, Any>,
        job: &Job,
        state: OperationState,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        for (sku, seats) in self.reserved(transaction, job).await? {
            sqlx::query(RELEASE)
                .bind(job.scope.customer().to_string())
                .bind(sku.to_string())
                .bind(seats)
                .execute(&mut **transaction)
                .await
                .map_err(database)?;
        }
        for sql in FORGET {
            sqlx::query(sql).bind(job.operation.to_string()).execute(&mut **transaction).await.map_err(database)?;
        }
        let undoes: Option<String> = sqlx::query_scalar(END)
            .bind(job.operation.to_string())
            .bind(state.as_str())
            .fetch_one(&mut **transaction)
            .await
            .map_err(database)?;
        let stamp = Stamp { id: job.operation.uuid(), ..stamp };
        write_activity(transaction, job.scope, stamp, action_of(undoes.is_some())).await
    }
}

pub(super) fn statements() -> Vec<String> {
    [&FORGET[..], &[RELEASE, END]].concat().into_iter().map(String::from).collect()
}
