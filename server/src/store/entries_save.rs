//! Adding, uploading and editing users: one transaction that locks, loads, decides and writes; or, for many, a job.

use super::activity::{self, Entry};
use super::claims::fulfil;
use super::entries_write::EntriesPart;
use super::save::{Kept, known, lock, write_operation};
use super::sessions::token_hash;
use super::{SqlStore, database, to_json};
use crate::failpoint::Failpoint;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::entries::{Entries, EntriesRequest, decide_entries, decide_undo_entries};
use domain::console::operation::{OperationCounts, OperationKind, OperationState};
use domain::console::reason::Reason;
use domain::console::save::{Decision, SaveReply, UndoRequest};
use domain::ids::OperationId;
use domain::rules::accounts::Accounts;
use domain::rules::change::{Change, ShortagePolicy};
use domain::rules::entries::{Asked, UserEntry, undo_entries};
use domain::rules::plan::Plan;
use domain::rules::undo::Done;
use domain::store::{Stamp, StoreError};
use sqlx::{Any, Transaction};

/// More entries than this are worked off as a job, or fewer where saves already are.
pub(super) const ENTRIES_AT_ONCE: usize = 500;

/// What was decided, and about whom.
struct Decided {
    accounts: Accounts,
    entries: Vec<UserEntry>,
    plan: Plan,
}

impl SqlStore {
    pub(super) async fn save_entries_of(
        &self,
        scope: CustomerScope,
        request: &EntriesRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let body_hash = token_hash(&to_json(request)?);
        if let Some(reply) = self.refused_claim(scope, request.key, &body_hash, stamp).await? {
            return Ok(reply);
        }
        let reply = self.save_entries_once(scope, request, body_hash, stamp).await;
        self.settle(scope, request.key, reply).await
    }

    async fn save_entries_once(
        &self,
        scope: CustomerScope,
        request: &EntriesRequest,
        body_hash: String,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let mut transaction = self.begin().await?;
        let version = lock(&mut transaction, scope).await?;
        let kept = Kept {
            key: request.key,
            body_hash,
            selection: None,
            kind: request.kind.into(),
            change: &Change::default(),
            policy: ShortagePolicy::InOrder,
            undoes: None,
            offboarding: None,
            planned_by: None,
            reason: request.reason.as_ref(),
        };
        if let Some(reply) = known(&mut transaction, scope, &kept).await? {
            return Ok(reply);
        }
        let Some(kept) = kept.with_allowed_reason(&mut transaction, scope).await? else {
            return Ok(SaveReply::ReasonMissing);
        };
        let (accounts, entries) = self.load_entries(&mut transaction, scope, &request.entries).await?;
        // Undoing an addition deletes its users: whoever was there before is never part of one.
        let edits = entries.iter().any(|entry| matches!(entry.asked, Asked::Edit(_)));
        let kept = if edits { Kept { kind: OperationKind::Edit, ..kept } } else { kept };
        match decide_entries(&accounts, &entries, request.entries.at_most(), &request.digest) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => {
                let decided = Decided { accounts, entries, plan };
                self.write_entries(transaction, scope, version, decided, &kept, stamp).await
            }
        }
    }

    /// Undoes an operation that edited users, in the transaction that has found it to be one.
    pub(super) async fn undo_entries_once(
        &self,
        mut transaction: Transaction<'_, Any>,
        scope: CustomerScope,
        version: i64,
        done: Vec<Done>,
        (request, body_hash): (&UndoRequest, String),
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let kept = Kept {
            key: request.key,
            body_hash,
            selection: None,
            kind: OperationKind::Edit,
            change: &Change::default(),
            policy: ShortagePolicy::InOrder,
            undoes: Some(request.operation),
            offboarding: None,
            planned_by: None,
            reason: request.reason.as_ref(),
        };
        if let Some(reply) = known(&mut transaction, scope, &kept).await? {
            return Ok(reply);
        }
        let Some(kept) = kept.with_allowed_reason(&mut transaction, scope).await? else {
            return Ok(SaveReply::ReasonMissing);
        };
        let asked = Entries::Each(undo_entries(&done));
        let (accounts, entries) = self.load_entries(&mut transaction, scope, &asked).await?;
        match decide_undo_entries(&accounts, &done, &request.digest) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => {
                let decided = Decided { accounts, entries, plan };
                self.write_entries(transaction, scope, version, decided, &kept, stamp).await
            }
        }
    }

    /// Writes what was decided, at once or as a job, and commits.
    async fn write_entries(
        &self,
        mut transaction: Transaction<'_, Any>,
        scope: CustomerScope,
        version: i64,
        Decided { accounts, entries, plan }: Decided,
        kept: &Kept<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let operation = OperationId::new(stamp.id);
        let counts = OperationCounts::of(&plan.users);
        if let Some(undone) = kept.undoes {
            self.clear_errors_of(&mut transaction, scope, undone).await?;
        }
        // The way back is planned as a whole where it can be: what was changed since is known only now.
        let at_once = if kept.undoes.is_some() { self.job_above } else { self.entries_at_once() };
        let is_job = entries.len() > at_once;
        if is_job {
            let begun = OperationCounts { users: counts.users, ..OperationCounts::default() };
            write_operation(&mut transaction, scope, kept, OperationState::Running, begun, stamp).await?;
            self.begin_entries_job(&mut transaction, scope, (operation, kept.reason), entries, stamp).await?;
        } else {
            write_operation(&mut transaction, scope, kept, OperationState::Done, counts, stamp).await?;
            let places: Vec<usize> = (0..entries.len()).collect();
            let part = EntriesPart {
                operation,
                chunk: None,
                version,
                plan: &plan,
                places: &places,
                entries: &entries,
                accounts: &accounts,
            };
            let outcomes = self.write_entries_part(&mut transaction, scope, part, stamp).await?;
            let entry = Entry {
                customer: scope.customer(),
                performer: Performer::Person(scope.actor()),
                action: Action::of_operation(kept.kind, kept.undoes.is_some()),
                subject: stamp.id,
                details: &Details::of_accounts(&plan, &accounts.snapshot, kept.undoes),
                outcomes: Some(outcomes),
                reason: kept.reason.map(Reason::as_str),
            };
            activity::write(&mut transaction, self.dialect, entry, stamp).await?;
        }
        fulfil(&mut transaction, scope, kept.key, stamp.id).await?;
        Failpoint::SaveWritten.pass();
        transaction.commit().await.map_err(database)?;
        Failpoint::SaveCommitted.pass();
        if is_job {
            self.hand_over_entries(scope, operation);
        }
        Ok(SaveReply::Saved(operation))
    }
}
