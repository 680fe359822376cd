//! A plan in numbers.

use super::fixtures::*;
use crate::rules::change::ShortagePolicy;
use crate::rules::failure::FailureCode;
use crate::rules::summary::{PREVIEW_USERS, PlanSummary};

#[test]
fn a_swap_for_four_in_numbers() {
    let mut snapshot = customer_with(&[direct(E3, &[])]);
    add_user(&mut snapshot, BO, &[through(SALES, E3, &[])]);
    add_user(&mut snapshot, CYRIL, &[direct(E5, &[])]);
    add_user(&mut snapshot, DIEGO, &[]);
    snapshot.users.get_mut(&DIEGO).unwrap().location = None;
    let plan = plan_all(&snapshot, &swap(E3, E5), ShortagePolicy::default());
    let summary = PlanSummary::of(&plan, &snapshot);
    assert_eq!(outcomes(&plan), ["Assigned", "InheritedFromGroup", "Unchanged", "InvalidUsageLocation"]);
    assert_eq!((summary.users, summary.changed, summary.failed, summary.unchanged), (4, 1, 2, 1));
    assert_eq!((summary.assigned, summary.revoked, summary.losing, summary.left_unlicensed), (1, 1, 1, 0));
    let failures = [(FailureCode::InvalidUsageLocation, 1), (FailureCode::InheritedFromGroup, 1)];
    assert_eq!(summary.failures, failures.into());
    assert_eq!(summary.seats.keys().copied().collect::<Vec<_>>(), [E5, E3], "only what the plan touches");
    let failed: Vec<_> = summary.first_failed.iter().map(|line| (line.user, line.words.as_str())).collect();
    let inherited = "This license comes from the group Sales; change it there.";
    assert_eq!(failed, [(BO, inherited), (DIEGO, "Set a location for this user before assigning licenses.")]);
    assert_eq!(summary.first_unchanged[0].name, snapshot.users[&CYRIL].name);
    assert!(summary.does_something() && !summary.refused_for_seats);
    assert_eq!(summary.digest, plan.digest);
}

#[test]
fn those_left_without_a_license_are_counted_and_the_first_are_named() {
    let mut snapshot = customer_with(&[direct(E3, &[])]);
    add_user(&mut snapshot, BO, &[direct(E3, &[]), direct(VISIO, &[])]);
    let summary = PlanSummary::of(&plan_all(&snapshot, &revoke(&[E3]), ShortagePolicy::default()), &snapshot);
    assert_eq!((summary.losing, summary.left_unlicensed), (2, 1));
    assert_eq!(summary.first_left_unlicensed, [snapshot.users[&ADELE].name.clone()]);
}

#[test]
fn a_summary_is_bounded_whatever_the_size_of_the_plan() {
    let mut snapshot = customer();
    for number in 0..70 {
        add_user(&mut snapshot, user(number), &[]);
    }
    set_available(&mut snapshot, E3, 40);
    let summary = PlanSummary::of(&plan_all(&snapshot, &assign(&[E3]), ShortagePolicy::EverybodyOrNobody), &snapshot);
    assert_eq!((summary.changed, summary.failed), (40, 30));
    assert_eq!((summary.first_changed.len(), summary.first_failed.len()), (PREVIEW_USERS, PREVIEW_USERS));
    assert!(summary.refused_for_seats);
}

#[test]
fn nothing_to_do_says_so() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    let summary = PlanSummary::of(&plan_all(&snapshot, &assign(&[E3]), ShortagePolicy::default()), &snapshot);
    assert!(!summary.does_something() && summary.seats.is_empty());
}
