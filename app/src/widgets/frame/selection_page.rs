//! A page about the users of a selection named in the address.

use crate::api;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::state::resource::resource;
use crate::text::common::LOADING;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::nobody_selected::NobodySelected;
use crate::widgets::frame::params::{customer_param, query_param};
use domain::cases::licenses::ManageView;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;

/// Loads the users with their products and passes them to `content`.
#[component]
pub fn SelectionPage(page: CustomerPage, content: fn(CustomerId, SelectionId, ManageView) -> AnyView) -> impl IntoView {
    let customer = customer_param();
    let selection = query_param("selection");
    let selection = Memo::new(move |_| selection.get().and_then(|text| text.parse::<SelectionId>().ok()));
    let load = resource(move || customer.get().zip(selection.get()), load_view);
    let again = Callback::new(move |()| load.refetch());
    view! {
        <CustomerFrame customer page changes_things=true>
            <Transition fallback=|| view! { <p class="loading">{LOADING}</p> }>
                {move || match load.get() {
                    Some(Some(Ok((customer, selection, view)))) => content(customer, selection, view),
                    Some(Some(Err(error))) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                    Some(None) => customer.get().map(|customer| view! { <NobodySelected customer/> }).into_any(),
                    None => ().into_any(),
                }}
            </Transition>
        </CustomerFrame>
    }
}

async fn load_view(
    ids: Option<(CustomerId, SelectionId)>,
) -> Option<Result<(CustomerId, SelectionId, ManageView), ApiError>> {
    let (customer, selection) = ids?;
    let view = api::licenses::get_manage_view(customer, selection).await;
    Some(view.map(|view| (customer, selection, view)))
}
