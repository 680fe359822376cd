//! The command bar of the users list.

use super::errors::DismissOpen;
use super::export_dialog::ExportOpen;
use super::list::{ListKind, UserList, use_user_list};
use super::query::{ListView, write};
use super::select_by_email::SelectByEmail;
use crate::lazy::{self, LaterPage};
use crate::paths;
use crate::state::accounts::{Asked, AskedAccounts};
use crate::state::toasts::use_toasts;
use crate::text::{lifecycle, offboard, user_errors, users as words};
use crate::ui::command::Command;
use crate::ui::keys::on_key;
use domain::console::accounts::{ACCOUNTS_MAX, Who};
use domain::console::operation::OperationKind;
use domain::directory::filter::ReadyFilter;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// `Add user`, `Manage licenses`, `Edit`, `Block sign-in`, `Allow sign-in`, `Reset password`, `Offboard`,
/// `Delete user(s)`, `Select by email…`, `Export`; among those to be deleted also `Cancel deletion`, among those with errors
/// `Dismiss errors`; on Selected Users also the way back. A command that takes fewer users than are selected says so.
#[component]
pub fn Commands() -> impl IntoView {
    let list = use_user_list();
    let by_email = RwSignal::new(false);
    // The server writes the commands before it has the rows, so the first render knows of no selection.
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let nobody = Memo::new(move |_| !live.get() || list.selection.count() == 0);
    let why_not = Signal::derive(move || nobody.get().then(|| words::SELECT_FIRST.to_owned()));
    // Of users who are not shown it is the question that says so.
    let all_synced = Memo::new(move |_| {
        !nobody.get()
            && list
                .synced
                .with(|synced| i64::try_from(list.selection.count_among(synced)) == Ok(list.selection.count()))
    });
    let why_not_account = Signal::derive(move || {
        let users = usize::try_from(list.selection.count()).unwrap_or_default();
        let too_many = || (users > ACCOUNTS_MAX).then(|| lifecycle::too_many(users));
        why_not.get().or_else(too_many)
    });
    let why_not_synced = Signal::derive(move || {
        why_not_account.get().or_else(|| all_synced.get().then(|| lifecycle::ALL_SYNCED.to_owned()))
    });
    let manage = Callback::new(move |()| list.leave_with_selection(paths::manage_licenses));
    let manage_by_key = move |()| {
        if !nobody.get_untracked() {
            manage.run(());
        }
    };
    on_key("m", Callback::new(manage_by_key));
    let is_whole = list.kind == ListKind::Users;
    let asked = use_context::<AskedAccounts>().map_or_else(|| RwSignal::new(None), |AskedAccounts(asked)| asked);
    let toasts = use_toasts();
    let ask = move |kind: OperationKind| {
        let open = move |customer, id| {
            spawn_local(async move {
                if !lazy::fetch().await {
                    toasts.show(lifecycle::NOT_FETCHED.to_owned());
                } else if list.is_here() {
                    asked.set(Some(Asked { customer, who: Who::Selected(id), kind }));
                }
            });
        };
        Callback::new(move |()| list.with_selection(open))
    };
    let (exporting, dismissing) = (RwSignal::new(false), RwSignal::new(false));
    provide_context(ExportOpen(exporting));
    provide_context(DismissOpen(dismissing));
    let open = move |dialog: RwSignal<bool>, offline: &'static str| {
        Callback::new(move |()| {
            spawn_local(async move {
                if !lazy::fetch().await {
                    toasts.show(offline.to_owned());
                } else if list.is_here() {
                    dialog.set(true);
                }
            });
        })
    };
    // Once there they stay, so that closing them gives the focus back.
    let has_opened = |dialog: RwSignal<bool>| Memo::new(move |before| before == Some(&true) || dialog.get());
    let (has_exported, has_dismissed) = (has_opened(exporting), has_opened(dismissing));
    let has_asked = Memo::new(move |before| before == Some(&true) || asked.with(Option::is_some));
    view! {
        <div class="cmd">
            {(!is_whole).then(|| view! { <BackToUsers/> })}
            {is_whole.then(|| view! { <AddUser/> })}
            {is_whole.then(|| view! { <Upload/> })}
            <Command id="manage-licenses" label=words::MANAGE_LICENSES on_click=manage why_not/>
            <Command id="edit" label=lifecycle::EDIT on_click=Callback::new(move |()| edit(list)) why_not/>
            <Command id="block" label=lifecycle::BLOCK on_click=ask(OperationKind::Block) why_not=why_not_account/>
            <Command id="allow" label=lifecycle::ALLOW on_click=ask(OperationKind::Allow) why_not=why_not_account/>
            <Command id="reset" label=lifecycle::RESET on_click=ask(OperationKind::Reset) why_not=why_not_synced/>
            <Command
                id="offboard"
                label=offboard::OFFBOARD
                on_click=Callback::new(move |()| list.leave_with_selection(paths::offboard))
                why_not=why_not_account
            />
            <Command id="delete" label=lifecycle::DELETE on_click=ask(OperationKind::Delete) why_not=why_not_synced/>
            {move || match list.view.with(|view| view.query.filter.ready) {
                ReadyFilter::ToBeDeleted => {
                    let on_click = ask(OperationKind::Keep);
                    Some(view! { <Command id="keep" label=offboard::KEEP on_click why_not=why_not_account/> })
                }
                ReadyFilter::WithErrors if is_whole => {
                    let on_click = open(dismissing, lifecycle::NOT_FETCHED);
                    let why_not = Signal::stored(None::<String>);
                    Some(view! { <Command id="dismiss" label=user_errors::DISMISS on_click why_not/> })
                }
                _ => None,
            }}
            {is_whole
                .then(|| {
                    let open = Callback::new(move |()| by_email.set(true));
                    view! { <Command id="select-by-email" label=words::SELECT_BY_EMAIL on_click=open/> }
                })}
            <Command id="export" label=words::EXPORT on_click=open(exporting, words::NOT_EXPORTED)/>
        </div>
        {is_whole.then(|| view! { <SelectByEmail open=by_email/> })}
        {move || has_asked.get().then(|| lazy::part(LaterPage::AccountsDialog))}
        {move || has_dismissed.get().then(|| lazy::part(LaterPage::DismissDialog))}
        {move || has_exported.get().then(|| lazy::part(LaterPage::ExportDialog))}
    }
}

/// Leads to adding users.
#[component]
fn AddUser() -> impl IntoView {
    let list = use_user_list();
    view! {
        <a class="plain" href=move || list.customer.get().map(paths::add_user)>
            {lifecycle::ADD}
        </a>
    }
}

/// Edits the selected users: one who is shown in the form of a single user, else all in the wizard.
fn edit(list: UserList) {
    let shown = list.shown.get_untracked();
    let one = shown.into_iter().find(|user| untrack(|| list.selection.count() == 1 && list.selection.has(*user)));
    list.with_selection(move |customer, selection| {
        list.leave_to(match one {
            Some(user) => paths::edit_user(customer, user),
            None => paths::edit_users(customer, selection),
        });
    });
}

/// Leads to uploading users.
#[component]
fn Upload() -> impl IntoView {
    let list = use_user_list();
    let href = move || list.customer.get().map(paths::upload);
    view! {
        <a class="plain" href=href>
            {lifecycle::UPLOAD}
        </a>
    }
}

/// From Selected Users to the whole list, with the same selection.
#[component]
fn BackToUsers() -> impl IntoView {
    let list = use_user_list();
    let href = move || {
        let view = ListView::default().selecting(list.view.with(|view| view.selection));
        list.customer.get().map(|customer| paths::users_view(customer, &write(&view)))
    };
    view! {
        <a class="plain" href=href>
            {words::BACK_TO_USERS}
        </a>
    }
}
