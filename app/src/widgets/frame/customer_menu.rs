//! The menu on the left of a customer's pages.

use crate::customer_page::CustomerPage;
use crate::paths;
use crate::text::frame as words;
use crate::ui::popover::hide;
use crate::widgets::frame::customer_switch::CustomerSwitch;
use crate::widgets::frame::top_bar::MENU_ID;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The customer's pages. On tablets and phones it is a popover, opened from the top bar.
#[component]
pub fn CustomerMenu(customer: Signal<Option<CustomerId>>, page: CustomerPage) -> impl IntoView {
    let link = move |to: CustomerPage, address: fn(CustomerId) -> String| {
        view! {
            <a
                href=move || customer.get().map(address)
                on:click=|_| hide(MENU_ID)
                aria-current=(page.menu_page() == to).then_some(if page == to { "page" } else { "true" })
            >
                {words::page_title(to)}
            </a>
        }
    };
    view! {
        <nav id=MENU_ID class="menu" popover="auto" aria-label=words::CUSTOMER_MENU>
            <div class="menu-items">
                <CustomerSwitch customer page/>
                {link(CustomerPage::Users, paths::users)}
                {link(CustomerPage::RecentChanges, paths::changes)}
                {link(CustomerPage::Products, paths::products)}
                {link(CustomerPage::Relationships, paths::relationships)}
                {link(CustomerPage::Portal, paths::manage_portal)}
                {link(CustomerPage::Activity, paths::activity)}
            </div>
        </nav>
    }
}
