//! The effect of a change on one user, before any check.

use super::change::{Change, LicenseChange, LocationChange, PlansChange, ProductChange, Switch};
use super::snapshot::{Snapshot, SnapshotUser};
use super::touched::{LicenseInError, Touched};
use crate::directory::country::CountryCode;
use crate::directory::license::Source;
use crate::ids::{GroupId, PlanId, SkuId};
use std::collections::{BTreeMap, BTreeSet};

/// A user's direct licenses and location before and after, and the requests that cannot be met.
pub(super) struct LicenseDraft {
    pub before: BTreeMap<SkuId, BTreeSet<PlanId>>,
    pub after: BTreeMap<SkuId, BTreeSet<PlanId>>,
    /// The direct licenses in error before. They give nothing.
    pub errors_before: BTreeMap<SkuId, LicenseInError>,
    /// The direct licenses in error after.
    pub errors_after: BTreeMap<SkuId, LicenseInError>,
    pub location_before: Option<CountryCode>,
    pub location_after: Option<CountryCode>,
    /// Requested changes of licenses that come only from a group.
    pub group_held: Vec<(SkuId, GroupId)>,
    /// Products whose direct license was to be revoked, but only a group gives them.
    pub kept_by_group: BTreeSet<SkuId>,
    /// Plans that are not part of their product.
    pub unknown_plans: Vec<(SkuId, PlanId)>,
}

impl LicenseDraft {
    /// Drafts the change. `had` are the values that the change gives back, if it undoes something.
    pub(super) fn of(user: &SnapshotUser, change: &Change, had: Option<&Touched>, snapshot: &Snapshot) -> Self {
        let (before, errors_before) = (user.direct(), user.in_error());
        let mut draft = Self {
            after: before.clone(),
            before,
            errors_after: errors_before.clone(),
            errors_before,
            location_before: user.location,
            location_after: location_after(user.location, change.location),
            group_held: Vec::new(),
            kept_by_group: BTreeSet::new(),
            unknown_plans: Vec::new(),
        };
        // Revocations come first: the plans that a swap carries over depend on them.
        for (sku, asked) in change.products.iter().filter(|(_, asked)| asked.license.revokes()) {
            draft.revoke(user, *sku, asked.license);
        }
        for (sku, asked) in change.products.iter().filter(|(_, asked)| !asked.license.revokes()) {
            draft.assign_and_switch(user, *sku, asked, snapshot);
        }
        if let Some(had) = had {
            draft.take_back(had);
        }
        draft
    }

    /// Gives back the earlier licenses. Plans missing from the product table are no reason to refuse it, and licenses
    /// that were in error are in error again.
    fn take_back(&mut self, had: &Touched) {
        self.kept_by_group.clear();
        self.unknown_plans.retain(|(sku, _)| !had.direct.contains_key(sku));
        for (sku, in_error) in &had.in_error {
            if !self.after.contains_key(sku) {
                self.errors_after.insert(*sku, in_error.clone());
            }
        }
    }

    /// Whether the user already is as asked.
    pub(super) fn is_unchanged(&self) -> bool {
        self.before == self.after
            && self.errors_before == self.errors_after
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

    /// The products with a license that is in error again.
    pub(super) fn added_errors(&self) -> impl Iterator<Item = SkuId> {
        let comes = |sku: &&SkuId| !self.errors_before.contains_key(sku) && !self.before.contains_key(sku);
        self.errors_after.keys().filter(comes).copied()
    }

    /// The products whose license in error goes away without a working license replacing it.
    pub(super) fn removed_errors(&self) -> impl Iterator<Item = SkuId> {
        let goes = |sku: &&SkuId| !self.errors_after.contains_key(sku) && !self.after.contains_key(sku);
        self.errors_before.keys().filter(goes).copied()
    }

    fn revoke(&mut self, user: &SnapshotUser, sku: SkuId, asked: LicenseChange) {
        let has_error = self.errors_after.remove(&sku).is_some();
        if self.after.remove(&sku).is_none()
            && !has_error
            && let Some(group) = user.group_of(sku)
        {
            if asked == LicenseChange::Revoke {
                self.group_held.push((sku, group));
            } else {
                self.kept_by_group.insert(sku);
            }
        }
    }

    fn assign_and_switch(&mut self, user: &SnapshotUser, sku: SkuId, asked: &ProductChange, snapshot: &Snapshot) {
        let present = match self.before.get(&sku) {
            Some(disabled) => disabled.clone(),
            None if user.holds(sku) && asked.license != LicenseChange::AssignDirect => {
                return self.switch_group_held(user, sku, asked, snapshot);
            }
            None if asked.license.assigns() => {
                let in_error = self.errors_before.get(&sku).map(|in_error| in_error.disabled.clone());
                &in_error.unwrap_or_default() | &self.carried_over(user, sku, snapshot)
            }
            None => return,
        };
        self.note_unknown_plans(sku, &present, &asked.plans, snapshot);
        self.errors_after.remove(&sku);
        self.after.insert(sku, switched(&present, &asked.plans));
    }

    /// The plans of a new product that start disabled: they are disabled in a product that this change revokes, and
    /// enabled in no product that the user keeps.
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
        self.note_unknown_plans(sku, &disabled, &asked.plans, snapshot);
        if self.unknown_plans.len() == unknown
            && switched(&disabled, &asked.plans) != disabled
            && let Some(group) = user.group_of(sku)
        {
            self.group_held.push((sku, group));
        }
    }

    /// Notes the plans that the product does not have. Plans that are already off count as known, even if the product
    /// table lacks them.
    fn note_unknown_plans(&mut self, sku: SkuId, present: &BTreeSet<PlanId>, asked: &PlansChange, snapshot: &Snapshot) {
        let named: Vec<PlanId> = match asked {
            PlansChange::Each(switches) => switches.keys().copied().collect(),
            PlansChange::Exactly(disabled) => disabled.iter().copied().collect(),
        };
        if named.is_empty() {
            return;
        }
        let known: BTreeSet<PlanId> = snapshot.plans_of(sku).chain(present.iter().copied()).collect();
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
