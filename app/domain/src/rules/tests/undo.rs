//! Undoing an operation.

use super::apply::apply;
use super::fixtures::*;
use crate::rules::change::Change;
use crate::rules::plan::{Plan, plan};
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::Snapshot;
use crate::rules::undo::{Done, plan_undo};

/// The customer after a change of all users, and the effects of the change.
fn done(snapshot: &Snapshot, change: &Change) -> (Snapshot, Vec<Done>) {
    let plan = plan_all(snapshot, change, ShortagePolicy::InOrder);
    (apply(snapshot, &plan), of(&plan))
}

fn of(plan: &Plan) -> Vec<Done> {
    let changed = plan.users.iter().filter(|user| user.outcome.changes());
    changed.map(|user| Done { user: user.user, before: user.before.clone(), after: user.after.clone() }).collect()
}

fn of_adele(snapshot: &Snapshot, change: &Change) -> Plan {
    plan(snapshot, &[(ADELE, change)], ShortagePolicy::InOrder)
}

#[test]
fn everybody_goes_back_and_an_undo_is_undone_too() {
    let mut before = customer_with(&[direct(E3, &[APPS])]);
    add_user(&mut before, BO, &[direct(E3, &[])]);
    let (after, did) = done(&before, &both(swap(E3, E5), locate("CZ")));
    let undo = plan_undo(&after, &did);
    assert_eq!(outcomes(&undo), ["Assigned", "Assigned"]);
    let back = apply(&after, &undo);
    assert_eq!(back, before);
    let again = plan_undo(&back, &of(&undo));
    assert_eq!(apply(&back, &again), after);
}

#[test]
fn who_was_changed_since_keeps_what_was_changed_then() {
    let mut before = customer_with(&[direct(E3, &[])]);
    add_user(&mut before, BO, &[direct(E3, &[])]);
    let (after, did) = done(&before, &assign(&[VISIO]));
    let since = apply(&after, &of_adele(&after, &revoke(&[VISIO, E3])));
    // Adele no longer has Visio, as before. There is nothing to undo for her.
    assert_eq!(outcomes(&plan_undo(&since, &did)), ["Unchanged", "Revoked"]);
    let (after, did) = done(&before, &both(assign(&[VISIO]), revoke(&[E3])));
    let since = apply(&after, &of_adele(&after, &revoke(&[VISIO])));
    let undo = plan_undo(&since, &did);
    assert_eq!(outcomes(&undo), ["ChangedSince", "Assigned"]);
    assert_eq!(undo.users[0].words(&since), "This user was changed again since; that is kept.");
}

#[test]
fn other_changes_since_hinder_nothing_and_stay() {
    let before = customer_with(&[direct(E3, &[])]);
    let (after, did) = done(&before, &assign(&[VISIO]));
    let since = apply(&after, &of_adele(&after, &locate("CZ")));
    let undo = plan_undo(&since, &did);
    assert_eq!(outcomes(&undo), ["Revoked"]);
    assert_eq!(apply(&since, &undo).users[&ADELE].location, since.users[&ADELE].location);
}

#[test]
fn a_user_who_is_gone_is_told_as_not_found() {
    let before = customer_with(&[direct(E3, &[])]);
    let (mut after, did) = done(&before, &assign(&[VISIO]));
    after.users.remove(&ADELE);
    assert_eq!(outcomes(&plan_undo(&after, &did)), ["NotFound"]);
}

#[test]
fn licenses_whose_seats_are_gone_are_not_given_back_to_some() {
    let mut before = customer_with(&[direct(VISIO, &[])]);
    add_user(&mut before, BO, &[direct(VISIO, &[])]);
    let (mut after, did) = done(&before, &revoke(&[VISIO]));
    set_available(&mut after, VISIO, 1);
    assert!(plan_undo(&after, &did).refused_for_seats());
    set_available(&mut after, VISIO, 2);
    assert!(!plan_undo(&after, &did).refused_for_seats());
}
