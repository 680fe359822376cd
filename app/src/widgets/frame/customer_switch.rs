//! Switching to another customer.

use crate::api::customers::list_customers;
use crate::customer_page::CustomerPage;
use crate::paths;
use crate::state::latest::Asker;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::frame as words;
use crate::ui::named::named;
use crate::ui::popover::{Popover, hide};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::top_bar::MENU_ID;
use domain::bounds::SEARCH_MAX;
use domain::directory::customer::CustomerRow;
use domain::directory::page::{Page, PageSize};
use domain::ids::CustomerId;
use domain::store::CustomerQuery;
use leptos::prelude::*;

const SWITCHER_ID: &str = "switch-customer";
/// Quiet time before typed text is searched (milliseconds).
const TYPING_MS: u32 = 200;

/// Opens a searchable list of customers. Links lead to the same kind of page, without the selection.
#[component]
pub fn CustomerSwitch(customer: Signal<Option<CustomerId>>, page: CustomerPage) -> impl IntoView {
    view! {
        <div class="customer-switch">
            <Popover id=SWITCHER_ID.to_owned() label=words::SWITCH_CUSTOMER class="second">
                <Switcher customer page/>
            </Popover>
        </div>
    }
}

#[component]
fn Switcher(customer: Signal<Option<CustomerId>>, page: CustomerPage) -> impl IntoView {
    let address = match page.menu_page() {
        CustomerPage::RecentChanges => paths::changes,
        CustomerPage::Products => paths::products,
        CustomerPage::Portal => paths::manage_portal,
        CustomerPage::Activity => paths::activity,
        _ => paths::users,
    };
    let search = RwSignal::new(String::new());
    let found = resource(
        move || search.get(),
        |search| list_customers(CustomerQuery { search, size: PageSize::default(), ..CustomerQuery::default() }),
    );
    let asker = Asker::begin();
    view! {
        <div class="switcher">
            <input
                class="box"
                type="search"
                maxlength=SEARCH_MAX.to_string()
                autofocus
                autocomplete="off"
                aria-label=words::SEARCH_CUSTOMERS
                placeholder=words::SEARCH_HINT
                on:input=move |event| {
                    let text = event_target_value(&event);
                    asker.after(TYPING_MS, move || search.set(text));
                }
            />
            <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    let on_retry = Callback::new(move |()| found.refetch());
                    match found.await {
                        Ok(page) => found_list(page, &search.get_untracked(), address, customer).into_any(),
                        Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

fn found_list(
    page: Page<CustomerRow>,
    search: &str,
    address: fn(CustomerId) -> String,
    current: Signal<Option<CustomerId>>,
) -> impl IntoView + use<> {
    if page.rows.is_empty() {
        let text = if search.is_empty() { words::NO_CUSTOMERS.to_owned() } else { words::no_customer_matches(search) };
        return view! { <p class="muted">{text}</p> }.into_any();
    }
    let item = |row: CustomerRow| {
        view! {
            <li>
                <a href=address(row.id) aria-current=move || (current.get() == Some(row.id)).then_some("true")>
                    {named(row.name)} " " <span class="muted">{named(row.primary_domain)}</span>
                </a>
            </li>
        }
    };
    // The panels would stay open between pages of the same kind.
    let close = |_| {
        hide(SWITCHER_ID);
        hide(MENU_ID);
    };
    view! { <ul on:click=close>{page.rows.into_iter().map(item).collect_view()}</ul> }.into_any()
}
