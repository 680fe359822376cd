//! Ending a job: unused seats become free again, and the operation gets its final state.

use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity, StoredCounts};
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::kind_of;
use crate::store::engine::stored::{from_json, parsed};
use crate::store::jobs::Job;
use crate::store::operations::seats::change_seats;
use domain::console::action::Action;
use domain::console::activity::{Caller, Details, Performer};
use domain::console::chain::{Hash, of_parts};
use domain::console::operation::{OperationCounts, OperationState};
use domain::store::{Stamp, StoreError};

/// Released seats first reduce the over-assigned ones.
const RELEASE: &str = "UPDATE customer_product SET reserved = reserved - $3, \
    over_assigned = CASE WHEN consumed + reserved - $3 > owned THEN consumed + reserved - $3 - owned ELSE 0 END \
    WHERE customer_id = $1 AND sku_id = $2";
const DIGESTS: &str = "SELECT number, digest FROM job_chunk WHERE operation_id = $1 ORDER BY number";
const CALLER: &str = "SELECT request_id, address, reason FROM job WHERE operation_id = $1";
const FORGET: [&str; 4] = [
    "DELETE FROM job_plan_off WHERE operation_id = $1",
    "DELETE FROM job_chunk WHERE operation_id = $1",
    "DELETE FROM job_seat WHERE operation_id = $1",
    "DELETE FROM job WHERE operation_id = $1",
];
const END: &str = "UPDATE operation SET state = $2 WHERE id = $1 RETURNING kind, change, undoes, user_count, \
    changed_count, failed_count, unchanged_count, assigned_count, revoked_count, direct_removed_count";

/// The row of [`END`].
#[derive(sqlx::FromRow)]
struct EndedRow {
    kind: String,
    change: String,
    undoes: Option<String>,
    #[sqlx(flatten)]
    counts: StoredCounts,
}

impl SqlStore {
    pub(super) async fn end_job(
        &self,
        transaction: &mut CustomerTransaction,
        job: &Job,
        state: OperationState,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        for (sku, seats) in self.reserved(transaction, job).await? {
            change_seats(transaction, RELEASE, job.scope.customer().to_string(), sku, seats).await?;
        }
        let (caller, reason) = asked(transaction, job).await?;
        let outcomes = outcomes(transaction, job).await?;
        let ended: EndedRow =
            sqlx::query_as(END).bind(job.operation.to_string()).bind(state.as_str()).one(&mut **transaction).await?;
        let undoes = ended.undoes.as_deref().map(parsed).transpose()?;
        let kind = kind_of(&ended.kind)?;
        let products = self.products_of_job(transaction, job.operation, &from_json(&ended.change)?).await?;
        for sql in FORGET {
            sqlx::query(sql).bind(job.operation.to_string()).run(&mut **transaction).await?;
        }
        let row = NewActivity {
            customer: job.scope.customer(),
            performer: Performer::Person(job.scope.actor()),
            action: Action::of_operation(kind, undoes.is_some()),
            subject: job.operation.uuid(),
            details: &Details::of_job(kind, OperationCounts::from(ended.counts), products, undoes),
            outcomes,
            reason: reason.as_deref(),
        };
        activity::write(transaction, self.dialect, row, Stamp { caller, ..stamp }).await
    }
}

/// The digest of all outcomes, made from the digests of the chunks. `None` where an earlier version did the first
/// chunks: it kept no digests.
async fn outcomes(transaction: &mut CustomerTransaction, job: &Job) -> Result<Option<Hash>, StoreError> {
    let chunks: Vec<(i64, Option<String>)> =
        sqlx::query_as(DIGESTS).bind(job.operation.to_string()).all(&mut **transaction).await?;
    if chunks.first().is_none_or(|(number, _)| *number > 0) {
        return Ok(None);
    }
    let done = chunks.into_iter().filter_map(|(number, digest)| Some((number, digest?)));
    let done: Vec<_> =
        done.map(|(number, digest)| Ok((Some(number), parsed(&digest)?))).collect::<Result<_, StoreError>>()?;
    Ok(Some(of_parts(&done)))
}

/// The caller and the reason of the request that began the job.
async fn asked(transaction: &mut CustomerTransaction, job: &Job) -> Result<(Caller, Option<String>), StoreError> {
    let (request, address, reason): (Option<String>, Option<String>, Option<String>) =
        sqlx::query_as(CALLER).bind(job.operation.to_string()).one(&mut **transaction).await?;
    let request = request.map(|request| parsed(&request)).transpose()?;
    let address = address.map(|address| parsed(&address)).transpose()?;
    Ok((Caller { request, address }, reason))
}

pub(super) fn statements() -> Vec<String> {
    [&FORGET[..], &[RELEASE, DIGESTS, CALLER, END]].concat().into_iter().map(String::from).collect()
}
