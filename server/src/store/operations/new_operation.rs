//! The record of an operation: the request, its key, and the counts of its outcomes.

use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::{parsed, to_json};
use crate::store::operations::run_once::{Once, OnceReply};
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::chain::Hash;
use domain::console::operation::{OperationCounts, OperationState};
use domain::console::operation_kind::OperationKind;
use domain::console::reason::Reason;
use domain::console::save::SaveReply;
use domain::ids::{OperationId, PartnerUserId, SelectionId};
use domain::rules::change::Change;
use domain::rules::offboard::Offboarding;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::{Stamp, StoreError};
use std::borrow::Cow;

const EARLIER: &str =
    "SELECT id, body_hash FROM operation WHERE actor_id = $1 AND customer_id = $2 AND idempotency_key = $3";
const ADD: &str = "INSERT INTO operation (id, customer_id, actor_id, idempotency_key, body_hash, selection_id, \
    change, policy, undoes, offboarding, planned_by, kind, state, created, user_count, changed_count, failed_count, \
    unchanged_count, assigned_count, revoked_count, direct_removed_count) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";

/// An operation that is about to be written.
pub(in crate::store) struct NewOperation<'a> {
    pub once: Once<'a>,
    pub kind: OperationKind,
    /// The selection of its users, if they are selected.
    pub selection: Option<SelectionId>,
    /// The change of licenses that is requested for all users alike.
    pub change: Cow<'a, Change>,
    pub policy: ShortagePolicy,
    /// The operation that it undoes.
    pub undoes: Option<OperationId>,
    pub offboarding: Option<&'a Offboarding>,
    /// The offboarding that planned it.
    pub planned_by: Option<OperationId>,
}

impl<'a> NewOperation<'a> {
    /// An operation without a change of licenses; it gives seats in the order of its users.
    pub(in crate::store) fn new(kind: OperationKind, once: Once<'a>) -> Self {
        Self {
            once,
            kind,
            selection: None,
            change: Cow::Owned(Change::default()),
            policy: ShortagePolicy::InOrder,
            undoes: None,
            offboarding: None,
            planned_by: None,
        }
    }

    /// Its action in the activity log.
    fn action(&self) -> Action {
        Action::of_operation(self.kind, self.undoes.is_some())
    }
}

/// How far an operation is when its record is written.
pub(in crate::store) struct Progress {
    state: OperationState,
    counts: OperationCounts,
}

impl Progress {
    /// All of it is written in the same transaction.
    pub(in crate::store) fn done(counts: OperationCounts) -> Self {
        Self { state: OperationState::Done, counts }
    }

    /// It runs as a job: its users are known, and none is done.
    pub(in crate::store) fn running(counts: OperationCounts) -> Self {
        let counts = OperationCounts { users: counts.users, ..OperationCounts::default() };
        Self { state: OperationState::Running, counts }
    }
}

/// The words of an operation's activity row about its effects.
pub(in crate::store) struct Effects<'a> {
    pub details: &'a Details,
    /// The digest of the outcomes.
    pub outcomes: Hash,
}

/// The operation of a plan that was decided on already, so every other reply is an error.
pub(in crate::store) fn saved_by(actor: PartnerUserId, reply: SaveReply) -> Result<OperationId, StoreError> {
    match reply {
        SaveReply::Saved(operation) => Ok(operation),
        other => Err(StoreError::Corrupt(format!("a plan that {actor} decided on was answered by {other:?}"))),
    }
}

impl OnceReply for SaveReply {
    const IN_FLIGHT: Self = Self::InFlight;
    const KEY_REUSED: Self = Self::KeyReused;
    const REASON_MISSING: Self = Self::ReasonMissing;
    const EARLIER: &str = EARLIER;

    fn is_done(&self) -> bool {
        matches!(self, Self::Saved(_))
    }

    async fn of_earlier(_: &mut CustomerTransaction, _: CustomerScope, id: &str) -> Result<Self, StoreError> {
        parsed(id).map(Self::Saved)
    }
}

impl SqlStore {
    /// Writes the record of an operation, which has the stamp's id. Users who failed in an operation that it undoes are
    /// no longer marked for that.
    pub(in crate::store) async fn begin_operation(
        &self,
        transaction: &mut CustomerTransaction,
        scope: CustomerScope,
        new: &NewOperation<'_>,
        Progress { state, counts }: Progress,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        if let Some(undone) = new.undoes {
            self.clear_errors_of(transaction, undone).await?;
        }
        let OperationCounts { users, changed, failed, unchanged, assigned, revoked, direct_removed } = counts;
        let query = sqlx::query(ADD)
            .bind(stamp.id.to_string())
            .bind(scope.customer().to_string())
            .bind(scope.actor().to_string())
            .bind(new.once.key.to_string())
            .bind(&new.once.body_hash)
            .bind(new.selection.map_or(String::new(), |selection| selection.to_string()))
            .bind(to_json(&new.change)?)
            .bind(to_json(&new.policy)?)
            .bind(new.undoes.map(|undone| undone.to_string()))
            .bind(new.offboarding.map(to_json).transpose()?)
            .bind(new.planned_by.map(|planned_by| planned_by.to_string()))
            .bind(new.kind.as_str())
            .bind(state.as_str())
            .bind(stamp.now);
        let counts = [users, changed, failed, unchanged, assigned, revoked, direct_removed];
        let query = counts.into_iter().fold(query, |query, count| query.bind(count));
        query.run(&mut **transaction).await.map(|_| ())
    }

    /// Writes the activity row of an operation whose outcomes are written, and commits it.
    pub(in crate::store) async fn end_operation(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        new: &NewOperation<'_>,
        Effects { details, outcomes }: Effects<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let row = NewActivity {
            customer: scope.customer(),
            performer: if new.planned_by.is_some() { Performer::Tenantry } else { Performer::Person(scope.actor()) },
            action: new.action(),
            subject: stamp.id,
            details,
            outcomes: Some(outcomes),
            reason: new.once.reason.map(Reason::as_str),
        };
        activity::write(&mut transaction, self.dialect, row, stamp).await?;
        self.commit_operation(transaction, scope, new, stamp).await
    }

    /// Commits an operation. An operation that runs as a job gets its activity row when the job ends.
    pub(in crate::store) async fn commit_operation(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        new: &NewOperation<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        self.end_lost_access(&mut transaction, stamp.now).await?;
        let points = [Failpoint::SaveWritten, Failpoint::SaveCommitted];
        transaction.complete(scope, (new.once.key, stamp.id), points).await?;
        Ok(SaveReply::Saved(OperationId::new(stamp.id)))
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [EARLIER, ADD].map(String::from).into()
}
