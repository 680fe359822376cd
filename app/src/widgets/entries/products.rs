//! Choosing the licenses that users are to get.

use crate::text::entries as words;
use crate::text::licenses;
use crate::text::seats::{self, Availability, availability};
use crate::ui::named::named;
use crate::ui::tri_state::TriState;
use domain::directory::product::{AppliesTo, CustomerProduct};
use domain::ids::{PlanId, SkuId};
use domain::rules::boxes::{BoxState, Choice};
use domain::rules::change::Change;
use domain::rules::plan::SeatEffect;
use domain::rules::plan_boxes::PlanBoxes;
use domain::rules::snapshot::NotAssignable;
use domain::rules::snapshot::Snapshot;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A product that may be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The product with its seats and plans.
    pub product: CustomerProduct,
    /// Why it can't be chosen, if so.
    pub why_not: Option<NotAssignable>,
}

/// The products that a customer owns, by name; those that can't be assigned come last.
pub fn offers_of(snapshot: &Snapshot) -> Vec<Offer> {
    let owned = snapshot.products.iter().filter(|(_, product)| product.seats.is_some());
    let offer = |(sku, product): (&SkuId, &CustomerProduct)| Offer {
        product: product.clone(),
        why_not: snapshot.not_assignable(*sku),
    };
    let mut offers: Vec<Offer> = owned.map(offer).collect();
    offers.sort_by_key(|offer| (offer.why_not.is_some(), offer.product.product.name.to_lowercase()));
    offers
}

/// State shared by the rows. Everything in it is a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Picking {
    /// The choices.
    pub change: Memo<Change>,
    /// Takes over the choice.
    pub on_change: Callback<Change>,
    /// Its effect on the seats.
    pub seats: Memo<BTreeMap<SkuId, SeatEffect>>,
}

impl Picking {
    fn update(self, change: impl FnOnce(&mut Change)) {
        let mut now = self.change.get_untracked();
        change(&mut now);
        self.on_change.run(now);
    }
}

/// A check box per product, its seats, and its service plans.
#[component]
pub fn ProductPicker(offers: Vec<Offer>, picking: Picking) -> impl IntoView {
    if offers.is_empty() {
        return view! { <p class="note info">{words::NO_PRODUCTS}</p> }.into_any();
    }
    let [product, seats] = words::PRODUCT_HEADERS;
    view! {
        <div class="grid">
            <table class="products" aria-label=words::ASSIGN_LICENSES>
                <thead>
                    <tr>
                        <th scope="col">{product}</th>
                        <th scope="col">{seats}</th>
                    </tr>
                </thead>
                <tbody>{offers.into_iter().map(|offer| view! { <OfferRow offer picking/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn OfferRow(offer: Offer, picking: Picking) -> impl IntoView {
    let Offer { product, why_not } = offer;
    let sku = product.product.sku_id;
    let name = product.product.name.clone();
    let chosen = Memo::new(move |_| picking.change.with(|change| change.choice(sku) == Choice::Fill));
    let revoked = Memo::new(move |_| picking.change.with(|change| change.choice(sku) == Choice::Empty));
    let reset = Callback::new(move |()| picking.update(|change| change.reset(sku)));
    let revoked_name = StoredValue::new(name.clone());
    let open = RwSignal::new(false);
    let has_box = why_not.is_none();
    let click = Callback::new(move |()| {
        let next = if chosen.get_untracked() { None } else { Some(Choice::Fill) };
        picking.update(|change| match next {
            Some(choice) => change.choose(sku, choice),
            None => change.reset(sku),
        });
    });
    let state = Signal::derive(move || if chosen.get() { BoxState::Filled } else { BoxState::Clear });
    let plans = StoredValue::new(
        product
            .product
            .plans
            .iter()
            .filter(|plan| plan.applies_to == AppliesTo::User)
            .map(|plan| (plan.id, plan.friendly_name.clone()))
            .collect::<Vec<_>>(),
    );
    let plans_id = StoredValue::new(format!("plans-{sku}"));
    let product = StoredValue::new(product);
    let label = name.clone();
    let plans_label = StoredValue::new(licenses::plans_of(&name));
    view! {
        <tr class:touched=move || chosen.get() || revoked.get()>
            <th scope="row">
                <div class="product">
                    {has_box
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="plain expander"
                                    aria-label=plans_label.get_value()
                                    aria-expanded=move || if open.get() { "true" } else { "false" }
                                    aria-controls=plans_id.get_value()
                                    on:click=move |_| open.update(|open| *open = !*open)
                                >
                                    <span aria-hidden="true">{move || if open.get() { "▾" } else { "▸" }}</span>
                                </button>
                            }
                        })}
                    {(!has_box).then(|| view! { <span></span> })}
                    <span class="tick">
                        {has_box.then(|| view! { <TriState state label on_click=click/> })}
                    </span>
                    <span class="what">
                        <b>{named(name)}</b>
                        {why_not
                            .map(|why| view! { <span class="muted why-no-box">{licenses::why_no_box(&why)}</span> })}
                        {move || revoked.get().then(|| view! { <Revoked name=revoked_name.get_value() on_reset=reset/> })}
                    </span>
                </div>
            </th>
            <td class="num">
                {move || {
                    let effect = picking.seats.with(|seats| seats.get(&sku).copied()).filter(|_| chosen.get());
                    product.with_value(|product| seats_line(product, effect))
                }}
            </td>
        </tr>
        {move || {
            open.get()
                .then(|| {
                    view! {
                        <tr class="plans-row" class:touched=move || chosen.get() id=plans_id.get_value()>
                            <td colspan="2">
                                <Plans sku plans=plans.get_value() label=plans_label.get_value() chosen picking/>
                            </td>
                        </tr>
                    }
                })
        }}
    }
}

/// That a product is revoked, which a reason's command asked for, and how not.
#[component]
fn Revoked(name: String, on_reset: Callback<()>) -> impl IntoView {
    view! {
        <span class="will">
            {licenses::will(Choice::Empty)} " "
            <button
                type="button"
                class="link reset"
                aria-label=licenses::reset(&name)
                on:click=move |_| on_reset.run(())
            >
                {licenses::RESET}
            </button>
        </span>
    }
}

fn seats_line(product: &CustomerProduct, effect: Option<SeatEffect>) -> impl IntoView + use<> {
    let used = effect.filter(|effect| effect.used != 0 && effect.short == 0).map(|effect| {
        view! { <span class="change">" · " <b>{seats::change_and_after(&effect)}</b></span> }
    });
    match availability(product, effect.as_ref()) {
        Availability::Short(text) => view! { <span class="neg">{text}</span> }.into_any(),
        Availability::OverAssigned(text) => view! { <span class="neg">{text}</span> {used} }.into_any(),
        Availability::Enough(text) => view! { <span>{text}</span> {used} }.into_any(),
        Availability::NotOwned => view! { <span class="muted">{licenses::NOT_OWNED}</span> }.into_any(),
    }
}

#[component]
fn Plans(
    sku: SkuId,
    plans: Vec<(PlanId, String)>,
    label: String,
    chosen: Memo<bool>,
    picking: Picking,
) -> impl IntoView {
    if plans.is_empty() {
        return view! { <p class="muted">{licenses::NO_PLANS}</p> }.into_any();
    }
    // A user who gets a product gets all of its plans unless something else is chosen.
    let initials: PlanBoxes = plans.iter().map(|(plan, _)| (*plan, BoxState::Filled)).collect();
    let initials = StoredValue::new(initials);
    let off = Signal::derive(move || !chosen.get());
    let all = Signal::derive(move || {
        picking.change.with(|change| initials.with_value(|initials| change.all_plans_shown(sku, initials)))
    });
    let click_all = Callback::new(move |()| {
        picking.update(|change| initials.with_value(|initials| change.click_all_plans(sku, initials)));
    });
    let one = move |(plan, name): (PlanId, String)| {
        let choice = Memo::new(move |_| picking.change.with(|change| change.plan_choice(sku, plan)));
        let state = Signal::derive(move || BoxState::Filled.shown(choice.get()));
        let click = Callback::new(move |()| {
            let next = BoxState::Filled.clicked(choice.get_untracked());
            picking.update(|change| change.choose_plan(sku, plan, next));
        });
        view! {
            <div class="plan">
                <TriState state label=name on_click=click disabled=off visible_label=true/>
            </div>
        }
    };
    view! {
        <div class="plans" role="group" aria-label=label>
            <TriState
                state=all
                label=licenses::SELECT_ALL.to_owned()
                on_click=click_all
                disabled=off
                visible_label=true
            />
            {plans.into_iter().map(one).collect_view()}
        </div>
    }
    .into_any()
}
