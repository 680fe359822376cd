//! Saving license changes: the request, the decision and the reply.

use super::reason::Reason;
use crate::ids::{IdempotencyKey, OperationId, SelectionId, SkuId, UserId};
use crate::rules::change::Change;
use crate::rules::plan::{Plan, PlanDigest, plan};
use crate::rules::restore::NewUpns;
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::Snapshot;
use crate::rules::summary::PlanSummary;
use crate::rules::undo::{Done, plan_undo};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most users in one save.
pub const SAVE_USERS_MAX: usize = 250_000;

/// The browser's request to save a license change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveRequest {
    /// The same key sent again gives the same operation.
    pub key: IdempotencyKey,
    /// The users.
    pub selection: SelectionId,
    /// The change.
    pub change: Change,
    /// The policy if seats are short.
    pub policy: ShortagePolicy,
    /// The digest of the plan that the person saw.
    pub digest: PlanDigest,
    /// The reason, if given.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// The browser's request to undo an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoRequest {
    /// The same key sent again gives the same operation.
    pub key: IdempotencyKey,
    /// The operation to undo.
    pub operation: OperationId,
    /// New user principal names for users that the undo restores.
    #[serde(default, skip_serializing_if = "NewUpns::is_empty")]
    pub upns: NewUpns,
    /// The digest of the plan that the person saw.
    pub digest: PlanDigest,
    /// The reason, if given.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// The reply to a save. Only [`SaveReply::Saved`] means that anything was written. For very many users, the operation
/// has then only begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveReply {
    /// Saved, now or before under the same key.
    Saved(OperationId),
    /// The outcomes would differ from those the person saw. This is the new plan.
    Stale(Box<PlanSummary>),
    /// Seats are missing and the policy is everybody or nobody.
    SeatsShort(Box<PlanSummary>),
    /// Nobody would change and nobody would fail.
    NothingToDo,
    /// The selection is empty, or was removed.
    NobodySelected,
    /// There are more users than one save allows.
    TooMany(usize),
    /// The key was used for another request.
    KeyReused,
    /// The same request is running. Asking again gives its operation.
    InFlight,
    /// The operation to undo is still running.
    StillRunning,
    /// The partner requires a reason, and none was given.
    ReasonMissing,
}

impl SaveReply {
    /// The same in words for a person of the customer.
    #[must_use]
    pub fn told_to_customer(self) -> Self {
        match self {
            Self::Stale(summary) => Self::Stale(Box::new(summary.told_to_customer())),
            Self::SeatsShort(summary) => Self::SeatsShort(Box::new(summary.told_to_customer())),
            other => other,
        }
    }
}

/// The decision on a save, made under the customer's lock.
pub enum SaveDecision {
    /// Write the plan.
    Write(Plan),
    /// Write nothing, and reply with this.
    Answer(SaveReply),
}

/// Decides on a save: runs the rule on the current data and compares with the plan that the person saw.
pub fn decide(snapshot: &Snapshot, order: &[UserId], request: &SaveRequest) -> SaveDecision {
    if order.is_empty() {
        return SaveDecision::Answer(SaveReply::NobodySelected);
    }
    if order.len() > SAVE_USERS_MAX {
        return SaveDecision::Answer(SaveReply::TooMany(order.len()));
    }
    decide_on(plan_for_all(snapshot, order, &request.change, request.policy), snapshot, &request.digest)
}

/// Decides on an undo in the same way.
pub fn decide_undo(snapshot: &Snapshot, done: &[Done], request: &UndoRequest) -> SaveDecision {
    decide_on(plan_undo(snapshot, done), snapshot, &request.digest)
}

/// Decides on a plan made from the current data.
pub(super) fn decide_on(plan: Plan, snapshot: &Snapshot, seen: &PlanDigest) -> SaveDecision {
    if plan.refused_for_seats() {
        return SaveDecision::Answer(SaveReply::SeatsShort(Box::new(PlanSummary::of(&plan, snapshot))));
    }
    if plan.digest != *seen {
        return SaveDecision::Answer(SaveReply::Stale(Box::new(PlanSummary::of(&plan, snapshot))));
    }
    let summary = PlanSummary::of(&plan, snapshot);
    if summary.changed == 0 && summary.failed == 0 {
        return SaveDecision::Answer(SaveReply::NothingToDo);
    }
    SaveDecision::Write(plan)
}

/// Plans one change for all users, in order. Under [`ShortagePolicy::InOrder`] users without a seat count as unchanged
/// by choice, not as failed.
pub fn plan_for_all(snapshot: &Snapshot, order: &[UserId], change: &Change, policy: ShortagePolicy) -> Plan {
    let changes: Vec<_> = order.iter().map(|user| (*user, change)).collect();
    let plan = plan(snapshot, &changes, policy);
    match policy {
        ShortagePolicy::EverybodyOrNobody => plan,
        ShortagePolicy::InOrder => plan.leaving_out(),
    }
}

/// Plans one change for all users, in order. For the products in `in_order`, it was accepted that seats go in the order
/// shown.
pub fn plan_as_chosen(snapshot: &Snapshot, order: &[UserId], change: &Change, in_order: &BTreeSet<SkuId>) -> Plan {
    let plan = plan_for_all(snapshot, order, change, ShortagePolicy::EverybodyOrNobody);
    match ShortagePolicy::chosen(plan.shortages().map(|(sku, _)| sku), in_order) {
        ShortagePolicy::EverybodyOrNobody => plan,
        ShortagePolicy::InOrder => plan.leaving_out(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn one_save_takes_only_so_many_users() {
        let request = SaveRequest {
            key: IdempotencyKey::new(Uuid::from_u128(1)),
            selection: SelectionId::new(Uuid::from_u128(2)),
            change: Change::default(),
            policy: ShortagePolicy::default(),
            digest: PlanDigest(String::new()),
            reason: None,
        };
        let reply_to = |users: usize| {
            let order: Vec<_> = (0..users).map(|user| UserId::new(Uuid::from_u128(user as u128))).collect();
            match decide(&Snapshot::default(), &order, &request) {
                SaveDecision::Answer(reply) => reply,
                SaveDecision::Write(_) => panic!("nothing was seen, so nothing is written"),
            }
        };
        assert_eq!(reply_to(0), SaveReply::NobodySelected);
        assert!(matches!(reply_to(SAVE_USERS_MAX), SaveReply::Stale(_)));
        assert_eq!(reply_to(SAVE_USERS_MAX + 1), SaveReply::TooMany(SAVE_USERS_MAX + 1));
    }
}
