//! Replacing one product by another in one change.

use super::fixtures::*;
use crate::rules::change::Switch;
use crate::rules::outcome::{Outcome, Touched};
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::shortage_policy::ShortagePolicy;

#[test]
fn disabled_plans_are_carried_over() {
    let planned = plan_adele(&customer_with(&[direct(E3, &[APPS, TEAMS])]), &swap(E3, E5));
    // The phone plan of E5 needs Teams, which stays off.
    assert_eq!(planned.outcome.kind(), OutcomeKind::Failed);
    let planned = plan_adele(&customer_with(&[direct(E3, &[APPS])]), &swap(E3, E5));
    assert_eq!(planned.outcome, Outcome::Assigned);
    assert_eq!(planned.before.direct, [(E3, Some([APPS].into())), (E5, None)].into());
    assert_eq!(planned.after.direct, [(E3, None), (E5, Some([APPS].into()))].into());
}

#[test]
fn what_the_change_says_of_a_plan_wins_over_what_is_carried_over() {
    let snapshot = customer_with(&[direct(E3, &[APPS, TEAMS])]);
    let on = both(revoke(&[E3]), assigning(switch(E5, &[(TEAMS, Switch::On), (SITES, Switch::Off)]), E5));
    assert_eq!(plan_adele(&snapshot, &on).after.direct[&E5], Some([APPS, SITES].into()));
    let exact = both(revoke(&[E3]), assigning(exactly(E5, &[MAIL_2]), E5));
    assert_eq!(plan_adele(&snapshot, &exact).after.direct[&E5], Some([MAIL_2].into()));
}

#[test]
fn a_plan_that_a_kept_product_enables_is_not_carried_over() {
    let kept = |visio| customer_with(&[direct(E3, &[SITES]), visio]);
    let after = |snapshot| plan_adele(&snapshot, &swap(E3, E5)).after.direct[&E5].clone();
    assert_eq!(after(kept(direct(VISIO, &[]))), Some([].into()));
    assert_eq!(after(kept(through(SALES, VISIO, &[]))), Some([].into()));
    assert_eq!(after(kept(direct(VISIO, &[SITES]))), Some([SITES].into()));
}

#[test]
fn a_plan_enabled_only_in_another_product_that_goes_too_is_carried_over() {
    let snapshot = customer_with(&[direct(E3, &[SITES]), direct(VISIO, &[])]);
    let planned = plan_adele(&snapshot, &both(revoke(&[E3, VISIO]), assign(&[E5])));
    assert_eq!(planned.after.direct[&E5], Some([SITES].into()));
}

#[test]
fn nothing_is_carried_over_from_a_product_that_stays() {
    let planned = plan_adele(&customer_with(&[direct(E3, &[APPS])]), &assign(&[E5]));
    assert_eq!(planned.after.direct[&E5], Some([].into()));
}

#[test]
fn a_failed_swap_leaves_the_user_with_what_there_was() {
    let mut snapshot = customer_with(&[direct(E3, &[APPS])]);
    set_available(&mut snapshot, E5, 0);
    let plan = plan_all(&snapshot, &swap(E3, E5), ShortagePolicy::InOrder);
    assert_eq!(outcomes(&plan), ["CountViolation"]);
    assert_eq!((&plan.users[0].before, &plan.users[0].after), (&Touched::default(), &Touched::default()));
    assert_eq!((plan.seats[&E3].used, plan.seats[&E5].used), (0, 0));
}

#[test]
fn a_swap_that_fails_only_in_its_revocation_assigns_nothing_either() {
    let snapshot = customer_with(&[through(SALES, E3, &[])]);
    let plan = plan_all(&snapshot, &swap(E3, E5), ShortagePolicy::InOrder);
    assert_eq!(outcomes(&plan), ["InheritedFromGroup"]);
    assert_eq!((plan.seats[&E5].needed, plan.seats[&E5].used), (0, 0));
}
