//! The frame of a portal's pages. It has nothing of the partner: no list of customers, no search over them.

use crate::api::portal::{PortalHome, get_portal_home};
use crate::error::ApiError;
use crate::paths;
use crate::portal_page::PortalPage;
use crate::state::resource::resource;
use crate::text::frame::{MENU, SKIP, document_title, error_title};
use crate::text::portal as words;
use crate::ui::named::named;
use crate::ui::popover::hide;
use crate::widgets::frame::account_menu::AccountMenu;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::customer_param;
use crate::widgets::frame::top_bar::MENU_ID;
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos_meta::Title;

/// The customer's name, menu and title around a page in `children`. If the portal can't be shown, or the address names
/// another customer, the children are hidden (see `.failed` in the style sheet) but still rendered, because rendering them
/// twice would break hydration.
#[component]
pub fn PortalFrame(page: PortalPage, children: ChildrenFn) -> impl IntoView {
    let home = resource(|| (), |()| get_portal_home());
    let on_retry = Callback::new(move |()| home.refetch());
    let title = words::title(page);
    let customer = customer_param();
    view! {
        <Title text=document_title(words::PORTAL, title)/>
        <a class="skip" href="#main" rel="external">
            {SKIP}
        </a>
        <header class="bar portal-bar">
            <button type="button" class="plain" popovertarget=MENU_ID aria-label=MENU>
                <span aria-hidden="true">"☰"</span>
            </button>
            <a class="name" href=paths::PORTAL>
                <Transition fallback=|| words::PORTAL>
                    {move || Suspend::new(async move {
                        home.await.map_or_else(|_| words::PORTAL.to_owned().into_any(), |home| named(home.name).into_any())
                    })}
                </Transition>
            </a>
            <AccountMenu/>
        </header>
        <div class="shell">
            <nav id=MENU_ID class="menu" popover="auto" aria-label=words::PORTAL>
                <div class="menu-items">
                    <Transition fallback=|| ()>
                        {move || Suspend::new(async move { home.await.ok().map(|home| view! { <Links page home/> }) })}
                    </Transition>
                </div>
            </nav>
            <main id="main" tabindex="-1">
                <Transition fallback=move || view! { <h1>{title}</h1> }>
                    {move || {
                        let asked = customer.get();
                        Suspend::new(async move {
                            match home.await.and_then(|home| check_address(page, &home, asked)) {
                                Ok(()) => view! { <h1>{title}</h1> }.into_any(),
                                Err(error) => {
                                    view! {
                                        <div class="failed">
                                            <h1>{error_title(&error)}</h1>
                                            <ErrorView error on_retry loads=true/>
                                        </div>
                                    }
                                        .into_any()
                                }
                            }
                        })
                    }}
                </Transition>
                <div class="content">{children()}</div>
            </main>
        </div>
    }
}

/// Every customer but one's own is missing, on all pages whose address names one.
fn check_address(page: PortalPage, home: &PortalHome, asked: Option<CustomerId>) -> Result<(), ApiError> {
    let names_one = !matches!(page, PortalPage::Dashboard | PortalPage::Account);
    if names_one && asked != Some(home.customer) { Err(ApiError::Missing) } else { Ok(()) }
}

#[component]
fn Links(page: PortalPage, home: PortalHome) -> impl IntoView {
    let customer = home.customer;
    let link = move |to: PortalPage, address: String| {
        view! {
            <a
                href=address
                on:click=|_| hide(MENU_ID)
                aria-current=(page.menu_page() == to).then_some(if page == to { "page" } else { "true" })
            >
                {words::title(to)}
            </a>
        }
    };
    let of = |address: fn(CustomerId) -> String| address(customer);
    view! {
        {link(PortalPage::Dashboard, paths::PORTAL.to_owned())}
        {link(PortalPage::Users, of(paths::portal_users))}
        {link(PortalPage::DeletedUsers, of(paths::portal_deleted_users))}
        {link(PortalPage::Billing, of(paths::portal_billing))}
        {link(PortalPage::Activity, of(paths::portal_activity))}
    }
}
