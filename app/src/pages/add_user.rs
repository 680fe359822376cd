//! Add user.

use crate::api;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::state::resource::resource;
use crate::text::common;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::add::AddUsers;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::{customer_param, query_param};
use domain::console::entries::UserForm;
use domain::directory::user::UserDetail;
use domain::ids::{CustomerId, UserId};
use domain::rules::failure::CREATED_ON_PREMISES;
use leptos::prelude::*;

type Loaded = (CustomerId, UserForm, Option<UserDetail>);

/// Add user. With a user in the address, the form starts as a copy.
#[component]
pub fn AddUserPage() -> impl IntoView {
    let customer = customer_param();
    let from = query_param("from");
    let from = Memo::new(move |_| from.get().and_then(|text| text.parse::<UserId>().ok()));
    let load = resource(move || (customer.get(), from.get()), load_form);
    let again = Callback::new(move |()| load.refetch());
    view! {
        <CustomerFrame customer page=CustomerPage::AddUser changes_things=true>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || match load.get() {
                    Some(Ok((_, company, _))) if company.customer.created_on_premises => {
                        view! { <Notice kind=NoticeKind::Info>{CREATED_ON_PREMISES}</Notice> }.into_any()
                    }
                    Some(Ok((customer, company, other))) => view! { <AddUsers customer company other/> }.into_any(),
                    Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
                    None => ().into_any(),
                }}
            </Transition>
        </CustomerFrame>
    }
}

async fn load_form((customer, from): (Option<CustomerId>, Option<UserId>)) -> Result<Loaded, ApiError> {
    let customer = customer.ok_or(ApiError::Missing)?;
    let company = api::entries::get_user_form(customer).await?;
    let other = match from {
        Some(user) => Some(api::users::get_user(customer, user).await?.detail),
        None => None,
    };
    Ok((customer, company, other))
}
