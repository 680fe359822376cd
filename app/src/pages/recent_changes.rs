//! Recent changes.

use crate::api;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::paths;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::operations;
use crate::ui::pager::Pager;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::{around, place_param};
use crate::widgets::frame::params::customer_param;
use crate::widgets::operations::change_table::ChangeTable;
use domain::console::operation::ChangeRow;
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{ChangeId, CustomerId};
use leptos::prelude::*;

/// Recent changes.
#[component]
pub fn RecentChangesPage() -> impl IntoView {
    let customer = customer_param();
    let place = place_param::<ChangeId>();
    let load = resource(move || (customer.get(), place.get()), load_changes);
    let again = Callback::new(move |()| load.refetch());
    view! {
        <CustomerFrame customer page=CustomerPage::RecentChanges>
            <p class="lead">{operations::CHANGES_LEAD}</p>
            <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
                {move || match load.get().zip(customer.get()) {
                    Some((Some(Ok(page)), customer)) => view! { <Changes customer page/> }.into_any(),
                    Some((Some(Err(error)), _)) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                    _ => ().into_any(),
                }}
            </Transition>
        </CustomerFrame>
    }
}

#[component]
fn Changes(customer: CustomerId, page: Page<ChangeRow>) -> impl IntoView {
    let [first, previous, next, last] = around(&page, ChangeRow::id).map(|place| {
        let address = place.map(|place| paths::changes_at(customer, place));
        Signal::stored(address)
    });
    view! {
        <ChangeTable customer rows=page.rows/>
        <Pager first previous next last/>
    }
}

async fn load_changes(
    (customer, place): (Option<CustomerId>, Cursor<ChangeId>),
) -> Option<Result<Page<ChangeRow>, ApiError>> {
    Some(api::operations::list_changes(customer?, place, PageSize::default()).await)
}
