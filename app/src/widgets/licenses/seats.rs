//! A product's seats, before a change and with it, and the way to more.

use crate::text::licenses as words;
use crate::text::seats::{self, Availability};
use crate::widgets::licenses::preview::LicensesPreviewState;
use crate::widgets::licenses::work::ManageWork;
use crate::widgets::purchases::buying::SeatPurchase;
use domain::cases::licenses::ManageProduct;
use domain::ids::SkuId;
use leptos::prelude::*;

/// `14 available · 1 used · 13 after`, and `Buy more` where there are too few or the row is open.
#[component]
pub fn SeatsCell(
    work: ManageWork,
    sku: SkuId,
    row: Memo<Option<ManageProduct>>,
    #[prop(into)] open: Signal<bool>,
) -> impl IntoView {
    let effect = Memo::new(move |_| work.seats(sku));
    let standing = Memo::new(move |_| {
        let effect = effect.get();
        row.with(|row| row.as_ref().map(|row| seats::availability(&row.product, effect.as_ref())))
    });
    // Seats that a short product gives in order count only once that was accepted.
    let counts = Memo::new(move |_| {
        effect.get().filter(|effect| {
            effect.short == 0 && effect.used != 0
                || effect.short > 0 && work.choices.with(|choices| choices.in_order.contains(&sku))
        })
    });
    let buyable = Memo::new(move |_| {
        row.with(|row| {
            row.as_ref().is_some_and(|row| {
                work.buying.is_offered.get()
                    && row.not_assignable.is_none()
                    && (open.get() || seats::needs_more(&row.product, effect.get().as_ref()))
            })
        })
    });
    let buy = move |_| {
        let short = effect.get_untracked().map(|effect| effect.short).filter(|short| *short > 0);
        work.buying.ask(SeatPurchase { sku, product: untrack(|| work.product_name(sku)), quantity: short });
    };
    view! {
        <span class="seats" class:loading=move || work.preview.with(LicensesPreviewState::is_working)>
            {move || {
                standing
                    .get()
                    .map(|standing| match standing {
                        Availability::Short(text) | Availability::OverAssigned(text) => {
                            view! { <span class="neg">{text}</span> }.into_any()
                        }
                        Availability::Enough(text) => view! { <span>{text}</span> }.into_any(),
                        Availability::NotOwned => view! { <span class="muted">{words::NOT_OWNED}</span> }.into_any(),
                    })
            }}
            {move || {
                counts
                    .get()
                    .map(|effect| {
                        view! { <span class="change">" · " <b>{seats::change_and_after(&effect)}</b></span> }
                    })
            }}
        </span>
        {move || {
            buyable
                .get()
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="link buy-more"
                            aria-label=words::buy_more_of(&work.product_name(sku))
                            aria-haspopup="dialog"
                            on:click=buy
                        >
                            {words::BUY_MORE}
                        </button>
                    }
                })
        }}
    }
}
