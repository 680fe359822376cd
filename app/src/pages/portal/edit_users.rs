//! Editing the selected users in the portal.

use crate::api::licenses::get_manage_view;
use crate::error::ApiError;
use crate::portal_page::PortalPage;
use crate::text::common;
use crate::text::portal as words;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::{customer_param, query_param};
use crate::widgets::portal::assigning::{Assigning, Mode};
use crate::widgets::portal::edit_many::PortalEditMany;
use crate::widgets::portal::frame::PortalFrame;
use domain::cases::licenses::ManageView;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;

/// The data of the page. Nothing is loaded without a selection.
type LoadedUsers = Result<Option<(CustomerId, SelectionId, ManageView)>, ApiError>;

/// The steps of editing many users. They are loaded by the browser, which works out the changes.
#[component]
pub fn PortalEditUsersPage() -> impl IntoView {
    let customer = customer_param();
    let selection = query_param("selection");
    let loaded = LocalResource::new(move || load(customer.get(), selection.get()));
    let again = Callback::new(move |()| loaded.refetch());
    view! {
        <PortalFrame page=PortalPage::EditUsers>
            {move || match loaded.get() {
                None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
                Some(Err(error)) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                Some(Ok(Some((customer, selection, view)))) if view.users > 0 => {
                    let assigning = Assigning::begin(customer, selection, view, Mode::Add);
                    view! { <PortalEditMany assigning/> }.into_any()
                }
                Some(Ok(_)) => view! { <p class="note info">{words::NOBODY_SELECTED}</p> }.into_any(),
            }}
        </PortalFrame>
    }
}

async fn load(customer: Option<CustomerId>, selection: Option<String>) -> LoadedUsers {
    let customer = customer.ok_or(ApiError::Missing)?;
    let Some(selection) = selection.and_then(|id| id.parse::<SelectionId>().ok()) else { return Ok(None) };
    Ok(Some((customer, selection, get_manage_view(customer, selection).await?)))
}
