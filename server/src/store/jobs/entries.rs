//! Jobs that add, upload or edit users: their chunks hold the entries themselves, and are planned when their turn comes.

use super::begin::{JOB, chunks};
use super::{Job, LEASE_MS};
use crate::store::entries_write::EntriesPart;
use crate::store::{SqlStore, database, from_json, to_json};
use domain::access::CustomerScope;
use domain::console::chain::Hash;
use domain::console::entries::Entries;
use domain::console::operation::OperationCounts;
use domain::console::reason::Reason;
use domain::ids::OperationId;
use domain::rules::entries::{UserEntry, plan_entries};
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sqlx::{Any, AssertSqlSafe, Transaction};

impl SqlStore {
    /// Writes a job down for an operation that is written already.
    pub(in crate::store) async fn begin_entries_job(
        &self,
        transaction: &mut Transaction<'_, Any>,
        scope: CustomerScope,
        (operation, reason): (OperationId, Option<&Reason>),
        entries: Vec<UserEntry>,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        sqlx::query(JOB)
            .bind(operation.to_string())
            .bind(scope.customer().to_string())
            .bind(stamp.now + LEASE_MS)
            .bind(stamp.caller.request.map(|request| request.to_string()))
            .bind(stamp.caller.address.map(|address| address.to_string()))
            .bind(reason.map(Reason::as_str))
            .execute(&mut **transaction)
            .await
            .map_err(database)?;
        let placed: Vec<(usize, UserEntry)> = entries.into_iter().enumerate().collect();
        let rows: Vec<Value> = placed
            .chunks(self.entries_at_once())
            .enumerate()
            .map(|(number, placed)| Ok(json!([number, to_json(placed)?])))
            .collect::<Result<_, StoreError>>()?;
        sqlx::query(AssertSqlSafe(chunks(self.dialect)))
            .bind(operation.to_string())
            .bind(to_json(&rows)?)
            .execute(&mut **transaction)
            .await
            .map(|_| ())
            .map_err(database)
    }

    /// Hands a job that is committed to whoever works off jobs in this process.
    pub(in crate::store) fn hand_over_entries(&self, scope: CustomerScope, operation: OperationId) {
        self.handed.push(Job { operation, scope, epoch: 1, planned: None });
    }

    /// Plans a chunk on what is true now and writes it. Gives the digest of its outcomes, and its numbers.
    pub(super) async fn do_entries_chunk(
        &self,
        transaction: &mut Transaction<'_, Any>,
        job: &Job,
        version: i64,
        (number, placed): (i64, &str),
        stamp: Stamp,
    ) -> Result<(Hash, OperationCounts), StoreError> {
        let placed: Vec<(usize, UserEntry)> = from_json(placed)?;
        let (places, entries): (Vec<usize>, Vec<UserEntry>) = placed.into_iter().unzip();
        let (accounts, entries) = self.load_entries(transaction, job.scope, &Entries::Each(entries)).await?;
        let plan = plan_entries(&accounts, &entries);
        let part = EntriesPart {
            operation: job.operation,
            chunk: Some(number),
            version,
            plan: &plan,
            places: &places,
            entries: &entries,
            accounts: &accounts,
        };
        let digest = self.write_entries_part(transaction, job.scope, part, stamp).await?;
        Ok((digest, OperationCounts::of(&plan.users)))
    }
}
