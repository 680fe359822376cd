//! Buying more seats of a product.

use super::open_orders::{ConfirmOrder, order_words};
use super::reason_field::TypedReason;
use super::work::{Purchase, Work};
use crate::api;
use crate::error::ApiError;
use crate::state::patience::until_answered;
use crate::state::storage;
use crate::state::toasts::use_toasts;
use crate::text::licenses as words;
use crate::text::operations;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use domain::console::purchase::{BuyReply, BuyRequest, Order, OrderState};
use domain::console::reason::Reason;
use domain::directory::seats::{NotAQuantity, SeatQuantity};
use domain::ids::SkuId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Asks how many, says what that makes, and buys or records the order.
#[component]
pub fn BuyDialog(work: Work) -> impl IntoView {
    let title = Signal::derive(move || {
        let product = work.buying.about.get().map(|purchase| work.product_name(purchase.sku)).unwrap_or_default();
        words::buy_title(&work.customer_name.get(), &product)
    });
    view! {
        <Dialog open=work.buying.open title>
            {move || work.buying.about.get().map(|purchase| view! { <Buy work purchase/> })}
        </Dialog>
    }
}

/// What came of trying to buy.
#[derive(Debug, Clone)]
enum Bought {
    Recorded(Order),
    Refused(&'static str),
    Error(ApiError),
}

#[component]
fn Buy(work: Work, purchase: Purchase) -> impl IntoView {
    let sku = purchase.sku;
    let typed = RwSignal::new(purchase.quantity.map(|quantity| quantity.to_string()).unwrap_or_default());
    let (reason, tried) = (TypedReason::begin(), RwSignal::new(false));
    let busy = RwSignal::new(false);
    let bought = RwSignal::new(None::<Bought>);
    let sent = StoredValue::new(None::<BuyRequest>);
    let toasts = use_toasts();
    let quantity = Memo::new(move |_| typed.with(|typed| typed.parse::<SeatQuantity>().ok()));
    let amount = move || quantity.get().map(SeatQuantity::get);
    let owned = move || {
        work.view.with(|view| {
            let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
            row.and_then(|row| row.product.seats).map_or(0, |seats| seats.owned)
        })
    };
    let buy = Callback::new(move |()| {
        tried.set(true);
        let Some(quantity) = quantity.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let Ok(why) = reason.read() else { return };
        let Some(request) = request(sent.get_value(), sku, quantity, why) else {
            bought.set(Some(Bought::Refused(words::NO_IDS)));
            return;
        };
        sent.set_value(Some(request.clone()));
        busy.set(true);
        bought.set(None);
        spawn_local(async move {
            let ask = || api::purchases::buy_seats(work.customer, request.clone());
            let reply = until_answered(ask, |reply| *reply == BuyReply::InFlight).await;
            if reply.as_ref().is_ok_and(|reply| *reply != BuyReply::InFlight) {
                sent.try_update_value(|sent| *sent = None);
            }
            busy.try_set(false);
            let outcome = match reply {
                Ok(BuyReply::Ordered(order)) if order.state == OrderState::Confirmed => {
                    toasts.show(words::bought(order.quantity, &order.product));
                    work.buying.open.try_set(false);
                    work.reload.run(());
                    return;
                }
                Ok(BuyReply::Ordered(order)) => {
                    work.orders.refetch();
                    Bought::Recorded(order)
                }
                Ok(BuyReply::NotOwned) => Bought::Refused(words::BUY_NOT_OWNED),
                Ok(BuyReply::KeyReused) => Bought::Refused(words::BUY_KEY_REUSED),
                Ok(BuyReply::InFlight) => Bought::Refused(words::IN_FLIGHT),
                Ok(BuyReply::ReasonMissing) => {
                    reason.is_required();
                    Bought::Refused(operations::REASON_REQUIRED)
                }
                Err(error) => Bought::Error(error),
            };
            bought.try_set(Some(outcome));
        });
    });
    let recorded = Memo::new(move |_| match bought.get() {
        Some(Bought::Recorded(order)) => Some(order),
        _ => None,
    });
    view! {
        {move || match recorded.get() {
            Some(order) => view! { <Recorded work order/> }.into_any(),
            None => {
                view! {
                    <form on:submit=move |event| {
                        event.prevent_default();
                        buy.run(());
                    }>
                        <label class="field">
                            <span>{words::HOW_MANY}</span>
                            <input
                                class="box"
                                inputmode="numeric"
                                autocomplete="off"
                                prop:value=move || typed.get()
                                aria-invalid=move || (tried.get() && quantity.get().is_none()).then_some("true")
                                aria-describedby="quantity-error"
                                on:input=move |event| typed.set(event_target_value(&event))
                            />
                        </label>
                        <p class="field-error" id="quantity-error" role="alert">
                            {move || (tried.get() && quantity.get().is_none()).then(|| NotAQuantity.to_string())}
                        </p>
                        <p class="num" aria-live="polite">{move || words::new_total(owned(), amount())}</p>
                        <p>
                            {move || {
                                let (product, customer) = (work.product_name(sku), work.customer_name.get());
                                amount().map(|amount| view! { <b>{words::buy_confirm(amount, &product, &customer)}</b> })
                            }}
                        </p>
                        {reason.field("buy-reason")}
                        <p class="muted">
                            {move || if work.is_local.get() { words::BUY_AT_ONCE } else { words::BUY_RECORDS }}
                        </p>
                        {move || match bought.get() {
                            Some(Bought::Error(error)) => view! { <ErrorView error on_retry=buy/> }.into_any(),
                            Some(Bought::Refused(words)) => {
                                view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any()
                            }
                            _ => ().into_any(),
                        }}
                        <p class="foot">
                            <button
                                type="submit"
                                class="primary"
                                aria-disabled=move || busy.get().then_some("true")
                                aria-busy=move || busy.get().then_some("true")
                            >
                                {move || if busy.get() { words::BUYING.to_owned() } else { words::buy(amount()) }}
                            </button>
                            <button type="button" class="second" on:click=move |_| work.buying.open.set(false)>
                                {words::CANCEL}
                            </button>
                        </p>
                    </form>
                }
                    .into_any()
            }
        }}
    }
}

/// The same purchase keeps its key, so that trying again buys once; any other gets a new one.
fn request(
    sent: Option<BuyRequest>,
    sku_id: SkuId,
    quantity: SeatQuantity,
    reason: Option<Reason>,
) -> Option<BuyRequest> {
    let same = |sent: &BuyRequest| sent.sku_id == sku_id && sent.quantity == quantity && sent.reason == reason;
    if let Some(sent) = sent.filter(same) {
        return Some(sent);
    }
    let key = storage::fresh_id()?.parse().ok()?;
    Some(BuyRequest { key, sku_id, quantity, reason })
}

#[component]
fn Recorded(work: Work, order: Order) -> impl IntoView {
    let words = order_words(&order);
    let done = Callback::new(move |()| {
        work.buying.open.try_set(false);
    });
    view! {
        <Notice kind=NoticeKind::Good>
            <p>{words}</p>
            <p>{words::RECORDED}</p>
        </Notice>
        <p class="muted">{words::BUY_RECORDS}</p>
        <div class="foot">
            <ConfirmOrder work order on_done=done/>
            <button type="button" class="second" on:click=move |_| work.buying.open.set(false)>{words::CLOSE}</button>
        </div>
    }
}
