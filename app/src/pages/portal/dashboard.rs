//! The start page of a customer's portal.

use crate::api::portal::{PortalHome, get_portal_home};
use crate::paths;
use crate::portal_page::PortalPage;
use crate::state::resource::resource;
use crate::text::portal as words;
use crate::widgets::portal::frame::PortalFrame;
use leptos::prelude::*;

/// The two things to do here: assigning licenses, and seeing the products.
#[component]
pub fn PortalDashboard() -> impl IntoView {
    let home = resource(|| (), |()| get_portal_home());
    view! {
        <PortalFrame page=PortalPage::Dashboard>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move { home.await.ok().map(|home| view! { <Ways home/> }) })}
            </Transition>
        </PortalFrame>
    }
}

#[component]
fn Ways(home: PortalHome) -> impl IntoView {
    view! {
        <p class="muted">{words::YOUR_ROLE} ": " {home.role.as_str()}</p>
        <ul class="portal-ways">
            <li>
                <a class="primary" href=paths::portal_users(home.customer)>
                    {words::ASSIGN_LICENSES}
                </a>
                <p class="muted">{words::ASSIGN_LICENSES_LEAD}</p>
            </li>
            <li>
                <a class="second" href=paths::portal_billing(home.customer)>
                    {words::SEE_BILLING}
                </a>
                <p class="muted">{words::SEE_BILLING_LEAD}</p>
            </li>
        </ul>
    }
}
