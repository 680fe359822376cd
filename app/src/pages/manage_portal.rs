//! The portal of a customer, as the partner manages it.

use crate::api::portal::{PortalView, get_portal};
use crate::api::portal_providers::get_portal_sign_in;
use crate::api::providers::SignInSettings;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::state::resource::resource;
use crate::text::common;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::customer_param;
use crate::widgets::people::providers::ManagePortalProviders;
use crate::widgets::people::providers::managing::ManagingProviders;
use crate::widgets::portal::manage::ManagePortal;
use crate::widgets::portal::required_roles::PortalRequiredRoles;
use crate::widgets::portal::state::ManagingPortal;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The page of the customer in the address.
#[component]
pub fn ManagePortalPage() -> impl IntoView {
    let customer = customer_param();
    let loaded = resource(move || customer.get(), load);
    let sign_in = resource(move || customer.get(), load_sign_in);
    let on_retry = Callback::new(move |()| {
        loaded.refetch();
        sign_in.refetch();
    });
    view! {
        <CustomerFrame customer page=CustomerPage::Portal>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    let (view, settings) = (loaded.await, sign_in.await);
                    let loaded = view.and_then(|view| settings.map(|settings| (view, settings)));
                    match (loaded, customer.get_untracked()) {
                        (Ok((view, settings)), Some(customer)) => {
                            let managing = ManagingPortal::begin(customer, view);
                            let providers =
                                ManagingProviders::begin(Memo::new(move |_| settings.clone()), Some(customer));
                            view! {
                                <ManagePortal managing/>
                                <PortalRequiredRoles managing/>
                                <ManagePortalProviders managing=providers/>
                            }
                                .into_any()
                        }
                        (Ok(_), None) => ().into_any(),
                        (Err(error), _) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </CustomerFrame>
    }
}

async fn load(customer: Option<CustomerId>) -> Result<PortalView, ApiError> {
    match customer {
        Some(customer) => get_portal(customer).await,
        None => Err(ApiError::Missing),
    }
}

async fn load_sign_in(customer: Option<CustomerId>) -> Result<SignInSettings, ApiError> {
    match customer {
        Some(customer) => get_portal_sign_in(customer).await,
        None => Err(ApiError::Missing),
    }
}
