//! Orders that are recorded but not confirmed.

use crate::text::buying;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::work::ManageWork;
use crate::widgets::purchases::confirm_order::{ConfirmOrder, OrderLine};
use leptos::prelude::*;

/// The customer's open orders; nothing where there are none.
#[component]
pub fn OpenOrders(work: ManageWork) -> impl IntoView {
    let again = Callback::new(move |()| work.orders.refetch());
    move || {
        match work.orders.get() {
        None => ().into_any(),
        Some(Err(error)) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
        Some(Ok(orders)) if orders.is_empty() => ().into_any(),
        Some(Ok(orders)) => view! {
            <section class="note info open-orders" aria-labelledby="open-orders">
                <h2 id="open-orders">{buying::OPEN_ORDERS}</h2>
                <ul class="lines">
                    {orders
                        .into_iter()
                        .map(|order| {
                            view! {
                                <li>
                                    <span>
                                        <OrderLine order=order.clone()/> " " <span class="muted">{buying::RECORDED}</span>
                                    </span>
                                    <ConfirmOrder
                                        within="confirm"
                                        buying=work.buying
                                        order
                                        on_done=Callback::new(|()| ())
                                    />
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        }
        .into_any(),
    }
    }
}
