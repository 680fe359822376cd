//! The checks of one user's draft, in the order of the table of failures, all but the seats.

use super::beside::beside_groups;
use super::data::Level;
use super::draft::Draft;
use super::failure::Failure;
use super::given::GivenPlan;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::Source;
use crate::ids::{PlanId, SkuId};
use std::collections::{BTreeMap, BTreeSet};

/// The plans that some exclusive set or dependency names, by product: the only ones that matter to the checks.
pub(super) struct Watched(BTreeMap<SkuId, Vec<PlanId>>);

impl Watched {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let sets = snapshot.rules.exclusive.iter().flat_map(|set| &set.plans);
        let needs = snapshot.rules.dependencies.iter().flat_map(|rule| rule.needs_any_of.iter().chain([&rule.plan]));
        let named: BTreeSet<PlanId> = sets.chain(needs).map(|plan| plan.id).collect();
        let watched = |sku: SkuId| snapshot.plans_of(sku).filter(|plan| named.contains(plan)).collect();
        Self(snapshot.products.keys().map(|sku| (*sku, watched(*sku))).collect())
    }

    fn enabled(&self, sku: SkuId, disabled: &BTreeSet<PlanId>) -> impl Iterator<Item = PlanId> {
        self.0.get(&sku).into_iter().flatten().copied().filter(|plan| !disabled.contains(plan))
    }
}

/// Checks a draft. Within one code, products are looked at by part number.
///
/// # Errors
/// The first failure that is enforced; those only warned about are returned otherwise.
pub(super) fn check(
    user: &SnapshotUser,
    draft: &Draft,
    snapshot: &Snapshot,
    watched: &Watched,
) -> Result<Vec<Failure>, Failure> {
    let added = by_part_number(draft.added(), snapshot);
    if !added.is_empty() && draft.location_after.is_none() {
        return Err(Failure::InvalidUsageLocation);
    }
    for sku in &added {
        if let Some(why) = snapshot.not_assignable(*sku) {
            return Err(Failure::NotAssignable(*sku, why));
        }
    }
    if let Some((sku, group)) = first(&draft.group_held, snapshot) {
        return Err(Failure::InheritedFromGroup(sku, group));
    }
    if let Some((sku, plan)) = first(&draft.unknown_plans, snapshot) {
        return Err(Failure::UnknownServicePlan(sku, plan));
    }
    let mut warnings = Vec::new();
    let before = enabled_before(user, watched);
    let after = enabled_after(user, draft, watched);
    let given = |plan: PlanId| GivenPlan::after(plan, user, draft, snapshot);
    exclusive(&before, &after, snapshot, given, &mut warnings)?;
    dependencies(&before, &after, snapshot, given, &mut warnings)?;
    locations(draft, &added, snapshot, &mut warnings)?;
    warnings.extend(beside_groups(user, draft, snapshot));
    Ok(warnings)
}

fn part_number(sku: SkuId, snapshot: &Snapshot) -> &str {
    snapshot.products.get(&sku).map_or("", |held| held.product.part_number.as_str())
}

/// The products in the order of their part numbers.
pub(super) fn by_part_number(skus: impl Iterator<Item = SkuId>, snapshot: &Snapshot) -> Vec<SkuId> {
    let mut skus: Vec<_> = skus.collect();
    skus.sort_by_key(|sku| (part_number(*sku, snapshot), *sku));
    skus
}

fn first<T: Copy + Ord>(asked: &[(SkuId, T)], snapshot: &Snapshot) -> Option<(SkuId, T)> {
    asked.iter().copied().min_by_key(|(sku, what)| (part_number(*sku, snapshot), *sku, *what))
}

fn enabled_before(user: &SnapshotUser, watched: &Watched) -> BTreeSet<PlanId> {
    let held = user.licenses.iter().filter(|license| license.is_held());
    held.flat_map(|license| watched.enabled(license.sku_id, &license.disabled)).collect()
}

fn enabled_after(user: &SnapshotUser, draft: &Draft, watched: &Watched) -> BTreeSet<PlanId> {
    let groups = user.licenses.iter().filter(|license| license.source != Source::Direct && license.is_held());
    let groups = groups.flat_map(|license| watched.enabled(license.sku_id, &license.disabled));
    let direct = draft.after.iter().flat_map(|(sku, disabled)| watched.enabled(*sku, disabled));
    groups.chain(direct).collect()
}

/// Fails or warns, by the rule's level.
fn report(level: Level, failure: Failure, warnings: &mut Vec<Failure>) -> Result<(), Failure> {
    match level {
        Level::Enforce => Err(failure),
        Level::Warn => {
            warnings.push(failure);
            Ok(())
        }
    }
}

/// Two enabled plans of one set fail the change only if they were not both enabled before.
fn exclusive(
    before: &BTreeSet<PlanId>,
    after: &BTreeSet<PlanId>,
    snapshot: &Snapshot,
    given: impl Fn(PlanId) -> GivenPlan,
    warnings: &mut Vec<Failure>,
) -> Result<(), Failure> {
    for set in &snapshot.rules.exclusive {
        let enabled: Vec<PlanId> = set.plans.iter().map(|plan| plan.id).filter(|plan| after.contains(plan)).collect();
        let pairs =
            enabled.iter().enumerate().flat_map(|(at, one)| enabled[at + 1..].iter().map(move |two| (one, two)));
        for (one, two) in pairs {
            if !(before.contains(one) && before.contains(two)) {
                report(set.level, Failure::MutuallyExclusive(given(*one), given(*two)), warnings)?;
            }
        }
    }
    Ok(())
}

/// A plan without any it needs fails the change only if that was not so before.
fn dependencies(
    before: &BTreeSet<PlanId>,
    after: &BTreeSet<PlanId>,
    snapshot: &Snapshot,
    given: impl Fn(PlanId) -> GivenPlan,
    warnings: &mut Vec<Failure>,
) -> Result<(), Failure> {
    for rule in &snapshot.rules.dependencies {
        let lacking = |enabled: &BTreeSet<PlanId>| {
            enabled.contains(&rule.plan.id) && !rule.needs_any_of.iter().any(|need| enabled.contains(&need.id))
        };
        if lacking(after) && !lacking(before) {
            let needs = rule.needs_any_of.iter().map(|need| need.id).collect();
            report(rule.level, Failure::Dependency(given(rule.plan.id), needs), warnings)?;
        }
    }
    Ok(())
}

fn locations(draft: &Draft, added: &[SkuId], snapshot: &Snapshot, warnings: &mut Vec<Failure>) -> Result<(), Failure> {
    let Some(country) = draft.location_after else { return Ok(()) };
    let moved = draft.location_before != draft.location_after;
    let looked_at = if moved { by_part_number(draft.after.keys().copied(), snapshot) } else { added.to_vec() };
    for sku in looked_at {
        for limit in &snapshot.rules.locations {
            if limit.not_in.contains(&country) && limit.products.iter().any(|named| named.id == sku) {
                report(limit.level, Failure::ProhibitedInLocation(sku, country), warnings)?;
            }
        }
    }
    Ok(())
}
