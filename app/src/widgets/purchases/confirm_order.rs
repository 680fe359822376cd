//! Confirming an order, so that its seats count.

use crate::api;
use crate::error::ApiError;
use crate::state::toasts::use_toasts;
use crate::text::buying;
use crate::ui::moment::Moment;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::if_allowed::IfAllowed;
use crate::widgets::purchases::buying::Buying;
use domain::access::permission::Permission;
use domain::console::purchase::Order;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button that confirms an order, so that its seats count.
#[component]
pub fn ConfirmOrder(buying: Buying, order: Order, on_done: Callback<()>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ApiError>);
    let toasts = use_toasts();
    let label = buying::confirm_purchase_of(order.quantity, &order.product);
    let id = order.id;
    let confirm = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let reply = api::purchases::confirm_order(buying.customer, id).await;
            busy.try_set(false);
            match reply {
                Ok(order) => {
                    toasts.show(buying::bought(order.quantity, &order.product));
                    buying.on_ordered.run(());
                    buying.on_bought.run(());
                    on_done.run(());
                }
                Err(why) => {
                    error.try_set(Some(why));
                }
            }
        });
    });
    view! {
        <IfAllowed permission=Permission::BuyLicenses>
            <button
                type="button"
                class="second"
                aria-label=label.clone()
                aria-disabled=move || busy.get().then_some("true")
                on:click=move |_| confirm.run(())
            >
                {buying::CONFIRM_PURCHASE}
            </button>
        </IfAllowed>
        {move || error.get().map(|error| view! { <ErrorView error on_retry=confirm/> })}
    }
}

/// `5 licenses of Visio Plan 2`, who ordered them and when.
#[component]
pub fn OrderLine(order: Order) -> impl IntoView {
    view! {
        <b>{buying::order(order.quantity, &order.product, &order.actor)} ", " <Moment at=order.created/></b>
    }
}
