//! Stopping a job: the entries of users that were not reached are kept with their outcomes, so that nothing is lost.

use super::chunk::{close, has_entries};
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::from_json;
use crate::store::jobs::Job;
use crate::store::jobs::entries::StoredEntries;
use crate::store::operations::outcome_rows::OutcomeRows;
use domain::console::entries::Entries;
use domain::console::operation::OperationCounts;
use domain::rules::entries::{UserEntry, by_user, not_reached};
use domain::rules::outcome::PlannedUser;
use domain::store::{Stamp, StoreError};

const REST: &str = "SELECT number, users FROM job_chunk WHERE operation_id = $1 AND digest IS NULL ORDER BY number \
    LIMIT $2";
/// Removes chunks whose users were written together with those of the first one.
const JOINED: &str = "DELETE FROM job_chunk WHERE operation_id = $1 AND digest IS NULL AND number <= $2";
/// This many chunks are written together. They have as many users as one transaction may save.
const TOGETHER: i64 = 20;

impl SqlStore {
    /// Gives entries that were not reached an outcome that says so, several chunks at a time. Returns whether these
    /// were the last ones. The operation of a job without entries already has the whole request.
    pub(super) async fn write_not_reached(
        &self,
        transaction: &mut CustomerTransaction,
        job: &Job,
        stamp: Stamp,
    ) -> Result<bool, StoreError> {
        if !has_entries(transaction, job).await? {
            return Ok(true);
        }
        let mut rest: Vec<(i64, String)> =
            sqlx::query_as(REST).bind(job.operation.to_string()).bind(TOGETHER + 1).all(&mut **transaction).await?;
        let together = usize::try_from(TOGETHER).unwrap_or_default();
        let is_all = rest.len() <= together;
        rest.truncate(together);
        let (Some((number, _)), Some((last, _))) = (rest.first(), rest.last()) else { return Ok(true) };
        let (number, last) = (*number, *last);
        let mut placed: Vec<(usize, UserEntry)> = Vec::new();
        for (_, users) in &rest {
            placed.extend(from_json::<StoredEntries>(users)?.placed());
        }
        let (places, entries): (Vec<usize>, Vec<UserEntry>) = placed.into_iter().unzip();
        // Outcomes contain the users' names.
        let (accounts, entries) = self.load_entries(transaction, job.scope, &Entries::Each(entries)).await?;
        let users = not_reached(&entries);
        let placed: Vec<(usize, &PlannedUser)> = places.into_iter().zip(&users).collect();
        let outcomes = OutcomeRows::of(&placed, &accounts.snapshot, &by_user(&entries), &stamp.seed).await?;
        let digest = self.insert_outcomes(transaction, job.operation, Some(number), outcomes).await?;
        close(transaction, job, number, digest, OperationCounts::of(&users)).await?;
        sqlx::query(JOINED).bind(job.operation.to_string()).bind(last).run(&mut **transaction).await?;
        Ok(is_all)
    }
}

pub(super) fn statements() -> Vec<String> {
    [REST, JOINED].map(String::from).into()
}
