//! The box over all service plans of a product.

use super::fixtures::*;
use crate::rules::boxes::{BoxState, Choice};
use crate::rules::change::Change;
use crate::rules::plan_boxes::PlanBoxes;

fn boxes(states: &[BoxState]) -> PlanBoxes {
    let id = |at: usize| format!("00000000-0000-4000-8000-0000000000{at:02}").parse().unwrap();
    states.iter().enumerate().map(|(at, state)| (id(at), *state)).collect()
}

/// The state of the box after a click, and the number of plans with a choice.
fn clicked(plans: &PlanBoxes, change: &mut Change) -> (BoxState, usize) {
    change.click_all_plans(E3, plans);
    let asked = plans.keys().filter(|plan| change.plan_choice(E3, **plan) != Choice::Leave).count();
    (change.all_plans_shown(E3, plans), asked)
}

#[test]
fn a_mixture_fills_then_clears_then_asks_nothing() {
    let plans = boxes(&[BoxState::Filled, BoxState::Partly, BoxState::Clear]);
    let mut change = Change::default();
    assert_eq!(change.all_plans_shown(E3, &plans), BoxState::Partly);
    assert_eq!(clicked(&plans, &mut change), (BoxState::Filled, 2));
    assert_eq!(clicked(&plans, &mut change), (BoxState::Clear, 2));
    assert_eq!(clicked(&plans, &mut change), (BoxState::Partly, 0));
    assert!(change.is_empty());
}

#[test]
fn filled_plans_clear_and_come_back() {
    let plans = boxes(&[BoxState::Filled, BoxState::Filled]);
    let mut change = Change::default();
    assert_eq!(clicked(&plans, &mut change), (BoxState::Clear, 2));
    assert_eq!(clicked(&plans, &mut change), (BoxState::Filled, 0));
}

#[test]
fn it_fills_after_one_plan_was_switched_off_by_hand() {
    let plans = boxes(&[BoxState::Filled, BoxState::Filled]);
    let mut change = Change::default();
    change.choose_plan(E3, *plans.keys().next().unwrap(), Choice::Empty);
    assert_eq!(clicked(&plans, &mut change), (BoxState::Filled, 0));
}

#[test]
fn a_revoked_products_plans_are_all_clear() {
    let plans = boxes(&[BoxState::Filled, BoxState::Partly]);
    let mut change = Change::default();
    change.choose(E3, Choice::Empty);
    assert_eq!(change.all_plans_shown(E3, &plans), BoxState::Clear);
    assert_eq!(Change::default().all_plans_shown(E3, &PlanBoxes::new()), BoxState::Clear);
}
