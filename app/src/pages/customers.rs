//! The list of customers, the start page.

use crate::api::customers::list_customers;
use crate::lazy::{self, Area};
use crate::paths;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::frame as words;
use crate::ui::pager::Pager;
use crate::widgets::frame::customers_table::CustomersTable;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::frame::page_links::{around, place_param};
use crate::widgets::frame::params::query_param;
use domain::bounds::SEARCH_MAX;
use domain::directory::customer::CustomerRow;
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::CustomerId;
use domain::store::CustomerQuery;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The customers of the signed-in person's partner, searchable by name, domain or Microsoft ID.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let query = customer_query();
    let loaded = resource(move || query.get(), list_customers);
    let on_retry = Callback::new(move |()| loaded.refetch());
    // The next step is nearly always the list of a customer's users. Without a connection, opening that page loads it.
    Effect::new(move |_| {
        spawn_local(async move {
            lazy::fetch(Area::List).await;
        });
    });
    view! {
        <PageFrame title=words::CUSTOMERS>
            {move || {
                let search = query.with(|query| query.search.clone());
                (!search.is_empty()).then(|| view! { <Searched search/> })
            }}
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || {
                    let query = query.get();
                    Suspend::new(async move {
                        match loaded.await {
                            Ok(page) => view! { <CustomersList page query/> }.into_any(),
                            Err(error) => view! { <ErrorView error on_retry/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </PageFrame>
    }
}

/// The query of the address.
fn customer_query() -> Memo<CustomerQuery> {
    let (search, sort, place) = (query_param("search"), query_param("sort"), place_param::<CustomerId>());
    Memo::new(move |_| CustomerQuery {
        search: search.get().map(|search| search.trim().chars().take(SEARCH_MAX).collect()).unwrap_or_default(),
        sort: sort.with(|sort| sort.as_deref().map(paths::customer_sort)).unwrap_or_default(),
        place: place.get(),
        size: PageSize::default(),
    })
}

/// The search text, and a link to all customers.
#[component]
fn Searched(search: String) -> impl IntoView {
    view! {
        <p class="chips">
            {words::customers_matching(&search)}
            <a href=paths::CUSTOMERS>{common::CLEAR}</a>
        </p>
    }
}

#[component]
fn CustomersList(page: Page<CustomerRow>, query: CustomerQuery) -> impl IntoView {
    let CustomerQuery { search, sort, place, .. } = query;
    if page.rows.is_empty() {
        return match (place, search.as_str()) {
            (Cursor::First, "") => view! { <p class="grid empty">{words::NO_CUSTOMERS}</p> }.into_any(),
            (Cursor::First, search) => {
                view! { <p class="grid empty" role="status">{words::no_customer_matches(search)}</p> }.into_any()
            }
            _ => view! {
                <div class="grid empty">
                    <p>{words::NO_ROWS_HERE}</p>
                    <p>
                        <a href=paths::customers(&search, sort, Cursor::First)>{words::TO_FIRST_PAGE}</a>
                    </p>
                </div>
            }
            .into_any(),
        };
    }
    let [first, previous, next, last] =
        around(&page, |row| row.id).map(|place| place.map(|place| paths::customers(&search, sort, place)));
    view! {
        <CustomersTable rows=page.rows search=search.clone() sort/>
        <Pager first previous next last/>
    }
    .into_any()
}
