//! Violations that were there before do not fail a change.

use super::fixtures::*;
use crate::rules::change::Switch;

#[test]
fn exclusive_plans_that_were_enabled_together_before() {
    let snapshot = customer_with(&[direct(EXCHANGE_1, &[]), direct(E3, &[])]);
    assert_eq!(failure(&snapshot, &assign(&[VISIO])).0, "Assigned");
    assert_eq!(failure(&snapshot, &swap(E3, E5)).0, "Assigned");
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::Off)])).0, "PlansChanged");
}

#[test]
fn a_lack_that_was_there_before() {
    let snapshot = customer_with(&[direct(PHONE, &[])]);
    assert_eq!(failure(&snapshot, &assign(&[VISIO])).0, "Assigned");
    let snapshot = customer_with(&[direct(PHONE, &[]), direct(E3, &[TEAMS])]);
    assert_eq!(failure(&snapshot, &revoke(&[E3])).0, "Revoked");
}

#[test]
fn a_product_held_where_it_is_not_available() {
    let mut snapshot = customer_with(&[direct(CALLING, &[])]);
    snapshot.users.get_mut(&ADELE).unwrap().location = Some("CN".parse().unwrap());
    assert_eq!(failure(&snapshot, &assign(&[VISIO])).0, "Assigned");
    assert_eq!(failure(&snapshot, &both(assign(&[VISIO]), locate("CN"))).0, "Assigned");
}

#[test]
fn a_third_plan_of_a_set_fails_beside_two_that_were_there() {
    let mut snapshot = customer_with(&[direct(EXCHANGE_1, &[]), direct(E3, &[])]);
    snapshot.rules.exclusive[0].plans.push(crate::rules::data::NamedPlan { id: DRAWINGS, name: "THIRD".into() });
    let words = "Exchange Online (Plan 1) and Visio of Visio Plan 2 can't be assigned together.";
    assert_eq!(failure(&snapshot, &assign(&[VISIO])), ("MutuallyExclusive", words.into()));
}
