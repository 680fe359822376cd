//! Licenses and products of a customer, as the partner sees them.

use crate::customer_page::CustomerPage;
use crate::paths;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::params::customer_param;
use crate::widgets::portal::products::ProductTabs;
use leptos::prelude::*;

/// The same tabs as in the customer's portal.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let customer = customer_param();
    view! {
        <CustomerFrame customer page=CustomerPage::Products>
            <ProductTabs customer address=paths::products/>
        </CustomerFrame>
    }
}
