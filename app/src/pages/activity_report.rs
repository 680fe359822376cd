//! The activity report of a customer.

use crate::customer_page::CustomerPage;
use crate::widgets::activity::report::ActivityReport;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::params::customer_param;
use leptos::prelude::*;

/// Activity report.
#[component]
pub fn ActivityReportPage() -> impl IntoView {
    let customer = customer_param();
    view! {
        <CustomerFrame customer page=CustomerPage::ActivityReport>
            {move || customer.get().map(|customer| view! { <ActivityReport customer/> })}
        </CustomerFrame>
    }
}
