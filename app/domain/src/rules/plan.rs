//! The rule, which decides the effects of a save on each user.

use super::change::Change;
use super::check::{Had, Watched, check};
use super::draft::LicenseDraft;
use super::failure::Failure;
use super::group_duplicate::beside_groups;
use super::outcome::{Outcome, PlannedUser, Touched, TouchedLocation};
use super::seating::{Demand, give};
use super::shortage_policy::ShortagePolicy;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::Source;
use crate::ids::{GroupId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub use super::seating::SeatEffect;

/// The effect of a save on each user and on the seats of each product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// In the order of the changes.
    pub users: Vec<PlannedUser>,
    /// The effect on each product of the snapshot.
    pub seats: BTreeMap<SkuId, SeatEffect>,
    /// The policy if seats are short.
    pub policy: ShortagePolicy,
    /// Equal digests mean equal outcomes for every user. Seats of other users do not affect the digest.
    pub digest: PlanDigest,
}

/// A fingerprint of the outcomes of all users (shortened SHA-256 in hexadecimal).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanDigest(pub String);

impl Plan {
    /// A plan that does nothing.
    pub fn nothing() -> Self {
        Self::decided(Vec::new(), BTreeMap::new())
    }

    /// A plan of users with known outcomes.
    pub(super) fn decided(users: Vec<PlannedUser>, seats: BTreeMap<SkuId, SeatEffect>) -> Self {
        let digest = digest(&users);
        Self { users, seats, policy: ShortagePolicy::InOrder, digest }
    }

    /// The same plan if it was accepted that users without a seat stay unchanged: that is no failure then.
    pub fn leaving_out(self) -> Self {
        let leave_out = |planned: PlannedUser| match planned.outcome {
            Outcome::Failed(Failure::CountViolation(sku)) => PlannedUser { outcome: Outcome::LeftOut(sku), ..planned },
            _ => planned,
        };
        let users: Vec<PlannedUser> = self.users.into_iter().map(leave_out).collect();
        Self { digest: digest(&users), users, policy: ShortagePolicy::InOrder, ..self }
    }

    /// The products with too few seats for everybody.
    pub fn shortages(&self) -> impl Iterator<Item = (SkuId, SeatEffect)> {
        self.seats.iter().filter(|(_, effect)| effect.short > 0).map(|(sku, effect)| (*sku, *effect))
    }

    /// Whether nothing may be saved because seats are missing.
    pub fn refused_for_seats(&self) -> bool {
        self.policy == ShortagePolicy::EverybodyOrNobody && self.shortages().next().is_some()
    }
}

/// The request for one user.
#[derive(Debug, Clone)]
pub enum PlanRequest<'a> {
    /// A change.
    Change(Cow<'a, Change>),
    /// The change that undoes an operation, and the touched values before that operation.
    WayBack(Cow<'a, Change>, &'a Touched),
    /// Nothing, because of a failure found earlier.
    Refused(Failure),
}

/// Plans the users' changes, in their order; see [`plan_each`].
pub fn plan(snapshot: &Snapshot, changes: &[(UserId, &Change)], policy: ShortagePolicy) -> Plan {
    let asked: Vec<_> =
        changes.iter().map(|(user, change)| (*user, PlanRequest::Change(Cow::Borrowed(*change)))).collect();
    plan_each(snapshot, &asked, policy)
}

/// Plans the users' requests, in their order. Each user gets the whole change or none of it.
///
/// Under [`ShortagePolicy::EverybodyOrNobody`] the outcomes are those of giving seats in order, so a person sees which
/// users would be left out; [`Plan::refused_for_seats`] says that nothing may be saved.
pub fn plan_each(snapshot: &Snapshot, asked: &[(UserId, PlanRequest)], policy: ShortagePolicy) -> Plan {
    let watched = Watched::of(snapshot);
    let judged: Vec<Judged> = asked.iter().map(|(user, asked)| judge(snapshot, &watched, *user, asked)).collect();
    let demands: Vec<Option<Demand>> = judged.iter().map(|judged| judged.demand(snapshot)).collect();
    let (refused, seats) = give(&demands, snapshot);
    let settle = |((judged, none_left), (user, _)): ((Judged, Option<SkuId>), &(UserId, PlanRequest))| {
        settle(*user, judged, none_left)
    };
    let users: Vec<PlannedUser> = judged.into_iter().zip(refused).zip(asked).map(settle).collect();
    Plan { digest: digest(&users), users, seats, policy }
}

/// One user's draft after all checks except the seats.
enum Judged<'a> {
    Failed(Failure),
    Unchanged { warnings: Vec<Failure> },
    Passed { user: &'a SnapshotUser, draft: LicenseDraft, warnings: Vec<Failure> },
}

impl Judged<'_> {
    fn demand(&self, snapshot: &Snapshot) -> Option<Demand> {
        if let Self::Passed { user, draft, .. } = self { Some(Demand::of(user, draft, snapshot)) } else { None }
    }
}

fn judge<'a>(snapshot: &'a Snapshot, watched: &Watched, user: UserId, asked: &PlanRequest) -> Judged<'a> {
    let Some(user) = snapshot.users.get(&user) else { return Judged::Failed(Failure::NotFound) };
    let (change, had) = match asked {
        PlanRequest::Change(change) => (change, None),
        PlanRequest::WayBack(change, had) => (change, Some(*had)),
        PlanRequest::Refused(failure) => return Judged::Failed(failure.clone()),
    };
    let draft = LicenseDraft::of(user, change, had, snapshot);
    if draft.is_unchanged() {
        return Judged::Unchanged { warnings: beside_groups(user, &draft, snapshot) };
    }
    let had = had.map(|had| Had::part(&had.licenses(), watched));
    match check(user, &draft, had.as_ref(), snapshot, watched) {
        Ok(warnings) => Judged::Passed { user, draft, warnings },
        Err(failure) => Judged::Failed(failure),
    }
}

fn settle(id: UserId, judged: Judged, none_left: Option<SkuId>) -> PlannedUser {
    let untouched = |outcome| PlannedUser::untouched(id, outcome);
    match (judged, none_left) {
        (Judged::Failed(failure), _) => untouched(Outcome::Failed(failure)),
        (Judged::Unchanged { warnings }, _) => PlannedUser { warnings, ..untouched(Outcome::Unchanged) },
        (Judged::Passed { .. }, Some(sku)) => untouched(Outcome::Failed(Failure::CountViolation(sku))),
        (Judged::Passed { user, draft, warnings }, None) => changed(id, user, &draft, warnings),
    }
}

fn changed(id: UserId, user: &SnapshotUser, draft: &LicenseDraft, warnings: Vec<Failure>) -> PlannedUser {
    let still_through: BTreeMap<SkuId, GroupId> =
        draft.removed().filter_map(|sku| Some((sku, user.group_of(sku)?))).collect();
    let (added, removed) = (draft.added().next().is_some(), draft.removed().next().is_some());
    let outcome = if added || draft.added_errors().next().is_some() {
        Outcome::Assigned
    } else if draft.removed().any(|sku| !still_through.contains_key(&sku)) || draft.removed_errors().next().is_some() {
        Outcome::Revoked
    } else if removed {
        Outcome::DirectRemoved
    } else if draft.before != draft.after {
        Outcome::PlansChanged
    } else {
        Outcome::LocationChanged
    };
    let through_group = user.licenses.iter().any(|license| license.source != Source::Direct && license.is_held());
    let (before, after) = touched(draft);
    let left_unlicensed = removed && draft.after.is_empty() && !through_group;
    PlannedUser { user: id, outcome, before, after, warnings, left_unlicensed, still_through }
}

fn touched(draft: &LicenseDraft) -> (Touched, Touched) {
    let mut before = Touched::default();
    let mut after = Touched::default();
    let errors = draft.errors_before.keys().chain(draft.errors_after.keys());
    for sku in draft.before.keys().chain(draft.after.keys()).chain(errors) {
        let (old, new) = (draft.before.get(sku), draft.after.get(sku));
        let (old_error, new_error) = (draft.errors_before.get(sku), draft.errors_after.get(sku));
        if old != new || old_error != new_error {
            before.direct.insert(*sku, old.cloned());
            after.direct.insert(*sku, new.cloned());
            before.in_error.extend(old_error.map(|error| (*sku, error.clone())));
            after.in_error.extend(new_error.map(|error| (*sku, error.clone())));
        }
    }
    if draft.location_before != draft.location_after {
        before.location = Some(TouchedLocation { country: draft.location_before });
        after.location = Some(TouchedLocation { country: draft.location_after });
    }
    (before, after)
}

fn digest(users: &[PlannedUser]) -> PlanDigest {
    let mut hasher = Sha256::new();
    // Writing plain data into a hasher cannot fail. An empty digest would only make the save ask again.
    if serde_json::to_writer(&mut hasher, users).is_err() {
        return PlanDigest(String::new());
    }
    PlanDigest(hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}
