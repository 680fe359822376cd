//! A chunk of a job that adds, uploads or edits users. It is planned when its turn comes.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{from_json, parsed};
use crate::store::entries::write::EntriesChunk;
use crate::store::jobs::Job;
use crate::store::jobs::entries::StoredEntries;
use domain::console::chain::Hash;
use domain::console::entries::Entries;
use domain::console::operation::OperationCounts;
use domain::ids::UserId;
use domain::rules::entries::{UserEntry, plan_entries, plan_undo_entries};
use domain::store::{Stamp, StoreError};

const UNDOES: &str = "SELECT undoes FROM operation WHERE id = $1";

impl SqlStore {
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
        let part = EntriesChunk {
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
