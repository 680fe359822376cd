//! The details pane of a user, open while the URL names a user: the account, the assigned licenses, and editing these.

use super::edit_one::EditLicenses;
use crate::api::users::{UserView, get_user};
use crate::error::ApiError;
use crate::state::toasts::use_toasts;
use crate::text::common;
use crate::text::{portal as words, users};
use crate::ui::focus::focus;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::list::use_user_list;
use crate::widgets::users::panel_licenses::UserLicenses;
use crate::widgets::users::row::SignInStatus;
use crate::widgets::users::user_dialog::UserDialog;
use domain::ids::{CustomerId, UserId};
use leptos::prelude::*;

/// The id of the button that edits the licenses.
const EDIT: &str = "edit-licenses";

/// The pane.
#[component]
pub fn UserPane() -> impl IntoView {
    let list = use_user_list();
    let content = Callback::new(move |(user, name)| {
        list.customer.get().map(|customer| view! { <Loaded customer user name/> }).into_any()
    });
    view! { <UserDialog content/> }
}

#[component]
fn Loaded(customer: CustomerId, user: UserId, name: RwSignal<String>) -> impl IntoView {
    let list = use_user_list();
    let toasts = use_toasts();
    name.set(users::USER.into());
    let loaded = LocalResource::new(move || get_user(customer, user));
    let editing = RwSignal::new(false);
    let on_cancel = Callback::new(move |()| {
        editing.set(false);
        request_animation_frame(|| focus(EDIT));
    });
    let on_saved = Callback::new(move |()| {
        toasts.show(words::SAVED.to_owned());
        editing.set(false);
        loaded.refetch();
        list.selection.reload_rows();
    });
    let again = Callback::new(move |()| loaded.refetch());
    let shown = move || match loaded.get() {
        None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        Some(Err(ApiError::Missing)) => {
            view! { <Notice kind=NoticeKind::Warn>{users::USER_MISSING}</Notice> }.into_any()
        }
        Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
        Some(Ok(view)) => {
            name.set(view.detail.user.display_name.clone());
            view! { <Details view customer editing on_saved on_cancel/> }.into_any()
        }
    };
    view! { <div class="user-panel">{shown}</div> }
}

#[component]
fn Details(
    view: UserView,
    customer: CustomerId,
    editing: RwSignal<bool>,
    on_saved: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let user = view.detail.user;
    let id = user.id;
    let licenses = StoredValue::new(view.detail.licenses);
    let location = user.location.map_or(users::NOTHING, |country| country.name());
    view! {
        <h3>{users::PROFILE}</h3>
        <dl class="facts">
            <dt>{users::EMAIL}</dt>
            <dd>{named(user.upn)}</dd>
            <dt>{users::SIGN_IN_STATUS}</dt>
            <dd>
                <SignInStatus allowed=user.sign_in_allowed/>
            </dd>
            <dt>{users::LOCATION}</dt>
            <dd>{location}</dd>
        </dl>
        <h3>{words::ASSIGNED_LICENSES}</h3>
        {move || match editing.get() {
            true => view! { <EditLicenses customer user=id on_saved on_cancel/> }.into_any(),
            false => {
                view! {
                    <UserLicenses licenses=licenses.get_value()/>
                    <p class="acts">
                        <button
                            type="button"
                            class="second"
                            id=EDIT
                            aria-label=words::EDIT_LICENSES
                            on:click=move |_| editing.set(true)
                        >
                            {words::EDIT}
                        </button>
                    </p>
                }
                    .into_any()
            }
        }}
    }
}
