//! My account of a person of a customer's portal.

use crate::portal_page::PortalPage;
use crate::widgets::my_account::identities::LinkedAccounts;
use crate::widgets::my_account::sections::AccountSections;
use crate::widgets::portal::frame::PortalFrame;
use leptos::prelude::*;

/// Password, sessions, second factor and linked accounts.
#[component]
pub fn PortalAccountPage() -> impl IntoView {
    view! {
        <PortalFrame page=PortalPage::Account>
            <AccountSections facts=|_| ().into_any()>
                <LinkedAccounts/>
            </AccountSections>
        </PortalFrame>
    }
}
