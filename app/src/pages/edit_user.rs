//! Edit user.

use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::paths;
use crate::state::edited::EditedUser;
use crate::state::way_back::WayBack;
use crate::widgets::entries::edit::EditUser;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::customer_param;
use domain::ids::{CustomerId, OperationId, UserId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

/// Edit user.
#[component]
pub fn EditUserPage() -> impl IntoView {
    let customer = customer_param();
    let params = use_params_map();
    let ids = Memo::new(move |_| {
        let user = params.with(|params| params.get("user")).and_then(|text| text.parse::<UserId>().ok());
        customer.get().zip(user)
    });
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| {
        navigate(&href, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let edit = move |(customer, user): (CustomerId, UserId)| {
        let back = WayBack::to(customer);
        let on_saved = Callback::new(move |operation: OperationId| go.run(paths::operation(customer, operation)));
        let on_cancel = Callback::new(move |()| go.run(untrack(|| back.showing(user))));
        let edited = EditedUser { customer, user, on_saved, on_cancel };
        view! { <EditUser edited/> }
    };
    view! {
        <CustomerFrame customer page=CustomerPage::EditUser changes_things=true>
            {move || match ids.get() {
                Some(ids) => edit(ids).into_any(),
                None => view! { <ErrorView error=ApiError::Missing on_retry=Callback::new(|()| ())/> }.into_any(),
            }}
        </CustomerFrame>
    }
}
