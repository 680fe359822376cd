//! Manage licenses.

use crate::api;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::state::resource::{Resource, resource};
use crate::text::common;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::nobody_selected::NobodySelected;
use crate::widgets::frame::params::{customer_param, query_param};
use crate::widgets::licenses::manage::Manage;
use crate::widgets::licenses::work::Orders;
use domain::cases::licenses::ManageView;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A view, with its customer and selection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Loaded {
    ids: (CustomerId, SelectionId),
    view: ManageView,
}

type Load = Resource<Option<Result<Loaded, ApiError>>>;

/// The state of the page. A successful reload does not change it, so opened and typed content is kept.
#[derive(Debug, Clone, PartialEq)]
enum ManageState {
    Loading,
    NobodySelected,
    Page(CustomerId, SelectionId),
    Error(ApiError),
}

/// Manage licenses.
#[component]
pub fn ManageLicensesPage() -> impl IntoView {
    let customer = customer_param();
    let selection = query_param("selection");
    let selection = Memo::new(move |_| selection.get().and_then(|text| text.parse::<SelectionId>().ok()));
    let load: Load = resource(move || customer.get().zip(selection.get()), load_view);
    let orders: Orders = resource(move || customer.get(), load_orders);
    // Wait for both: on the server, a memo may miss the arrival of a resource that another thread loads.
    let first = move || {
        Suspend::new(async move {
            let _ = (load.await, orders.await);
            view! { <Body customer load orders/> }.into_any()
        })
    };
    view! {
        <CustomerFrame customer page=CustomerPage::ManageLicenses changes_things=true>
            <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
                {first()}
            </Transition>
        </CustomerFrame>
    }
}

#[component]
fn Body(customer: Memo<Option<CustomerId>>, load: Load, orders: Orders) -> impl IntoView {
    let latest = Memo::new(move |_| {
        load.with(|loaded| match loaded {
            Some(Some(Ok(loaded))) => Some(Arc::new(loaded.view.clone())),
            _ => None,
        })
    });
    let shown = Memo::new(move |_| {
        load.with(|loaded| match loaded {
            None => ManageState::Loading,
            Some(None) => ManageState::NobodySelected,
            Some(Some(Ok(Loaded { ids: (customer, selection), .. }))) => ManageState::Page(*customer, *selection),
            Some(Some(Err(error))) => ManageState::Error(error.clone()),
        })
    });
    let reload = Callback::new(move |()| load.refetch());
    move || match (shown.get(), latest.get_untracked()) {
        (ManageState::Page(customer, selection), Some(first)) => {
            let view = Memo::new(move |_| latest.get().unwrap_or_else(|| Arc::clone(&first)));
            view! { <Manage ids=(customer, selection) view orders reload/> }.into_any()
        }
        (ManageState::NobodySelected, _) => {
            customer.get().map(|customer| view! { <NobodySelected customer/> }).into_any()
        }
        (ManageState::Error(error), _) => view! { <ErrorView error on_retry=reload loads=true/> }.into_any(),
        (ManageState::Loading | ManageState::Page(..), _) => ().into_any(),
    }
}

async fn load_view(ids: Option<(CustomerId, SelectionId)>) -> Option<Result<Loaded, ApiError>> {
    let (customer, selection) = ids?;
    let view = api::licenses::get_manage_view(customer, selection).await;
    Some(view.map(|view| Loaded { ids: (customer, selection), view }))
}

async fn load_orders(customer: Option<CustomerId>) -> Result<Vec<domain::console::purchase::Order>, ApiError> {
    match customer {
        Some(customer) => api::purchases::open_orders(customer).await,
        None => Ok(Vec::new()),
    }
}
