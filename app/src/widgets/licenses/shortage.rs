//! Products with too few seats, and the ways out. None of them is chosen beforehand.

use crate::text::licenses as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::licenses::work::ManageWork;
use crate::widgets::purchases::buying::{BuyMore, SeatPurchase};
use domain::ids::SkuId;
use domain::rules::failure::FailureCode;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;

/// A box for each short product.
#[component]
pub fn Shortages(work: ManageWork) -> impl IntoView {
    let short = Memo::new(move |_| {
        let seats = work.summary().map(|summary| summary.seats.clone()).unwrap_or_default();
        seats.into_iter().filter(|(_, seats)| seats.short > 0).map(|(sku, _)| sku).collect::<Vec<_>>()
    });
    view! { <For each=move || short.get() key=|sku| *sku children=move |sku| view! { <Shortage work sku/> }/> }
}

#[component]
fn Shortage(work: ManageWork, sku: SkuId) -> impl IntoView {
    let short = Memo::new(move |_| work.seats(sku).map_or(0, |seats| seats.short));
    // The same users, whether they are left out or hold up everybody.
    let unchanged = Memo::new(move |_| {
        let short = |summary: &PlanSummary| summary.failures.get(&FailureCode::CountViolation).copied().unwrap_or(0);
        work.summary().map_or(0, |summary| summary.left_out + short(&summary))
    });
    let accepted = Memo::new(move |_| work.choices.with(|choices| choices.in_order.contains(&sku)));
    let accept = move |_| {
        work.choices.update(|choices| {
            choices.in_order.insert(sku);
        });
    };
    let decline = move |_| {
        work.choices.update(|choices| {
            choices.in_order.remove(&sku);
        });
    };
    let missing =
        Signal::derive(move || SeatPurchase { sku, product: work.product_name(sku), quantity: Some(short.get()) });
    let group = format!("shortage-{sku}");
    view! {
        <Notice kind=NoticeKind::Warn>
            <p><b>{move || words::short_of(&work.product_name(sku), short.get())}</b></p>
            <BuyMore buying=work.buying missing/>
            <fieldset class="choices">
                <legend class="quiet">{move || words::short_of(&work.product_name(sku), short.get())}</legend>
                <label class="choice">
                    <input type="radio" name=group.clone() prop:checked=move || accepted.get() on:change=accept/>
                    <span>{move || words::in_order(unchanged.get())}</span>
                </label>
                <label class="choice">
                    <input type="radio" name=group on:change=decline/>
                    <span>{words::IN_ORDER_OFF}</span>
                </label>
            </fieldset>
            <p>{words::OTHER_WAYS}</p>
        </Notice>
    }
}
