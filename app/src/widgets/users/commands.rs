//! The command bar of the users list.

use crate::lazy::{self, Area, LaterPart, UsersPart};
use crate::paths;
use crate::state::accounts::{AccountsQuestion, AskedAccounts};
use crate::state::session::{denied, why_nobody_is_added};
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::common;
use crate::text::{accounts, offboard, user_errors, users as words};
use crate::ui::command_bar::{Act, BarCommand, CommandBar, Room};
use crate::ui::icon::Icon;
use crate::ui::keys::on_key;
use crate::urls::users::{ListView, write};
use crate::widgets::users::errors::DismissOpen;
use crate::widgets::users::export_dialog::ExportOpen;
use crate::widgets::users::list::{ListKind, UserList, use_user_list};
use crate::widgets::users::select_by_email::SelectByEmailOpen;
use domain::access::permission::Permission;
use domain::console::accounts::{ACCOUNTS_MAX, Who};
use domain::console::operation_kind::OperationKind;
use domain::directory::filter::ReadyFilter;
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The commands of the list, with those for the selected users in the middle: `Add user`, `Manage licenses`, `Edit`,
/// `Reset password`, `Block sign-in`, `Delete user(s)`, `Offboard` and so on. The filter `To be deleted` adds `Cancel
/// deletion`, the filter of users with errors `Dismiss errors`, and Selected Users a link back. A command is disabled
/// with an explanation when too many users are selected.
#[component]
pub fn Commands() -> impl IntoView {
    let list = use_user_list();
    let by_email = RwSignal::new(false);
    provide_context(SelectByEmailOpen(by_email));
    // The server renders the commands before the rows, so the first render assumes an empty selection.
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let nobody = Memo::new(move |_| !live.get() || list.selection.count() == 0);
    let (no_licenses, no_users) = (denied(Permission::ManageLicenses), denied(Permission::EditUsers));
    let why_not = Signal::derive(move || nobody.get().then(|| common::SELECT_FIRST.to_owned()));
    let why_not_licenses = Signal::derive(move || no_licenses.get().or_else(|| why_not.get()));
    let why_not_edit = Signal::derive(move || no_users.get().or_else(|| why_not.get()));
    // Only shown users are checked here; the question covers the others.
    let all_synced = Memo::new(move |_| {
        !nobody.get()
            && list
                .synced
                .with(|synced| i64::try_from(list.selection.count_among(synced)) == Ok(list.selection.count()))
    });
    let why_not_account = |kind: OperationKind| {
        let denied = denied(kind.permission());
        Signal::derive(move || {
            let users = usize::try_from(list.selection.count()).unwrap_or_default();
            let too_many = || (users > ACCOUNTS_MAX).then(|| accounts::too_many(users));
            let synced =
                || (kind.is_refused_when_synced() && all_synced.get()).then(|| accounts::ALL_SYNCED.to_owned());
            denied.get().or_else(|| why_not.get()).or_else(too_many).or_else(synced)
        })
    };
    let manage = Callback::new(move |()| list.leave_with_selection(paths::manage_licenses));
    let manage_by_key = move |()| {
        if why_not_licenses.with_untracked(Option::is_none) {
            manage.run(());
        }
    };
    on_key("m", Callback::new(manage_by_key));
    let is_whole = list.kind == ListKind::Users;
    let asked = use_context::<AskedAccounts>().map_or_else(|| RwSignal::new(None), |AskedAccounts(asked)| asked);
    let toasts = use_toasts();
    let ask = move |kind: OperationKind| {
        let open = move |customer, id| {
            when_fetched(list, toasts, accounts::NOT_FETCHED, move || {
                asked.set(Some(AccountsQuestion { customer, who: Who::Selected(id), kind }));
            });
        };
        Callback::new(move |()| list.with_selection(open))
    };
    let (exporting, dismissing) = (RwSignal::new(false), RwSignal::new(false));
    provide_context(ExportOpen(exporting));
    provide_context(DismissOpen(dismissing));
    let open = move |dialog: RwSignal<bool>, offline: &'static str| {
        Callback::new(move |()| when_fetched(list, toasts, offline, move || dialog.set(true)))
    };
    // Opened dialogs stay in the page, so that closing them restores the focus.
    let has_opened = |dialog: RwSignal<bool>| Memo::new(move |before| before == Some(&true) || dialog.get());
    let (has_selected, has_exported) = (has_opened(by_email), has_opened(exporting));
    let has_dismissed = has_opened(dismissing);
    let has_asked = Memo::new(move |before| before == Some(&true) || asked.with(Option::is_some));
    let command =
        |id, label, icon, room, run, why_not| BarCommand { id, label, icon, room, act: Act::Do(run, why_not) };
    let lead =
        |id, label, icon, room, href, why_not| BarCommand { id, label, icon, room, act: Act::Lead(href, why_not) };
    // The rendered page has no link yet, because the server does not check the permissions for it.
    let to = move |path: fn(CustomerId) -> String| {
        Signal::derive(move || list.customer.get().filter(|_| live.get()).map(path))
    };
    let edited = Callback::new(move |()| edit(list));
    let offboard = Callback::new(move |()| list.leave_with_selection(paths::offboard));
    let always = Signal::derive(|| None);
    let nobody_added = why_nobody_is_added();
    let beginning = if is_whole {
        vec![
            lead("add-user", accounts::ADD, Icon::Add, Room::Phone, to(paths::add_user), nobody_added.into()),
            lead("upload", accounts::UPLOAD, Icon::Upload, Room::Tablet, to(paths::upload), nobody_added.into()),
        ]
    } else {
        let back = Signal::derive(move || {
            let view = ListView::default().selecting(list.view.with(|view| view.selection));
            list.customer.get().map(|customer| paths::users_view(customer, &write(&view)))
        });
        vec![lead("back", words::BACK_TO_USERS, Icon::Back, Room::Phone, back, always)]
    };
    let account = |id, label, icon, room, kind| command(id, label, icon, room, ask(kind), why_not_account(kind));
    let why_not_offboard = why_not_account(OperationKind::Offboard);
    let of_selected = [
        command("manage-licenses", words::MANAGE_LICENSES, Icon::Licenses, Room::Large, manage, why_not_licenses),
        command("edit", accounts::EDIT, Icon::Edit, Room::Large, edited, why_not_edit),
        account("reset", accounts::RESET, Icon::Key, Room::Tablet, OperationKind::Reset),
        account("block", accounts::BLOCK, Icon::Block, Room::Desktop, OperationKind::Block),
        account("allow", accounts::ALLOW, Icon::Allow, Room::Wide, OperationKind::Allow),
        command("offboard", offboard::OFFBOARD, Icon::Leave, Room::Wide, offboard, why_not_offboard),
        account("delete", accounts::DELETE, Icon::Delete, Room::Desktop, OperationKind::Delete),
    ];
    let cancel_deletion =
        account("keep", offboard::CANCEL_DELETION, Icon::Back, Room::Phone, OperationKind::CancelDeletion);
    let by_email_command = command(
        "select-by-email",
        words::SELECT_BY_EMAIL,
        Icon::Email,
        Room::Wide,
        open(by_email, accounts::NOT_FETCHED),
        always,
    );
    let export_command =
        command("export", common::EXPORT, Icon::Export, Room::Wide, open(exporting, words::NOT_EXPORTED), always);
    let dismiss = command(
        "dismiss",
        user_errors::DISMISS,
        Icon::Allow,
        Room::Phone,
        open(dismissing, accounts::NOT_FETCHED),
        no_licenses.into(),
    );
    let groups = Signal::derive(move || {
        let of_filter = match list.view.with(|view| view.query.filter.ready) {
            ReadyFilter::ToBeDeleted => Some(cancel_deletion),
            ReadyFilter::WithErrors if is_whole => Some(dismiss),
            _ => None,
        };
        let of_selected = of_filter.into_iter().chain(of_selected.iter().copied()).collect();
        let rest = is_whole.then_some(by_email_command).into_iter().chain([export_command]).collect();
        vec![beginning.clone(), of_selected, rest]
    });
    view! {
        <CommandBar groups/>
        {move || has_selected.get().then(|| lazy::part(LaterPart::Users(UsersPart::SelectByEmail)))}
        {move || has_asked.get().then(|| lazy::part(LaterPart::Users(UsersPart::AccountsDialog)))}
        {move || has_dismissed.get().then(|| lazy::part(LaterPart::Users(UsersPart::DismissDialog)))}
        {move || has_exported.get().then(|| lazy::part(LaterPart::Users(UsersPart::ExportDialog)))}
    }
}

/// Runs `then` once the parts of the list are loaded, unless the person has left the list. Shows `failed` if loading fails.
pub fn when_fetched(list: UserList, toasts: Toasts, failed: &'static str, then: impl FnOnce() + 'static) {
    spawn_local(async move {
        if !lazy::fetch(Area::Users).await {
            toasts.show(failed.to_owned());
        } else if list.is_here() {
            then();
        }
    });
}

/// Edits the selected users: a single visible user in the form, otherwise all of them in the wizard.
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
