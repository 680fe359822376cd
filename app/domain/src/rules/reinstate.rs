//! Taking back an offboarding: the account, sign-in, and licenses while seats are available. A reset password stays
//! reset.

use super::accounts::{Account, Accounts, failed, warned};
use super::failure::Failure;
use super::give_back::{GivenBack, SeatsLeft};
use super::outcome::{Outcome, PlannedUser, Restored, TouchedDeletion};
use super::plan::Plan;
use super::restore::{NewUpns, TakenUpns, come_to_the_cloud, renaming};
use super::snapshot::SnapshotUser;
use super::undo::Done;
use crate::access::user_decision::UserAction;
use crate::directory::license::{License, Source};
use crate::directory::upn::Upn;
use crate::ids::UserId;

/// Plans taking back the offboarding of users, in their order. `upns` has new user principal names for some of them.
pub(super) fn plan(accounts: &Accounts, upns: &NewUpns) -> Plan {
    let mut names = TakenUpns::of(accounts);
    let mut seats = SeatsLeft::of(&accounts.snapshot);
    let users = accounts.plan_each(&[UserAction::ChangeSignIn], |id, user, account| {
        let Some(done) = accounts.undone.get(&id) else { return failed(id, Failure::NotFound) };
        if account.is_deleted && done.after.deleted != Some(true) {
            return failed(id, Failure::ChangedSince);
        }
        let lost = lost(user, done);
        let needs = [
            (account.is_deleted, UserAction::Restore),
            (!lost.is_empty(), UserAction::ChangeLicenses),
            (cancels_deletion(account, done), UserAction::CancelDeletion),
        ];
        let needs = needs.into_iter().filter_map(|(is_needed, action)| is_needed.then_some(action));
        let name = if account.is_deleted { renaming(user, upns.get(&id)) } else { &[] };
        let needs: Vec<UserAction> = needs.chain(name.iter().copied()).collect();
        let warning = match accounts.check(account, &needs) {
            Ok(warning) => warning,
            Err(failure) => return failed(id, failure),
        };
        let upn = match account.is_deleted.then(|| names.take(user, upns.get(&id))).transpose() {
            Ok(upn) => upn.flatten(),
            Err(failure) => return failed(id, failure),
        };
        let back = seats.give(user, &lost, &[as_before(user, done)]);
        warned(reinstated((id, user, account), done, back, upn), warning)
    });
    Plan::decided(users, seats.effects)
}

/// Whether the planned deletion is the one that the offboarding planned. One that was planned later stays planned.
fn cancels_deletion(account: &Account, done: &Done) -> bool {
    account.deletion.is_some() && done.after.deletion == Some(TouchedDeletion { on: account.deletion })
}

/// The licenses that were taken and are still missing.
fn lost(user: &SnapshotUser, done: &Done) -> Vec<License> {
    let is_back = |license: &License| match license.source {
        Source::Direct => user.holds_directly(license.sku_id) || user.licenses.contains(license),
        Source::Group(_) => has_same(user, license),
    };
    done.before.licenses().into_iter().filter(|license| !is_back(license)).collect()
}

fn has_same(user: &SnapshotUser, license: &License) -> bool {
    user.licenses.iter().any(|held| held.sku_id == license.sku_id && held.source == license.source)
}

/// The licenses before the offboarding: the touched ones as they were, and the others.
fn as_before(user: &SnapshotUser, done: &Done) -> Vec<License> {
    let is_touched =
        |license: &License| license.source == Source::Direct && done.before.direct.contains_key(&license.sku_id);
    let others = user.licenses.iter().filter(|license| !is_touched(license)).cloned();
    done.before.licenses().into_iter().chain(others).collect()
}

fn reinstated(
    (id, user, account): (UserId, &SnapshotUser, &Account),
    done: &Done,
    back: GivenBack,
    upn: Option<Upn>,
) -> PlannedUser {
    let (mut before, mut after) = back.touched(user);
    if account.is_deleted {
        (before.deleted, after.deleted) = (Some(true), Some(false));
        come_to_the_cloud(account, &mut before, &mut after);
    }
    if done.before.sign_in_allowed == Some(true) && !account.sign_in_allowed {
        (before.sign_in_allowed, after.sign_in_allowed) = (Some(false), Some(true));
    }
    if cancels_deletion(account, done) {
        before.deletion = Some(TouchedDeletion { on: account.deletion });
        after.deletion = Some(TouchedDeletion { on: None });
    }
    let outcome = match (after == Default::default(), back.left.first()) {
        (true, Some((_, failure))) => Outcome::Failed(failure.clone()),
        (true, None) => Outcome::Unchanged,
        (false, _) => Outcome::Reinstated(Restored { upn, left: back.left }),
    };
    PlannedUser { before, after, ..PlannedUser::untouched(id, outcome) }
}
