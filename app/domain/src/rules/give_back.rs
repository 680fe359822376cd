//! Giving licenses back to users one after another. Each user gets from the seats that the earlier ones left.

use super::change::{Change, LicenseChange, PlansChange, ProductChange};
use super::check::{Had, Watched, check};
use super::draft::LicenseDraft;
use super::failure::Failure;
use super::outcome::Touched;
use super::plan::SeatEffect;
use super::snapshot::NotAssignable;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::{License, Source};
use crate::ids::{GroupId, SkuId};
use std::collections::BTreeMap;

/// The customer's seats while they are given out.
pub(super) struct SeatsLeft {
    company: Snapshot,
    watched: Watched,
    pub(super) effects: BTreeMap<SkuId, SeatEffect>,
}

/// The licenses given back, and those not given back with their reasons.
#[derive(Default)]
pub(super) struct GivenBack {
    pub given: Vec<License>,
    pub left: Vec<(SkuId, Failure)>,
}

impl GivenBack {
    /// The touched licenses of the user, before and after.
    pub(super) fn touched(&self, user: &SnapshotUser) -> (Touched, Touched) {
        let (mut before, mut after) = (Touched::default(), Touched::default());
        let (held, in_error) = (user.direct(), user.in_error());
        for license in &self.given {
            let sku = license.sku_id;
            after.note(license);
            if license.source == Source::Direct {
                before.direct.insert(sku, held.get(&sku).cloned());
                before.in_error.extend(in_error.get(&sku).map(|error| (sku, error.clone())));
            }
        }
        (before, after)
    }
}

impl SeatsLeft {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let company = Snapshot {
            products: snapshot.products.clone(),
            groups: snapshot.groups.clone(),
            rules: snapshot.rules.clone(),
            ..Snapshot::default()
        };
        Self { watched: Watched::of(&company), company, effects: BTreeMap::new() }
    }

    /// Gives back the licenses that a user lost. Licenses from groups come first, since direct licenses may need them. Rules that
    /// were already broken at the earlier `moments` do not refuse a license; missing seats do.
    pub(super) fn give(&mut self, user: &SnapshotUser, lost: &[License], moments: &[Vec<License>]) -> GivenBack {
        let mut user = user.clone();
        let mut back = GivenBack::default();
        let had = Had::whole(moments.iter().map(Vec::as_slice), &self.watched);
        let (direct, through_groups): (Vec<License>, Vec<License>) =
            self.in_order(lost).into_iter().partition(|license| license.source == Source::Direct);
        for license in through_groups {
            match self.give_through_group(&user, &license) {
                Ok(()) => back.take(&mut user, license),
                Err(failure) => back.left.push((license.sku_id, failure)),
            }
        }
        let (held, in_error): (Vec<License>, Vec<License>) = direct.into_iter().partition(License::is_held);
        self.give_direct(&mut user, held, &had, &mut back);
        for license in in_error {
            match self.known(license.sku_id) {
                Ok(()) => back.take(&mut user, license),
                Err(failure) => back.left.push((license.sku_id, failure)),
            }
        }
        back
    }

    fn in_order(&self, licenses: &[License]) -> Vec<License> {
        let order = self.company.by_part_number(licenses.iter().map(|license| license.sku_id));
        let place = |license: &License| order.iter().position(|sku| *sku == license.sku_id);
        let mut licenses = licenses.to_vec();
        licenses.sort_by_key(|license| (place(license), license.source));
        licenses
    }

    /// Tries all direct licenses as one change. If that fails, tries them one by one until no more can be given.
    fn give_direct(&mut self, user: &mut SnapshotUser, licenses: Vec<License>, had: &Had, back: &mut GivenBack) {
        if self.try_to_give(user, &licenses, had).is_ok() {
            licenses.into_iter().for_each(|license| back.take(user, license));
            return;
        }
        let mut left = licenses;
        loop {
            let (mut reasons, tried) = (Vec::new(), left.len());
            for license in std::mem::take(&mut left) {
                match self.try_to_give(user, std::slice::from_ref(&license), had) {
                    Ok(()) => back.take(user, license),
                    Err(failure) => {
                        reasons.push((license.sku_id, failure));
                        left.push(license);
                    }
                }
            }
            if left.is_empty() || left.len() == tried {
                back.left.extend(reasons);
                return;
            }
        }
    }

    /// Takes the seats of these direct licenses if the rule allows all of them.
    fn try_to_give(&mut self, user: &SnapshotUser, licenses: &[License], had: &Had) -> Result<(), Failure> {
        let assigned = |license: &License| {
            let plans = PlansChange::Exactly(license.disabled.clone());
            (license.sku_id, ProductChange { license: LicenseChange::AssignDirect, plans })
        };
        let change = Change { products: licenses.iter().map(assigned).collect(), location: None };
        let mut touched = Touched::default();
        licenses.iter().for_each(|license| touched.note(license));
        let draft = LicenseDraft::of(user, &change, Some(&touched), &self.company);
        check(user, &draft, Some(had), &self.company, &self.watched)?;
        let needed: Vec<SkuId> = draft.added().filter(|sku| !user.holds(*sku)).collect();
        if let Some(none_left) = needed.iter().find(|sku| self.available(**sku) < 1) {
            return Err(Failure::CountViolation(*none_left));
        }
        needed.into_iter().for_each(|sku| self.take_seat(sku));
        Ok(())
    }

    /// Takes the seat of a license from a group, if the user needs one.
    fn give_through_group(&mut self, user: &SnapshotUser, license: &License) -> Result<(), Failure> {
        let sku = license.sku_id;
        if let Source::Group(group) = license.source {
            self.is_there(group)?;
        }
        self.known(sku)?;
        if license.is_held() && !user.holds(sku) {
            if self.available(sku) < 1 {
                let why = self.company.not_assignable(sku);
                return Err(why.map_or(Failure::CountViolation(sku), |why| Failure::NotAssignable(sku, why)));
            }
            self.take_seat(sku);
        }
        Ok(())
    }

    fn is_there(&self, group: GroupId) -> Result<(), Failure> {
        if self.company.groups.contains_key(&group) { Ok(()) } else { Err(Failure::GroupGone) }
    }

    /// Whether the customer has the product.
    fn known(&self, sku: SkuId) -> Result<(), Failure> {
        let is_known = self.company.products.contains_key(&sku);
        if is_known { Ok(()) } else { Err(Failure::NotAssignable(sku, NotAssignable::NotOwned)) }
    }

    fn available(&self, sku: SkuId) -> i64 {
        self.company.products.get(&sku).map_or(0, |held| held.available())
    }

    fn take_seat(&mut self, sku: SkuId) {
        if let Some(held) = self.company.products.get_mut(&sku) {
            let available = held.available();
            let effect = self.effects.entry(sku).or_insert(SeatEffect { available, ..SeatEffect::default() });
            effect.needed += 1;
            effect.used += 1;
            if let Some(seats) = held.seats.as_mut() {
                seats.consumed += 1;
            }
        }
    }
}

impl GivenBack {
    fn take(&mut self, user: &mut SnapshotUser, license: License) {
        let is_same = |held: &License| held.sku_id == license.sku_id && held.source == license.source;
        user.licenses.retain(|held| !is_same(held));
        user.licenses.push(license.clone());
        self.given.push(license);
    }
}
