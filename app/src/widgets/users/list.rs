//! Shared state of the users list: the view in the URL, the selection, the rows shown.

use crate::api::users::count_users;
use crate::error::ApiError;
use crate::paths;
use crate::state::selection::{Selection, use_selection};
use crate::urls::users::{self as query, ListView};
use domain::directory::filter::UserFilter;
use domain::directory::page::Count;
use domain::ids::{CustomerId, SelectionId, UserId};
use domain::store::UserQuery;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// One of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Users and licenses.
    Users,
    /// The list restricted to the selection.
    Selected,
    /// The users in the customer's portal.
    Portal,
}

/// How a new view enters the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// “Back” returns to the previous view.
    Push,
    /// “Back” skips the previous view.
    Replace,
}

/// The users list of a page.
#[derive(Clone, Copy)]
pub struct UserList {
    /// The customer.
    pub customer: Memo<Option<CustomerId>>,
    /// The kind of list.
    pub kind: ListKind,
    /// The view of the URL.
    pub view: Memo<ListView>,
    /// The selection.
    pub selection: Selection,
    /// The users on the page, in order.
    pub shown: RwSignal<Vec<UserId>>,
    /// The synced users among them.
    pub synced: RwSignal<Vec<UserId>>,
    filtered: LocalResource<Option<Count>>,
    total: LocalResource<Option<Count>>,
    address: Memo<String>,
    navigate: Callback<(String, NavigateOptions)>,
}

/// Provides [`use_user_list`] to the parts of a page.
pub fn provide_user_list(customer: Memo<Option<CustomerId>>, kind: ListKind) -> UserList {
    let location = use_location();
    let (address, search) = (location.pathname, location.search);
    let view = Memo::new(move |_| search.with(|search| query::read(search)));
    let selection = use_selection();
    let navigate = use_navigate();
    let navigate = Callback::new(move |(href, options): (String, NavigateOptions)| navigate(&href, options));
    let filtered = count(customer, kind, view, selection, |view| Some(view.query.filter.clone()).filter(is_set));
    let total = count(customer, kind, view, selection, |_| Some(UserFilter::default()));
    let (shown, synced) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
    let list = UserList { customer, kind, view, selection, shown, synced, filtered, total, address, navigate };
    provide_context(list);
    list
}

/// Counts in the browser only, in a separate request, so that a slow count delays nothing.
fn count(
    customer: Memo<Option<CustomerId>>,
    kind: ListKind,
    view: Memo<ListView>,
    selection: Selection,
    filter: fn(&ListView) -> Option<UserFilter>,
) -> LocalResource<Option<Count>> {
    let asked = Memo::new(move |_| {
        let within = view.with(|view| view.selection).filter(|_| kind == ListKind::Selected);
        let somebody = kind != ListKind::Selected || within.is_some();
        let filter = view.with(filter).filter(|_| somebody);
        let query = filter.map(|filter| UserQuery { filter, within, ..UserQuery::default() });
        (customer.get(), query, selection.reload())
    });
    LocalResource::new(move || {
        let (customer, query, _) = asked.get();
        async move { count_users(customer?, query?).await.ok() }
    })
}

fn is_set(filter: &UserFilter) -> bool {
    !filter.is_empty()
}

/// The users list of this page; without one, an empty list without a customer.
pub fn use_user_list() -> UserList {
    use_context().unwrap_or_else(|| provide_user_list(Memo::new(|_| None), ListKind::Users))
}

impl UserList {
    /// The query of the URL, or the reason why there is nothing to query.
    pub fn asked(self) -> Result<(CustomerId, UserQuery), Unasked> {
        let customer = self.customer.get().ok_or(Unasked::NoCustomer)?;
        let view = self.view.get();
        match self.kind {
            ListKind::Users | ListKind::Portal => Ok((customer, UserQuery { within: None, ..view.query })),
            ListKind::Selected => {
                let within = Some(view.selection.ok_or(Unasked::NoSelection)?);
                Ok((customer, UserQuery { within, ..view.query }))
            }
        }
    }

    /// The number of users without filters, once known.
    pub fn total(self) -> Option<Count> {
        self.total.get().flatten()
    }

    /// The number of matching users, once known.
    pub fn matching(self) -> Option<Count> {
        if self.view.with(|view| is_set(&view.query.filter)) { self.filtered.get().flatten() } else { self.total() }
    }

    /// The URL of a view of this list.
    pub fn href(self, view: &ListView) -> String {
        let Some(customer) = self.customer.get() else { return paths::CUSTOMERS.into() };
        let query = query::write(view);
        match self.kind {
            ListKind::Users => paths::users_view(customer, &query),
            ListKind::Selected => paths::selected_users_view(customer, &query),
            ListKind::Portal => paths::portal_users_view(customer, &query),
        }
    }

    /// The URL of this view after a change.
    pub fn href_with(self, change: impl FnOnce(&ListView) -> ListView) -> String {
        let view = self.view.with(change);
        self.href(&view)
    }

    /// The path of this list, for forms.
    pub fn path(self) -> String {
        self.href(&ListView::default())
    }

    /// Whether the address belongs to this list. During navigation the query changes before the customer.
    pub fn is_in_address(self) -> bool {
        untrack(|| self.address.with(|address| *address == self.path()))
    }

    /// Shows another view.
    pub fn go(self, view: &ListView, history: History) {
        let href = untrack(|| self.href(view));
        let options = NavigateOptions { replace: history == History::Replace, scroll: false, ..Default::default() };
        self.navigate.run((href, options));
    }

    /// Navigates to a page of the console.
    pub fn leave_to(self, href: String) {
        self.navigate.run((href, NavigateOptions::default()));
    }

    /// Shows this view with another filter.
    pub fn filter_by(self, filter: UserFilter, history: History) {
        let view = self.view.with_untracked(|view| view.with_filter(filter));
        self.go(&view, history);
    }

    /// Whether the page still exists. Late replies must not access it otherwise.
    pub fn is_here(self) -> bool {
        self.view.try_get_untracked().is_some()
    }

    /// Selects or deselects shown users. The first click puts the selection's id into the URL.
    pub fn click(self, users: &[UserId], selected: bool) {
        let id = self.selection.click(users, selected);
        self.show_selection_in_url(id);
    }

    /// Puts the selection's id into the URL, if missing.
    pub fn show_selection_in_url(self, id: Option<SelectionId>) {
        let Some(view) = self.view.try_get_untracked() else { return };
        if id.is_some() && view.selection != id {
            self.go(&view.selecting(id), History::Replace);
        }
    }

    /// Waits until the server has the whole selection, then calls `then`. On failure the bar shows the error and `then`
    /// is not called.
    pub fn with_selection(self, then: impl FnOnce(CustomerId, SelectionId) + 'static) {
        let Some(customer) = self.customer.get_untracked() else { return };
        let Some(id) = untrack(|| self.selection.id()) else { return };
        leptos::task::spawn_local(async move {
            if self.selection.settle().await && self.is_here() {
                then(customer, id);
            }
        });
    }

    /// Sends all clicks, then navigates to a page of the selection. On failure it stays, and the bar shows the error.
    pub fn leave_with_selection(self, path: fn(CustomerId, SelectionId) -> String) {
        self.with_selection(move |customer, id| self.leave_to(path(customer, id)));
    }
}

/// Why there is nothing to query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// The path contains no customer.
    NoCustomer,
    /// Selected Users without a selection.
    NoSelection,
}

impl From<Unasked> for ApiError {
    fn from(_: Unasked) -> Self {
        Self::Missing
    }
}
