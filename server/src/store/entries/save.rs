//! Adding, uploading and editing users: one transaction that locks, loads, decides and writes, or a job for many users.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::entries::write::EntriesChunk;
use crate::store::operations::new_operation::{Effects, NewOperation, Progress};
use crate::store::operations::run_once::Once;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::activity::Details;
use domain::console::entries::{Entries, EntriesRequest, decide_entries, decide_undo_entries};
use domain::console::operation::OperationCounts;
use domain::console::operation_kind::OperationKind;
use domain::console::save::{SaveDecision, SaveReply, UndoRequest};
use domain::ids::OperationId;
use domain::rules::accounts::Accounts;
use domain::rules::entries::{EntryAction, UserEntry, undo_entries};
use domain::rules::plan::Plan;
use domain::store::{DoneSnapshot, EntryStore, Stamp, StoreError};

/// More entries than this are saved as a job. Where saves of fewer users become jobs, that lower number counts.
pub(in crate::store) const ENTRIES_AT_ONCE: usize = 500;

/// A plan that is to be written, with the accounts and entries that it was made from.
pub(super) struct Decided {
    pub(super) accounts: Accounts,
    pub(super) entries: Vec<UserEntry>,
    pub(super) plan: Plan,
}

#[async_trait]
impl EntryStore for SqlStore {
    async fn save_entries(
        &self,
        scope: CustomerScope,
        request: &EntriesRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let once = Once::of(request.key, request.reason.as_ref(), request)?;
        self.run_once(scope, once, stamp.now, |mut transaction, once| async move {
            let (accounts, entries) = self.load_entries(&mut transaction, scope, &request.entries).await?;
            let plan = match decide_entries(&accounts, &entries, request.entries.at_most(), &request.digest) {
                SaveDecision::Answer(reply) => return Ok(reply),
                SaveDecision::Write(plan) => plan,
            };
            // Undoing an addition deletes its users. So an operation that also edits users counts as an edit.
            let edits = entries.iter().any(|entry| matches!(entry.asked, EntryAction::Edit(_)));
            let new = NewOperation::new(if edits { OperationKind::Edit } else { request.kind.into() }, once);
            self.write_entries(transaction, scope, Decided { accounts, entries, plan }, &new, stamp).await
        })
        .await
    }
}

impl SqlStore {
    /// Undoes an operation that edited users, in the transaction that has loaded it.
    pub(in crate::store) async fn undo_edit(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        DoneSnapshot { done, .. }: DoneSnapshot,
        request: &UndoRequest,
        once: Once<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let asked = Entries::Each(undo_entries(&done));
        let (accounts, entries) = self.load_entries(&mut transaction, scope, &asked).await?;
        let plan = match decide_undo_entries(&accounts, &done, &request.digest) {
            SaveDecision::Answer(reply) => return Ok(reply),
            SaveDecision::Write(plan) => plan,
        };
        let new = NewOperation { undoes: Some(request.operation), ..NewOperation::new(OperationKind::Edit, once) };
        self.write_entries(transaction, scope, Decided { accounts, entries, plan }, &new, stamp).await
    }

    /// Writes a plan, at once or as a job, and commits.
    pub(super) async fn write_entries(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        Decided { accounts, entries, plan }: Decided,
        new: &NewOperation<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let operation = OperationId::new(stamp.id);
        let counts = OperationCounts::of(&plan.users);
        // An undo is planned as a whole where possible: only now is it known which users were changed since.
        let at_once = if new.undoes.is_some() { self.job_above } else { self.entries_at_once() };
        if entries.len() > at_once {
            self.begin_operation(&mut transaction, scope, new, Progress::running(counts), stamp).await?;
            self.begin_entries_job(&mut transaction, operation, new.once.reason, entries, stamp).await?;
            let reply = self.commit_operation(transaction, scope, new, stamp).await?;
            self.hand_over_entries(scope, operation);
            return Ok(reply);
        }
        self.begin_operation(&mut transaction, scope, new, Progress::done(counts), stamp).await?;
        let places: Vec<usize> = (0..entries.len()).collect();
        let part = EntriesChunk {
            operation,
            chunk: None,
            plan: &plan,
            places: &places,
            entries: &entries,
            accounts: &accounts,
        };
        let outcomes = self.write_entries_part(&mut transaction, part, stamp).await?;
        let details = Details::of_accounts(&plan, &accounts.snapshot, new.undoes);
        self.end_operation(transaction, scope, new, Effects { details: &details, outcomes }, stamp).await
    }
}
