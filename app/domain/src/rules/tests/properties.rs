//! Properties of every customer and every change.

use super::apply::{apply, holders};
use super::expected::{broken, enabled, fulfilled};
use super::fixtures::swap;
use super::world::{PRODUCTS, Weather, World, plan_of, product_id, world};
use crate::directory::license::{License, Source};
use crate::ids::{SkuId, UserId};
use crate::rules::change::{Change, LicenseChange, ProductChange};
use crate::rules::data::Level;
use crate::rules::failure::Failure;
use crate::rules::outcome::{Outcome, PlannedUser, Touched};
use crate::rules::plan::Plan;
use crate::rules::preview_line::PREVIEW_USERS;
use crate::rules::reasons::REASONS_MAX;
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::{Snapshot, SnapshotUser};
use crate::rules::summary::PlanSummary;
use crate::rules::undo::{Done, plan_undo};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn each_user_gets_the_whole_change_or_none_of_it(world in world(Weather::Any)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        prop_assert_eq!(plan.users.len(), world.changes.len());
        for (planned, (id, change)) in plan.users.iter().zip(&world.changes) {
            prop_assert_eq!(planned.user, *id);
            let Some(before) = world.snapshot.users.get(id) else {
                prop_assert_eq!(&planned.outcome, &Outcome::Failed(Failure::NotFound));
                continue;
            };
            if planned.outcome.failure().is_none()
                && let Err(broken) = fulfilled(before, &after.users[id], change, &world.snapshot)
            {
                return Err(TestCaseError::fail(format!("{planned:?}: {broken}")));
            }
            if !planned.outcome.changes() {
                prop_assert_eq!(&after.users[id], before);
                prop_assert_eq!((&planned.before, &planned.after), (&Touched::default(), &Touched::default()));
                prop_assert!(!planned.left_unlicensed);
                // Unchanged users are warned only of a product that a group keeps giving beside a direct one.
                let only_groups = planned.warnings.iter().all(|warning| matches!(warning, Failure::StaysByGroup(..)));
                prop_assert!(only_groups && (planned.warnings.is_empty() || planned.outcome == Outcome::Unchanged));
            } else {
                prop_assert_ne!(&after.users[id], before);
            }
        }
    }

    #[test]
    fn users_who_are_not_named_stay_as_they_are(world in world(Weather::Any)) {
        let after = apply(&world.snapshot, &world.plan());
        let named: BTreeSet<UserId> = world.changes.iter().map(|(id, _)| *id).collect();
        for (id, before) in world.snapshot.users.iter().filter(|(id, _)| !named.contains(id)) {
            prop_assert_eq!(before, &after.users[id]);
        }
    }

    #[test]
    fn no_plan_takes_more_seats_than_there_are(world in world(Weather::Any)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        for (sku, held) in &world.snapshot.products {
            let effect = plan.seats[sku];
            prop_assert_eq!(effect.available, held.available());
            prop_assert_eq!(effect.used, holders(&after, *sku) - holders(&world.snapshot, *sku));
            let Some(seats) = held.seats else {
                prop_assert!(effect.used <= 0);
                continue;
            };
            let seats_after = after.products[sku].seats.unwrap();
            prop_assert_eq!(effect.after(), seats_after.available());
            let taken = seats_after.consumed + seats_after.reserved;
            prop_assert!(taken <= seats.owned.max(seats.consumed + seats.reserved), "{}: {:?}", sku, effect);
        }
    }

    #[test]
    fn a_shortage_is_told_exactly_when_somebody_is_left_out(world in world(Weather::Any)) {
        let plan = world.plan();
        let left_out = plan.users.iter().any(|user| matches!(user.outcome, Outcome::Failed(Failure::CountViolation(_))));
        prop_assert_eq!(plan.shortages().next().is_some(), left_out);
        prop_assert_eq!(plan.refused_for_seats(), left_out && world.policy == ShortagePolicy::EverybodyOrNobody);
    }

    #[test]
    fn who_is_left_out_is_left_out_for_want_of_a_seat(world in world(Weather::Any)) {
        // Everybody gets the same change, so a product that is assigned is revoked from nobody.
        let change = world.changes[0].1.clone();
        let changes: Vec<_> = world.changes.iter().map(|(id, _)| (*id, change.clone())).collect();
        let plan = plan_of(&world.snapshot, &changes, ShortagePolicy::InOrder);
        for planned in &plan.users {
            if let Outcome::Failed(Failure::CountViolation(sku)) = planned.outcome {
                prop_assert!(plan.seats[&sku].after() < 1);
                prop_assert!(plan.seats[&sku].short > 0 || plan.seats.values().any(|seats| seats.short > 0));
            }
        }
    }

    #[test]
    fn licenses_from_groups_never_change(world in world(Weather::Any)) {
        let groups = |user: &SnapshotUser| -> Vec<License> {
            user.licenses.iter().filter(|license| license.source != Source::Direct).cloned().collect()
        };
        let after = apply(&world.snapshot, &world.plan());
        for (id, before) in &world.snapshot.users {
            prop_assert_eq!(groups(before), groups(&after.users[id]));
        }
    }

    #[test]
    fn no_enforced_rule_is_broken_anew(world in world(Weather::Any)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        for planned in plan.users.iter().filter(|planned| planned.outcome.changes()) {
            let (old, new) = (&world.snapshot.users[&planned.user], &after.users[&planned.user]);
            let broken = broken(new, &world.snapshot, Level::Enforce);
            let before = self::broken(old, &world.snapshot, Level::Enforce);
            prop_assert!(broken.is_subset(&before), "{:?} breaks {:?}", planned, broken.difference(&before));
            for sku in planned.added() {
                prop_assert!(new.location.is_some() && world.snapshot.products[&sku].seats.is_some());
            }
        }
    }

    #[test]
    fn every_warning_is_of_a_rule_broken_anew(world in world(Weather::Any)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        for planned in plan.users.iter().filter(|planned| planned.outcome.changes()) {
            let before = broken(&world.snapshot.users[&planned.user], &world.snapshot, Level::Warn);
            let broken = broken(&after.users[&planned.user], &world.snapshot, Level::Warn);
            let anew = broken.difference(&before).count();
            let of_a_rule =
                |why: &&Failure| !matches!(why, Failure::ProhibitedInLocation(..) | Failure::StaysByGroup(..));
            prop_assert_eq!(planned.warnings.iter().filter(of_a_rule).count(), anew, "{:?}", planned);
            for warning in &planned.warnings {
                if let Failure::StaysByGroup(kept, group, beside) = warning {
                    let user = &after.users[&planned.user];
                    prop_assert!(user.group_of(*kept).is_some() && user.holds_directly(*beside), "{group} {planned:?}");
                }
            }
        }
    }

    #[test]
    fn asking_again_changes_nothing_more(world in world(Weather::Any)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        let again = plan_of(&after, &world.changes, world.policy);
        for ((first, second), (id, change)) in plan.users.iter().zip(&again.users).zip(&world.changes) {
            // A group's license besides the direct one did not prevent revoking the direct one; now it does.
            let in_the_way = |(sku, asked): (&SkuId, &ProductChange)| {
                asked.license == LicenseChange::Revoke && after.users[id].holds(*sku)
            };
            if first.outcome.failure().is_none() && !change.products.iter().any(in_the_way) {
                prop_assert_eq!(&second.outcome, &Outcome::Unchanged);
            }
        }
    }

    #[test]
    fn undo_leads_back_for_everybody_whom_the_rules_let_go(world in world(Weather::Any)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        let back = plan_undo(&after, &done(&plan));
        let restored = apply(&after, &back);
        for planned in &back.users {
            if planned.outcome.failure().is_none() {
                prop_assert_eq!(&restored.users[&planned.user], &world.snapshot.users[&planned.user]);
            } else {
                prop_assert_eq!(&restored.users[&planned.user], &after.users[&planned.user]);
            }
        }
    }

    #[test]
    fn undo_leads_back_wholly_where_nothing_stands_in_the_way(world in world(Weather::Fair)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        let back = plan_undo(&after, &done(&plan));
        prop_assert!(back.users.iter().all(|planned| planned.outcome.changes()), "{:?}", back.users);
        prop_assert_eq!(apply(&after, &back), world.snapshot);
    }

    #[test]
    fn a_swap_enables_no_plan_that_was_disabled(world in world(Weather::Any), from in 0..PRODUCTS, to in 0..PRODUCTS) {
        prop_assume!(from != to);
        let (from, to) = (product_id(from), product_id(to));
        let change = swap(from, to);
        let changes: Vec<_> = world.changes.iter().map(|(id, _)| (*id, change.clone())).collect();
        let plan = plan_of(&world.snapshot, &changes, ShortagePolicy::InOrder);
        let after = apply(&world.snapshot, &plan);
        for planned in plan.users.iter().filter(|planned| planned.outcome.changes()) {
            let before = &world.snapshot.users[&planned.user];
            let was_disabled = before.direct().remove(&from).unwrap_or_default();
            let enabled_before = enabled(before, &world.snapshot);
            let enabled_now = enabled(&after.users[&planned.user], &world.snapshot);
            let wrongly = enabled_now.difference(&enabled_before).find(|plan| was_disabled.contains(plan));
            prop_assert!(wrongly.is_none(), "{wrongly:?} of {planned:?}");
        }
    }

    #[test]
    fn browser_and_server_plan_the_same(world in world(Weather::Any)) {
        let sent: Snapshot = serde_json::from_str(&serde_json::to_string(&world.snapshot).unwrap()).unwrap();
        let asked = serde_json::to_string(&world.changes).unwrap();
        let changes: Vec<(UserId, Change)> = serde_json::from_str(&asked).unwrap();
        let plan = world.plan();
        prop_assert_eq!(&plan_of(&sent, &changes, world.policy), &plan);
        let stored: Plan = serde_json::from_str(&serde_json::to_string(&plan).unwrap()).unwrap();
        prop_assert_eq!(stored, plan);
    }

    #[test]
    fn equal_digests_mean_equal_fates(world in world(Weather::Any), seats in 0..4_i64, sku in 0..PRODUCTS) {
        let plan = world.plan();
        let mut moved = world.clone();
        if let Some(held) = moved.snapshot.products.get_mut(&product_id(sku)).and_then(|held| held.seats.as_mut()) {
            held.owned += seats;
        }
        let other = moved.plan();
        prop_assert_eq!(plan.digest == other.digest, plan.users == other.users);
        let nobody_asked = plan.seats[&product_id(sku)].needed == 0;
        prop_assert!(!nobody_asked || plan.digest == other.digest);
    }

    #[test]
    fn the_numbers_of_a_summary_add_up(world in world(Weather::Any)) {
        let plan = world.plan();
        let after = apply(&world.snapshot, &plan);
        let summary = PlanSummary::of(&plan, &world.snapshot);
        prop_assert_eq!(summary.users, plan.users.len());
        prop_assert_eq!(summary.changed + summary.failed + summary.unchanged, summary.users);
        prop_assert_eq!(summary.failures.values().sum::<usize>(), summary.failed);
        let grouped: usize = summary.reasons.iter().map(|reason| reason.users).sum();
        prop_assert!(grouped == summary.failed || summary.reasons.len() == REASONS_MAX);
        prop_assert_eq!(summary.first_changed.len(), summary.changed.min(PREVIEW_USERS));
        prop_assert_eq!(summary.first_unchanged.len(), summary.unchanged.min(PREVIEW_USERS));
        let (mut assigned, mut revoked, mut removed, mut losing, mut unlicensed) = (0, 0, 0, 0, 0);
        for (id, before) in &world.snapshot.users {
            let (old, new) = (before.direct(), after.users[id].direct());
            let taken: Vec<_> = old.keys().filter(|sku| !new.contains_key(sku)).collect();
            let lost = taken.iter().filter(|sku| before.group_of(***sku).is_none()).count();
            removed += taken.len() - lost;
            assigned += new.keys().filter(|sku| !old.contains_key(sku)).count();
            revoked += lost;
            losing += usize::from(lost > 0);
            let is_licensed = |user: &SnapshotUser| user.licenses.iter().any(License::is_held);
            unlicensed += usize::from(is_licensed(before) && !is_licensed(&after.users[id]));
        }
        prop_assert_eq!((summary.assigned, summary.revoked, summary.direct_removed), (assigned, revoked, removed));
        prop_assert_eq!((summary.losing, summary.left_unlicensed), (losing, unlicensed));
        for (sku, effect) in &plan.seats {
            let is_owned = world.snapshot.products.get(sku).is_some_and(|held| held.seats.is_some());
            let touched = is_owned && (effect.needed != 0 || effect.used != 0);
            prop_assert_eq!(summary.seats.get(sku), touched.then_some(effect));
        }
    }
}

/// The properties above only mean something if generated customers reach every outcome.
#[test]
fn generated_customers_meet_every_outcome() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..config().cases {
        let world: World = world(Weather::Any).new_tree(&mut runner).unwrap().current();
        for planned in world.plan().users {
            let name =
                planned.outcome.failure().map_or(planned.outcome.kind().as_str(), |failure| failure.code().as_str());
            *met.entry(name).or_default() += 1;
            *met.entry("warned").or_default() += usize::from(!planned.warnings.is_empty());
            *met.entry("left unlicensed").or_default() += usize::from(planned.left_unlicensed);
        }
    }
    assert_eq!(met.len(), 17, "{met:?}");
    assert!(met.values().all(|times| *times >= 5), "{met:?}");
}

/// The effects of a plan, in its order.
fn done(plan: &Plan) -> Vec<Done> {
    let changed = plan.users.iter().filter(|planned| planned.outcome.changes());
    let done = |planned: &PlannedUser| Done {
        user: planned.user,
        before: planned.before.clone(),
        after: planned.after.clone(),
    };
    changed.map(done).collect()
}
