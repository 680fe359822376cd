//! Deleting users: they keep nothing, and the seats of all that they held are free again.

use super::accounts::{Accounts, Admins, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Touched};
use super::plan::{Plan, SeatEffect};
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::Source;
use crate::ids::SkuId;
use std::collections::{BTreeMap, BTreeSet};

/// Plans that users are deleted. All that they held stands in what was before: the direct licenses so that restoring can
/// give them back, what groups gave so that it can be told. The last Global admin of the order stays.
pub(super) fn plan(accounts: &Accounts) -> Plan {
    let mut admins = Admins::of(accounts);
    let mut freed: BTreeMap<SkuId, i64> = BTreeMap::new();
    let users = accounts.plan_each(|id, user, account| {
        if account.is_deleted {
            return PlannedUser::untouched(id, Outcome::Unchanged);
        }
        if account.directory_synced {
            return failed(id, Failure::DirectorySynced);
        }
        if !admins.can_delete(account) {
            return failed(id, Failure::LastGlobalAdmin);
        }
        for sku in products_held(user) {
            *freed.entry(sku).or_default() += 1;
        }
        deleted(PlannedUser::untouched(id, Outcome::Deleted), user)
    });
    Plan::decided(users, freed_seats(&accounts.snapshot, &freed))
}

/// What so many seats that become free mean for each product.
pub(super) fn freed_seats(snapshot: &Snapshot, freed: &BTreeMap<SkuId, i64>) -> BTreeMap<SkuId, SeatEffect> {
    let effect = |(sku, freed): (&SkuId, &i64)| {
        let available = snapshot.products.get(sku).map_or(0, |held| held.available());
        (*sku, SeatEffect { available, used: -freed, ..SeatEffect::default() })
    };
    freed.iter().map(effect).collect()
}

/// Each product once, whatever it is held through: it takes one seat.
pub(super) fn products_held(user: &SnapshotUser) -> BTreeSet<SkuId> {
    user.licenses.iter().filter(|license| license.is_held()).map(|license| license.sku_id).collect()
}

/// With everything taken that is held.
pub(super) fn deleted(planned: PlannedUser, user: &SnapshotUser) -> PlannedUser {
    let mut before = Touched { deleted: Some(false), ..Touched::default() };
    let mut after = Touched { deleted: Some(true), ..Touched::default() };
    for license in user.licenses.iter().filter(|license| license.is_held()) {
        match license.source {
            Source::Direct => {
                before.direct.insert(license.sku_id, Some(license.disabled.clone()));
                after.direct.insert(license.sku_id, None);
            }
            Source::Group(group) => before.through_groups.push((license.sku_id, group)),
        }
    }
    PlannedUser { before, after, ..planned }
}
