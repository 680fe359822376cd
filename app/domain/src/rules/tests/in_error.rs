//! A direct license in error gives nothing and takes no seat, so the product is not held.

use super::apply::apply;
use super::fixtures::*;
use crate::directory::license::{License, Source};
use crate::ids::SkuId;
use crate::rules::boxes::{BoxState, plan_box, product_box};
use crate::rules::change::{Change, Switch};
use crate::rules::outcome::Outcome;
use crate::rules::plan::Plan;
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::Snapshot;
use crate::rules::undo::{Done, plan_undo};

/// Adele with these licenses, sorted as after a plan.
fn with(licenses: &[License]) -> Snapshot {
    let mut licenses = licenses.to_vec();
    licenses.sort_by_key(|license| (license.sku_id, license.source));
    customer_with(&licenses)
}

fn of(snapshot: &Snapshot, change: &Change) -> (Snapshot, Plan, Vec<Done>) {
    let plan = plan_all(snapshot, change, ShortagePolicy::InOrder);
    let did =
        plan.users.iter().map(|user| Done { user: user.user, before: user.before.clone(), after: user.after.clone() });
    let did = did.collect();
    (apply(snapshot, &plan), plan, did)
}

fn held(snapshot: &Snapshot) -> Vec<SkuId> {
    snapshot.users[&ADELE].direct().into_keys().collect()
}

#[test]
fn assigning_clears_the_error_keeps_the_plans_and_takes_a_seat() {
    let before = with(&[in_error(direct(E3, &[APPS]))]);
    let (after, plan, did) = of(&before, &assign(&[E3]));
    assert_eq!(plan.users[0].outcome, Outcome::Assigned);
    assert_eq!((plan.seats[&E3].needed, plan.seats[&E3].used), (1, 1));
    assert_eq!(after.users[&ADELE].licenses, [direct(E3, &[APPS])]);
    assert_eq!(plan.users[0].words(&before), "+ Microsoft 365 E3 (Microsoft 365 Apps off)");
    // Undoing restores the error and gives the seat back.
    let undo = plan_undo(&after, &did);
    assert_eq!((undo.users[0].words(&after).as_str(), undo.seats[&E3].used), ("− Microsoft 365 E3", -1));
    assert_eq!(apply(&after, &undo), before);
}

#[test]
fn without_a_seat_the_error_stays() {
    let mut snapshot = with(&[in_error(direct(E3, &[]))]);
    set_available(&mut snapshot, E3, 0);
    assert_eq!(failure(&snapshot, &assign(&[E3])).0, "CountViolation");
}

#[test]
fn revoking_removes_the_row_and_frees_no_seat() {
    for licenses in [vec![in_error(direct(E3, &[APPS]))], vec![in_error(direct(E3, &[APPS])), through(SALES, E3, &[])]]
    {
        let before = with(&licenses);
        let (after, plan, did) = of(&before, &revoke(&[E3]));
        assert_eq!(plan.users[0].outcome, Outcome::Revoked);
        assert_eq!(plan.seats[&E3].used, 0);
        assert!(!plan.users[0].left_unlicensed);
        assert_eq!(plan.users[0].words(&before), "− Microsoft 365 E3 (in error)");
        assert!(after.users[&ADELE].licenses.iter().all(|license| license.source != Source::Direct));
        let undo = plan_undo(&after, &did);
        assert_eq!(undo.users[0].words(&after), "+ Microsoft 365 E3 (in error)");
        assert_eq!(apply(&after, &undo), before);
        // The undo can be undone as well.
        let (again, back) = (apply(&after, &undo), &undo.users[0]);
        let did = Done { user: ADELE, before: back.before.clone(), after: back.after.clone() };
        assert_eq!(apply(&again, &plan_undo(&again, &[did])), after);
    }
}

#[test]
fn a_swap_to_it_moves_the_license() {
    let before = with(&[direct(E3, &[]), in_error(direct(E5, &[]))]);
    let (after, plan, did) = of(&before, &swap(E3, E5));
    assert_eq!(plan.users[0].outcome, Outcome::Assigned);
    assert_eq!(held(&after), [E5]);
    assert_eq!((plan.seats[&E3].used, plan.seats[&E5].used), (-1, 1));
    assert_eq!(apply(&after, &plan_undo(&after, &did)), before);
}

#[test]
fn no_rule_looks_at_what_it_would_give() {
    // Exchange Plan 1 in error does not exclude Plan 2 of E3, and does not prevent another location.
    let snapshot = with(&[in_error(direct(EXCHANGE_1, &[])), in_error(direct(CALLING, &[]))]);
    assert_eq!(failure(&snapshot, &assign(&[E3])).0, "Assigned");
    assert_eq!(failure(&snapshot, &locate("CN")).0, "LocationChanged");
    // Teams of E3 in error does not satisfy Teams Phone.
    assert_eq!(failure(&with(&[in_error(direct(E3, &[]))]), &assign(&[PHONE])).0, "Dependency");
    // Clearing the error makes its plans count.
    let snapshot = with(&[direct(E3, &[]), in_error(direct(EXCHANGE_1, &[]))]);
    assert_eq!(failure(&snapshot, &assign(&[EXCHANGE_1])).0, "MutuallyExclusive");
    assert_eq!(failure(&snapshot, &switch(EXCHANGE_1, &[(MAIL_1, Switch::Off)])).0, "Unchanged");
}

#[test]
fn boxes_show_it_as_neither_held_nor_nothing() {
    let snapshot = with(&[in_error(direct(E3, &[APPS]))]);
    assert_eq!(product_box(&snapshot, E3), BoxState::Partly);
    assert_eq!(plan_box(&snapshot, E3, APPS), BoxState::Filled);
    let mut both = with(&[direct(E3, &[])]);
    add_user(&mut both, BO, &[in_error(direct(E3, &[]))]);
    assert_eq!(product_box(&both, E3), BoxState::Partly);
    assert_eq!(product_box(&with(&[]), E3), BoxState::Clear);
}
