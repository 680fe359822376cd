//! The rows of the users list: loading them, and the messages for an empty list.

use crate::api::users::{UsersPage, list_users};
use crate::error::ApiError;
use crate::paths;
use crate::state::resource::{Resource, resource};
use crate::state::session::why_nobody_is_added;
use crate::text::common;
use crate::text::{accounts, users as words};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::list::{ListKind, Unasked, UserList, use_user_list};
use crate::widgets::users::selection_bar::SelectionBar;
use crate::widgets::users::table::UserTable;
use domain::directory::filter::UserFilter;
use domain::directory::page::{Cursor, Page};
use domain::directory::user::UserRow;
use domain::ids::{CustomerId, SelectionId, UserId};
use domain::store::UserQuery;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A page of rows with its query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Arrived {
    asked: Option<(CustomerId, UserQuery)>,
    selection: Option<SelectionId>,
    told: u32,
    rows: UsersPage,
}

/// Content in place of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum RowsState {
    Loading,
    Failed(ApiError),
    Nobody,
    Rows,
}

/// The rows of the URL, reloaded when the URL changes.
type Rows = Resource<Result<Arrived, ApiError>>;

/// The table of users, or a message if it is empty.
#[component]
pub fn UserRows() -> impl IntoView {
    let list = use_user_list();
    let rows = resource(
        move || (list.asked(), list.view.with(|view| view.selection), list.selection.reload()),
        move |(asked, selection, _)| load(list, asked, selection),
    );
    // Wait for the first rows. On the server another thread loads them: a memo may miss their arrival, and their
    // selection must not be written while this thread reads it.
    let first = move || {
        Suspend::new(async move {
            let _ = rows.await;
            view! { <Arrivals rows/> }.into_any()
        })
    };
    view! {
        <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
            {first()}
        </Transition>
    }
}

async fn load(
    list: UserList,
    asked: Result<(CustomerId, UserQuery), Unasked>,
    selection: Option<SelectionId>,
) -> Result<Arrived, ApiError> {
    let told = list.selection.told();
    let (customer, query) = match asked {
        Ok(asked) => asked,
        Err(Unasked::NoSelection) => return Ok(Arrived { asked: None, selection, told, rows: nobody() }),
        Err(Unasked::NoCustomer) => return Err(ApiError::Missing),
    };
    let rows = list_users(customer, query.clone(), selection).await?;
    let arrived = Arrived { asked: Some((customer, query)), selection, told, rows };
    if cfg!(feature = "hydrate") {
        learn(list, &arrived);
    }
    Ok(arrived)
}

fn nobody() -> UsersPage {
    UsersPage { page: no_rows(), selected: Vec::new(), selection_count: 0 }
}

/// Applies the selection in the rows, unless other rows have been requested meanwhile.
fn learn(list: UserList, arrived: &Arrived) {
    if !list.is_here() {
        return;
    }
    let asked = untrack(|| list.asked()).ok();
    let selection = list.view.with_untracked(|view| view.selection);
    let Some((customer, _)) = &arrived.asked else { return };
    if asked != arrived.asked || selection != arrived.selection {
        return;
    }
    let rows = &arrived.rows.page.rows;
    let users: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    let synced = rows.iter().filter(|row| row.directory_synced).map(|row| row.id);
    list.synced.set(synced.collect());
    list.selection.open(*customer, selection);
    list.selection.learn(&users, &arrived.rows.selected, arrived.rows.selection_count, arrived.told);
    list.shown.set(users);
}

/// Reads the rows inside the transition, so that old rows stay until new ones arrive.
#[component]
fn Arrivals(rows: Rows) -> impl IntoView {
    // The first rows arrive before anything is shown.
    if let Some(Ok(arrived)) = rows.get_untracked() {
        learn(use_user_list(), &arrived);
    }
    let page = Memo::new(move |_| rows.get().map(|arrived| arrived.map(|arrived| arrived.rows.page)));
    let shown = Memo::new(move |_| {
        page.with(|page| match page {
            None => RowsState::Loading,
            Some(Err(error)) => RowsState::Failed(error.clone()),
            Some(Ok(page)) if page.rows.is_empty() => RowsState::Nobody,
            Some(Ok(_)) => RowsState::Rows,
        })
    });
    let page = Memo::new(move |_| page.get().and_then(Result::ok).unwrap_or_else(no_rows));
    let table = move || match shown.get() {
        RowsState::Loading => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        RowsState::Failed(error) => {
            view! { <ErrorView error on_retry=Callback::new(move |()| rows.refetch()) loads=true/> }.into_any()
        }
        RowsState::Nobody => view! { <Nobody/> }.into_any(),
        RowsState::Rows => view! { <UserTable page/> }.into_any(),
    };
    // The bar shows counts from the rows, so the server must render it after them.
    view! {
        {table}
        <SelectionBar/>
    }
}

fn no_rows() -> Page<UserRow> {
    Page { rows: Vec::new(), has_previous: false, has_next: false }
}

/// Why there are no rows, with a link to continue.
#[component]
fn Nobody() -> impl IntoView {
    let list = use_user_list();
    let first = move || list.href_with(|view| view.at(Cursor::First));
    let nobody_added = why_nobody_is_added();
    let all = move || list.href_with(|view| view.with_filter(UserFilter::default()));
    view! {
        <div class="empty">
            {move || {
                let view = list.view.get();
                if !view.query.filter.is_empty() {
                    view! { <p>{words::NO_MATCH}</p> <p><a href=all>{words::CLEAR_FILTERS}</a></p> }.into_any()
                } else if view.query.place != Cursor::First {
                    view! { <p>{common::PAGE_GONE}</p> <p><a href=first>{words::TO_FIRST_PAGE}</a></p> }.into_any()
                } else if list.kind == ListKind::Selected {
                    view! { <p>{words::NOBODY_SELECTED}</p> }.into_any()
                } else if list.kind == ListKind::Portal {
                    view! { <p>{words::NO_USERS}</p> }.into_any()
                } else {
                    let add = list.customer.get().map(paths::add_user);
                    view! {
                        <p>{words::NO_USERS}</p>
                        {match nobody_added.get() {
                            Some(why) => view! { <p>{why}</p> }.into_any(),
                            None => view! { <p><a href=add>{accounts::ADD}</a></p> }.into_any(),
                        }}
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
