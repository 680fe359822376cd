//! Licenses and products of a customer in its portal.

use crate::paths;
use crate::portal_page::PortalPage;
use crate::widgets::frame::params::customer_param;
use crate::widgets::portal::frame::PortalFrame;
use crate::widgets::portal::products::ProductTabs;
use leptos::prelude::*;

/// The two tabs.
#[component]
pub fn PortalBillingPage() -> impl IntoView {
    let customer = customer_param();
    view! {
        <PortalFrame page=PortalPage::Billing>
            <ProductTabs customer address=paths::portal_billing/>
        </PortalFrame>
    }
}
