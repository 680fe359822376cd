//! Deleting users: they lose all licenses, and the seats become free.

use super::accounts::{Account, Accounts, Admins, failed};
use super::outcome::{Outcome, PlannedUser, Touched};
use super::plan::{Plan, SeatEffect};
use super::snapshot::{Snapshot, SnapshotUser};
use super::undo::Done;
use crate::access::user_decision::UserAction;
use crate::ids::SkuId;
use std::collections::{BTreeMap, BTreeSet};

/// Plans deleting users. Their licenses are kept in `before`, so restoring can give them back. If every Global admin is
/// to be deleted, the last one in the order stays.
pub(super) fn plan(accounts: &Accounts) -> Plan {
    let mut admins = Admins::of(accounts);
    let mut freed: BTreeMap<SkuId, i64> = BTreeMap::new();
    let users = accounts.plan_each(&[UserAction::Delete], |id, user, account| {
        if account.is_deleted {
            return PlannedUser::untouched(id, Outcome::Unchanged);
        }
        if let Err(failure) = admins.delete(id, account) {
            return failed(id, failure);
        }
        for sku in products_held(user) {
            *freed.entry(sku).or_default() += 1;
        }
        let mut planned = deleted(PlannedUser::untouched(id, Outcome::Deleted), user);
        if let Some(done) = accounts.undone.get(&id) {
            take_back(&mut planned, account, done);
        }
        planned
    });
    Plan::decided(users, freed_seats(&accounts.snapshot, &freed))
}

/// The effect of the freed seats on each product.
pub(super) fn freed_seats(snapshot: &Snapshot, freed: &BTreeMap<SkuId, i64>) -> BTreeMap<SkuId, SeatEffect> {
    let effect = |(sku, freed): (&SkuId, &i64)| {
        let available = snapshot.products.get(sku).map_or(0, |held| held.available());
        (*sku, SeatEffect { available, used: -freed, ..SeatEffect::default() })
    };
    freed.iter().map(effect).collect()
}

/// The products held, directly or through groups. Each takes one seat, so each is listed once.
pub(super) fn products_held(user: &SnapshotUser) -> BTreeSet<SkuId> {
    user.licenses.iter().filter(|license| license.is_held()).map(|license| license.sku_id).collect()
}

/// Takes every license.
pub(super) fn deleted(planned: PlannedUser, user: &SnapshotUser) -> PlannedUser {
    let mut before = Touched { deleted: Some(false), ..Touched::default() };
    user.licenses.iter().for_each(|license| before.note(license));
    let direct = before.direct.keys().map(|sku| (*sku, None)).collect();
    let after = Touched { deleted: Some(true), direct, ..Touched::default() };
    PlannedUser { before, after, ..planned }
}

/// Undoes the rest of a restoration: sign-in, where the account is managed, and the offboarding that it ended.
fn take_back(planned: &mut PlannedUser, account: &Account, done: &Done) {
    if done.before.sign_in_allowed == Some(false) && account.sign_in_allowed {
        (planned.before.sign_in_allowed, planned.after.sign_in_allowed) = (Some(true), Some(false));
    }
    if done.before.directory_synced == Some(true) && !account.directory_synced {
        (planned.before.directory_synced, planned.after.directory_synced) = (Some(false), Some(true));
    }
    planned.after.offboarded_by = done.before.offboarded_by;
}
