//! Users and licenses: all users of a customer, or those who are selected.

use crate::customer_page::CustomerPage;
use crate::lazy::{self, Area, LaterPart, UsersPart};
use crate::state::accounts::AskedAccounts;
use crate::state::toasts::use_toasts;
use crate::state::way_back;
use crate::text::{accounts, users as words};
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::params::customer_param;
use crate::widgets::users::commands::Commands;
use crate::widgets::users::filters::Filters;
use crate::widgets::users::list::{History, ListKind, UserList, provide_user_list};
use crate::widgets::users::rows::UserRows;
use crate::widgets::users::tabs::UserTabs;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The users list in its customer's frame.
#[component]
pub fn UsersPage(kind: ListKind) -> impl IntoView {
    let customer = customer_param();
    let list = provide_user_list(customer, kind);
    keep_selection(list);
    keep_way_back(list);
    // The commands and the panel set it; the dialog of the commands reads it.
    provide_context(AskedAccounts(RwSignal::new(None)));
    // Loads the parts of the list ahead of their use. Without a connection, opening one of them loads it.
    let there = RwSignal::new(false);
    let wants_panel = Memo::new(move |_| list.view.with(|view| view.user.is_some()));
    let toasts = use_toasts();
    Effect::new(move |_| {
        let wants_panel = wants_panel.get();
        spawn_local(async move {
            if lazy::fetch(Area::Users).await {
                there.try_set(true);
                lazy::fetch_next(Area::List).await;
            } else if wants_panel {
                toasts.show(accounts::NOT_FETCHED.to_owned());
            }
        });
    });
    let page = match kind {
        ListKind::Users | ListKind::Portal => CustomerPage::Users,
        ListKind::Selected => CustomerPage::SelectedUsers,
    };
    view! {
        <CustomerFrame customer page>
            <Commands/>
            {(kind == ListKind::Users).then(|| view! { <UserTabs customer deleted=false/> })}
            <Heading list/>
            <Filters/>
            <UserRows/>
            {move || there.get().then(|| lazy::part(LaterPart::Users(UsersPart::Panel)))}
        </CustomerFrame>
    }
}

/// `Users (2,004)`: the number of all users, regardless of filters.
#[component]
fn Heading(list: UserList) -> impl IntoView {
    view! { <h2 class="num users-count">{move || words::users_heading(list.total())}</h2> }
}

/// Stores the current view of the users list, for links back to it.
fn keep_way_back(list: UserList) {
    if list.kind != ListKind::Users {
        return;
    }
    Effect::new(move |_| {
        let (customer, view) = (list.customer.get(), list.view.get());
        if let Some(customer) = customer.filter(|_| list.is_in_address()) {
            way_back::keep(customer, &view);
        }
    });
}

/// Opens the selection of the URL and restores clicks interrupted by a reload. Keeps the selection if “Back” leads to a
/// view of this list from before the first click.
pub fn keep_selection(list: UserList) {
    type Opened = Option<(CustomerId, Option<SelectionId>)>;
    let in_url = Memo::new(move |_| list.customer.get().map(|customer| (customer, list.view.get().selection)));
    Effect::new(move |before: Option<Opened>| {
        let (customer, selection) = in_url.get()?;
        let stays = list.is_in_address();
        if let (None, Some(Some((before, Some(id))))) = (selection, before)
            && before == customer
            && stays
        {
            let view = list.view.get_untracked().selecting(Some(id));
            list.go(&view, History::Replace);
            return Some((customer, Some(id)));
        }
        list.selection.open(customer, selection);
        list.selection.restore(&list.shown.get_untracked());
        Some((customer, selection))
    });
}
