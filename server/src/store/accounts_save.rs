//! Changing accounts: one transaction that locks, loads, decides, and writes accounts, licenses, seats, outcomes and
//! activity.

use super::accounts_write::AccountsPart;
use super::activity::{self, Entry};
use super::claims::fulfil;
use super::save::{Kept, known, lock, write_operation};
use super::sessions::token_hash;
use super::{SqlStore, database, to_json};
use crate::failpoint::Failpoint;
use domain::access::CustomerScope;
use domain::console::accounts::{AccountsRequest, decide_accounts};
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::operation::{OperationCounts, OperationKind, OperationState};
use domain::console::reason::Reason;
use domain::console::save::{Decision, SaveReply, UndoRequest};
use domain::ids::OperationId;
use domain::rules::accounts::{AccountChange, Accounts};
use domain::rules::change::{Change, ShortagePolicy};
use domain::rules::plan::Plan;
use domain::rules::undo::Done;
use domain::store::{Stamp, StoreError};
use sqlx::{Any, Transaction};

impl SqlStore {
    pub(super) async fn change_accounts_of(
        &self,
        scope: CustomerScope,
        request: &AccountsRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let body_hash = token_hash(&to_json(request)?);
        if let Some(reply) = self.refused_claim(scope, request.key, &body_hash, stamp).await? {
            return Ok(reply);
        }
        let reply = self.change_accounts_once(scope, request, body_hash, stamp).await;
        self.settle(scope, request.key, reply).await
    }

    async fn change_accounts_once(
        &self,
        scope: CustomerScope,
        request: &AccountsRequest,
        body_hash: String,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let mut transaction = self.begin().await?;
        let version = lock(&mut transaction, scope).await?;
        let kept = Kept {
            key: request.key,
            body_hash,
            selection: None,
            kind: OperationKind::of(&request.change),
            change: &Change::default(),
            policy: ShortagePolicy::InOrder,
            undoes: None,
            offboarding: if let AccountChange::Offboard(asked) = &request.change { Some(asked) } else { None },
            planned_by: None,
            reason: request.reason.as_ref(),
        };
        if let Some(reply) = known(&mut transaction, scope, &kept).await? {
            return Ok(reply);
        }
        let Some(kept) = kept.with_allowed_reason(&mut transaction, scope).await? else {
            return Ok(SaveReply::ReasonMissing);
        };
        let accounts = self.load_accounts(&mut transaction, scope, &request.who, &request.change).await?;
        match decide_accounts(&accounts, &request.change, &request.digest) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => {
                self.write_accounts(transaction, scope, version, (accounts, plan), &kept, stamp).await
            }
        }
    }

    /// Undoes an operation on accounts, in the transaction that has found it to be one.
    pub(super) async fn undo_accounts_once(
        &self,
        mut transaction: Transaction<'_, Any>,
        scope: CustomerScope,
        version: i64,
        (change, done): (AccountChange, Vec<Done>),
        (request, body_hash): (&UndoRequest, String),
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let kept = Kept {
            key: request.key,
            body_hash,
            selection: None,
            kind: OperationKind::of(&change),
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
        let change = change.with_upns(request.upns.clone());
        let undone = (request.operation, done.as_slice());
        let accounts = self.load_accounts_changed(&mut transaction, scope, undone, &request.upns).await?;
        match decide_accounts(&accounts, &change, &request.digest) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => {
                self.write_accounts(transaction, scope, version, (accounts, plan), &kept, stamp).await
            }
        }
    }

    /// Writes what was decided, and commits.
    pub(super) async fn write_accounts(
        &self,
        mut transaction: Transaction<'_, Any>,
        scope: CustomerScope,
        version: i64,
        (accounts, plan): (Accounts, Plan),
        kept: &Kept<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let operation = OperationId::new(stamp.id);
        let counts = OperationCounts::of(&plan.users);
        write_operation(&mut transaction, scope, kept, OperationState::Done, counts, stamp).await?;
        if let Some(undone) = kept.undoes {
            self.clear_errors_of(&mut transaction, scope, undone).await?;
        }
        let part = AccountsPart { operation, kind: kept.kind, version, plan: &plan, accounts: &accounts };
        let outcomes = self.write_accounts_part(&mut transaction, scope, part, stamp).await?;
        let entry = Entry {
            customer: scope.customer(),
            performer: if kept.planned_by.is_some() { Performer::Tenantry } else { Performer::Person(scope.actor()) },
            action: Action::of_operation(kept.kind, kept.undoes.is_some()),
            subject: stamp.id,
            details: &Details::of_accounts(&plan, &accounts.snapshot, kept.undoes),
            outcomes: Some(outcomes),
            reason: kept.reason.map(Reason::as_str),
        };
        activity::write(&mut transaction, self.dialect, entry, stamp).await?;
        fulfil(&mut transaction, scope, kept.key, stamp.id).await?;
        Failpoint::SaveWritten.pass();
        transaction.commit().await.map_err(database)?;
        Failpoint::SaveCommitted.pass();
        Ok(SaveReply::Saved(operation))
    }
}
