//! My account of a person of a customer's portal.

use crate::portal_page::PortalPage;
use crate::widgets::my_account::sections::AccountSections;
use crate::widgets::portal::frame::PortalFrame;
use leptos::prelude::*;

/// Password, sessions and second factor.
#[component]
pub fn PortalAccountPage() -> impl IntoView {
    view! {
        <PortalFrame page=PortalPage::Account>
            <AccountSections facts=|_| ().into_any()/>
        </PortalFrame>
    }
}
