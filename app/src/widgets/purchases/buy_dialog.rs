//! Buying more seats of a product.

use crate::api;
use crate::error::ApiError;
use crate::state::send_once::SendOnce;
use crate::state::session::denied;
use crate::state::toasts::use_toasts;
use crate::text::buying;
use crate::text::common;
use crate::text::frame::RECORDED_ONLY;
use crate::text::operations;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::reason_field::TypedReason;
use crate::widgets::purchases::buying::{Buying, SeatPurchase};
use crate::widgets::purchases::confirm_order::{ConfirmOrder, OrderLine};
use domain::access::permission::Permission;
use domain::console::purchase::{BuyReply, BuyRequest, Order, OrderState};
use domain::console::reason::Reason;
use domain::directory::seats::{NotAQuantity, SeatQuantity};
use domain::ids::SkuId;
use leptos::prelude::*;

/// Asks for the number of seats, shows the new total, and buys or records the order.
#[component]
pub fn BuyDialog(buying: Buying) -> impl IntoView {
    let about = buying.about.about;
    let title = Signal::derive(move || {
        let product = about.get().map(|purchase| purchase.product).unwrap_or_default();
        buying::buy_title(&buying.customer_name.get(), &product)
    });
    let denied = denied(Permission::BuyLicenses);
    view! {
        <Dialog open=buying.about.open title>
            {move || match denied.get() {
                Some(reason) => view! { <Notice kind=NoticeKind::Warn>{reason}</Notice> }.into_any(),
                None => about.get().map(|purchase| view! { <Buy buying purchase/> }).into_any(),
            }}
        </Dialog>
    }
}

/// The result of a purchase.
#[derive(Debug, Clone)]
enum Bought {
    Recorded(Order),
    Refused(&'static str),
    Error(ApiError),
}

#[component]
fn Buy(buying: Buying, purchase: SeatPurchase) -> impl IntoView {
    let SeatPurchase { sku, product, quantity: proposed } = purchase;
    let product = StoredValue::new(product);
    let sending = SendOnce::kept_under(format!("buy-request:{}:{sku}", buying.customer));
    let SendOnce { busy, unanswered, .. } = sending;
    let sent = move || unanswered.with(|sent: &Option<BuyRequest>| sent.as_ref().map(|sent| sent.quantity.get()));
    let typed = RwSignal::new(untrack(sent).or(proposed).map(|quantity| quantity.to_string()).unwrap_or_default());
    let (reason, tried) = (TypedReason::begin(), RwSignal::new(false));
    let bought = RwSignal::new(None::<Bought>);
    let toasts = use_toasts();
    let quantity = Memo::new(move |_| typed.with(|typed| typed.parse::<SeatQuantity>().ok()));
    let wrong = move || quantity.get().is_none() && (tried.get() || typed.with(|typed| !typed.trim().is_empty()));
    let amount = move || quantity.get().map(SeatQuantity::get);
    let owned = move || buying.owned.run(sku);
    let buy = Callback::new(move |()| {
        tried.set(true);
        let Some(quantity) = quantity.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let Ok(why) = reason.read() else { return };
        let Some(request) = request(sending, sku, quantity, why) else {
            bought.set(Some(Bought::Refused(common::NO_IDS)));
            return;
        };
        bought.set(None);
        let ask = move |request| api::purchases::buy_seats(buying.customer, request);
        // When the answer comes, the dialog may be closed or about another product. The seats are bought all the same.
        sending.send_to_the_end(request, ask, move |reply, is_here| {
            let outcome = match reply {
                Ok(BuyReply::Ordered(order)) if order.state == OrderState::Confirmed => {
                    toasts.show(buying::bought(order.quantity, &order.product));
                    if is_here {
                        buying.about.open.set(false);
                    }
                    buying.on_bought.try_run(());
                    return;
                }
                Ok(BuyReply::Ordered(order)) => {
                    buying.on_ordered.try_run(());
                    Bought::Recorded(order)
                }
                Ok(BuyReply::NotOwned) => Bought::Refused(buying::BUY_NOT_OWNED),
                Ok(BuyReply::KeyReused) => Bought::Refused(buying::BUY_KEY_REUSED),
                Ok(BuyReply::InFlight) => Bought::Refused(common::IN_FLIGHT),
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
            Some(order) => view! { <Recorded buying order/> }.into_any(),
            None => {
                view! {
                    <form on:submit=move |event| {
                        event.prevent_default();
                        buy.run(());
                    }>
                        {move || {
                            let sent = sent().filter(|_| !busy.get() && bought.with(Option::is_none))?;
                            let said = buying::buy_unanswered(sent);
                            Some(view! { <Notice kind=NoticeKind::Warn><p role="alert">{said}</p></Notice> })
                        }}
                        <label class="field">
                            <span>{buying::HOW_MANY}</span>
                            <input
                                class="box"
                                inputmode="numeric"
                                autocomplete="off"
                                prop:value=move || typed.get()
                                aria-invalid=move || wrong().then_some("true")
                                aria-describedby="quantity-error"
                                on:input=move |event| typed.set(event_target_value(&event))
                            />
                        </label>
                        <p class="field-error" id="quantity-error" role="alert">
                            {move || wrong().then(|| NotAQuantity.to_string())}
                        </p>
                        <p class="num" aria-live="polite">{move || owned().map(|owned| buying::new_total(owned, amount()))}</p>
                        <p>
                            {move || {
                                let (product, customer) = (product.get_value(), buying.customer_name.get());
                                amount().map(|amount| view! { <b>{buying::buy_confirm(amount, &product, &customer)}</b> })
                            }}
                        </p>
                        {reason.field("buy-reason")}
                        <p class="muted">
                            {move || if buying.is_local.get() { buying::BUY_AT_ONCE } else { buying::BUY_RECORDS }}
                        </p>
                        {move || buying.is_recorded_only.get().then(|| view! { <p class="muted">{RECORDED_ONLY}</p> })}
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
                                {move || if busy.get() { buying::BUYING.to_owned() } else { buying::buy(amount()) }}
                            </button>
                            <button type="button" class="second" on:click=move |_| buying.about.open.set(false)>
                                {common::CANCEL}
                            </button>
                        </p>
                    </form>
                }
                    .into_any()
            }
        }}
    }
}

/// The purchase to send. An unanswered purchase of the same quantity is sent again unchanged, even if the person typed another
/// reason. Another quantity is a new purchase.
fn request(
    sending: SendOnce<BuyRequest>,
    sku_id: SkuId,
    quantity: SeatQuantity,
    reason: Option<Reason>,
) -> Option<BuyRequest> {
    let sent = sending.unanswered.get_untracked().filter(|sent| sent.sku_id == sku_id && sent.quantity == quantity);
    sent.or_else(|| sending.request(|key| BuyRequest { key, sku_id, quantity, reason: reason.clone() }))
}

#[component]
fn Recorded(buying: Buying, order: Order) -> impl IntoView {
    let line = order.clone();
    let done = Callback::new(move |()| {
        buying.about.open.try_set(false);
    });
    view! {
        <Notice kind=NoticeKind::Good>
            <p><OrderLine order=line/></p>
            <p>{buying::RECORDED}</p>
        </Notice>
        <p class="muted">{buying::BUY_RECORDS}</p>
        <div class="foot">
            <ConfirmOrder within="confirm-in-dialog" buying order on_done=done/>
            <button type="button" class="second" on:click=move |_| buying.about.open.set(false)>{common::CLOSE}</button>
        </div>
    }
}
