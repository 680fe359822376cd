//! The side panel of a user, open while the URL names a user.

use crate::api::users::{UserView, get_user};
use crate::error::ApiError;
use crate::lazy::{self, Area, EntriesPart, LaterPart, UsersPart};
use crate::state::edited::EditedUser;
use crate::state::session::denied;
use crate::state::toasts::use_toasts;
use crate::text::common;
use crate::text::{accounts, offboard, users as words};
use crate::ui::command::Command;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::errors::ShownErrors;
use crate::widgets::users::list::use_user_list;
use crate::widgets::users::panel_changes::UserChanges;
use crate::widgets::users::panel_commands::{PanelCommands, asking};
use crate::widgets::users::panel_licenses::UserLicenses;
use crate::widgets::users::row::SignInStatus;
use crate::widgets::users::user_dialog::UserDialog;
use domain::console::operation_kind::OperationKind;
use domain::directory::day::Day;
use domain::directory::user::{User, UserDetail, UserError};
use domain::ids::UserId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The side panel.
#[component]
pub fn UserPanel() -> impl IntoView {
    let content = Callback::new(|(user, name)| view! { <Loaded user name/> }.into_any());
    view! { <UserDialog content/> }
}

#[component]
fn Loaded(user: UserId, name: RwSignal<String>) -> impl IntoView {
    let list = use_user_list();
    name.set(words::USER.into());
    let customer = list.customer;
    let view = LocalResource::new(move || {
        let customer = customer.get();
        async move { get_user(customer.ok_or(ApiError::Missing)?, user).await }
    });
    let editing = RwSignal::new(false);
    let toasts = use_toasts();
    let on_cancel = Callback::new(move |()| editing.set(false));
    let on_saved = Callback::new(move |_| {
        editing.set(false);
        toasts.show(words::SAVED.to_owned());
        view.refetch();
        list.selection.reload_rows();
    });
    let edited = customer.get_untracked().map(|customer| EditedUser { customer, user, on_saved, on_cancel });
    let edit_profile = Callback::new(move |()| {
        spawn_local(async move {
            if lazy::fetch(Area::Entries).await {
                editing.try_set(true);
            } else {
                toasts.show(accounts::NOT_FETCHED.to_owned());
            }
        });
    });
    let shown = move || match view.get() {
        None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        Some(Err(ApiError::Missing)) => {
            view! { <Notice kind=NoticeKind::Warn>{words::USER_MISSING}</Notice> }.into_any()
        }
        Some(Err(error)) => view! { <ErrorView error on_retry=Callback::new(move |()| view.refetch())/> }.into_any(),
        Some(Ok(user)) => {
            name.set(user.detail.user.display_name.clone());
            match edited.filter(|_| editing.get()) {
                Some(edited) => {
                    provide_context(edited);
                    view! { {lazy::part(LaterPart::Entries(EntriesPart::EditForm))} }.into_any()
                }
                None => {
                    let on_changed = Callback::new(move |()| {
                        view.refetch();
                        list.selection.reload_rows();
                    });
                    view! { <Details user edit_profile on_changed/> }.into_any()
                }
            }
        }
    };
    view! { <div class="user-panel">{shown}</div> }
}

#[component]
fn Details(user: UserView, edit_profile: Callback<()>, on_changed: Callback<()>) -> impl IntoView {
    let UserView { detail, changes } = user;
    let UserDetail { user, licenses, roles, deletion, errors, .. } = detail;
    let id = user.id;
    view! {
        <PanelCommands user=user.clone() edit_profile/>
        {deletion.map(|day| view! { <Leaving user=id day/> })}
        {(!errors.is_empty()).then(|| view! { <Errors user=id errors on_changed/> })}
        <h3>{words::PROFILE}</h3>
        <Profile user roles/>
        <h3>{words::LICENSES}</h3>
        <UserLicenses licenses/>
        <h3>{words::RECENT_CHANGES}</h3>
        <UserChanges changes/>
    }
}

/// The errors of a user, once the parts of the list are loaded.
#[component]
fn Errors(user: UserId, errors: Vec<UserError>, on_changed: Callback<()>) -> impl IntoView {
    let there = RwSignal::new(lazy::is_there(Area::Users));
    if let Some(customer) = use_user_list().customer.get_untracked() {
        provide_context(ShownErrors { customer, user, errors, on_dismissed: on_changed });
    }
    spawn_local(async move {
        there.try_set(lazy::fetch(Area::Users).await);
    });
    move || there.get().then(|| lazy::part(LaterPart::Users(UsersPart::Errors)))
}

/// The day of the planned deletion, and a command to cancel it.
#[component]
fn Leaving(user: UserId, day: Day) -> impl IntoView {
    let keep = asking(use_user_list(), user)(OperationKind::CancelDeletion);
    let why_not = denied(OperationKind::CancelDeletion.permission());
    view! {
        <Notice kind=NoticeKind::Warn>
            {offboard::to_be_deleted_on(day)} ". "
            <Command id="panel-keep" label=offboard::CANCEL_DELETION on_click=keep why_not look="link"/>
        </Notice>
    }
}

#[component]
fn Profile(user: User, roles: Vec<String>) -> impl IntoView {
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| words::NOTHING.into());
    let roles = if roles.is_empty() { words::NOTHING.to_owned() } else { roles.join(", ") };
    let facts = [
        (words::LOCATION, user.location.map_or(words::NOTHING, |country| country.name()).to_owned()),
        (words::TYPE, words::user_type(user.user_type).to_owned()),
        (words::SYNCED, if user.directory_synced { words::YES } else { words::NO }.to_owned()),
        (words::DEPARTMENT, or_nothing(user.department)),
        (words::JOB_TITLE, or_nothing(user.job_title)),
        (words::ROLES, roles),
    ];
    let rest = facts.map(|(what, value)| view! { <dt>{what}</dt> <dd>{named(value)}</dd> });
    view! {
        <dl class="facts">
            <dt>{words::EMAIL}</dt>
            <dd>{named(user.upn)}</dd>
            <dt>{words::SIGN_IN_STATUS}</dt>
            <dd>
                <SignInStatus allowed=user.sign_in_allowed/>
            </dd>
            {rest.into_iter().collect_view()}
            <dt>{words::CREATED}</dt>
            <dd>
                <Moment at=user.created/>
            </dd>
        </dl>
    }
}
