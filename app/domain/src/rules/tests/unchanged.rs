//! “No change” is decided before all checks.

use super::fixtures::*;
use crate::directory::product::Capability;
use crate::rules::change::{Change, Switch};
use crate::rules::outcome::Touched;
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::shortage_policy::ShortagePolicy;

#[test]
fn nothing_asked_is_no_change() {
    assert!(Change::default().is_empty());
    assert_eq!(failure(&customer_with(&[]), &Change::default()).0, "Unchanged");
}

#[test]
fn no_check_is_made_of_what_is_so_already() {
    let mut snapshot = customer_with(&[direct(EXCHANGE_1, &[]), direct(E3, &[]), direct(CALLING, &[])]);
    snapshot.users.get_mut(&ADELE).unwrap().location = None;
    for sku in [EXCHANGE_1, E3, CALLING] {
        set_available(&mut snapshot, sku, -1);
        snapshot.products.get_mut(&sku).unwrap().capability = Some(Capability::Suspended);
    }
    let plan = plan_all(&snapshot, &assign(&[EXCHANGE_1, E3, CALLING]), ShortagePolicy::EverybodyOrNobody);
    assert_eq!(outcomes(&plan), ["Unchanged"]);
    assert_eq!((&plan.users[0].before, &plan.users[0].after), (&Touched::default(), &Touched::default()));
    assert!(plan.seats.values().all(|seats| seats.needed == 0 && seats.used == 0 && seats.short == 0));
    assert!(!plan.refused_for_seats());
}

#[test]
fn revoking_what_is_not_held_is_no_change() {
    assert_eq!(failure(&customer_with(&[direct(E3, &[])]), &revoke(&[E5])).0, "Unchanged");
}

#[test]
fn assigning_again_enables_no_plan() {
    let snapshot = customer_with(&[direct(E3, &[APPS, TEAMS])]);
    assert_eq!(failure(&snapshot, &assign(&[E3])).0, "Unchanged");
    let teams_on = assigning(switch(E3, &[(TEAMS, Switch::On)]), E3);
    let planned = plan_adele(&snapshot, &teams_on);
    assert_eq!(planned.outcome.kind(), OutcomeKind::PlansChanged);
    assert_eq!(planned.after.direct[&E3], Some([APPS].into()));
}

#[test]
fn plans_that_already_are_as_asked_are_no_change() {
    let snapshot = customer_with(&[direct(E3, &[APPS])]);
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::Off), (TEAMS, Switch::On)])).0, "Unchanged");
    assert_eq!(failure(&snapshot, &exactly(E3, &[APPS])).0, "Unchanged");
    assert_eq!(failure(&snapshot, &exactly(E3, &[])).0, "PlansChanged");
}

#[test]
fn touching_a_plan_assigns_nothing() {
    let snapshot = customer_with(&[]);
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::Off)])).0, "Unchanged");
    assert_eq!(failure(&snapshot, &exactly(E3, &[APPS])).0, "Unchanged");
}

#[test]
fn the_location_a_user_has_is_no_change() {
    assert_eq!(failure(&customer_with(&[]), &locate("SK")).0, "Unchanged");
}
