//! A plan in numbers: what the preview and the Save button say.

use super::failure::FailureCode;
use super::outcome::{Outcome, PlannedUser};
use super::plan::{Plan, PlanDigest, SeatEffect};
use super::snapshot::Snapshot;
use crate::ids::{SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Users shown of each group of a preview at once.
pub const PREVIEW_USERS: usize = 20;

/// A plan in numbers, with the first users of each outcome: bounded whatever the size of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// All users of the plan.
    pub users: usize,
    /// Users who change.
    pub changed: usize,
    /// Users who fail.
    pub failed: usize,
    /// Users who stay as they are.
    pub unchanged: usize,
    /// Those of them for whom no license is left, which was chosen.
    pub left_out: usize,
    /// Licenses that are given.
    pub assigned: usize,
    /// Licenses that are taken away.
    pub revoked: usize,
    /// Failures by code.
    pub failures: BTreeMap<FailureCode, usize>,
    /// Users from whom a license is taken.
    pub losing: usize,
    /// Users who are left without any license, and the first of them.
    pub left_unlicensed: usize,
    /// The names of the first of those left without any license.
    pub first_left_unlicensed: Vec<String>,
    /// The first who fail.
    pub first_failed: Vec<PreviewLine>,
    /// The first who change.
    pub first_changed: Vec<PreviewLine>,
    /// The first who stay.
    pub first_unchanged: Vec<PreviewLine>,
    /// Seats of the products that the plan touches.
    pub seats: BTreeMap<SkuId, SeatEffect>,
    /// Licenses that become free, by product name.
    pub freed: Vec<(String, i64)>,
    /// Whether nothing may be saved for want of seats.
    pub refused_for_seats: bool,
    /// The fingerprint that a save carries.
    pub digest: PlanDigest,
}

/// What becomes of one user, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// The user.
    pub user: UserId,
    /// Display name, empty when the user no longer exists.
    pub name: String,
    /// What happens.
    pub words: String,
}

impl PreviewLine {
    fn of(planned: &PlannedUser, snapshot: &Snapshot) -> Self {
        Self { user: planned.user, name: name(planned, snapshot), words: planned.words(snapshot) }
    }
}

fn name(planned: &PlannedUser, snapshot: &Snapshot) -> String {
    snapshot.users.get(&planned.user).map(|user| user.name.clone()).unwrap_or_default()
}

impl PlanSummary {
    /// Sums up a plan of a snapshot.
    pub fn of(plan: &Plan, snapshot: &Snapshot) -> Self {
        let mut summary = Self {
            users: plan.users.len(),
            changed: 0,
            failed: 0,
            unchanged: 0,
            left_out: 0,
            assigned: 0,
            revoked: 0,
            failures: BTreeMap::new(),
            losing: 0,
            left_unlicensed: 0,
            first_left_unlicensed: Vec::new(),
            first_failed: Vec::new(),
            first_changed: Vec::new(),
            first_unchanged: Vec::new(),
            seats: plan.seats.iter().filter(|(_, seats)| seats.needed != 0 || seats.used != 0).map(copied).collect(),
            freed: freed(plan, snapshot),
            refused_for_seats: plan.refused_for_seats(),
            digest: plan.digest.clone(),
        };
        for user in &plan.users {
            summary.count(user, snapshot);
        }
        summary
    }

    /// Whether a save would write anything.
    pub fn does_something(&self) -> bool {
        self.changed > 0
    }

    fn count(&mut self, user: &PlannedUser, snapshot: &Snapshot) {
        let (number, first) = match &user.outcome {
            Outcome::Failed(failure) => {
                *self.failures.entry(failure.code()).or_default() += 1;
                (&mut self.failed, &mut self.first_failed)
            }
            outcome if outcome.stays() => (&mut self.unchanged, &mut self.first_unchanged),
            _ => (&mut self.changed, &mut self.first_changed),
        };
        *number += 1;
        if first.len() < PREVIEW_USERS {
            first.push(PreviewLine::of(user, snapshot));
        }
        self.left_out += usize::from(matches!(user.outcome, Outcome::LeftOut(_)));
        let removed = user.removed().count();
        self.assigned += user.added().count();
        self.revoked += removed;
        self.losing += usize::from(removed > 0);
        if user.left_unlicensed {
            self.left_unlicensed += 1;
            if self.first_left_unlicensed.len() < PREVIEW_USERS {
                self.first_left_unlicensed.push(name(user, snapshot));
            }
        }
    }
}

fn freed(plan: &Plan, snapshot: &Snapshot) -> Vec<(String, i64)> {
    let freed = plan.seats.iter().filter(|(_, seats)| seats.used < 0);
    let mut freed: Vec<_> = freed.map(|(sku, seats)| (snapshot.product_name(*sku), -seats.used)).collect();
    freed.sort();
    freed
}

fn copied((sku, effect): (&SkuId, &SeatEffect)) -> (SkuId, SeatEffect) {
    (*sku, *effect)
}
