//! The bar at the top of every page.

use crate::lazy::{self, Area, LaterPart, UsersPart};
use crate::paths;
use crate::state::finding::Finding;
use crate::text::frame as words;
use crate::ui::keys::on_key_otherwise;
use crate::widgets::frame::account_menu::AccountMenu;
use crate::widgets::frame::running_list::RunningList;
use domain::bounds::SEARCH_MAX;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Form;

/// The `id` of the search results.
pub const FOUND_ID: &str = "found";
/// The `id` of the customer menu, opened by the bar's button on tablets and phones.
pub const MENU_ID: &str = "menu";

/// Skip link, menu button if the page has a menu, name, search in all customers, running large saves, account menu.
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
        // Handled by the browser: the router would scroll without moving the focus.
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
            <Find search/>
            <RunningList/>
            <AccountMenu/>
        </header>
    }
}

/// The search in all customers. Before hydration, and without a connection, it opens the list of customers.
#[component]
fn Find(search: NodeRef<Input>) -> impl IntoView {
    let finding = Finding::begin();
    provide_context(finding);
    let there = RwSignal::new(false);
    let fetch = move |_| {
        spawn_local(async move {
            if lazy::fetch(Area::Users).await {
                there.try_set(true);
            }
        });
    };
    let on_key_down = move |event| {
        if let Some(on_key) = finding.on_key.get_value() {
            on_key.run(event);
        }
    };
    view! {
        <Form method="GET" action=paths::CUSTOMERS attr:role="search">
            <input
                class="find"
                type="text"
                name="search"
                role="combobox"
                enterkeyhint="search"
                autocomplete="off"
                aria-label=words::FIND
                aria-autocomplete="list"
                aria-controls=FOUND_ID
                aria-expanded=move || if finding.is_open.get() { "true" } else { "false" }
                aria-activedescendant=move || finding.active.get()
                placeholder=words::FIND
                maxlength=SEARCH_MAX.to_string()
                node_ref=search
                on:focus=fetch
                on:input=move |event| finding.typed.set(event_target_value(&event))
                on:keydown=on_key_down
                on:blur=move |_| finding.is_open.set(false)
            />
            {move || there.get().then(|| lazy::part(LaterPart::Users(UsersPart::Suggestions)))}
        </Form>
    }
}
