//! Jobs that add, upload or edit users. Their chunks hold the entries themselves. Each chunk is planned when its turn
//! comes.

use super::Job;
use super::begin::write_job;
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{from_json, parsed, to_json};
use crate::store::entries::write::EntriesPart;
use domain::access::CustomerScope;
use domain::console::chain::Hash;
use domain::console::entries::Entries;
use domain::console::operation::OperationCounts;
use domain::console::reason::Reason;
use domain::ids::{OperationId, UserId};
use domain::rules::change::Change;
use domain::rules::entries::{EntryAction, UserEntry, plan_entries, plan_undo_entries};
use domain::store::{Stamp, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const UNDOES: &str = "SELECT undoes FROM operation WHERE id = $1";

/// The entries of a chunk as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum StoredEntries {
    /// Every entry with its place. Earlier versions began jobs with these.
    Each(Vec<(usize, UserEntry)>),
    /// Groups of consecutive entries that ask the same, so that each request is stored only once.
    Alike(Vec<Alike>),
}

/// The same request for several users.
#[derive(Serialize, Deserialize)]
pub(super) struct Alike {
    asked: EntryAction,
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

    /// The entries with their places in the whole plan.
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
    /// Writes the job of an operation whose record is already written.
    pub(in crate::store) async fn begin_entries_job(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        reason: Option<&Reason>,
        entries: Vec<UserEntry>,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        write_job(transaction, operation, reason, stamp).await?;
        let placed: Vec<(usize, UserEntry)> = entries.into_iter().enumerate().collect();
        let rows: Vec<Value> = placed
            .chunks(self.entries_at_once())
            .enumerate()
            .map(|(number, placed)| Ok(json!([number, to_json(&StoredEntries::of(placed))?])))
            .collect::<Result<_, StoreError>>()?;
        self.write_chunks(transaction, operation, &rows).await
    }

    /// Hands a committed job to the worker of this process.
    pub(in crate::store) fn hand_over_entries(&self, scope: CustomerScope, operation: OperationId) {
        self.handed.push(Job { operation, scope, epoch: 1, planned: None });
    }

    /// Plans a chunk on the current data and writes it. Gives the digest of its outcomes and their counts.
    pub(super) async fn do_entries_chunk(
        &self,
        transaction: &mut CustomerTransaction,
        job: &Job,
        number: i64,
        placed: &str,
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
