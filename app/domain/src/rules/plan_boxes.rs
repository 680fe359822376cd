//! The box over all service plans of a product (`Select all`): its state, and the effect of a click.

use super::boxes::{BoxState, Choice};
use super::change::Change;
use crate::ids::{PlanId, SkuId};
use std::collections::BTreeMap;

/// The plans of a product that have a box, each with its initial state.
pub type PlanBoxes = BTreeMap<PlanId, BoxState>;

impl Change {
    /// The state of the box over all plans: the common state of the plans, or partly.
    pub fn all_plans_shown(&self, sku: SkuId, plans: &PlanBoxes) -> BoxState {
        if self.choice(sku) == Choice::Empty { BoxState::Clear } else { self.plans_shown(sku, plans) }
    }

    /// Clicks the box over all plans. It works like a single box whose initial state is that of all plans together.
    /// From a mixture made by hand, a click fills it.
    pub fn click_all_plans(&mut self, sku: SkuId, plans: &PlanBoxes) {
        let untouched = plans.keys().all(|plan| self.plan_choice(sku, *plan) == Choice::Leave);
        let initial = together(plans.values().copied());
        let next = match self.plans_shown(sku, plans) {
            _ if untouched => initial.clicked(Choice::Leave),
            BoxState::Filled => initial.clicked(Choice::Fill),
            BoxState::Clear => initial.clicked(Choice::Empty),
            BoxState::Partly => Choice::Fill,
        };
        for (plan, initial) in plans {
            // A box in its initial state asks nothing.
            let choice = if initial.shown(next) == *initial { Choice::Leave } else { next };
            self.choose_plan(sku, *plan, choice);
        }
    }

    fn plans_shown(&self, sku: SkuId, plans: &PlanBoxes) -> BoxState {
        together(plans.iter().map(|(plan, initial)| initial.shown(self.plan_choice(sku, *plan))))
    }
}

/// The state of one box over several.
fn together(mut states: impl Iterator<Item = BoxState>) -> BoxState {
    match states.next() {
        None => BoxState::Clear,
        Some(first) if states.all(|state| state == first) => first,
        Some(_) => BoxState::Partly,
    }
}
