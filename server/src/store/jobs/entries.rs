//! Jobs that add, upload or edit users. Their chunks hold the entries themselves.

use super::Job;
use super::begin::write_job;
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::stored::to_json;
use domain::access::CustomerScope;
use domain::console::reason::Reason;
use domain::ids::{OperationId, UserId};
use domain::rules::change::Change;
use domain::rules::entries::{EntryAction, UserEntry};
use domain::store::{Stamp, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The entries of a chunk as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(in crate::store) enum StoredEntries {
    /// Every entry with its place. Earlier versions began jobs with these.
    Each(Vec<(usize, UserEntry)>),
    /// Groups of consecutive entries that ask the same, so that each request is stored only once.
    Alike(Vec<Alike>),
}

/// The same request for several users.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Alike {
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
    pub(in crate::store) fn placed(self) -> Vec<(usize, UserEntry)> {
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
}
