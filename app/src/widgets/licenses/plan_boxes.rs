//! The service plans of a product, each with its box, and a box for all of them.

use crate::text::licenses as words;
use crate::ui::tri_state::TriState;
use crate::widgets::licenses::work::ManageWork;
use domain::cases::licenses::ManageProduct;
use domain::ids::{PlanId, SkuId};
use domain::rules::boxes::{BoxState, Choice};
use domain::rules::plan_boxes::PlanBoxes;
use leptos::prelude::*;

/// The service plans of a product.
#[component]
pub fn PlanBoxes(work: ManageWork, sku: SkuId, row: Memo<Option<ManageProduct>>) -> impl IntoView {
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
    let initials = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.plans.clone()).unwrap_or_default()));
    let all = Signal::derive(move || {
        work.change.with(|change| initials.with(|initials| change.all_plans_shown(sku, initials)))
    });
    let click_all = Callback::new(move |()| {
        let initials = initials.get_untracked();
        work.choices.update(|choices| choices.change.click_all_plans(sku, &initials));
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

#[component]
fn PlanBox(
    work: ManageWork,
    sku: SkuId,
    plan: PlanId,
    name: String,
    initials: Memo<PlanBoxes>,
    revoked: Memo<Choice>,
    disabled: Memo<bool>,
) -> impl IntoView {
    let initial = Memo::new(move |_| initials.with(|initials| initials.get(&plan).copied().unwrap_or(BoxState::Clear)));
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
