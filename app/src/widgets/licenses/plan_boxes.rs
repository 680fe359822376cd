//! The service plans of a product, each with its box, and a box for all of them.

use super::work::Work;
use crate::text::licenses as words;
use crate::ui::tri_state::TriState;
use domain::cases::licenses::ManageProduct;
use domain::ids::{PlanId, SkuId};
use domain::rules::boxes::{BoxState, Choice};
use domain::rules::change::Change;
use leptos::prelude::*;

/// The service plans of a product.
#[component]
pub fn PlanBoxes(work: Work, sku: SkuId, row: Memo<Option<ManageProduct>>) -> impl IntoView {
    let choice = Memo::new(move |_| work.change.with(|change| change.choice(sku)));
    let off = Memo::new(move |_| match choice.get() {
        Choice::Empty => true,
        Choice::Fill => false,
        Choice::Leave => row.with(|row| row.as_ref().is_none_or(|row| row.holders == 0)),
    });
    let named = move || {
        row.with(|row| {
            let Some(row) = row else { return Vec::new() };
            let plans = row.product.product.plans.iter().filter(|plan| row.plans.contains_key(&plan.id));
            plans.map(|plan| (plan.id, plan.friendly_name.clone())).collect::<Vec<_>>()
        })
    };
    let initials = Memo::new(move |_| {
        row.with(|row| {
            row.as_ref().map(|row| row.plans.iter().map(|(plan, state)| (*plan, *state)).collect()).unwrap_or_default()
        })
    });
    let all = Signal::derive(move || {
        work.change.with(|change| initials.with(|initials| all_shown(change, sku, choice.get(), initials)))
    });
    let click_all = Callback::new(move |()| {
        let initials = initials.get_untracked();
        work.choices.update(|choices| choose_all(&mut choices.change, sku, &initials));
    });
    view! {
        <div class="plans" role="group" aria-label=move || words::plans_of(&work.product_name(sku))>
            {move || {
                let named = named();
                if named.is_empty() {
                    return view! { <p class="muted">{words::NO_PLANS}</p> }.into_any();
                }
                view! {
                    <TriState
                        state=all
                        label=words::SELECT_ALL.to_owned()
                        on_click=click_all
                        disabled=off
                        visible_label=true
                    />
                    {named
                        .into_iter()
                        .map(|(plan, name)| view! { <PlanBox work sku plan name initials revoked=choice disabled=off/> })
                        .collect_view()}
                }
                    .into_any()
            }}
        </div>
    }
}

type Initials = Vec<(PlanId, BoxState)>;

#[component]
fn PlanBox(
    work: Work,
    sku: SkuId,
    plan: PlanId,
    name: String,
    initials: Memo<Initials>,
    revoked: Memo<Choice>,
    disabled: Memo<bool>,
) -> impl IntoView {
    let initial = Memo::new(move |_| initials.with(|initials| initial_of(initials, plan)));
    let choice = Memo::new(move |_| work.change.with(|change| change.plan_choice(sku, plan)));
    let shown = move || match revoked.get() {
        Choice::Empty => BoxState::Clear,
        _ => initial.get().shown(choice.get()),
    };
    let click = Callback::new(move |()| {
        let initial = initial.get_untracked();
        work.choices.update(|choices| {
            let next = initial.clicked(choices.change.plan_choice(sku, plan));
            choices.change.choose_plan(sku, plan, next);
        });
    });
    view! {
        <div class="plan">
            <TriState state=Signal::derive(shown) label=name on_click=click disabled visible_label=true/>
            <span class="will">{move || words::plan_will(choice.get())}</span>
        </div>
    }
}

fn initial_of(initials: &Initials, plan: PlanId) -> BoxState {
    initials.iter().find(|(id, _)| *id == plan).map_or(BoxState::Clear, |(_, state)| *state)
}

/// What one box over several shows.
fn together(mut states: impl Iterator<Item = BoxState>) -> BoxState {
    match states.next() {
        None => BoxState::Clear,
        Some(first) if states.all(|state| state == first) => first,
        Some(_) => BoxState::Partly,
    }
}

fn shown_by_each(change: &Change, sku: SkuId, initials: &Initials) -> BoxState {
    together(initials.iter().map(|(plan, initial)| initial.shown(change.plan_choice(sku, *plan))))
}

fn all_shown(change: &Change, sku: SkuId, product: Choice, initials: &Initials) -> BoxState {
    if product == Choice::Empty { BoxState::Clear } else { shown_by_each(change, sku, initials) }
}

/// A click on `Select all`: as on a single box, whose initial state is that of all plans together. From a mixture that
/// was made by hand it fills.
fn choose_all(change: &mut Change, sku: SkuId, initials: &Initials) {
    let untouched = initials.iter().all(|(plan, _)| change.plan_choice(sku, *plan) == Choice::Leave);
    let initial = together(initials.iter().map(|(_, initial)| *initial));
    let next = match shown_by_each(change, sku, initials) {
        _ if untouched => initial.clicked(Choice::Leave),
        BoxState::Filled => initial.clicked(Choice::Fill),
        BoxState::Clear => initial.clicked(Choice::Empty),
        BoxState::Partly => Choice::Fill,
    };
    for (plan, initial) in initials {
        // A box in its initial state asks nothing.
        let choice = if initial.shown(next) == *initial { Choice::Leave } else { next };
        change.choose_plan(sku, *plan, choice);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sku() -> SkuId {
        "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap()
    }

    fn initials(states: &[BoxState]) -> Initials {
        let id = |at: usize| format!("00000000-0000-4000-8000-0000000000{at:02}").parse().unwrap();
        states.iter().enumerate().map(|(at, state)| (id(at), *state)).collect()
    }

    /// What `Select all` shows after so many clicks, and how many plans are then asked for.
    fn clicked(initials: &Initials, change: &mut Change) -> (BoxState, usize) {
        choose_all(change, sku(), initials);
        let asked = initials.iter().filter(|(plan, _)| change.plan_choice(sku(), *plan) != Choice::Leave).count();
        (shown_by_each(change, sku(), initials), asked)
    }

    #[test]
    fn select_all_of_a_mixture_fills_then_clears_then_asks_nothing() {
        let plans = initials(&[BoxState::Filled, BoxState::Partly, BoxState::Clear]);
        let mut change = Change::default();
        assert_eq!(shown_by_each(&change, sku(), &plans), BoxState::Partly);
        assert_eq!(clicked(&plans, &mut change), (BoxState::Filled, 2));
        assert_eq!(clicked(&plans, &mut change), (BoxState::Clear, 2));
        assert_eq!(clicked(&plans, &mut change), (BoxState::Partly, 0));
        assert!(change.is_empty());
    }

    #[test]
    fn select_all_of_filled_plans_clears_and_comes_back() {
        let plans = initials(&[BoxState::Filled, BoxState::Filled]);
        let mut change = Change::default();
        assert_eq!(clicked(&plans, &mut change), (BoxState::Clear, 2));
        assert_eq!(clicked(&plans, &mut change), (BoxState::Filled, 0));
    }

    #[test]
    fn select_all_fills_after_one_plan_was_switched_off_by_hand() {
        let plans = initials(&[BoxState::Filled, BoxState::Filled]);
        let mut change = Change::default();
        change.choose_plan(sku(), plans[0].0, Choice::Empty);
        assert_eq!(clicked(&plans, &mut change), (BoxState::Filled, 0));
    }
}
