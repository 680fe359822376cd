//! Stopping a job: what was asked of users who were not reached is kept with their outcomes, so that nothing of it is lost.

use super::Job;
use super::chunk::{close, has_entries};
use crate::store::outcome_rows::OutcomeRows;
use crate::store::{SqlStore, database, from_json};
use domain::console::entries::Entries;
use domain::console::operation::OperationCounts;
use domain::rules::entries::{UserEntry, by_user, not_reached};
use domain::rules::outcome::PlannedUser;
use domain::store::{Stamp, StoreError};
use sqlx::{Any, Transaction};

const REST: &str = "SELECT number, users FROM job_chunk WHERE operation_id = $1 AND digest IS NULL ORDER BY number";

impl SqlStore {
    /// Gives entries that were not reached an outcome that says so, all of them as one chunk: there are never more of them
    /// than are also saved in one transaction. Jobs without entries keep what was asked in their operation.
    pub(super) async fn write_not_reached(
        &self,
        transaction: &mut Transaction<'_, Any>,
        job: &Job,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        if !has_entries(transaction, job).await? {
            return Ok(());
        }
        let rest: Vec<(i64, String)> = sqlx::query_as(REST)
            .bind(job.operation.to_string())
            .fetch_all(&mut **transaction)
            .await
            .map_err(database)?;
        let Some(number) = rest.first().map(|(number, _)| *number) else { return Ok(()) };
        let mut placed: Vec<(usize, UserEntry)> = Vec::new();
        for (_, users) in &rest {
            placed.extend(from_json::<Vec<(usize, UserEntry)>>(users)?);
        }
        let (places, entries): (Vec<usize>, Vec<UserEntry>) = placed.into_iter().unzip();
        // For the names that stand with outcomes.
        let (accounts, entries) = self.load_entries(transaction, job.scope, &Entries::Each(entries)).await?;
        let users = not_reached(&entries);
        let placed: Vec<(usize, &PlannedUser)> = places.into_iter().zip(&users).collect();
        let outcomes = OutcomeRows::of(&placed, &accounts.snapshot, &by_user(&entries), &stamp.seed).await?;
        let digest = self.insert_outcomes(transaction, job.scope, (job.operation, Some(number)), outcomes).await?;
        close(transaction, job, (number, digest), OperationCounts::of(&users)).await
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![REST.to_owned()]
}
