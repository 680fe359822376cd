//! Jobs that add, upload or edit users: their chunks hold the entries themselves, and are planned when their turn comes.

use super::begin::{JOB, chunks};
use super::{Job, LEASE_MS};
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{from_json, parsed, to_json};
use crate::store::entries::write::EntriesPart;
use domain::access::CustomerScope;
use domain::console::chain::Hash;
use domain::console::entries::Entries;
use domain::console::operation::OperationCounts;
use domain::console::reason::Reason;
use domain::ids::{OperationId, UserId};
use domain::rules::change::Change;
use domain::rules::entries::{Asked, UserEntry, plan_entries, plan_undo_entries};
use domain::store::{Stamp, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

const UNDOES: &str = "SELECT undoes FROM operation WHERE id = $1";

/// The entries of a chunk as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum StoredEntries {
    /// Each with its place: in jobs that were begun by a version of before.
    Each(Vec<(usize, UserEntry)>),
    /// Those of whom the same is asked, one after the other, together: of many it is said once.
    Alike(Vec<Alike>),
}

/// What is asked alike of some users.
#[derive(Serialize, Deserialize)]
pub(super) struct Alike {
    asked: Asked,
    licenses: Change,
    users: Vec<(usize, UserId)>,
}

impl StoredEntries {
    fn of(placed: &[(usize, UserEntry)]) -> Self {
        let alike = placed.chunk_by(|(_, one), (_, next)| one.asked == next.asked && one.licenses == next.licenses);
        let group = |group: &[(usize, UserEntry)]| {
            let (_, first) = group.first()?;
            let users = group.iter().map(|(place, entry)| (*place, entry.user)).collect();
            Some(Alike { asked: first.asked.clone(), licenses: first.licenses.clone(), users })
        };
        Self::Alike(alike.filter_map(group).collect())
    }

    /// With their places in the whole plan.
    pub(super) fn placed(self) -> Vec<(usize, UserEntry)> {
        match self {
            Self::Each(placed) => placed,
            Self::Alike(groups) => groups.into_iter().flat_map(Alike::placed).collect(),
        }
    }
}

impl Alike {
    fn placed(self) -> impl Iterator<Item = (usize, UserEntry)> {
        let Self { asked, licenses, users } = self;
        let entry = move |user| UserEntry { user, asked: asked.clone(), licenses: licenses.clone() };
        users.into_iter().map(move |(place, user)| (place, entry(user)))
    }
}

impl SqlStore {
    /// Writes a job down for an operation that is written already.
    pub(in crate::store) async fn begin_entries_job(
        &self,
        transaction: &mut CustomerTransaction,
        (operation, reason): (OperationId, Option<&Reason>),
        entries: Vec<UserEntry>,
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
            .await?;
        let placed: Vec<(usize, UserEntry)> = entries.into_iter().enumerate().collect();
        let rows: Vec<Value> = placed
            .chunks(self.entries_at_once())
            .enumerate()
            .map(|(number, placed)| Ok(json!([number, to_json(&StoredEntries::of(placed))?])))
            .collect::<Result<_, StoreError>>()?;
        sqlx::query(AssertSqlSafe(chunks(self.dialect)))
            .bind(operation.to_string())
            .bind(to_json(&rows)?)
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }

    /// Hands a job that is committed to whoever works off jobs in this process.
    pub(in crate::store) fn hand_over_entries(&self, scope: CustomerScope, operation: OperationId) {
        self.handed.push(Job { operation, scope, epoch: 1, planned: None });
    }

    /// Plans a chunk on what is true now and writes it. Gives the digest of its outcomes, and its numbers.
    pub(super) async fn do_entries_chunk(
        &self,
        transaction: &mut CustomerTransaction,
        job: &Job,
        (number, placed): (i64, &str),
        stamp: Stamp,
    ) -> Result<(Hash, OperationCounts), StoreError> {
        let placed = from_json::<StoredEntries>(placed)?.placed();
        let (places, entries): (Vec<usize>, Vec<UserEntry>) = placed.into_iter().unzip();
        let (accounts, entries) = self.load_entries(transaction, job.scope, &Entries::Each(entries)).await?;
        let undone: Option<String> =
            sqlx::query_scalar(UNDOES).bind(job.operation.to_string()).one(&mut **transaction).await?;
        let plan = match undone {
            None => plan_entries(&accounts, &entries),
            Some(undone) => {
                let users: Vec<UserId> = entries.iter().map(|entry| entry.user).collect();
                let done = self.load_done_to(transaction, job.scope, parsed(&undone)?, &users).await?;
                plan_undo_entries(&accounts, &done)
            }
        };
        let part = EntriesPart {
            operation: job.operation,
            chunk: Some(number),
            plan: &plan,
            places: &places,
            entries: &entries,
            accounts: &accounts,
        };
        let digest = self.write_entries_part(transaction, part, stamp).await?;
        Ok((digest, OperationCounts::of(&plan.users)))
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![UNDOES.to_owned()]
}
