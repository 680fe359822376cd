//! A plan in numbers, for the preview and the Save button.

use super::failure::FailureCode;
use super::outcome::{Outcome, PlannedUser};
use super::plan::{Plan, PlanDigest, SeatEffect};
use super::preview_line::{PREVIEW_USERS, PreviewLine};
use super::reasons::{ReasonGroup, Reasons};
use super::snapshot::Snapshot;
use crate::ids::SkuId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A plan in numbers, with the first users of each outcome. Its size is bounded for any size of plan.
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
    /// Unchanged users without a license, because too few were left and that was accepted.
    pub left_out: usize,
    /// Licenses that are given.
    pub assigned: usize,
    /// Licenses that are taken away.
    pub revoked: usize,
    /// Direct licenses taken from users who still hold the product through a group.
    pub direct_removed: usize,
    /// The products of the revoked licenses, by name, each with its count.
    pub revoked_products: Vec<(String, usize)>,
    /// Failures by code.
    pub failures: BTreeMap<FailureCode, usize>,
    /// Failures by reason, the reason of the most users first.
    pub reasons: Vec<ReasonGroup>,
    /// Users with a warning. Most of them change.
    pub warned: usize,
    /// The warnings by reason.
    pub warnings: Vec<ReasonGroup>,
    /// Users who lose a license.
    pub losing: usize,
    /// Users left without any license.
    pub left_unlicensed: usize,
    /// The names of the first of them.
    pub first_left_unlicensed: Vec<String>,
    /// The first users who change.
    pub first_changed: Vec<PreviewLine>,
    /// The first users who stay as they are.
    pub first_unchanged: Vec<PreviewLine>,
    /// Seats of the products that the plan touches and the customer owns.
    pub seats: BTreeMap<SkuId, SeatEffect>,
    /// Licenses that become free, by product name.
    pub freed: Vec<(String, i64)>,
    /// Whether nothing may be saved because seats are missing.
    pub refused_for_seats: bool,
    /// The fingerprint that a save carries.
    pub digest: PlanDigest,
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
            direct_removed: 0,
            revoked_products: Vec::new(),
            failures: BTreeMap::new(),
            reasons: Vec::new(),
            warned: 0,
            warnings: Vec::new(),
            losing: 0,
            left_unlicensed: 0,
            first_left_unlicensed: Vec::new(),
            first_changed: Vec::new(),
            first_unchanged: Vec::new(),
            seats: seats(plan, snapshot),
            freed: freed(plan, snapshot),
            refused_for_seats: plan.refused_for_seats(),
            digest: plan.digest.clone(),
        };
        let (mut reasons, mut warnings) = (Reasons::default(), Reasons::default());
        let mut revoked: BTreeMap<SkuId, usize> = BTreeMap::new();
        for user in &plan.users {
            summary.count(user, snapshot);
            if let Some(failure) = user.outcome.failure() {
                reasons.count(failure, || PreviewLine::of(user, snapshot));
            }
            for warning in &user.warnings {
                let words = || PreviewLine { words: warning.words(snapshot), ..PreviewLine::of(user, snapshot) };
                warnings.count(warning, words);
            }
            for sku in user.removed() {
                *revoked.entry(sku).or_default() += 1;
            }
        }
        summary.reasons = reasons.groups(snapshot);
        summary.warnings = warnings.groups(snapshot);
        summary.revoked_products =
            revoked.into_iter().map(|(sku, users)| (snapshot.product_name(sku), users)).collect();
        summary.revoked_products.sort();
        summary
    }

    /// The first user who fails, for the most frequent reason.
    pub fn first_failed(&self) -> Option<&PreviewLine> {
        self.reasons.first().and_then(|reason| reason.first.first())
    }

    /// Whether a save would write anything.
    pub fn does_something(&self) -> bool {
        self.changed > 0
    }

    fn count(&mut self, user: &PlannedUser, snapshot: &Snapshot) {
        let (number, first) = match &user.outcome {
            Outcome::Failed(failure) => {
                *self.failures.entry(failure.code()).or_default() += 1;
                (&mut self.failed, None)
            }
            outcome if outcome.stays() => (&mut self.unchanged, Some(&mut self.first_unchanged)),
            _ => (&mut self.changed, Some(&mut self.first_changed)),
        };
        *number += 1;
        if let Some(first) = first.filter(|first| first.len() < PREVIEW_USERS) {
            first.push(PreviewLine::of(user, snapshot));
        }
        self.warned += usize::from(!user.warnings.is_empty());
        self.direct_removed += user.still_through.len();
        self.left_out += usize::from(matches!(user.outcome, Outcome::LeftOut(_)));
        let removed = user.removed().count();
        self.assigned += user.added().count();
        self.revoked += removed;
        self.losing += usize::from(removed > 0);
        if user.left_unlicensed {
            self.left_unlicensed += 1;
            if self.first_left_unlicensed.len() < PREVIEW_USERS {
                self.first_left_unlicensed.push(snapshot.user_name(user.user));
            }
        }
    }
}

fn freed(plan: &Plan, snapshot: &Snapshot) -> Vec<(String, i64)> {
    let freed = seats(plan, snapshot).into_iter().filter(|(_, seats)| seats.freed() > 0);
    let mut freed: Vec<_> = freed.map(|(sku, seats)| (snapshot.product_name(sku), seats.freed())).collect();
    freed.sort();
    freed
}

/// A product that the customer does not own has no seats, so none is taken or freed.
fn seats(plan: &Plan, snapshot: &Snapshot) -> BTreeMap<SkuId, SeatEffect> {
    let is_owned = |sku: &SkuId| snapshot.products.get(sku).is_some_and(|held| held.seats.is_some());
    let touched = plan.seats.iter().filter(|(_, seats)| seats.needed != 0 || seats.used != 0);
    touched.filter(|(sku, _)| is_owned(sku)).map(|(sku, effect)| (*sku, *effect)).collect()
}
