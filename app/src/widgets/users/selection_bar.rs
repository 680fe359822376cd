//! The bar that stays visible while users are selected.

use crate::error::ApiError;
use crate::paths;
use crate::state::session::denied;
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::common;
use crate::text::{accounts, users as words};
use crate::ui::command::Command;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::list::{ListKind, UserList, use_user_list};
use domain::access::permission::Permission;
use domain::console::accounts::ACCOUNTS_MAX;
use domain::console::selection::SelectionChange;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The number of selected users, and commands for them.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let list = use_user_list();
    let count = Memo::new(move |_| list.selection.count());
    let elsewhere = Memo::new(move |_| {
        let here = list.shown.with(|shown| list.selection.count_among(shown));
        (count.get() - i64::try_from(here).unwrap_or_default()).max(0)
    });
    let is_large = Memo::new(move |_| usize::try_from(count.get()).is_ok_and(|users| users > ACCOUNTS_MAX));
    let failed = RwSignal::new(None::<(SelectionChange, ApiError)>);
    let toasts = use_toasts();
    let change = Callback::new(move |change: SelectionChange| change_all(list, toasts, change, failed));
    let other_pages = move || Some(elsewhere.get()).filter(|count| *count > 0).map(words::on_other_pages);
    let (path, label): (fn(_, _) -> String, _) = match list.kind {
        ListKind::Portal => (paths::portal_edit_users, words::EDIT),
        ListKind::Users | ListKind::Selected => (paths::manage_licenses, words::MANAGE_LICENSES),
    };
    let manage = Callback::new(move |()| list.leave_with_selection(path));
    let why_not = denied(Permission::ManageLicenses);
    view! {
        <Failures failed change/>
        <Show when=move || { count.get() > 0 }>
            <section class="sticky num" aria-label=words::SELECTION>
                <b role="status">{move || words::selected(count.get())}</b>
                <span class="muted">{other_pages}</span>
                {move || is_large.get().then(|| view! { <span class="muted">{accounts::too_many_for_some()}</span> })}
                <Whole change/>
                <button
                    type="button"
                    class="link"
                    on:click=move |_| change.run(SelectionChange::Clear)
                >
                    {common::CLEAR}
                </button>
                <Command id="selection-manage" label on_click=manage why_not look="primary"/>
            </section>
        </Show>
    }
}

/// `Selected Users` and `Select all 412 matching`, on the full list only.
#[component]
fn Whole(change: Callback<SelectionChange>) -> impl IntoView {
    let list = use_user_list();
    let href = move || Some(paths::selected_users(list.customer.get()?, list.selection.id()?));
    // Clicks must reach the server before it lists the selection.
    let to_selected = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            list.leave_with_selection(paths::selected_users);
        }
    };
    let select_all = move |_| {
        change.run(SelectionChange::Matching(list.view.with_untracked(|view| view.query.filter.clone())));
    };
    let shown_alone = (list.kind == ListKind::Users).then(|| {
        view! {
            <a href=href on:click=to_selected>
                {words::SELECTED_USERS}
            </a>
        }
    });
    (list.kind != ListKind::Selected).then(|| {
        view! {
            {shown_alone}
            <button
                type="button"
                class="link"
                aria-busy=move || list.selection.is_changing().then_some("true")
                on:click=select_all
            >
                {move || words::select_all(list.matching())}
            </button>
        }
    })
}

/// Failed requests, with the error and a retry.
#[component]
fn Failures(failed: RwSignal<Option<(SelectionChange, ApiError)>>, change: Callback<SelectionChange>) -> impl IntoView {
    let list = use_user_list();
    let send_again = Callback::new(move |()| {
        spawn_local(async move {
            let _ = list.selection.flush().await;
        });
    });
    let clicks = move || {
        list.selection.failed().map(|error| {
            view! { <p class="neg">{words::CLICKS_KEPT}</p> <ErrorView error on_retry=send_again/> }
        })
    };
    let whole = move || {
        failed.get().map(|(again, error)| {
            let on_retry = Callback::new(move |()| change.run(again.clone()));
            view! { <p class="neg">{words::NOT_CHANGED}</p> <ErrorView error on_retry/> }
        })
    };
    view! { <div class="selection-failures">{clicks} {whole}</div> }
}

/// Changes the whole selection and reports its new size.
fn change_all(
    list: UserList,
    toasts: Toasts,
    change: SelectionChange,
    failed: RwSignal<Option<(SelectionChange, ApiError)>>,
) {
    spawn_local(async move {
        match list.selection.change(change.clone()).await {
            Ok(reply) => {
                failed.try_set(None);
                if change != SelectionChange::Clear {
                    toasts.show(words::users_selected(reply.count));
                }
                list.show_selection_in_url(untrack(|| list.selection.id()));
            }
            Err(error) => {
                failed.try_set(Some((change, error)));
            }
        }
    });
}
