//! Seats: which users get one when there are too few, and the numbers shown.

use super::fixtures::*;
use crate::console::operation::OperationCounts;
use crate::console::save::{plan_as_chosen, plan_for_all};
use crate::ids::SkuId;
use crate::rules::failure::Failure;
use crate::rules::plan::{SeatEffect, plan};
use crate::rules::shortage_policy::ShortagePolicy::{EverybodyOrNobody, InOrder};
use crate::rules::snapshot::Snapshot;
use crate::rules::summary::PlanSummary;

/// Adele, Bo, Cyril and Diego with the same products, and this many available seats of one product.
fn four(held: &[SkuId], sku: SkuId, available: i64) -> Snapshot {
    let mut snapshot = customer();
    let licenses: Vec<_> = held.iter().map(|sku| direct(*sku, &[])).collect();
    for user in [ADELE, BO, CYRIL, DIEGO] {
        add_user(&mut snapshot, user, &licenses);
    }
    set_available(&mut snapshot, sku, available);
    snapshot
}

#[test]
fn enough_seats_for_everybody() {
    let plan = plan_all(&four(&[], E3, 4), &assign(&[E3]), EverybodyOrNobody);
    assert_eq!(outcomes(&plan), ["Assigned"; 4]);
    assert_eq!(plan.seats[&E3], SeatEffect { available: 4, needed: 4, used: 4, short: 0 });
    assert_eq!((plan.seats[&E3].after(), plan.refused_for_seats()), (0, false));
}

#[test]
fn two_available_four_needed_two_short() {
    let plan = plan_all(&four(&[], E3, 2), &assign(&[E3]), InOrder);
    assert_eq!(outcomes(&plan), ["Assigned", "Assigned", "CountViolation", "CountViolation"]);
    assert_eq!(plan.seats[&E3], SeatEffect { available: 2, needed: 4, used: 2, short: 2 });
    assert_eq!(plan.shortages().map(|(sku, seats)| (sku, seats.short)).collect::<Vec<_>>(), [(E3, 2)]);
    assert!(!plan.refused_for_seats());
}

#[test]
fn everybody_or_nobody_shows_the_same_users_and_refuses() {
    let snapshot = four(&[], E3, 2);
    let (in_order, all) =
        (plan_all(&snapshot, &assign(&[E3]), InOrder), plan_all(&snapshot, &assign(&[E3]), EverybodyOrNobody));
    assert_eq!(all.users, in_order.users);
    assert_eq!(all.seats, in_order.seats);
    assert!(all.refused_for_seats());
}

#[test]
fn reserved_seats_are_not_available() {
    let mut snapshot = four(&[], E3, 4);
    seats_mut(&mut snapshot, E3).reserved = 3;
    let plan = plan_all(&snapshot, &assign(&[E3]), InOrder);
    assert_eq!(plan.seats[&E3], SeatEffect { available: 1, needed: 4, used: 1, short: 3 });
}

#[test]
fn the_given_order_decides() {
    let snapshot = four(&[], E3, 1);
    let asked = assign(&[E3]);
    let plan = plan(&snapshot, &[(DIEGO, &asked), (BO, &asked)], InOrder);
    assert_eq!(plan.users.iter().map(|user| user.user).collect::<Vec<_>>(), [DIEGO, BO]);
    assert_eq!(outcomes(&plan), ["Assigned", "CountViolation"]);
}

#[test]
fn users_who_fail_or_stay_take_no_seat() {
    let mut snapshot = four(&[], E3, 2);
    snapshot.users.get_mut(&ADELE).unwrap().location = None;
    snapshot.users.get_mut(&BO).unwrap().licenses = vec![through(SALES, E3, &[])];
    let plan = plan_all(&snapshot, &assign(&[E3]), EverybodyOrNobody);
    assert_eq!(outcomes(&plan), ["InvalidUsageLocation", "Unchanged", "Assigned", "Assigned"]);
    assert_eq!(plan.seats[&E3], SeatEffect { available: 2, needed: 2, used: 2, short: 0 });
    assert!(!plan.refused_for_seats());
}

#[test]
fn an_over_assigned_product_serves_nobody() {
    let plan = plan_all(&four(&[], E3, -3), &assign(&[E3]), InOrder);
    assert_eq!(outcomes(&plan), ["CountViolation"; 4]);
    assert_eq!(plan.seats[&E3], SeatEffect { available: -3, needed: 4, used: 0, short: 7 });
}

#[test]
fn an_over_assigned_product_can_be_revoked() {
    let plan = plan_all(&four(&[E3], E3, -3), &revoke(&[E3]), EverybodyOrNobody);
    assert_eq!(outcomes(&plan), ["Revoked"; 4]);
    assert_eq!(plan.seats[&E3], SeatEffect { available: -3, needed: 0, used: -4, short: 0 });
    assert_eq!((plan.seats[&E3].after(), plan.refused_for_seats()), (1, false));
}

#[test]
fn seats_given_back_serve_others_wherever_they_stand() {
    let mut snapshot = four(&[E3], E3, 0);
    add_user(&mut snapshot, user(0), &[]);
    set_available(&mut snapshot, E3, 0);
    let (asked, back) = (assign(&[E3]), revoke(&[E3]));
    let plan = plan(&snapshot, &[(user(0), &asked), (DIEGO, &back)], EverybodyOrNobody);
    assert_eq!(outcomes(&plan), ["Assigned", "Revoked"]);
    assert_eq!(plan.seats[&E3], SeatEffect { available: 0, needed: 1, used: 0, short: 0 });
}

#[test]
fn when_there_are_too_few_seats_given_back_later_go_to_the_first_in_the_order() {
    let mut snapshot = customer();
    for user in [ADELE, BO, CYRIL] {
        add_user(&mut snapshot, user, &[]);
    }
    add_user(&mut snapshot, DIEGO, &[direct(E3, &[])]);
    set_available(&mut snapshot, E3, 0);
    let (asked, back) = (assign(&[E3]), revoke(&[E3]));
    let plan = plan(&snapshot, &[(ADELE, &asked), (BO, &asked), (DIEGO, &back), (CYRIL, &asked)], InOrder);
    assert_eq!(outcomes(&plan), ["Assigned", "CountViolation", "Revoked", "CountViolation"]);
    assert_eq!(plan.seats[&E3], SeatEffect { available: 0, needed: 3, used: 0, short: 2 });
}

#[test]
fn two_users_can_exchange_their_products_with_no_seat_free() {
    let mut snapshot = customer_with(&[direct(E3, &[])]);
    add_user(&mut snapshot, BO, &[direct(E5, &[])]);
    set_available(&mut snapshot, E3, 0);
    set_available(&mut snapshot, E5, 0);
    let (up, down) = (swap(E3, E5), swap(E5, E3));
    let plan = plan(&snapshot, &[(ADELE, &up), (BO, &down)], EverybodyOrNobody);
    assert_eq!(outcomes(&plan), ["Assigned", "Assigned"]);
    assert_eq!((plan.seats[&E3].after(), plan.seats[&E5].after()), (0, 0));
}

#[test]
fn a_user_who_is_refused_gives_nothing_back() {
    let mut snapshot = four(&[E3], E5, 1);
    set_available(&mut snapshot, E3, 0);
    let plan = plan_all(&snapshot, &swap(E3, E5), InOrder);
    assert_eq!(outcomes(&plan), ["Assigned", "CountViolation", "CountViolation", "CountViolation"]);
    assert_eq!((plan.seats[&E3].used, plan.seats[&E3].after()), (-1, 1));
    assert_eq!(plan.seats[&E5], SeatEffect { available: 1, needed: 4, used: 1, short: 3 });
}

#[test]
fn two_products_short_each_with_its_own_numbers() {
    let mut snapshot = four(&[], E3, 3);
    set_available(&mut snapshot, VISIO, 1);
    let plan = plan_all(&snapshot, &assign(&[E3, VISIO]), InOrder);
    assert_eq!(outcomes(&plan), ["Assigned", "CountViolation", "CountViolation", "CountViolation"]);
    assert_eq!(plan.users[1].outcome.failure(), Some(&Failure::CountViolation(VISIO)));
    assert_eq!(plan.seats[&E3], SeatEffect { available: 3, needed: 4, used: 1, short: 1 });
    assert_eq!(plan.seats[&VISIO], SeatEffect { available: 1, needed: 4, used: 1, short: 3 });
    assert_eq!(plan.shortages().count(), 2);
}

#[test]
fn whom_a_person_leaves_out_stays_and_did_not_fail() {
    let snapshot = four(&[], E3, 2);
    let order = [ADELE, BO, CYRIL, DIEGO];
    let chosen = plan_as_chosen(&snapshot, &order, &assign(&[E3]), &[E3].into());
    assert_eq!(outcomes(&chosen), ["Assigned", "Assigned", "LeftOut", "LeftOut"]);
    assert_eq!(chosen, plan_for_all(&snapshot, &order, &assign(&[E3]), InOrder));
    let summary = PlanSummary::of(&chosen, &snapshot);
    assert_eq!((summary.changed, summary.failed, summary.unchanged, summary.left_out), (2, 0, 2, 2));
    assert!(summary.failures.is_empty() && summary.first_failed().is_none());
    assert_eq!(
        summary.first_unchanged[0].words,
        format!("Unchanged by choice: no license of {} is left for this user.", snapshot.product_name(E3))
    );
    let counts = OperationCounts::of(&chosen.users);
    assert_eq!((counts.changed, counts.failed, counts.unchanged), (2, 0, 2));
}

#[test]
fn nobody_is_left_out_while_it_is_not_accepted_for_every_short_product() {
    let mut snapshot = four(&[], E3, 2);
    set_available(&mut snapshot, VISIO, 3);
    let asked = assign(&[E3, VISIO]);
    let order = [ADELE, BO, CYRIL, DIEGO];
    let half = plan_as_chosen(&snapshot, &order, &asked, &[E3].into());
    assert!(half.refused_for_seats());
    assert_eq!(outcomes(&half), ["Assigned", "Assigned", "CountViolation", "CountViolation"]);
    let whole = plan_as_chosen(&snapshot, &order, &asked, &[E3, VISIO].into());
    assert!(!whole.refused_for_seats());
    assert_eq!(outcomes(&whole), ["Assigned", "Assigned", "LeftOut", "LeftOut"]);
    // A person who saw one plan has not seen the other.
    assert_ne!(half.digest, whole.digest);
}
