//! Taking back what an offboarding did: the account, sign-in, and direct licenses as far as there are any left. A password
//! that was reset stays so.

use super::accounts::{Account, Accounts, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Restored, Touched, TouchedDeletion};
use super::plan::Plan;
use super::restore::{Desk, Held, taken_failure};
use super::snapshot::SnapshotUser;
use super::undo::Done;
use crate::ids::{SkuId, UserId};

/// Plans the way back of users, in their order.
pub(super) fn plan(accounts: &Accounts) -> Plan {
    let mut taken = accounts.taken.clone();
    let mut desk = Desk::of(&accounts.snapshot);
    let users = accounts.plan_each(|id, user, account| {
        let Some(done) = accounts.undone.get(&id) else { return failed(id, Failure::NotFound) };
        if account.is_deleted && done.after.deleted != Some(true) {
            return failed(id, Failure::ChangedSince);
        }
        if account.is_deleted && !taken.insert(user.upn.to_lowercase()) {
            return failed(id, taken_failure(user, None));
        }
        let (given, left) = desk.give(id, user, &lost(user, done));
        reinstated(id, account, done, given, left)
    });
    Plan::decided(users, desk.effects)
}

/// The direct licenses that were taken and have not come back since.
fn lost(user: &SnapshotUser, done: &Done) -> Held {
    let before = done.before.direct.iter().filter(|(sku, _)| !user.holds_directly(**sku));
    before.filter_map(|(sku, disabled)| Some((*sku, disabled.clone()?))).collect()
}

fn reinstated(id: UserId, account: &Account, done: &Done, given: Held, left: Vec<(SkuId, Failure)>) -> PlannedUser {
    let mut before = Touched { direct: given.keys().map(|sku| (*sku, None)).collect(), ..Touched::default() };
    let given = given.into_iter().map(|(sku, disabled)| (sku, Some(disabled)));
    let mut after = Touched { direct: given.collect(), ..Touched::default() };
    if account.is_deleted {
        (before.deleted, after.deleted) = (Some(true), Some(false));
    }
    if done.before.sign_in_allowed == Some(true) && !account.sign_in_allowed {
        (before.sign_in_allowed, after.sign_in_allowed) = (Some(false), Some(true));
    }
    // A deletion that somebody planned since stays planned.
    if account.deletion.is_some() && done.after.deletion == Some(TouchedDeletion { on: account.deletion }) {
        before.deletion = Some(TouchedDeletion { on: account.deletion });
        after.deletion = Some(TouchedDeletion { on: None });
    }
    let outcome = match (after == Touched::default(), left.first()) {
        (true, Some((_, failure))) => Outcome::Failed(failure.clone()),
        (true, None) => Outcome::Unchanged,
        (false, _) => Outcome::Reinstated(Restored { upn: None, left }),
    };
    PlannedUser { before, after, ..PlannedUser::untouched(id, outcome) }
}
