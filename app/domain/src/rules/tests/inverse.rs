//! The change that undoes an outcome.

use super::apply::apply;
use super::fixtures::*;
use crate::rules::change::{Change, Switch};
use crate::rules::inverse::inverse;
use crate::rules::outcome::Touched;
use crate::rules::plan::plan;
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::Snapshot;

/// Adele after the change, and the change that undoes it.
fn done(snapshot: &Snapshot, change: &Change) -> (Snapshot, Change) {
    let plan = plan_all(snapshot, change, ShortagePolicy::default());
    assert!(plan.users[0].outcome.changes(), "{:?}", plan.users[0].outcome);
    (apply(snapshot, &plan), inverse(&plan.users[0].before, &plan.users[0].after))
}

fn undone(snapshot: &Snapshot, undo: &Change) -> Snapshot {
    apply(snapshot, &plan(snapshot, &[(ADELE, undo)], ShortagePolicy::default()))
}

#[test]
fn every_kind_of_change_is_undone() {
    let snapshot = customer_with(&[direct(E3, &[APPS])]);
    for change in [
        assign(&[VISIO]),
        revoke(&[E3]),
        swap(E3, E5),
        switch(E3, &[(APPS, Switch::On), (SITES, Switch::Off)]),
        locate("CZ"),
        both(swap(E3, E5), locate("CZ")),
    ] {
        let (after, undo) = done(&snapshot, &change);
        assert_ne!(after, snapshot);
        assert_eq!(undone(&after, &undo), snapshot, "{change:?}");
    }
}

#[test]
fn a_location_that_was_none_becomes_none_again() {
    let mut snapshot = customer_with(&[]);
    snapshot.users.get_mut(&ADELE).unwrap().location = None;
    let (after, undo) = done(&snapshot, &both(assign(&[E3]), locate("CZ")));
    assert_eq!(undone(&after, &undo), snapshot);
}

#[test]
fn a_direct_license_beside_a_groups_comes_back() {
    let snapshot = customer_with(&[direct(E3, &[APPS]), through(SALES, E3, &[])]);
    let (after, undo) = done(&snapshot, &revoke(&[E3]));
    assert_eq!(after.users[&ADELE].licenses, [through(SALES, E3, &[])]);
    assert_eq!(undone(&after, &undo), snapshot);
}

#[test]
fn a_license_that_a_group_gives_since_does_not_hinder() {
    let snapshot = customer_with(&[]);
    let (mut after, undo) = done(&snapshot, &assign(&[E3, VISIO]));
    after.users.get_mut(&ADELE).unwrap().licenses = vec![through(SALES, E3, &[]), direct(VISIO, &[])];
    assert_eq!(undone(&after, &undo).users[&ADELE].licenses, [through(SALES, E3, &[])]);
}

#[test]
fn what_a_swap_carried_over_does_not_come_back_changed() {
    let snapshot = customer_with(&[direct(E3, &[APPS])]);
    let (after, undo) = done(&snapshot, &both(revoke(&[E3]), assigning(switch(E5, &[(APPS, Switch::On)]), E5)));
    assert_eq!(undone(&after, &undo), snapshot);
}

#[test]
fn undoing_obeys_the_rules() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    let (mut after, undo) = done(&snapshot, &revoke(&[E3]));
    set_available(&mut after, E3, 0);
    assert_eq!(failure(&after, &undo).0, "CountViolation");
}

#[test]
fn there_is_nothing_to_undo_of_nothing() {
    assert!(inverse(&Touched::default(), &Touched::default()).is_empty());
}
