//! The checks of one user's draft, in the order of [`super::failure::Failure`]; all except the seats.

use super::data::Level;
use super::draft::LicenseDraft;
use super::failure::Failure;
use super::given::GivenPlan;
use super::group_duplicate::beside_groups;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::{License, Source};
use crate::ids::{PlanId, SkuId};
use std::collections::{BTreeMap, BTreeSet};

/// The plans named by an exclusive set or dependency, by product. Only these matter to the checks.
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

/// The licenses that a user had before the change that is now taken back, at one or more moments. The checks do not refuse giving
/// it back.
pub(super) struct Had {
    /// The products held directly.
    products: BTreeSet<SkuId>,
    /// The plans that were enabled together at each moment.
    together: Vec<BTreeSet<PlanId>>,
    /// The plans of all moments together; `None` if only a part of them is known.
    all: Option<BTreeSet<PlanId>>,
}

impl Had {
    /// Part of the licenses that the user had at one moment.
    pub(super) fn part(licenses: &[License], watched: &Watched) -> Self {
        Self { all: None, ..Self::whole([licenses], watched) }
    }

    /// Everything that the user had at each moment.
    pub(super) fn whole<'a>(moments: impl IntoIterator<Item = &'a [License]>, watched: &Watched) -> Self {
        let mut had = Self { products: BTreeSet::new(), together: Vec::new(), all: None };
        for licenses in moments {
            let held = licenses.iter().filter(|license| license.is_held());
            had.together.push(enabled(held.clone().map(|license| (license.sku_id, &license.disabled)), watched));
            let direct = held.filter(|license| license.source == Source::Direct);
            had.products.extend(direct.map(|license| license.sku_id));
        }
        had.all = Some(had.together.iter().flatten().copied().collect());
        had
    }
}

/// Checks a draft and returns its warnings. `had` are the values that it gives back. Within one code, products are
/// checked by part number.
///
/// # Errors
/// The first failure of an enforced rule.
pub(super) fn check(
    user: &SnapshotUser,
    draft: &LicenseDraft,
    had: Option<&Had>,
    snapshot: &Snapshot,
    watched: &Watched,
) -> Result<Vec<Failure>, Failure> {
    let is_given_back = |sku: &SkuId| had.is_some_and(|had| had.products.contains(sku));
    let (given_back, added): (Vec<SkuId>, Vec<SkuId>) =
        snapshot.by_part_number(draft.added()).into_iter().partition(is_given_back);
    if !added.is_empty() && draft.location_after.is_none() {
        return Err(Failure::InvalidUsageLocation);
    }
    for sku in &added {
        if let Some(why) = snapshot.not_assignable(*sku) {
            return Err(Failure::NotAssignable(*sku, why));
        }
    }
    for sku in given_back.into_iter().filter(|sku| !user.holds(*sku)) {
        none_to_give_back(sku, snapshot).map_or(Ok(()), Err)?;
    }
    if let Some((sku, group)) = first(&draft.group_held, snapshot) {
        return Err(Failure::InheritedFromGroup(sku, group));
    }
    if let Some((sku, plan)) = first(&draft.unknown_plans, snapshot) {
        return Err(Failure::UnknownServicePlan(sku, plan));
    }
    let mut warnings = Vec::new();
    let before = enabled_with(user, &draft.before, watched);
    let after = enabled_with(user, &draft.after, watched);
    let together: Vec<&BTreeSet<PlanId>> =
        [&before].into_iter().chain(had.into_iter().flat_map(|had| &had.together)).collect();
    let given = |plan: PlanId| GivenPlan::after(plan, user, draft, snapshot);
    exclusive(&together, &after, snapshot, given, &mut warnings)?;
    let all: Vec<&BTreeSet<PlanId>> = [&before].into_iter().chain(had.and_then(|had| had.all.as_ref())).collect();
    dependencies(&all, &after, snapshot, given, &mut warnings)?;
    let moved = draft.location_before != draft.location_after;
    let looked_at = if moved { snapshot.by_part_number(draft.after.keys().copied()) } else { added };
    let looked_at: Vec<SkuId> = looked_at.into_iter().filter(|sku| !is_given_back(sku)).collect();
    locations(draft, &looked_at, snapshot, &mut warnings)?;
    warnings.extend(beside_groups(user, draft, snapshot));
    Ok(warnings)
}

/// Why a product without a free seat cannot be given back, if buying seats would not help.
fn none_to_give_back(sku: SkuId, snapshot: &Snapshot) -> Option<Failure> {
    let is_left = snapshot.products.get(&sku).is_some_and(|held| held.available() > 0);
    let why = snapshot.not_assignable(sku).filter(|_| !is_left)?;
    Some(Failure::NotAssignable(sku, why))
}

fn first<T: Copy + Ord>(asked: &[(SkuId, T)], snapshot: &Snapshot) -> Option<(SkuId, T)> {
    asked.iter().copied().min_by_key(|(sku, what)| (snapshot.part_number(*sku), *sku, *what))
}

/// The plans enabled through the user's groups and these direct licenses.
fn enabled_with(
    user: &SnapshotUser,
    direct: &BTreeMap<SkuId, BTreeSet<PlanId>>,
    watched: &Watched,
) -> BTreeSet<PlanId> {
    let groups = user.licenses.iter().filter(|license| license.source != Source::Direct && license.is_held());
    let groups = groups.map(|license| (license.sku_id, &license.disabled));
    enabled(groups.chain(direct.iter().map(|(sku, disabled)| (*sku, disabled))), watched)
}

fn enabled<'a>(held: impl Iterator<Item = (SkuId, &'a BTreeSet<PlanId>)>, watched: &Watched) -> BTreeSet<PlanId> {
    held.flat_map(|(sku, disabled)| watched.enabled(sku, disabled).collect::<Vec<_>>()).collect()
}

/// Fails or warns, depending on the rule's level.
fn report(level: Level, failure: Failure, warnings: &mut Vec<Failure>) -> Result<(), Failure> {
    match level {
        Level::Enforce => Err(failure),
        Level::Warn => {
            warnings.push(failure);
            Ok(())
        }
    }
}

/// Two enabled plans of one set fail the change only if they were not enabled together before.
fn exclusive(
    before: &[&BTreeSet<PlanId>],
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
            if !before.iter().any(|before| before.contains(one) && before.contains(two)) {
                report(set.level, Failure::MutuallyExclusive(given(*one), given(*two)), warnings)?;
            }
        }
    }
    Ok(())
}

/// A plan without any plan it needs fails the change only if it did not lack them before.
fn dependencies(
    before: &[&BTreeSet<PlanId>],
    after: &BTreeSet<PlanId>,
    snapshot: &Snapshot,
    given: impl Fn(PlanId) -> GivenPlan,
    warnings: &mut Vec<Failure>,
) -> Result<(), Failure> {
    for rule in &snapshot.rules.dependencies {
        let lacking = |enabled: &BTreeSet<PlanId>| {
            enabled.contains(&rule.plan.id) && !rule.needs_any_of.iter().any(|need| enabled.contains(&need.id))
        };
        if lacking(after) && !before.iter().any(|before| lacking(before)) {
            let needs = rule.needs_any_of.iter().map(|need| need.id).collect();
            report(rule.level, Failure::Dependency(given(rule.plan.id), needs), warnings)?;
        }
    }
    Ok(())
}

fn locations(
    draft: &LicenseDraft,
    looked_at: &[SkuId],
    snapshot: &Snapshot,
    warnings: &mut Vec<Failure>,
) -> Result<(), Failure> {
    let Some(country) = draft.location_after else { return Ok(()) };
    for sku in looked_at {
        for limit in &snapshot.rules.locations {
            if limit.not_in.contains(&country) && limit.products.iter().any(|named| named.id == *sku) {
                report(limit.level, Failure::ProhibitedInLocation(*sku, country), warnings)?;
            }
        }
    }
    Ok(())
}
