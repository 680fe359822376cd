//! A plan in numbers.

use super::fixtures::*;
use crate::rules::failure::FailureCode;
use crate::rules::plan::SeatEffect;
use crate::rules::preview_line::PREVIEW_USERS;
use crate::rules::reasons::{Mend, ReasonLicense};
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::summary::PlanSummary;

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
    let failed = summary.reasons.iter().flat_map(|reason| &reason.first);
    let mut failed: Vec<_> = failed.map(|line| (line.user, line.words.as_str())).collect();
    failed.sort();
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
    assert_eq!((summary.first_changed.len(), summary.reasons[0].first.len()), (PREVIEW_USERS, PREVIEW_USERS));
    assert_eq!((summary.reasons.len(), summary.reasons[0].users), (1, 30));
    assert!(summary.refused_for_seats);
}

#[test]
fn nothing_to_do_says_so() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    let summary = PlanSummary::of(&plan_all(&snapshot, &assign(&[E3]), ShortagePolicy::default()), &snapshot);
    assert!(!summary.does_something() && summary.seats.is_empty());
}

#[test]
fn a_direct_license_beside_a_groups_is_counted_apart_and_frees_nothing() {
    let mut snapshot = customer_with(&[direct(E3, &[]), through(SALES, E3, &[])]);
    add_user(&mut snapshot, BO, &[direct(E3, &[])]);
    let summary = PlanSummary::of(&plan_all(&snapshot, &revoke(&[E3]), ShortagePolicy::default()), &snapshot);
    assert_eq!((summary.revoked, summary.losing, summary.direct_removed), (1, 1, 1));
    assert_eq!((summary.left_unlicensed, summary.seats[&E3].freed()), (1, 1));
    assert_eq!(summary.revoked_products, [("Microsoft 365 E3".to_owned(), 1)]);
}

#[test]
fn seats_become_free_only_above_zero() {
    let freed = |available, used| SeatEffect { available, used, ..SeatEffect::default() }.freed();
    assert_eq!(
        [freed(21, -1), freed(0, -2), freed(-3, -1), freed(-3, -3), freed(-3, -5), freed(4, 2)],
        [1, 2, 0, 0, 2, 0]
    );
}

#[test]
fn what_nobody_owns_frees_nothing() {
    let mut snapshot = customer_with(&[direct(E3, &[])]);
    snapshot.products.get_mut(&E3).unwrap().seats = None;
    let summary = PlanSummary::of(&plan_all(&snapshot, &revoke(&[E3]), ShortagePolicy::default()), &snapshot);
    assert_eq!((summary.revoked, summary.seats.len(), summary.freed.len()), (1, 0, 0));
}

#[test]
fn failures_are_grouped_by_reason_with_what_mends_them() {
    let mut snapshot = customer_with(&[direct(EXCHANGE_1, &[])]);
    add_user(&mut snapshot, BO, &[through(SALES, EXCHANGE_1, &[])]);
    for id in [CYRIL, DIEGO] {
        add_user(&mut snapshot, id, &[]);
        snapshot.users.get_mut(&id).unwrap().location = None;
    }
    add_user(&mut snapshot, user(5), &[]);
    set_available(&mut snapshot, E3, 0);
    let asked = assign(&[E3]);
    let summary = PlanSummary::of(&plan_all(&snapshot, &asked, ShortagePolicy::InOrder), &snapshot);
    let license = |sku, product: &str, group: Option<&str>| ReasonLicense {
        sku,
        product: product.into(),
        group: group.map(str::to_owned),
    };
    let exchange = license(EXCHANGE_1, "Exchange Online (Plan 1)", None);
    let groups: Vec<_> = summary.reasons.iter().map(|group| (group.code, group.users, group.mends(&asked))).collect();
    let expected = [
        (FailureCode::InvalidUsageLocation, 2, vec![Mend::SetLocation]),
        (FailureCode::MutuallyExclusive, 1, vec![Mend::Revoke(exchange.clone())]),
        (FailureCode::MutuallyExclusive, 1, vec![]),
        (FailureCode::CountViolation, 1, vec![Mend::Buy(license(E3, "Microsoft 365 E3", None))]),
    ];
    assert_eq!(groups, expected, "what a group gives can't be revoked here");
    assert_eq!(summary.reasons[2].licenses[0].words(), "Exchange Online (Plan 1) (group Sales)");
}

#[test]
fn a_swap_is_revoking_too_what_the_refusal_names() {
    let snapshot = customer_with(&[direct(EXCHANGE_1, &[])]);
    let mut asked = assign(&[E3]);
    let summary = PlanSummary::of(&plan_all(&snapshot, &asked, ShortagePolicy::default()), &snapshot);
    let [Mend::Revoke(license)] = &summary.reasons[0].mends(&asked)[..] else { panic!("nothing to revoke") };
    asked.also_revoke(license.sku);
    assert_eq!(plan_adele(&snapshot, &asked).words(&snapshot), "+ Microsoft 365 E3, − Exchange Online (Plan 1)");
}

#[test]
fn warnings_are_counted_for_any_users() {
    let mut snapshot = customer();
    for number in 0..30 {
        add_user(&mut snapshot, user(number), &[through(SALES, E3, &[])]);
    }
    let summary = PlanSummary::of(&plan_all(&snapshot, &assign(&[E5]), ShortagePolicy::default()), &snapshot);
    assert_eq!((summary.warned, summary.warnings.len(), summary.warnings[0].users), (30, 1, 30));
    assert_eq!(summary.warnings[0].first.len(), PREVIEW_USERS);
}
