//! The activity log of a customer, and the actions that were refused there.

use crate::customer_page::CustomerPage;
use crate::text::activity::ACTIVITY;
use crate::widgets::activity::log_of::LogOf;
use crate::widgets::activity::tabs::ActivityTabs;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::params::customer_param;
use leptos::prelude::*;

/// Activity of a customer, or refusals, depending on the address.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let customer = customer_param();
    view! {
        <CustomerFrame customer page=CustomerPage::Activity>
            {move || {
                customer.get().map(|customer| view! { <ActivityTabs label=ACTIVITY whose=LogOf::Customer(customer)/> })
            }}
        </CustomerFrame>
    }
}
