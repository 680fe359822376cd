//! The relationships with a customer, as loaded for a page.

use super::managing::ManagingRelationships;
use crate::api::relationships::list_relationships;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::state::resource::resource;
use crate::text::common;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::customer_param;
use domain::access::relationship::CustomerRelationships;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// A page of the customer in the address. `shown` draws the relationships once they are loaded.
#[component]
pub fn LoadedRelationships(page: CustomerPage, shown: fn(ManagingRelationships) -> AnyView) -> impl IntoView {
    let customer = customer_param();
    let loaded = resource(move || customer.get(), load);
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <CustomerFrame customer page>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    match (loaded.await, customer.get_untracked()) {
                        (Ok(relationships), Some(customer)) => {
                            let relationships = Memo::new(move |_| relationships.clone());
                            shown(ManagingRelationships::begin(customer, relationships))
                        }
                        (Ok(_), None) => ().into_any(),
                        (Err(error), _) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </CustomerFrame>
    }
}

async fn load(customer: Option<CustomerId>) -> Result<CustomerRelationships, ApiError> {
    match customer {
        Some(customer) => list_relationships(customer).await,
        None => Err(ApiError::Missing),
    }
}
