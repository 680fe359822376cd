//! Offboarding: the steps for a user who leaves, planned as one change that succeeds or fails as a whole.

use super::accounts::{Account, Accounts, Admins, failed};
use super::change::{Change, LicenseChange, PlansChange, ProductChange};
use super::delete::{deleted, freed_seats, products_held};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Touched, TouchedDeletion};
use super::plan::{Plan, plan as plan_licenses};
use super::shortage_policy::ShortagePolicy;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::access::user_decision::UserAction;
use crate::bounds::{self, CHANGE_IDS_MAX};
use crate::directory::day::Day;
use crate::directory::license::Source;
use crate::ids::{GroupId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most days ahead that a deletion can be planned.
pub const PLANNED_DAYS_MAX: i64 = 365;

/// The steps of an offboarding, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Offboarding {
    /// Whether sign-in is blocked.
    pub block: bool,
    /// Which direct licenses are revoked. Licenses of groups go with the group, or with the user.
    pub revoke: Revoke,
    /// Whether the password is reset.
    pub reset: bool,
    /// When the user is deleted.
    pub delete: DeleteWhen,
}

/// Which direct licenses are revoked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Revoke {
    /// None.
    #[default]
    Nothing,
    /// All.
    All,
    /// The licenses of these products.
    These(#[serde(deserialize_with = "bounds::list::<CHANGE_IDS_MAX, _, _>")] BTreeSet<SkuId>),
}

/// When users are deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DeleteWhen {
    /// The offboarding does not delete them.
    #[default]
    Never,
    /// Now.
    Now,
    /// When this day begins (UTC).
    On(Day),
}

/// Why a deletion cannot be planned for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// The day has begun.
    #[error("Choose a day after today. To delete now, choose “Delete now”.")]
    Past,
    /// The day is too far away.
    #[error("Choose a day within a year.")]
    TooFar,
}

impl Revoke {
    /// Whether the direct license of a product is revoked.
    pub fn includes(&self, sku: SkuId) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::These(products) => products.contains(&sku),
        }
    }
}

impl Offboarding {
    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        let revokes = match &self.revoke {
            Revoke::Nothing => false,
            Revoke::All => true,
            Revoke::These(products) => !products.is_empty(),
        };
        !self.block && !revokes && !self.reset && self.delete == DeleteWhen::Never
    }

    /// Its steps.
    fn actions(&self) -> Vec<UserAction> {
        let steps = [
            (self.block, UserAction::ChangeSignIn),
            (self.revoke != Revoke::Nothing, UserAction::ChangeLicenses),
            (self.reset, UserAction::ResetPassword),
            (self.delete != DeleteWhen::Never, UserAction::Delete),
        ];
        steps.into_iter().filter_map(|(is_asked, action)| is_asked.then_some(action)).collect()
    }

    /// Checks that the deletion can be planned for its day, given the current time (UTC, epoch milliseconds).
    ///
    /// # Errors
    /// [`DayError`].
    pub fn check_day(&self, now: i64) -> Result<(), DayError> {
        let DeleteWhen::On(day) = self.delete else { return Ok(()) };
        let last = Day::of(now).and_then(|today| today.after(PLANNED_DAYS_MAX));
        match () {
            () if day.start() <= now => Err(DayError::Past),
            () if last.is_some_and(|last| day > last) => Err(DayError::TooFar),
            () => Ok(()),
        }
    }

    /// The license part of the change: revokes direct licenses among these products.
    fn change(&self, products: BTreeSet<SkuId>) -> Change {
        let revoked = ProductChange { license: LicenseChange::RevokeDirect, plans: PlansChange::default() };
        let products = products.into_iter().filter(|sku| self.revoke.includes(*sku));
        Change { products: products.map(|sku| (sku, revoked.clone())).collect(), location: None }
    }
}

/// Plans the steps. The customer keeps a Global admin who can sign in. For users who stay, the license rule decides
/// about the licenses, so no kept service plan lacks a revoked one that it needs.
pub(super) fn plan(accounts: &Accounts, asked: &Offboarding) -> Plan {
    let snapshot = &accounts.snapshot;
    let mut licenses = after_revoking(accounts, asked);
    let mut admins = Admins::of(accounts);
    let mut freed: BTreeMap<SkuId, i64> = BTreeMap::new();
    let users = accounts.plan_each(&asked.actions(), |id, user, account| {
        let revoked = licenses.remove(&id).unwrap_or_else(|| PlannedUser::untouched(id, Outcome::Unchanged));
        let planned = match refusal((id, account), asked, &mut admins, &revoked) {
            Some(failure) => return failed(id, failure),
            None => step_by_step(user, account, asked, revoked),
        };
        for sku in products_freed(user, &planned) {
            *freed.entry(sku).or_default() += 1;
        }
        planned
    });
    Plan::decided(users, freed_seats(snapshot, &freed))
}

/// The license rule's plan for revoking, if users are not deleted at once.
fn after_revoking(accounts: &Accounts, asked: &Offboarding) -> BTreeMap<UserId, PlannedUser> {
    let snapshot: &Snapshot = &accounts.snapshot;
    let held = snapshot.users.values().flat_map(|user| &user.licenses).map(|license| license.sku_id).collect();
    let change = asked.change(held);
    if asked.delete == DeleteWhen::Now || change.is_empty() {
        return BTreeMap::new();
    }
    let changes: Vec<_> = snapshot.users.keys().map(|user| (*user, &change)).collect();
    let planned = plan_licenses(snapshot, &changes, ShortagePolicy::InOrder).users;
    planned.into_iter().map(|planned| (planned.user, planned)).collect()
}

fn refusal(
    (user, account): (UserId, &Account),
    asked: &Offboarding,
    admins: &mut Admins,
    revoked: &PlannedUser,
) -> Option<Failure> {
    let deletes = asked.delete != DeleteWhen::Never;
    if account.is_deleted {
        return Some(Failure::NotFound);
    }
    if let Some(failure) = revoked.outcome.failure() {
        return Some(failure.clone());
    }
    let left = match (deletes, asked.block) {
        (true, _) => admins.delete(user, account),
        (false, true) => admins.block(user, account),
        (false, false) => Ok(()),
    };
    left.err()
}

fn step_by_step(user: &SnapshotUser, account: &Account, asked: &Offboarding, revoked: PlannedUser) -> PlannedUser {
    let mut planned = match asked.delete {
        DeleteWhen::Now => deleted(revoked, user),
        DeleteWhen::Never | DeleteWhen::On(_) => revoked,
    };
    if asked.block && account.sign_in_allowed {
        (planned.before.sign_in_allowed, planned.after.sign_in_allowed) = (Some(true), Some(false));
    }
    let on = match asked.delete {
        DeleteWhen::Never => account.deletion,
        DeleteWhen::Now => None,
        DeleteWhen::On(day) => Some(day),
    };
    if on != account.deletion {
        planned.before.deletion = Some(TouchedDeletion { on: account.deletion });
        planned.after.deletion = Some(TouchedDeletion { on });
    }
    if asked.delete != DeleteWhen::Now {
        let kept = through_groups_only(user, &asked.revoke, &planned.still_through);
        planned.warnings.extend(kept);
    }
    let changes = asked.reset || planned.after != Touched::default();
    if takes(&planned.after) {
        planned.before.offboarded_by = account.offboarded_by;
    }
    planned.outcome = if changes { Outcome::Offboarded { reset: asked.reset } } else { Outcome::Unchanged };
    planned
}

/// Whether an offboarding takes anything that restoring the user can give back. One that takes nothing, such as a new
/// deletion day, leaves the earlier offboarding in force.
pub fn takes(after: &Touched) -> bool {
    !after.direct.is_empty() || after.sign_in_allowed == Some(false)
}

/// A warning for each license in question that stays because a group gives it. It is left out if removing the product's
/// direct license already names the group.
fn through_groups_only(user: &SnapshotUser, revoke: &Revoke, said: &BTreeMap<SkuId, GroupId>) -> Vec<Failure> {
    let through = user.licenses.iter().filter(|license| license.is_held() && revoke.includes(license.sku_id));
    let through = through.filter_map(|license| match license.source {
        Source::Group(group) if said.get(&license.sku_id) != Some(&group) => {
            Some(Failure::InheritedFromGroup(license.sku_id, group))
        }
        Source::Group(_) | Source::Direct => None,
    });
    through.collect()
}

/// The products that no longer take a seat for the user.
fn products_freed(user: &SnapshotUser, planned: &PlannedUser) -> BTreeSet<SkuId> {
    let mut held = products_held(user);
    if planned.after.deleted != Some(true) {
        held.retain(|sku| planned.after.direct.contains_key(sku) && user.group_of(*sku).is_none());
    }
    held
}
