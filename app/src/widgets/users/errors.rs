//! The errors of users: their reasons, and dismissing them.

use crate::api::users::dismiss_errors;
use crate::error::ApiError;
use crate::paths;
use crate::state::session::{denied, known_customer_name};
use crate::state::toasts::use_toasts;
use crate::text::common;
use crate::text::user_errors as words;
use crate::text::users;
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::ui::moment::Moment;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::list::use_user_list;
use domain::access::permission::Permission;
use domain::console::errors::ErrorsOf;
use domain::directory::user::UserError;
use domain::ids::{CustomerId, UserId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The errors of a user, passed to the part in another file.
#[derive(Clone)]
pub struct ShownErrors {
    /// The user's customer.
    pub customer: CustomerId,
    /// The user.
    pub user: UserId,
    /// The errors.
    pub errors: Vec<UserError>,
    /// Called after dismissal.
    pub on_dismissed: Callback<()>,
}

/// Whether the question before dismissing errors is open. Passed to the dialog in another file.
#[derive(Debug, Clone, Copy)]
pub struct DismissOpen(pub RwSignal<bool>);

/// The errors of a user, each with reason and source, and the command that dismisses them. The source of a failure is a
/// link to its operation, with the time.
#[component]
pub fn UserErrors(shown: ShownErrors) -> impl IntoView {
    let ShownErrors { customer, user, errors, on_dismissed } = shown;
    let (dismiss, busy, failed) = dismissing(customer, move || ErrorsOf::User(user), on_dismissed);
    let why_not = denied(Permission::ManageLicenses);
    let errors = errors.into_iter().map(|error| {
        let view = match error {
            UserError::Assignment { product, group, code } => {
                let from = group.as_deref().map_or_else(|| users::DIRECT.to_owned(), users::from_group);
                view! {
                    <b>{product}</b>
                    <span class="muted from">{from}</span>
                    <span class="st fail">{users::license_error(&code)}</span>
                    <span class="muted">{words::OF_THE_DIRECTORY}</span>
                }
                .into_any()
            }
            UserError::Failure { operation, created, actor, message } => view! {
                <a href=paths::operation(customer, operation)><Moment at=created/></a>
                <span class="muted from">{actor}</span>
                <span class="st fail">{message}</span>
            }
            .into_any(),
        };
        view! { <li>{view}</li> }
    });
    view! {
        <section aria-labelledby="user-errors">
            <h3 id="user-errors">{words::ERRORS}</h3>
            <ul class="user-licenses">{errors.collect_view()}</ul>
            {move || failed.get().map(|error| view! { <ErrorView error on_retry=dismiss/> })}
            <div class="acts">
                <Command id="panel-dismiss" label=words::DISMISS on_click=dismiss why_not busy look="second"/>
            </div>
        </section>
    }
}

/// Asks whether to dismiss the errors of all users who match the list's filter, and dismisses them.
#[component]
pub fn DismissDialog(open: RwSignal<bool>) -> impl IntoView {
    let customer_name = known_customer_name();
    let title = Signal::derive(move || words::title(&customer_name.get()));
    view! {
        <Dialog open title>
            <Question open/>
        </Dialog>
    }
}

#[component]
fn Question(open: RwSignal<bool>) -> impl IntoView {
    let list = use_user_list();
    list.customer.get_untracked().map(|customer| {
        let matching = move || ErrorsOf::Matching(list.view.with_untracked(|view| view.query.filter.clone()));
        let done = Callback::new(move |()| {
            open.set(false);
            list.selection.reload_rows();
        });
        let (dismiss, busy, failed) = dismissing(customer, matching, done);
        view! {
            <p><b>{move || words::all_shown(list.matching())}</b></p>
            <p>{words::MEANS}</p>
            {move || failed.get().map(|error| view! { <ErrorView error on_retry=dismiss/> })}
            <p class="foot">
                <button
                    type="button"
                    class="primary"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=move |_| dismiss.run(())
                >
                    {words::DISMISS}
                </button>
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {common::CANCEL}
                </button>
            </p>
        }
    })
}

/// A callback that dismisses errors, reports the number of users and calls `on_done`; whether it is running; and its
/// latest error. Dismissing twice has no further effect.
fn dismissing(
    customer: CustomerId,
    of: impl Fn() -> ErrorsOf + Send + Sync + 'static,
    on_done: Callback<()>,
) -> (Callback<()>, RwSignal<bool>, RwSignal<Option<ApiError>>) {
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let toasts = use_toasts();
    let dismiss = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        let of = of();
        spawn_local(async move {
            let reply = dismiss_errors(customer, of).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(users) => {
                    toasts.show(words::dismissed(users));
                    on_done.run(());
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    });
    (dismiss, busy, failed)
}
