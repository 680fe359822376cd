//! Restoring deleted users: the account always, its direct licenses as far as the license rule lets them.

use super::accounts::{Accounts, failed};
use super::change::{Change, LicenseChange, PlansChange, ProductChange, ShortagePolicy};
use super::check::by_part_number;
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Restored, Touched};
use super::plan::{Plan, SeatEffect, plan as plan_licenses};
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::{License, Source};
use crate::directory::upn::Upn;
use crate::ids::{PlanId, SkuId, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// Licenses of a user: products, and their service plans that are off.
pub(super) type Held = BTreeMap<SkuId, BTreeSet<PlanId>>;

/// Plans that deleted users come back, with new user principal names where some are given. Whoever's name is taken by
/// then, also by somebody restored before in the order, stays deleted.
pub(super) fn plan(accounts: &Accounts, upns: &BTreeMap<UserId, String>) -> Plan {
    let mut taken = accounts.taken.clone();
    let mut desk = Desk::of(&accounts.snapshot);
    let users = accounts.plan_each(|id, user, account| {
        if !account.is_deleted {
            return PlannedUser::untouched(id, Outcome::Unchanged);
        }
        let upn = match upns.get(&id).map(|typed| new_upn(typed, user, &accounts.domains)).transpose() {
            Ok(upn) => upn.flatten(),
            Err(failure) => return failed(id, failure),
        };
        let key = upn.as_ref().map_or_else(|| user.upn.to_lowercase(), Upn::key);
        if !taken.insert(key) {
            return failed(id, taken_failure(user, upn));
        }
        let (given, left) = desk.give(id, user, &account.remembered);
        restored(id, given, Restored { upn, left })
    });
    Plan::decided(users, desk.effects)
}

/// What a person typed as the new name, if it is another one.
fn new_upn(typed: &str, user: &SnapshotUser, domains: &BTreeSet<String>) -> Result<Option<Upn>, Failure> {
    if typed.trim() == user.upn {
        return Ok(None);
    }
    let upn: Upn =
        typed.parse().map_err(|error: crate::directory::upn::UpnError| Failure::InvalidUpn(error.to_string()))?;
    if !domains.contains(&upn.domain()) {
        return Err(Failure::InvalidUpn(format!("{} is not a verified domain of this customer.", upn.domain())));
    }
    Ok(Some(upn))
}

pub(super) fn taken_failure(user: &SnapshotUser, upn: Option<Upn>) -> Failure {
    match upn.map_or_else(|| user.upn.parse(), Ok) {
        Ok(upn) => Failure::UpnTaken(upn),
        Err(_) => Failure::InvalidUpn(format!("{} belongs to another user. Choose another email.", user.upn)),
    }
}

/// Names in place of a taken one, the first of them that is free to be offered: `adele2@fabrikam.com` to `adele9@…`.
pub fn suggested_upns(upn: &str) -> impl Iterator<Item = String> {
    let parts = upn.split_once('@').map(|(local, domain)| (local.to_owned(), domain.to_owned()));
    parts.into_iter().flat_map(|(local, domain)| (2..=9).map(move |number| format!("{local}{number}@{domain}")))
}

fn restored(id: UserId, given: Held, outcome: Restored) -> PlannedUser {
    let before = given.keys().map(|sku| (*sku, None)).collect();
    let after = given.into_iter().map(|(sku, disabled)| (sku, Some(disabled))).collect();
    PlannedUser {
        before: Touched { direct: before, deleted: Some(true), ..Touched::default() },
        after: Touched { direct: after, deleted: Some(false), ..Touched::default() },
        ..PlannedUser::untouched(id, Outcome::Restored(outcome))
    }
}

/// Gives licenses out, one user after another: each sees the seats that those before left.
pub(super) struct Desk {
    company: Snapshot,
    pub(super) effects: BTreeMap<SkuId, SeatEffect>,
}

impl Desk {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let products = snapshot.products.clone();
        let company = Snapshot { products, rules: snapshot.rules.clone(), ..Snapshot::default() };
        Self { company, effects: BTreeMap::new() }
    }

    /// Tries all that was taken as one change, else product by product until nothing more fits. Gives what fits, and
    /// what is left with its reason.
    pub(super) fn give(&mut self, id: UserId, user: &SnapshotUser, lost: &Held) -> (Held, Vec<(SkuId, Failure)>) {
        let mut user = user.clone();
        let all: Vec<SkuId> = by_part_number(lost.keys().copied(), &self.company);
        if all.is_empty() || self.try_to_give(id, &mut user, lost).is_ok() {
            return (lost.clone(), Vec::new());
        }
        let (mut given, mut left) = (Held::new(), all);
        loop {
            let mut reasons = Vec::new();
            let before = given.len();
            for sku in left {
                let one: Held = lost.get(&sku).map(|disabled| (sku, disabled.clone())).into_iter().collect();
                match self.try_to_give(id, &mut user, &one) {
                    Ok(()) => given.extend(one),
                    Err(failure) => reasons.push((sku, failure)),
                }
            }
            if given.len() == before || reasons.is_empty() {
                return (given, reasons);
            }
            left = reasons.into_iter().map(|(sku, _)| sku).collect();
        }
    }

    /// Gives a user licenses if the rule lets all of them.
    fn try_to_give(&mut self, id: UserId, user: &mut SnapshotUser, licenses: &Held) -> Result<(), Failure> {
        let products = licenses.iter().map(|(sku, disabled)| {
            let plans = PlansChange::Exactly(disabled.clone());
            (*sku, ProductChange { license: LicenseChange::AssignDirect, plans })
        });
        let change = Change { products: products.collect(), location: None };
        self.company.users = [(id, user.clone())].into();
        let planned = plan_licenses(&self.company, &[(id, &change)], ShortagePolicy::InOrder).users;
        if let Some(failure) = planned.first().and_then(|planned| planned.outcome.failure()) {
            return Err(failure.clone());
        }
        for (sku, disabled) in licenses {
            if !user.holds(*sku) {
                self.take_seat(*sku);
            }
            user.licenses.push(License {
                sku_id: *sku,
                source: Source::Direct,
                disabled: disabled.clone(),
                error: None,
            });
        }
        Ok(())
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
