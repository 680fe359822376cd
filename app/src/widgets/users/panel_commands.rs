//! The commands of the side panel.

use crate::api::selection::change_selection;
use crate::error::ApiError;
use crate::paths;
use crate::state::accounts::{AccountsQuestion, AskedAccounts};
use crate::state::session::{denied, why_nobody_is_added};
use crate::state::storage;
use crate::state::toasts::use_toasts;
use crate::text::common;
use crate::text::{accounts, offboard, users as words};
use crate::ui::command::Command;
use crate::ui::icon::Icon;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::commands::when_fetched;
use crate::widgets::users::list::{History, UserList, use_user_list};
use domain::access::permission::Permission;
use domain::console::accounts::Who;
use domain::console::operation_kind::OperationKind;
use domain::console::selection::SelectionChange;
use domain::directory::user::User;
use domain::ids::{CustomerId, SelectionId, UserId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The path of a page about a selection.
type SelectionPath = fn(CustomerId, SelectionId) -> String;

/// Why a page about the user could not be opened.
#[derive(Debug, Clone)]
enum NotOpened {
    /// The browser can't create random ids.
    NoIds,
    /// The server could not select the user.
    Failed(SelectionPath, ApiError),
}

/// `Edit licenses`, `Edit`, `Reset password`, `Block sign-in` or `Allow sign-in`, `Offboard`, `Delete user(s)` and
/// `Copy to a new user`.
#[component]
pub fn PanelCommands(user: User, edit_profile: Callback<()>) -> impl IntoView {
    let list = use_user_list();
    let id = user.id;
    let ask = asking(list, id);
    let not_opened = RwSignal::new(None::<NotOpened>);
    let busy = RwSignal::new(false);
    let open = Callback::new(move |path: SelectionPath| open_page(list, id, path, busy, not_opened));
    let is_synced = user.directory_synced;
    let why_not = |kind: OperationKind| {
        let denied = denied(kind.permission());
        let synced = is_synced && kind.is_refused_when_synced();
        Signal::derive(move || denied.get().or_else(|| synced.then(|| accounts::ALL_SYNCED.to_owned())))
    };
    let (block, block_icon, block_kind) = match user.sign_in_allowed {
        true => (accounts::BLOCK, Icon::Block, OperationKind::Block),
        false => (accounts::ALLOW, Icon::Allow, OperationKind::Allow),
    };
    let offboard = Callback::new(move |()| open.run(paths::offboard));
    let licenses = Callback::new(move |()| open.run(paths::manage_licenses));
    let (no_edit, no_copy) = (denied(Permission::EditUsers), why_nobody_is_added());
    let nothing = Callback::new(|()| ());
    let copy = move || list.customer.get().map(|customer| paths::copy_user(customer, id));
    view! {
        <div class="acts">
            <Command
                id="panel-licenses"
                label=words::EDIT_LICENSES
                on_click=licenses
                why_not=denied(Permission::ManageLicenses)
                busy
                look="primary"
            />
            <Command id="panel-edit" label=words::EDIT_PROFILE on_click=edit_profile why_not=no_edit look="second"/>
            {move || match no_copy.with(Option::is_some) {
                true => view! { <Command id="panel-copy" label=words::COPY_USER on_click=nothing why_not=no_copy/> }.into_any(),
                false => view! { <a href=copy>{words::COPY_USER}</a> }.into_any(),
            }}
        </div>
        <div class="panel-commands">
            <Command id="panel-reset" label=accounts::RESET on_click=ask(OperationKind::Reset) why_not=why_not(OperationKind::Reset) icon=Icon::Key/>
            <Command id="panel-block" label=block on_click=ask(block_kind) why_not=why_not(block_kind) icon=block_icon/>
            <Command id="panel-offboard" label=offboard::OFFBOARD on_click=offboard why_not=why_not(OperationKind::Offboard) icon=Icon::Leave/>
            <Command
                id="panel-delete"
                label=accounts::DELETE_ONE
                on_click=ask(OperationKind::Delete)
                why_not=why_not(OperationKind::Delete)
                icon=Icon::Delete
            />
        </div>
        {move || match not_opened.get()? {
            NotOpened::NoIds => {
                Some(view! { <Notice kind=NoticeKind::Bad>{common::NO_IDS}</Notice> }.into_any())
            }
            NotOpened::Failed(path, error) => {
                let on_retry = Callback::new(move |()| open.run(path));
                Some(view! { <ErrorView error on_retry/> }.into_any())
            }
        }}
    }
}

/// Opens the question about one user, which replaces the panel.
pub fn asking(list: UserList, user: UserId) -> impl Fn(OperationKind) -> Callback<()> + Copy {
    let asked = use_context::<AskedAccounts>();
    let toasts = use_toasts();
    let ask = move |kind| {
        let (Some(customer), Some(AskedAccounts(asked))) = (list.customer.get_untracked(), asked) else { return };
        when_fetched(list, toasts, accounts::NOT_FETCHED, move || {
            let view = list.view.with_untracked(|view| view.showing(None));
            list.go(&view, History::Replace);
            asked.set(Some(AccountsQuestion { customer, who: Who::Listed(vec![user]), kind }));
        });
    };
    move |kind| Callback::new(move |()| ask(kind))
}

/// Creates a separate selection of this user and opens a page about it.
fn open_page(
    list: UserList,
    user: UserId,
    path: SelectionPath,
    busy: RwSignal<bool>,
    not_opened: RwSignal<Option<NotOpened>>,
) {
    let Some(customer) = list.customer.get_untracked().filter(|_| !busy.get_untracked()) else { return };
    let Some(selection) = storage::fresh_id().and_then(|id| id.parse::<SelectionId>().ok()) else {
        return not_opened.set(Some(NotOpened::NoIds));
    };
    busy.set(true);
    not_opened.set(None);
    spawn_local(async move {
        let change = SelectionChange::Clicks { add: vec![user], remove: Vec::new() };
        let selected = change_selection(customer, selection, change).await;
        busy.try_set(false);
        match selected {
            Ok(_) if list.is_here() => list.leave_to(path(customer, selection)),
            Ok(_) => {}
            Err(error) => {
                not_opened.try_set(Some(NotOpened::Failed(path, error)));
            }
        }
    });
}
