//! What a change means for one user, before any check.

use super::change::{Change, LicenseChange, LocationChange, PlansChange, ProductChange, Switch};
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::country::CountryCode;
use crate::directory::license::Source;
use crate::ids::{GroupId, PlanId, SkuId};
use std::collections::{BTreeMap, BTreeSet};

/// A user's direct licenses and location before and after, and what the change asks that cannot be had.
pub(super) struct Draft {
    pub before: BTreeMap<SkuId, BTreeSet<PlanId>>,
    pub after: BTreeMap<SkuId, BTreeSet<PlanId>>,
    pub location_before: Option<CountryCode>,
    pub location_after: Option<CountryCode>,
    /// Asked of licenses that come only from a group.
    pub group_held: Vec<(SkuId, GroupId)>,
    /// Plans that are not part of their product.
    pub unknown_plans: Vec<(SkuId, PlanId)>,
}

impl Draft {
    pub(super) fn of(user: &SnapshotUser, change: &Change, snapshot: &Snapshot) -> Self {
        let before = user.direct();
        let mut draft = Self {
            after: before.clone(),
            before,
            location_before: user.location,
            location_after: location_after(user.location, change.location),
            group_held: Vec::new(),
            unknown_plans: Vec::new(),
        };
        // Revocations first: what a swap carries over depends on them.
        for (sku, asked) in change.products.iter().filter(|(_, asked)| asked.license.revokes()) {
            draft.revoke(user, *sku, asked.license);
        }
        for (sku, asked) in change.products.iter().filter(|(_, asked)| !asked.license.revokes()) {
            draft.assign_and_switch(user, *sku, asked, snapshot);
        }
        draft
    }

    /// Nothing is asked that is not so already.
    pub(super) fn is_unchanged(&self) -> bool {
        self.before == self.after
            && self.location_before == self.location_after
            && self.group_held.is_empty()
            && self.unknown_plans.is_empty()
    }

    pub(super) fn added(&self) -> impl Iterator<Item = SkuId> {
        self.after.keys().filter(|sku| !self.before.contains_key(sku)).copied()
    }

    pub(super) fn removed(&self) -> impl Iterator<Item = SkuId> {
        self.before.keys().filter(|sku| !self.after.contains_key(sku)).copied()
    }

    fn revoke(&mut self, user: &SnapshotUser, sku: SkuId, asked: LicenseChange) {
        if self.after.remove(&sku).is_none()
            && asked == LicenseChange::Revoke
            && let Some(group) = user.group_of(sku)
        {
            self.group_held.push((sku, group));
        }
    }

    fn assign_and_switch(&mut self, user: &SnapshotUser, sku: SkuId, asked: &ProductChange, snapshot: &Snapshot) {
        let present = match self.before.get(&sku) {
            Some(disabled) => disabled.clone(),
            None if user.holds(sku) && asked.license != LicenseChange::AssignDirect => {
                return self.switch_group_held(user, sku, asked, snapshot);
            }
            None if asked.license.assigns() => self.carried_over(user, sku, snapshot),
            None => return,
        };
        self.note_unknown_plans(sku, &asked.plans, snapshot);
        self.after.insert(sku, switched(&present, &asked.plans));
    }

    /// A plan of a new product starts disabled if it was disabled in a product that this change revokes and is enabled
    /// in none that the user keeps.
    fn carried_over(&self, user: &SnapshotUser, sku: SkuId, snapshot: &Snapshot) -> BTreeSet<PlanId> {
        if self.removed().next().is_none() {
            return BTreeSet::new();
        }
        let revoked_with_disabled = |plan: &PlanId| self.removed().any(|sku| self.before[&sku].contains(plan));
        let enabled_in_kept = |plan: &PlanId| {
            user.licenses.iter().any(|license| {
                let kept = license.source != Source::Direct || self.after.contains_key(&license.sku_id);
                kept && license.is_held()
                    && !license.disabled.contains(plan)
                    && snapshot.plans_of(license.sku_id).any(|own| own == *plan)
            })
        };
        snapshot.plans_of(sku).filter(|plan| revoked_with_disabled(plan) && !enabled_in_kept(plan)).collect()
    }

    fn switch_group_held(&mut self, user: &SnapshotUser, sku: SkuId, asked: &ProductChange, snapshot: &Snapshot) {
        let held = user.licenses.iter().filter(|license| license.sku_id == sku && license.is_held());
        let disabled = held.map(|license| license.disabled.clone()).reduce(|all, next| &all & &next);
        let disabled = disabled.unwrap_or_default();
        let unknown = self.unknown_plans.len();
        self.note_unknown_plans(sku, &asked.plans, snapshot);
        if self.unknown_plans.len() == unknown
            && switched(&disabled, &asked.plans) != disabled
            && let Some(group) = user.group_of(sku)
        {
            self.group_held.push((sku, group));
        }
    }

    fn note_unknown_plans(&mut self, sku: SkuId, asked: &PlansChange, snapshot: &Snapshot) {
        let named: Vec<PlanId> = match asked {
            PlansChange::Each(switches) => switches.keys().copied().collect(),
            PlansChange::Exactly(disabled) => disabled.iter().copied().collect(),
        };
        if named.is_empty() {
            return;
        }
        let known: BTreeSet<PlanId> = snapshot.plans_of(sku).collect();
        self.unknown_plans.extend(named.into_iter().filter(|plan| !known.contains(plan)).map(|plan| (sku, plan)));
    }
}

fn location_after(present: Option<CountryCode>, asked: Option<LocationChange>) -> Option<CountryCode> {
    match asked {
        None => present,
        Some(LocationChange::OnlyWithout(country)) => present.or(Some(country)),
        Some(LocationChange::All(country)) => Some(country),
        Some(LocationChange::Exactly(country)) => country,
    }
}

fn switched(disabled: &BTreeSet<PlanId>, asked: &PlansChange) -> BTreeSet<PlanId> {
    match asked {
        PlansChange::Exactly(exactly) => exactly.clone(),
        PlansChange::Each(switches) => {
            let mut disabled = disabled.clone();
            for (plan, switch) in switches {
                match switch {
                    Switch::On => disabled.remove(plan),
                    Switch::Off => disabled.insert(*plan),
                };
            }
            disabled
        }
    }
}
