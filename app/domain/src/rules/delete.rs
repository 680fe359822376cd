//! Deleting users: they keep nothing, and the seats of all that they held are free again.

use super::accounts::{Accounts, Admins, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Touched};
use super::plan::{Plan, SeatEffect};
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::{License, Source};
use crate::ids::SkuId;
use std::collections::{BTreeMap, BTreeSet};

/// Plans that users are deleted. Their direct licenses stand in what was before, so that restoring can give them back;
/// what groups gave comes back by the groups alone. The last Global admin of the order stays.
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

/// With everything taken that is held directly.
pub(super) fn deleted(planned: PlannedUser, user: &SnapshotUser) -> PlannedUser {
    let direct = |license: &&License| license.is_held() && license.source == Source::Direct;
    let held: Vec<&License> = user.licenses.iter().filter(direct).collect();
    let before = held.iter().map(|license| (license.sku_id, Some(license.disabled.clone())));
    let after = held.iter().map(|license| (license.sku_id, None));
    PlannedUser {
        before: Touched { direct: before.collect(), deleted: Some(false), ..Touched::default() },
        after: Touched { direct: after.collect(), deleted: Some(true), ..Touched::default() },
        ..planned
    }
}
