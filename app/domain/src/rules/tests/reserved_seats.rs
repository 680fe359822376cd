//! A save in chunks has the same result as a save at once.

use super::apply::apply;
use super::world::{Weather, World, world};
use crate::console::save::plan_for_all;
use crate::ids::UserId;
use crate::rules::change::Change;
use crate::rules::outcome::PlannedUser;
use crate::rules::reserved_seats::{offer_reserved, order_of_work, seat_moves, to_reserve};
use crate::rules::snapshot::Snapshot;
use proptest::prelude::*;

/// Runs a change in chunks of two, with the seats of the whole plan reserved. Returns all outcomes in order, and the
/// number of reserved seats left.
fn in_chunks(world: &World, change: &Change, order: &[UserId]) -> (Vec<PlannedUser>, i64) {
    let whole = plan_for_all(&world.snapshot, order, change, world.policy);
    let mut reserved = to_reserve(&whole);
    let mut now = world.snapshot.clone();
    set_aside(&mut now, &reserved, 1);
    let mut outcomes = std::collections::BTreeMap::new();
    for places in order_of_work(&whole).chunks(2) {
        let chunk: Vec<UserId> = places.iter().map(|place| order[*place]).collect();
        let mut offered = now.clone();
        offer_reserved(&mut offered, &reserved, world.policy);
        let plan = plan_for_all(&offered, &chunk, change, world.policy);
        for (sku, moved) in seat_moves(&plan.users, &now) {
            if let Some(own) = reserved.get_mut(&sku) {
                let used = moved.taken.min(*own);
                *own -= used;
                set_aside(&mut now, &[(sku, used)].into(), -1);
            }
        }
        now = apply(&now, &plan);
        outcomes.extend(places.iter().copied().zip(plan.users));
    }
    (outcomes.into_values().collect(), reserved.values().sum())
}

fn set_aside(snapshot: &mut Snapshot, seats: &std::collections::BTreeMap<crate::ids::SkuId, i64>, sign: i64) {
    for (sku, seats) in seats {
        if let Some(held) = snapshot.products.get_mut(sku).and_then(|held| held.seats.as_mut()) {
            held.reserved += sign * seats;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_do_what_one_save_does(world in world(Weather::Any)) {
        let change = world.changes[0].1.clone();
        let order: Vec<UserId> = world.snapshot.users.keys().rev().copied().collect();
        let whole = plan_for_all(&world.snapshot, &order, &change, world.policy);
        prop_assume!(!whole.refused_for_seats());
        let (outcomes, left) = in_chunks(&world, &change, &order);
        prop_assert_eq!(&outcomes, &whole.users);
        if whole.shortages().next().is_none() {
            prop_assert_eq!(left, 0, "all seats set aside are used");
        }
    }

    #[test]
    fn seats_change_hands_as_planned(world in world(Weather::Any)) {
        let plan = world.plan();
        let moves = seat_moves(&plan.users, &world.snapshot);
        for (sku, effect) in &plan.seats {
            let moved = moves.get(sku).copied().unwrap_or_default();
            prop_assert_eq!(moved.taken - moved.given_back, effect.used);
        }
    }
}
