//! Licenses from groups are never changed but always counted.

use super::fixtures::*;
use crate::rules::change::{LicenseChange, Switch};
use crate::rules::outcome::Outcome;
use crate::rules::shortage_policy::ShortagePolicy;

#[test]
fn assigning_what_a_group_gives_is_no_change() {
    let snapshot = customer_with(&[through(SALES, E3, &[APPS])]);
    assert_eq!(failure(&snapshot, &assign(&[E3])).0, "Unchanged");
}

#[test]
fn revoking_direct_beside_group_removes_the_direct_one_and_frees_no_seat() {
    let snapshot = customer_with(&[direct(E3, &[APPS]), through(SALES, E3, &[])]);
    let plan = plan_all(&snapshot, &revoke(&[E3]), ShortagePolicy::default());
    assert_eq!(plan.users[0].outcome, Outcome::DirectRemoved);
    assert_eq!(plan.users[0].removed().count(), 0, "the user keeps the product");
    assert_eq!(plan.users[0].still_through, [(E3, SALES)].into());
    assert_eq!(plan.users[0].before.direct[&E3], Some([APPS].into()));
    assert_eq!(plan.users[0].after.direct[&E3], None);
    assert!(!plan.users[0].left_unlicensed, "the group's license stays");
    assert_eq!((plan.seats[&E3].used, plan.seats[&E3].after()), (0, 99));
}

#[test]
fn revoking_what_only_a_group_gives_fails_unless_only_direct_licenses_are_meant() {
    let snapshot = customer_with(&[through(SALES, E3, &[])]);
    assert_eq!(failure(&snapshot, &revoke(&[E3])).0, "InheritedFromGroup");
    assert_eq!(failure(&snapshot, &license(LicenseChange::RevokeDirect, &[E3])).0, "Unchanged");
    let both_held = customer_with(&[direct(E3, &[]), through(SALES, E3, &[])]);
    assert_eq!(failure(&both_held, &license(LicenseChange::RevokeDirect, &[E3])).0, "DirectRemoved");
}

#[test]
fn switching_plans_of_what_only_a_group_gives_fails_where_it_would_change_something() {
    let snapshot = customer_with(&[through(SALES, E3, &[APPS])]);
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::Off)])).0, "Unchanged");
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::On)])).0, "InheritedFromGroup");
    assert_eq!(failure(&snapshot, &exactly(E3, &[APPS])).0, "Unchanged");
    assert_eq!(failure(&snapshot, &exactly(E3, &[])).0, "InheritedFromGroup");
    assert_eq!(failure(&snapshot, &switch(E3, &[(DRAWINGS, Switch::On)])).0, "UnknownServicePlan");
    let assigned_too = assigning(switch(E3, &[(TEAMS, Switch::Off)]), E3);
    assert_eq!(failure(&snapshot, &assigned_too).0, "InheritedFromGroup");
}

#[test]
fn two_groups_enable_the_union_of_their_plans() {
    let snapshot = customer_with(&[through(SALES, E3, &[APPS, TEAMS]), through(EVERYONE, E3, &[TEAMS, SITES])]);
    assert_eq!(failure(&snapshot, &exactly(E3, &[TEAMS])).0, "Unchanged");
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::On), (SITES, Switch::On)])).0, "Unchanged");
    assert_eq!(failure(&snapshot, &switch(E3, &[(TEAMS, Switch::On)])).0, "InheritedFromGroup");
}

#[test]
fn plans_of_the_direct_license_beside_a_group_are_switched() {
    let snapshot = customer_with(&[direct(E3, &[]), through(SALES, E3, &[])]);
    let planned = plan_adele(&snapshot, &switch(E3, &[(APPS, Switch::Off)]));
    assert_eq!(planned.outcome, Outcome::PlansChanged);
    assert_eq!(planned.after.direct[&E3], Some([APPS].into()));
}

#[test]
fn a_license_asked_for_directly_is_given_beside_the_groups_and_takes_no_seat() {
    let mut snapshot = customer_with(&[through(SALES, E3, &[])]);
    set_available(&mut snapshot, E3, 0);
    let plan = plan_all(&snapshot, &license(LicenseChange::AssignDirect, &[E3]), ShortagePolicy::default());
    assert_eq!(plan.users[0].outcome, Outcome::Assigned);
    assert_eq!(plan.users[0].after.direct[&E3], Some([].into()));
    assert_eq!((plan.seats[&E3].needed, plan.seats[&E3].used), (0, 0));
}

#[test]
fn who_loses_one_product_and_keeps_another_through_a_group_is_told_both() {
    let snapshot = customer_with(&[direct(E3, &[]), through(SALES, E3, &[]), direct(VISIO, &[])]);
    let planned = plan_adele(&snapshot, &revoke(&[E3, VISIO]));
    assert_eq!(planned.outcome, Outcome::Revoked);
    assert_eq!(planned.removed().collect::<Vec<_>>(), [VISIO]);
    let words = "− Visio Plan 2, Microsoft 365 E3: direct license removed; still licensed by the group Sales";
    assert_eq!(planned.words(&snapshot), words);
}
