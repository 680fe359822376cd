//! Saving a change: one transaction that locks, loads, decides, and writes licenses, seats, outcomes and activity. For
//! very many users it writes down a job instead, which then does that chunk by chunk.

use super::activity::{self, Entry};
use super::claims::{Claim, fulfil};
use super::partner_choices::choice_at;
use super::save_write::Part;
use super::selection::hold;
use super::sessions::token_hash;
use super::{SqlStore, database, to_json};
use crate::failpoint::Failpoint;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::operation::{OperationCounts, OperationKind, OperationState};
use domain::console::reason::{Reason, ReasonPolicy};
use domain::console::save::{Decision, SaveReply, SaveRequest, UndoRequest, decide, decide_undo};
use domain::ids::{IdempotencyKey, OperationId, SelectionId};
use domain::rules::change::{Change, ShortagePolicy};
use domain::rules::offboard::Offboarding;
use domain::rules::plan::Plan;
use domain::rules::snapshot::Snapshot;
use domain::rules::undo::touched;
use domain::store::{DoneSnapshot, SelectionSnapshot, Stamp, StoreError};
use sqlx::{Any, Transaction};

/// Takes the customer's lock; every writing transaction of a customer begins so.
pub(super) const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 RETURNING version";
const KNOWN: &str =
    "SELECT id, body_hash FROM operation WHERE actor_id = $1 AND customer_id = $2 AND idempotency_key = $3";
const OPERATION: &str = "INSERT INTO operation (id, customer_id, actor_id, idempotency_key, body_hash, selection_id, \
    change, policy, undoes, offboarding, planned_by, kind, state, created, user_count, changed_count, failed_count, \
    unchanged_count, assigned_count, revoked_count, direct_removed_count) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";

/// A request as its operation keeps it.
pub(super) struct Kept<'a> {
    pub key: IdempotencyKey,
    pub body_hash: String,
    pub selection: Option<SelectionId>,
    pub kind: OperationKind,
    pub change: &'a Change,
    pub policy: ShortagePolicy,
    pub undoes: Option<OperationId>,
    pub offboarding: Option<&'a Offboarding>,
    pub planned_by: Option<OperationId>,
    pub reason: Option<&'a Reason>,
}

impl Kept<'_> {
    /// With its reason as far as the partner's policy keeps it; `None` when one is required and there is none.
    pub(super) async fn with_allowed_reason(
        self,
        transaction: &mut Transaction<'_, Any>,
        scope: CustomerScope,
    ) -> Result<Option<Self>, StoreError> {
        let policy: ReasonPolicy = choice_at(transaction, scope.customer()).await?;
        Ok(policy.keep(self.reason).ok().map(|reason| Self { reason, ..self }))
    }
}

impl SqlStore {
    pub(super) async fn save_change(
        &self,
        scope: CustomerScope,
        request: &SaveRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let body_hash = token_hash(&to_json(request)?);
        if let Some(reply) = self.refused_claim(scope, request.key, &body_hash, stamp).await? {
            return Ok(reply);
        }
        let reply = self.save_once(scope, request, body_hash, stamp).await;
        self.settle(scope, request.key, reply).await
    }

    pub(super) async fn undo_operation(
        &self,
        scope: CustomerScope,
        request: &UndoRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let body_hash = token_hash(&to_json(request)?);
        if let Some(reply) = self.refused_claim(scope, request.key, &body_hash, stamp).await? {
            return Ok(reply);
        }
        let reply = self.undo_once(scope, request, body_hash, stamp).await;
        self.settle(scope, request.key, reply).await
    }

    /// The reply to a request that is not to be worked on now.
    pub(super) async fn refused_claim(
        &self,
        scope: CustomerScope,
        key: IdempotencyKey,
        body_hash: &str,
        stamp: Stamp,
    ) -> Result<Option<SaveReply>, StoreError> {
        Ok(match self.claim(scope, key, body_hash, stamp.now).await? {
            Claim::Free => None,
            Claim::InFlight => Some(SaveReply::InFlight),
            Claim::Reused => Some(SaveReply::KeyReused),
        })
    }

    /// Gives the key back of a request that wrote nothing.
    pub(super) async fn settle(
        &self,
        scope: CustomerScope,
        key: IdempotencyKey,
        reply: Result<SaveReply, StoreError>,
    ) -> Result<SaveReply, StoreError> {
        if !matches!(reply, Ok(SaveReply::Saved(_))) {
            self.release(scope, key).await;
        }
        reply
    }

    async fn save_once(
        &self,
        scope: CustomerScope,
        request: &SaveRequest,
        body_hash: String,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let mut transaction = self.begin().await?;
        let version = lock(&mut transaction, scope).await?;
        let kept = Kept {
            key: request.key,
            body_hash,
            selection: Some(request.selection),
            kind: OperationKind::Licenses,
            change: &request.change,
            policy: request.policy,
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
        hold(&mut transaction, scope, request.selection).await?;
        let SelectionSnapshot { snapshot, order } =
            self.load_snapshot(&mut transaction, scope, request.selection).await?;
        // Leaving without a commit rolls everything back.
        match decide(&snapshot, &order, request) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => self.write(transaction, scope, version, (snapshot, plan), &kept, stamp).await,
        }
    }

    async fn undo_once(
        &self,
        scope: CustomerScope,
        request: &UndoRequest,
        body_hash: String,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let mut transaction = self.begin().await?;
        let version = lock(&mut transaction, scope).await?;
        let DoneSnapshot { kind, state, snapshot, done } =
            self.load_done(&mut transaction, scope, request.operation).await?;
        if kind.has_entries() && state == OperationState::Running {
            return Ok(SaveReply::StillRunning);
        }
        if kind == OperationKind::Edit {
            let asked = (request, body_hash);
            return self.undo_entries_once(transaction, scope, version, done, asked, stamp).await;
        }
        if let Some(change) = kind.inverse() {
            let asked = (request, body_hash);
            return self.undo_accounts_once(transaction, scope, version, (change, done), asked, stamp).await;
        }
        let kept = Kept {
            key: request.key,
            body_hash,
            selection: None,
            kind: OperationKind::Licenses,
            change: &touched(&done),
            policy: ShortagePolicy::EverybodyOrNobody,
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
        if state == OperationState::Running {
            return Ok(SaveReply::StillRunning);
        }
        match decide_undo(&snapshot, &done, request) {
            Decision::Answer(reply) => Ok(reply),
            Decision::Write(plan) => self.write(transaction, scope, version, (snapshot, plan), &kept, stamp).await,
        }
    }

    /// Writes what was decided, at once or as a job, and commits.
    async fn write(
        &self,
        mut transaction: Transaction<'_, Any>,
        scope: CustomerScope,
        version: i64,
        (snapshot, plan): (Snapshot, Plan),
        kept: &Kept<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let operation = OperationId::new(stamp.id);
        let counts = OperationCounts::of(&plan.users);
        let is_job = plan.users.len() > self.job_above;
        if let Some(undone) = kept.undoes {
            self.clear_errors_of(&mut transaction, scope, undone).await?;
        }
        if is_job {
            let begun = OperationCounts { users: counts.users, ..OperationCounts::default() };
            write_operation(&mut transaction, scope, kept, OperationState::Running, begun, stamp).await?;
            self.begin_job(&mut transaction, scope, (operation, kept.reason), &plan, stamp).await?;
        } else {
            write_operation(&mut transaction, scope, kept, OperationState::Done, counts, stamp).await?;
            let users: Vec<_> = plan.users.iter().enumerate().collect();
            let part = Part { operation, chunk: None, version, users: &users, snapshot: &snapshot };
            let outcomes = self.write_part(&mut transaction, scope, part, &part.seat_moves(), &stamp.seed).await?;
            let entry = Entry {
                customer: scope.customer(),
                performer: Performer::Person(scope.actor()),
                action: Action::of_operation(kept.kind, kept.undoes.is_some()),
                subject: stamp.id,
                details: &Details::of_plan(&plan, &snapshot, kept.change, counts, kept.undoes),
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
            self.hand_over(scope, operation, version, (snapshot, plan));
        }
        Ok(SaveReply::Saved(operation))
    }
}

/// Takes the customer's lock and gives the new version.
pub(super) async fn lock(transaction: &mut Transaction<'_, Any>, scope: CustomerScope) -> Result<i64, StoreError> {
    let customer = scope.customer().to_string();
    sqlx::query_scalar(LOCK).bind(customer).fetch_one(&mut **transaction).await.map_err(database)
}

/// The reply to a key that was used before.
pub(super) async fn known(
    transaction: &mut Transaction<'_, Any>,
    scope: CustomerScope,
    kept: &Kept<'_>,
) -> Result<Option<SaveReply>, StoreError> {
    let known: Option<(String, String)> = sqlx::query_as(KNOWN)
        .bind(scope.actor().to_string())
        .bind(scope.customer().to_string())
        .bind(kept.key.to_string())
        .fetch_optional(&mut **transaction)
        .await
        .map_err(database)?;
    known
        .map(
            |(id, hash)| {
                if hash == kept.body_hash {
                    Ok(SaveReply::Saved(super::parsed(&id)?))
                } else {
                    Ok(SaveReply::KeyReused)
                }
            },
        )
        .transpose()
}

pub(super) async fn write_operation(
    transaction: &mut Transaction<'_, Any>,
    scope: CustomerScope,
    kept: &Kept<'_>,
    state: OperationState,
    counts: OperationCounts,
    stamp: Stamp,
) -> Result<(), StoreError> {
    let OperationCounts { users, changed, failed, unchanged, assigned, revoked, direct_removed } = counts;
    let query = sqlx::query(OPERATION)
        .bind(stamp.id.to_string())
        .bind(scope.customer().to_string())
        .bind(scope.actor().to_string())
        .bind(kept.key.to_string())
        .bind(&kept.body_hash)
        .bind(kept.selection.map_or(String::new(), |selection| selection.to_string()))
        .bind(to_json(kept.change)?)
        .bind(to_json(&kept.policy)?)
        .bind(kept.undoes.map(|undone| undone.to_string()))
        .bind(kept.offboarding.map(to_json).transpose()?)
        .bind(kept.planned_by.map(|planned_by| planned_by.to_string()))
        .bind(kept.kind.as_str())
        .bind(state.as_str())
        .bind(stamp.now);
    let counts = [users, changed, failed, unchanged, assigned, revoked, direct_removed];
    let query = counts.into_iter().fold(query, |query, count| query.bind(count));
    query.execute(&mut **transaction).await.map(|_| ()).map_err(database)
}

pub(super) fn statements() -> Vec<String> {
    [LOCK, KNOWN, OPERATION].map(String::from).into()
}
