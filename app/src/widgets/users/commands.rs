//! The command bar of the users list.

use super::export_dialog::ExportOpen;
use super::list::{ListKind, UserList, use_user_list};
use super::query::{ListView, write};
use super::select_by_email::SelectByEmailOpen;
use crate::lazy::{self, LaterPage};
use crate::paths;
use crate::state::accounts::{Asked, AskedAccounts};
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::{lifecycle, offboard, users as words};
use crate::ui::command_bar::{Act, BarCommand, CommandBar, Room};
use crate::ui::icon::Icon;
use crate::ui::keys::on_key;
use domain::console::accounts::Who;
use domain::console::operation::OperationKind;
use domain::directory::filter::ReadyFilter;
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The commands of the list, those about the selected users in the middle: `Add user`, `Manage licenses`, `Edit`,
/// `Reset password`, `Block sign-in`, `Delete user(s)`, `Offboard` and so on; among those to be deleted also `Cancel deletion`; on
/// Selected Users also the way back.
#[component]
pub fn Commands() -> impl IntoView {
    let list = use_user_list();
    let by_email = RwSignal::new(false);
    provide_context(SelectByEmailOpen(by_email));
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
    let why_not_account =
        Signal::derive(move || why_not.get().or_else(|| all_synced.get().then(|| lifecycle::ALL_SYNCED.to_owned())));
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
            when_fetched(list, toasts, lifecycle::NOT_FETCHED, move || {
                asked.set(Some(Asked { customer, who: Who::Selected(id), kind }));
            });
        };
        Callback::new(move |()| list.with_selection(open))
    };
    let exporting = RwSignal::new(false);
    provide_context(ExportOpen(exporting));
    let export = Callback::new(move |()| when_fetched(list, toasts, words::NOT_EXPORTED, move || exporting.set(true)));
    let select =
        Callback::new(move |()| when_fetched(list, toasts, lifecycle::NOT_FETCHED, move || by_email.set(true)));
    // Once there it stays, so that closing it gives the focus back.
    let has_selected = Memo::new(move |before| before == Some(&true) || by_email.get());
    let has_exported = Memo::new(move |before| before == Some(&true) || exporting.get());
    let has_asked = Memo::new(move |before| before == Some(&true) || asked.with(Option::is_some));
    let command =
        |id, label, icon, room, run, why_not| BarCommand { id, label, icon, room, act: Act::Do(run, why_not) };
    let lead = |id, label, icon, room, href| BarCommand { id, label, icon, room, act: Act::Lead(href) };
    let to = move |path: fn(CustomerId) -> String| Signal::derive(move || list.customer.get().map(path));
    let edited = Callback::new(move |()| edit(list));
    let offboard = Callback::new(move |()| list.leave_with_selection(paths::offboard));
    let always = Signal::derive(|| None);
    let beginning = if is_whole {
        vec![
            lead("add-user", lifecycle::ADD, Icon::Add, Room::Phone, to(paths::add_user)),
            lead("upload", lifecycle::UPLOAD, Icon::Upload, Room::Tablet, to(paths::upload)),
        ]
    } else {
        let back = Signal::derive(move || {
            let view = ListView::default().selecting(list.view.with(|view| view.selection));
            list.customer.get().map(|customer| paths::users_view(customer, &write(&view)))
        });
        vec![lead("back", words::BACK_TO_USERS, Icon::Back, Room::Phone, back)]
    };
    let of_selected = vec![
        command("manage-licenses", words::MANAGE_LICENSES, Icon::Licenses, Room::Phone, manage, why_not),
        command("edit", lifecycle::EDIT, Icon::Edit, Room::Large, edited, why_not),
        command("reset", lifecycle::RESET, Icon::Key, Room::Tablet, ask(OperationKind::Reset), why_not_account),
        command("block", lifecycle::BLOCK, Icon::Block, Room::Desktop, ask(OperationKind::Block), why_not),
        command("allow", lifecycle::ALLOW, Icon::Allow, Room::Wide, ask(OperationKind::Allow), why_not),
        command("offboard", offboard::OFFBOARD, Icon::Leave, Room::Wide, offboard, why_not),
        command("delete", lifecycle::DELETE, Icon::Delete, Room::Desktop, ask(OperationKind::Delete), why_not_account),
    ];
    let cancel_deletion = command("keep", offboard::KEEP, Icon::Back, Room::Phone, ask(OperationKind::Keep), why_not);
    let by_email_command = command("select-by-email", words::SELECT_BY_EMAIL, Icon::Email, Room::Wide, select, always);
    let export_command = command("export", words::EXPORT, Icon::Export, Room::Wide, export, always);
    let groups = Signal::derive(move || {
        let is_leaving = list.view.with(|view| view.query.filter.ready == ReadyFilter::ToBeDeleted);
        let leaving = is_leaving.then_some(cancel_deletion);
        let of_selected = leaving.into_iter().chain(of_selected.iter().copied()).collect();
        let rest = is_whole.then_some(by_email_command).into_iter().chain([export_command]).collect();
        vec![beginning.clone(), of_selected, rest]
    });
    view! {
        <CommandBar groups/>
        {move || has_selected.get().then(|| lazy::part(LaterPage::SelectByEmail))}
        {move || has_asked.get().then(|| lazy::part(LaterPage::AccountsDialog))}
        {move || has_exported.get().then(|| lazy::part(LaterPage::ExportDialog))}
    }
}

/// Goes on once the second part of the pages is there, unless the person has left the list; says so where it can't be had.
pub fn when_fetched(list: UserList, toasts: Toasts, failed: &'static str, then: impl FnOnce() + 'static) {
    spawn_local(async move {
        if !lazy::fetch().await {
            toasts.show(failed.to_owned());
        } else if list.is_here() {
            then();
        }
    });
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
