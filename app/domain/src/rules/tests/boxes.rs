//! Tri-state boxes: their states, the effects of clicks, and the changes that they ask for.

use super::fixtures::*;
use crate::rules::boxes::BoxState::{Clear, Filled, Partly};
use crate::rules::boxes::Choice::{Empty, Fill, Leave};
use crate::rules::boxes::{BoxState, plan_box, product_box};
use crate::rules::change::{Change, LicenseChange, PlansChange, Switch};

/// The states a box shows from click to click, until it asks nothing again.
fn cycle(initial: BoxState) -> Vec<BoxState> {
    let mut shown = vec![initial];
    let mut choice = initial.clicked(Leave);
    while choice != Leave {
        shown.push(initial.shown(choice));
        choice = initial.clicked(choice);
    }
    shown.push(initial.shown(choice));
    shown
}

#[test]
fn every_cycle_comes_back_to_the_initial_state_which_asks_nothing() {
    assert_eq!(cycle(Filled), [Filled, Clear, Filled]);
    assert_eq!(cycle(Clear), [Clear, Filled, Clear]);
    assert_eq!(cycle(Partly), [Partly, Filled, Clear, Partly]);
}

#[test]
fn a_choice_that_the_state_does_not_offer_is_left_by_a_click() {
    assert_eq!((Filled.clicked(Fill), Clear.clicked(Empty)), (Leave, Leave));
}

#[test]
fn a_box_says_all_some_or_none() {
    assert_eq!([0, 1, 2].map(|having| BoxState::of(having, 2)), [Clear, Partly, Filled]);
    assert_eq!(BoxState::of(0, 0), Clear);
}

#[test]
fn a_products_box_counts_holders_through_anything() {
    let mut snapshot = customer_with(&[direct(E3, &[])]);
    assert_eq!((product_box(&snapshot, E3), product_box(&snapshot, E5)), (Filled, Clear));
    add_user(&mut snapshot, BO, &[]);
    assert_eq!(product_box(&snapshot, E3), Partly);
    add_user(&mut snapshot, BO, &[through(SALES, E3, &[])]);
    assert_eq!(product_box(&snapshot, E3), Filled);
}

#[test]
fn a_plans_box_describes_the_direct_holders() {
    let mut snapshot = customer_with(&[through(SALES, E3, &[APPS])]);
    assert_eq!(plan_box(&snapshot, E3, APPS), Filled, "nobody holds it directly");
    add_user(&mut snapshot, BO, &[direct(E3, &[APPS])]);
    assert_eq!((plan_box(&snapshot, E3, APPS), plan_box(&snapshot, E3, TEAMS)), (Clear, Filled));
    add_user(&mut snapshot, CYRIL, &[direct(E3, &[TEAMS])]);
    assert_eq!((plan_box(&snapshot, E3, APPS), plan_box(&snapshot, E3, TEAMS)), (Partly, Partly));
}

#[test]
fn choices_are_read_back_as_they_were_made() {
    let mut change = Change::default();
    for choice in [Fill, Empty] {
        change.choose(E3, choice);
        change.choose_plan(E5, APPS, choice);
        assert_eq!((change.choice(E3), change.plan_choice(E5, APPS)), (choice, choice));
    }
    assert_eq!((change.choice(E5), change.plan_choice(E5, TEAMS)), (Leave, Leave));
    change.choose(E3, Leave);
    change.choose_plan(E5, APPS, Leave);
    assert_eq!(change, Change::default());
}

#[test]
fn a_cleared_product_forgets_its_plans() {
    let mut change = Change::default();
    change.choose(E3, Fill);
    change.choose_plan(E3, APPS, Empty);
    change.choose(E3, Leave);
    assert_eq!(change.plan_choice(E3, APPS), Empty, "leaving the license leaves what was asked of the plan");
    change.choose(E3, Empty);
    assert_eq!((change.choice(E3), change.plan_choice(E3, APPS)), (Empty, Leave));
    assert_eq!(change, revoke(&[E3]));
}

#[test]
fn a_plans_choice_replaces_an_exact_set() {
    let mut change = exactly(E3, &[APPS, TEAMS]);
    assert_eq!(change.plan_choice(E3, APPS), Leave);
    change.choose_plan(E3, SITES, Empty);
    assert_eq!(change.products[&E3].plans, PlansChange::Each([(SITES, Switch::Off)].into()));
}

#[test]
fn a_row_can_be_reset() {
    let mut change = both(assign(&[E3, VISIO]), switch(E5, &[(APPS, Switch::Off)]));
    change.reset(E3);
    change.reset(E5);
    assert_eq!(change, assign(&[VISIO]));
}

#[test]
fn every_choice_of_a_license_has_its_box() {
    let shown = |asked| license(asked, &[E3]).choice(E3);
    assert_eq!((shown(LicenseChange::Assign), shown(LicenseChange::AssignDirect)), (Fill, Fill));
    assert_eq!((shown(LicenseChange::Revoke), shown(LicenseChange::RevokeDirect)), (Empty, Empty));
    assert_eq!(shown(LicenseChange::Leave), Leave);
}
