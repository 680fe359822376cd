//! Processing one chunk of a job.

use super::Step;
use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::kind_of;
use crate::store::engine::stored::{from_json, parsed};
use crate::store::jobs::{Job, JobPlan, LEASE_MS};
use crate::store::licenses::part::Part;
use crate::store::operations::seats::change_seats;
use domain::console::chain::{Hash, SaltSeed};
use domain::console::operation::{OperationCounts, OperationState};
use domain::console::save::plan_for_all;
use domain::ids::{SkuId, UserId};
use domain::rules::change::Change;
use domain::rules::outcome::PlannedUser;
use domain::rules::plan::Plan;
use domain::rules::reserved_seats::{SeatMoves, offer_reserved};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::rules::snapshot::Snapshot;
use domain::rules::undo::plan_undo;
use domain::store::{Stamp, StoreError};
use std::collections::BTreeMap;

/// The fence: it gives no row once another process has taken over the job. Nothing is committed then.
const RENEW: &str = "UPDATE job SET lease_until = $3 WHERE operation_id = $1 AND epoch = $2 RETURNING cancel_asked";
const NEXT: &str =
    "SELECT number, users FROM job_chunk WHERE operation_id = $1 AND digest IS NULL ORDER BY number LIMIT 2";
const DONE: &str = "UPDATE job_chunk SET users = '[]', digest = $3 WHERE operation_id = $1 AND number = $2";
const KIND: &str = "SELECT kind FROM operation WHERE id = $1";
const ASKED: &str = "SELECT change, policy, undoes FROM operation WHERE id = $1";
const COUNT: &str = "UPDATE operation SET changed_count = changed_count + $2, failed_count = failed_count + $3, \
    unchanged_count = unchanged_count + $4, assigned_count = assigned_count + $5, \
    revoked_count = revoked_count + $6, direct_removed_count = direct_removed_count + $7 WHERE id = $1";
pub(super) const RESERVED: &str = "SELECT sku_id, seats FROM job_seat WHERE operation_id = $1";
/// Runs before the seats are taken, so that reserved and consumed seats never exceed the existing ones.
const USE_RESERVED: &str =
    "UPDATE customer_product SET reserved = reserved - $3 WHERE customer_id = $1 AND sku_id = $2";
const USE_OWN: &str = "UPDATE job_seat SET seats = seats - $3 WHERE operation_id = $1 AND sku_id = $2";

/// The next chunk of a job.
struct Chunk {
    number: i64,
    /// JSON: users or entries, each with its place in the whole plan.
    users: String,
    is_last: bool,
}

impl SqlStore {
    /// Processes one chunk of a job, or ends the job. The stamp's id is not used.
    ///
    /// # Errors
    /// When the database does not answer. The next call then finds out whether the chunk was done.
    pub async fn work_chunk(&self, job: &mut Job, stamp: Stamp) -> Result<Step, StoreError> {
        let mut transaction = self.lock_customer(job.scope.customer()).await?;
        let renewed: Option<i64> = sqlx::query_scalar(RENEW)
            .bind(job.operation.to_string())
            .bind(job.epoch)
            .bind(stamp.now + LEASE_MS)
            .optional(&mut *transaction)
            .await?;
        let Some(cancel_asked) = renewed else { return Ok(Step::Lost) };
        let ended = if cancel_asked == 1 {
            let is_all = self.write_not_reached(&mut transaction, job, stamp).await?;
            is_all.then_some(OperationState::Cancelled)
        } else {
            match next(&mut transaction, job).await? {
                Some(chunk) => {
                    self.do_chunk(&mut transaction, job, &chunk, stamp).await?;
                    chunk.is_last.then_some(OperationState::Done)
                }
                None => Some(OperationState::Done),
            }
        };
        if let Some(state) = ended {
            self.end_job(&mut transaction, job, state, stamp).await?;
        }
        self.end_lost_access(&mut transaction, stamp.now).await?;
        let version = transaction.version();
        Failpoint::ChunkWritten.pass();
        transaction.commit().await?;
        Failpoint::ChunkCommitted.pass();
        if let Some(planned) = &mut job.planned {
            planned.version = version;
        }
        Ok(if ended.is_some() { Step::Ended } else { Step::More })
    }

    async fn do_chunk(
        &self,
        transaction: &mut CustomerTransaction,
        job: &mut Job,
        chunk: &Chunk,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let (digest, counts) = if has_entries(transaction, job).await? {
            self.do_entries_chunk(transaction, job, chunk.number, &chunk.users, stamp).await?
        } else {
            self.do_licenses_chunk(transaction, job, chunk, &stamp.seed).await?
        };
        close(transaction, job, chunk.number, digest, counts).await
    }

    async fn do_licenses_chunk(
        &self,
        transaction: &mut CustomerTransaction,
        job: &mut Job,
        chunk: &Chunk,
        seed: &SaltSeed,
    ) -> Result<(Hash, OperationCounts), StoreError> {
        let placed: Vec<(usize, UserId)> = from_json(&chunk.users)?;
        let reserved = self.reserved(transaction, job).await?;
        // The plan is outdated if somebody else has written the customer since.
        job.planned = job.planned.take().filter(|planned| planned.version + 1 == transaction.version());
        let anew;
        let (users, snapshot): (Vec<(usize, &PlannedUser)>, &Snapshot) = match &job.planned {
            Some(JobPlan { plan, snapshot, .. }) => (part_of(plan, &placed)?, snapshot),
            None => {
                anew = self.plan_chunk(transaction, job, &placed, &reserved).await?;
                let places = placed.iter().map(|(place, _)| *place);
                (places.zip(&anew.0.users).collect(), &anew.1)
            }
        };
        let part = Part { operation: job.operation, chunk: Some(chunk.number), users: &users, snapshot };
        let moves = part.seat_moves();
        use_reserved(transaction, job, &reserved, &moves).await?;
        let digest = self.write_part(transaction, part, &moves, seed).await?;
        Ok((digest, OperationCounts::of(part.planned())))
    }

    /// Plans a chunk on the current data, with the seats that are reserved for the job.
    async fn plan_chunk(
        &self,
        transaction: &mut CustomerTransaction,
        job: &Job,
        placed: &[(usize, UserId)],
        reserved: &BTreeMap<SkuId, i64>,
    ) -> Result<(Plan, Snapshot), StoreError> {
        let (change, policy, undoes): (String, String, Option<String>) =
            sqlx::query_as(ASKED).bind(job.operation.to_string()).one(&mut **transaction).await?;
        let policy: ShortagePolicy = from_json(&policy)?;
        let users: Vec<UserId> = placed.iter().map(|(_, user)| *user).collect();
        let mut snapshot = self.load_listed(transaction, job.scope, &users).await?;
        offer_reserved(&mut snapshot, reserved, policy);
        let plan = match undoes {
            None => {
                let change: Change = from_json(&change)?;
                plan_for_all(&snapshot, &users, &change, policy)
            }
            Some(undone) => {
                let done = self.load_done_to(transaction, job.scope, parsed(&undone)?, &users).await?;
                plan_undo(&snapshot, &done)
            }
        };
        Ok((plan, snapshot))
    }

    pub(super) async fn reserved(
        &self,
        transaction: &mut CustomerTransaction,
        job: &Job,
    ) -> Result<BTreeMap<SkuId, i64>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as(RESERVED).bind(job.operation.to_string()).all(&mut **transaction).await?;
        rows.into_iter().map(|(sku, seats)| Ok((parsed(&sku)?, seats))).collect()
    }
}

fn part_of<'a>(plan: &'a Plan, placed: &[(usize, UserId)]) -> Result<Vec<(usize, &'a PlannedUser)>, StoreError> {
    let planned = |(place, user): &(usize, UserId)| {
        let planned = plan.users.get(*place).filter(|planned| planned.user == *user);
        planned.map(|planned| (*place, planned)).ok_or_else(|| StoreError::Corrupt("a job's plan is another's".into()))
    };
    placed.iter().map(planned).collect()
}

async fn next(transaction: &mut CustomerTransaction, job: &Job) -> Result<Option<Chunk>, StoreError> {
    let rows: Vec<(i64, String)> = sqlx::query_as(NEXT).bind(job.operation.to_string()).all(&mut **transaction).await?;
    let is_last = rows.len() == 1;
    let Some((number, users)) = rows.into_iter().next() else { return Ok(None) };
    Ok(Some(Chunk { number, users, is_last }))
}

async fn use_reserved(
    transaction: &mut CustomerTransaction,
    job: &Job,
    reserved: &BTreeMap<SkuId, i64>,
    moves: &BTreeMap<SkuId, SeatMoves>,
) -> Result<(), StoreError> {
    for (sku, moved) in moves {
        let used = reserved.get(sku).map_or(0, |own| moved.taken.min(*own));
        change_seats(transaction, USE_RESERVED, job.scope.customer().to_string(), *sku, used).await?;
        change_seats(transaction, USE_OWN, job.operation.to_string(), *sku, used).await?;
    }
    Ok(())
}

/// Whether the job stores an entry for each of its users.
pub(super) async fn has_entries(transaction: &mut CustomerTransaction, job: &Job) -> Result<bool, StoreError> {
    let kind: String = sqlx::query_scalar(KIND).bind(job.operation.to_string()).one(&mut **transaction).await?;
    Ok(kind_of(&kind)?.has_entries())
}

/// Closes a chunk whose outcomes are written: stores their digest and adds their counts to the operation.
pub(super) async fn close(
    transaction: &mut CustomerTransaction,
    job: &Job,
    number: i64,
    digest: Hash,
    counts: OperationCounts,
) -> Result<(), StoreError> {
    count(transaction, job, counts).await?;
    sqlx::query(DONE)
        .bind(job.operation.to_string())
        .bind(number)
        .bind(digest.to_string())
        .run(&mut **transaction)
        .await
        .map(|_| ())
}

async fn count(transaction: &mut CustomerTransaction, job: &Job, counts: OperationCounts) -> Result<(), StoreError> {
    let OperationCounts { users: _, changed, failed, unchanged, assigned, revoked, direct_removed } = counts;
    let query = sqlx::query(COUNT).bind(job.operation.to_string());
    let counts = [changed, failed, unchanged, assigned, revoked, direct_removed];
    let query = counts.into_iter().fold(query, |query, count| query.bind(count));
    query.run(&mut **transaction).await.map(|_| ())
}

pub(super) fn statements() -> Vec<String> {
    [RENEW, NEXT, DONE, KIND, ASKED, COUNT, RESERVED, USE_RESERVED, USE_OWN].map(String::from).into()
}
