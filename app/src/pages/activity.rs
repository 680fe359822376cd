//! The activity log of a customer.

use crate::customer_page::CustomerPage;
use crate::widgets::activity::log::ActivityLog;
use crate::widgets::activity::log_of::LogOf;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::params::customer_param;
use leptos::prelude::*;

/// Activity of a customer.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let customer = customer_param();
    view! {
        <CustomerFrame customer page=CustomerPage::Activity>
            {move || customer.get().map(|customer| view! { <ActivityLog whose=LogOf::Customer(customer)/> })}
        </CustomerFrame>
    }
}
