//! The properties' expectation of a user, judged only from the states before and after.

use crate::directory::license::{License, Source};
use crate::ids::{PlanId, SkuId};
use crate::rules::change::{Change, LicenseChange, LocationChange, PlansChange, Switch};
use crate::rules::data::Level;
use crate::rules::snapshot::{Snapshot, SnapshotUser};
use std::collections::BTreeSet;

/// All plans enabled by any license of the user.
pub fn enabled(user: &SnapshotUser, snapshot: &Snapshot) -> BTreeSet<PlanId> {
    let on = |license: &License| -> Vec<PlanId> {
        snapshot.plans_of(license.sku_id).filter(|plan| !license.disabled.contains(plan)).collect()
    };
    user.licenses.iter().filter(|license| license.is_held()).flat_map(on).collect()
}

/// The exclusive sets and dependencies of a level that the user breaks, by their index in the data.
pub fn broken(user: &SnapshotUser, snapshot: &Snapshot, level: Level) -> BTreeSet<(&'static str, usize)> {
    let enabled = enabled(user, snapshot);
    let mut broken = BTreeSet::new();
    for (at, set) in snapshot.rules.exclusive.iter().enumerate().filter(|(_, set)| set.level == level) {
        if set.plans.iter().filter(|plan| enabled.contains(&plan.id)).count() > 1 {
            broken.insert(("exclusive", at));
        }
    }
    for (at, rule) in snapshot.rules.dependencies.iter().enumerate().filter(|(_, rule)| rule.level == level) {
        let served = rule.needs_any_of.iter().any(|need| enabled.contains(&need.id));
        if enabled.contains(&rule.plan.id) && !served {
            broken.insert(("dependency", at));
        }
    }
    broken
}

/// Whether the user has everything that was asked and nothing else changed, judged only from the two states.
pub fn fulfilled(
    before: &SnapshotUser,
    after: &SnapshotUser,
    change: &Change,
    snapshot: &Snapshot,
) -> Result<(), String> {
    let location = match change.location {
        None => before.location,
        Some(LocationChange::All(country)) => Some(country),
        Some(LocationChange::OnlyWithout(country)) => before.location.or(Some(country)),
        Some(LocationChange::Exactly(location)) => location,
    };
    if after.location != location {
        return Err(format!("location {:?}", after.location));
    }
    for sku in snapshot.products.keys() {
        let asked = change.products.get(sku).cloned().unwrap_or_default();
        let in_group = before.group_of(*sku).is_some();
        let (old, new) = (before.direct().remove(sku), after.direct().remove(sku));
        let (had, has) = (old.is_some(), new.is_some());
        let held_as_asked = match asked.license {
            LicenseChange::Leave => has == had,
            LicenseChange::Assign => has == (had || !in_group),
            LicenseChange::AssignDirect => has,
            LicenseChange::Revoke => !has && (had || before.in_error().contains_key(sku) || !in_group),
            LicenseChange::RevokeDirect => !has,
        };
        let expected = match (&new, in_group && !asked.license.revokes()) {
            (Some(_), _) => Some(expected_disabled(before, after, change, *sku, snapshot)),
            (None, true) => Some(switched(&group_disabled(before, *sku), &asked.plans)),
            (None, false) => None,
        };
        let present = new.or_else(|| expected.is_some().then(|| group_disabled(before, *sku)));
        if !held_as_asked || present != expected {
            return Err(format!("{sku}: asked {asked:?}, disabled {present:?} instead of {expected:?}"));
        }
    }
    Ok(())
}

fn expected_disabled(
    before: &SnapshotUser,
    after: &SnapshotUser,
    change: &Change,
    sku: SkuId,
    snapshot: &Snapshot,
) -> BTreeSet<PlanId> {
    let asked = change.products.get(&sku).cloned().unwrap_or_default();
    let start = before.direct().remove(&sku).unwrap_or_else(|| {
        let gone = before
            .licenses
            .iter()
            .filter(|license| license.source == Source::Direct && license.is_held())
            .filter(|license| !after.holds_directly(license.sku_id));
        let disabled_in_gone: BTreeSet<PlanId> = gone.flat_map(|license| license.disabled.clone()).collect();
        let kept = before
            .licenses
            .iter()
            .filter(|license| license.source != Source::Direct || after.holds_directly(license.sku_id));
        let kept = SnapshotUser { licenses: kept.cloned().collect(), ..SnapshotUser::default() };
        let enabled_in_kept = enabled(&kept, snapshot);
        let carried = |plan: &PlanId| disabled_in_gone.contains(plan) && !enabled_in_kept.contains(plan);
        let in_error = before.in_error().remove(&sku).map(|in_error| in_error.disabled);
        snapshot.plans_of(sku).filter(carried).chain(in_error.into_iter().flatten()).collect()
    });
    switched(&start, &asked.plans)
}

fn group_disabled(user: &SnapshotUser, sku: SkuId) -> BTreeSet<PlanId> {
    let groups = user.licenses.iter().filter(|license| license.sku_id == sku && license.source != Source::Direct);
    groups.map(|license| license.disabled.clone()).reduce(|all, next| &all & &next).unwrap_or_default()
}

fn switched(start: &BTreeSet<PlanId>, asked: &PlansChange) -> BTreeSet<PlanId> {
    match asked {
        PlansChange::Exactly(disabled) => disabled.clone(),
        PlansChange::Each(switches) => {
            let off = switches.iter().filter(|(_, switch)| **switch == Switch::Off).map(|(plan, _)| *plan);
            let stays = start.iter().copied().filter(|plan| !switches.contains_key(plan));
            off.chain(stays).collect()
        }
    }
}
