//! The licenses of demo users.

use super::company::{Company, LicensingGroup, Trait};
use super::item::{Item, Shelf};
use super::prng::Prng;
use crate::directory::license::{License, Source};
use crate::ids::{GroupId, PlanId};
use std::collections::BTreeSet;

/// How many of a thousand licenses held through a group are also held directly.
const ALSO_DIRECT: u64 = 60;
/// How many of a thousand direct licenses have some plans switched off.
const SOME_OFF: u64 = 120;
/// How many of a thousand licenses are in error.
const IN_ERROR: u64 = 3;
/// Microsoft Graph's codes of a license that is in error (`licenseAssignmentState`, `error`).
const ERRORS: [&str; 3] = ["CountViolation", "UniquenessViolation", "Other"];

/// Gives a company's users their licenses.
#[derive(Debug, Clone)]
pub(super) struct Holding {
    pub shelf: Shelf,
    /// The groups' ids, in the company's order.
    pub groups: Vec<GroupId>,
}

impl Holding {
    /// The licenses of a user with a location.
    pub(super) fn of_any(&self, company: &Company, country: &str, prng: &mut Prng) -> Vec<License> {
        let Some(Some(base)) = prng.weighted(company.bases) else { return Vec::new() };
        let mut licenses = Vec::new();
        self.hold(company, base, prng, &mut licenses);
        for add_on in company.add_ons {
            let fits = add_on.beside.contains(&base) && !add_on.not_in.contains(&country);
            let owned = company.stock.iter().any(|stock| stock.item == add_on.item);
            if fits && owned && prng.per_mille(add_on.per_mille) {
                self.hold(company, add_on.item, prng, &mut licenses);
            }
        }
        in_order(licenses)
    }

    /// The licenses of a user with a fixed name.
    pub(super) fn of_known(&self, company: &Company, holds: &[Item], trait_of: Trait) -> Vec<License> {
        let mut licenses = Vec::new();
        for item in holds {
            let group = self.group(company, *item).filter(|_| matches!(trait_of, Trait::ThroughGroup | Trait::Both));
            let off =
                if trait_of == Trait::PlansOff { self.shelf.get(*item).often_off.clone() } else { BTreeSet::new() };
            if group.is_none() || trait_of == Trait::Both {
                licenses.push(self.license(*item, Source::Direct, off));
            }
            licenses.extend(group.map(|(group, id)| self.through(group, id)));
        }
        if trait_of == Trait::InError
            && let Some(first) = licenses.first_mut()
        {
            first.error = Some(ERRORS[0].to_owned());
        }
        in_order(licenses)
    }

    fn hold(&self, company: &Company, item: Item, prng: &mut Prng, licenses: &mut Vec<License>) {
        let group = self.group(company, item).filter(|(group, _)| prng.per_mille(group.per_mille));
        if group.is_none() || prng.per_mille(ALSO_DIRECT) {
            let off = self.some_off(item, prng);
            licenses.push(self.license(item, Source::Direct, off));
        }
        licenses.extend(group.map(|(group, id)| self.through(group, id)));
        if prng.per_mille(IN_ERROR)
            && let Some(last) = licenses.last_mut()
        {
            last.error = Some(prng.pick(&ERRORS).to_owned());
        }
    }

    fn group<'a>(&self, company: &'a Company, item: Item) -> Option<(&'a LicensingGroup, GroupId)> {
        company.groups.iter().zip(&self.groups).find(|(group, _)| group.item == item).map(|(group, id)| (group, *id))
    }

    fn through(&self, group: &LicensingGroup, id: GroupId) -> License {
        let off = if group.plans_off { self.shelf.get(group.item).often_off.clone() } else { BTreeSet::new() };
        self.license(group.item, Source::Group(id), off)
    }

    /// Sometimes all or some of the plans that are often off; mostly none.
    fn some_off(&self, item: Item, prng: &mut Prng) -> BTreeSet<PlanId> {
        if !prng.per_mille(SOME_OFF) {
            return BTreeSet::new();
        }
        let each = if prng.per_mille(400) { 1000 } else { 500 };
        self.shelf.get(item).often_off.iter().filter(|_| prng.per_mille(each)).copied().collect()
    }

    fn license(&self, item: Item, source: Source, disabled: BTreeSet<PlanId>) -> License {
        License { sku_id: self.shelf.get(item).product.sku_id, source, disabled, error: None }
    }
}

/// Sorts by product, direct licenses before those of groups.
fn in_order(mut licenses: Vec<License>) -> Vec<License> {
    licenses.sort_by_key(|license| (license.sku_id, license.source));
    licenses
}
