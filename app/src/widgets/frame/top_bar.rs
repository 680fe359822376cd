//! The bar at the top of every page.

use crate::paths;
use crate::text::frame as words;
use crate::ui::keys::on_key_otherwise;
use crate::widgets::frame::account_menu::AccountMenu;
use crate::widgets::frame::running_list::RunningList;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::components::Form;

/// The `id` of the customer menu, which the bar's button opens on tablets and phones.
pub const MENU_ID: &str = "menu";

/// Skip link, name, search for customers, large saves that are running, account; with a button for the menu where the page has one.
#[component]
pub fn TopBar(#[prop(optional)] has_menu: bool) -> impl IntoView {
    let search = NodeRef::<Input>::new();
    on_key_otherwise(
        "/",
        Callback::new(move |()| {
            if let Some(search) = search.get_untracked() {
                let _ = search.focus();
                search.select();
            }
        }),
    );
    view! {
        // Left to the browser: the router would scroll, but not move the focus.
        <a class="skip" href="#main" rel="external">
            {words::SKIP}
        </a>
        <header class="bar">
            {has_menu
                .then(|| {
                    view! {
                        <button type="button" class="plain" popovertarget=MENU_ID aria-label=words::MENU>
                            <span aria-hidden="true">"☰"</span>
                        </button>
                    }
                })}
            <a class="name" href=paths::CUSTOMERS>
                {words::TENANTRY}
            </a>
            <Form method="GET" action=paths::CUSTOMERS attr:role="search">
                <input
                    class="find"
                    type="search"
                    name="search"
                    node_ref=search
                    aria-label=words::SEARCH_CUSTOMERS
                    placeholder=words::SEARCH_CUSTOMERS
                    autocomplete="off"
                />
            </Form>
            <RunningList/>
            <AccountMenu/>
        </header>
    }
}
