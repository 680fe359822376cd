//! Confirming an order, so that its seats count.

use crate::api;
use crate::error::ApiError;
use crate::state::session::denied;
use crate::state::toasts::use_toasts;
use crate::text::buying;
use crate::ui::command::Command;
use crate::ui::moment::Moment;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::purchases::buying::Buying;
use domain::access::permission::Permission;
use domain::console::purchase::Order;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button that confirms an order, so that its seats count. `within` is where it stands: one order can be shown twice.
#[component]
pub fn ConfirmOrder(within: &'static str, buying: Buying, order: Order, on_done: Callback<()>) -> impl IntoView {
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
        <Command
            id=format!("{within}-{id}")
            label=buying::CONFIRM_PURCHASE
            name=Signal::stored(label)
            on_click=confirm
            why_not=denied(Permission::BuyLicenses)
            busy
            look="second"
        />
        {move || error.get().map(|error| view! { <ErrorView error on_retry=confirm/> })}
    }
}

/// `5 licenses of Visio Plan 2`, with the person who ordered them and the time.
#[component]
pub fn OrderLine(order: Order) -> impl IntoView {
    view! {
        <b>{buying::order(order.quantity, &order.product, &order.actor)} ", " <Moment at=order.created/></b>
    }
}
