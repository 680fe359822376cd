//! Upload users.

use crate::api;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::state::resource::resource;
use crate::text::common::LOADING;
use crate::text::upload as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::customer_param;
use crate::widgets::upload::steps::Steps;
use domain::console::entries::UserForm;
use domain::ids::CustomerId;
use domain::rules::failure::CREATED_ON_PREMISES;
use leptos::prelude::*;

/// Upload users.
#[component]
pub fn UploadPage() -> impl IntoView {
    let customer = customer_param();
    let form = resource(move || customer.get(), load);
    let again = Callback::new(move |()| form.refetch());
    view! {
        <CustomerFrame customer page=CustomerPage::UploadUsers changes_things=true>
            <p class="lead">{words::LEAD}</p>
            <Transition fallback=|| view! { <p class="loading">{LOADING}</p> }>
                {move || match form.get() {
                    Some(Some(Ok((_, form)))) if form.customer.created_on_premises => {
                        view! { <Notice kind=NoticeKind::Info>{CREATED_ON_PREMISES}</Notice> }.into_any()
                    }
                    Some(Some(Ok((customer, form)))) => view! { <Steps customer form/> }.into_any(),
                    Some(Some(Err(error))) => view! { <ErrorView error on_retry=again/> }.into_any(),
                    Some(None) => view! { <ErrorView error=ApiError::Missing on_retry=again/> }.into_any(),
                    None => ().into_any(),
                }}
            </Transition>
        </CustomerFrame>
    }
}

async fn load(customer: Option<CustomerId>) -> Option<Result<(CustomerId, UserForm), ApiError>> {
    let customer = customer?;
    Some(api::entries::get_user_form(customer).await.map(|form| (customer, form)))
}
