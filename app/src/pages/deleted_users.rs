//! Deleted users.

use crate::api;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::paths;
use crate::state::accounts::AccountsQuestion;
use crate::state::resource::resource;
use crate::state::session::denied;
use crate::text::accounts as words;
use crate::text::common;
use crate::text::common::LOADING;
use crate::text::users::TO_FIRST_PAGE;
use crate::ui::command::Command;
use crate::ui::pager::Pager;
use crate::widgets::accounts::deleted_table::DeletedTable;
use crate::widgets::accounts::dialog::AccountsDialog;
use crate::widgets::frame::customer_frame::CustomerFrame;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::{around, place_param};
use crate::widgets::frame::params::{customer_param, query_param};
use crate::widgets::users::tabs::UserTabs;
use domain::access::permission::Permission;
use domain::bounds::SEARCH_MAX;
use domain::console::accounts::Who;
use domain::console::operation_kind::OperationKind;
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use domain::directory::page::{Cursor, Page};
use domain::ids::{CustomerId, UserId};
use leptos::prelude::*;
use leptos_router::components::Form;
use std::collections::BTreeSet;

type DeletedUsersSource = (Option<CustomerId>, DeletedUsersQuery);

/// Deleted users.
#[component]
pub fn DeletedUsersPage() -> impl IntoView {
    let customer = customer_param();
    let search = query_param("search");
    let search = Memo::new(move |_| -> String { search.get().unwrap_or_default().chars().take(SEARCH_MAX).collect() });
    let place = place_param::<UserId>();
    let query = Memo::new(move |_| DeletedUsersQuery {
        search: search.get(),
        place: place.get(),
        ..DeletedUsersQuery::default()
    });
    let selected = RwSignal::new(BTreeSet::new());
    let load = resource(move || (customer.get(), query.get()), load_rows);
    let again = Callback::new(move |()| load.refetch());
    view! {
        <CustomerFrame customer page=CustomerPage::DeletedUsers changes_things=true>
            <Commands customer selected/>
            <UserTabs customer deleted=true/>
            <Search customer search/>
            <Transition fallback=|| view! { <p class="loading">{LOADING}</p> }>
                {move || match load.get() {
                    Some(Some(Ok((customer, query, page)))) => {
                        view! { <Rows customer query page selected/> }.into_any()
                    }
                    Some(Some(Err(error))) => view! { <ErrorView error on_retry=again/> }.into_any(),
                    Some(None) => view! { <ErrorView error=ApiError::Missing on_retry=again/> }.into_any(),
                    None => ().into_any(),
                }}
            </Transition>
        </CustomerFrame>
    }
}

async fn load_rows(
    (customer, query): DeletedUsersSource,
) -> Option<Result<(CustomerId, DeletedUsersQuery, Page<DeletedUserRow>), ApiError>> {
    let customer = customer?;
    let page = api::accounts::list_deleted_users(customer, query.clone()).await;
    Some(page.map(|page| (customer, query, page)))
}

/// `Restore`, `Delete permanently`, and the number of selected users.
#[component]
fn Commands(customer: Memo<Option<CustomerId>>, selected: RwSignal<BTreeSet<UserId>>) -> impl IntoView {
    let asked = RwSignal::new(None::<AccountsQuestion>);
    let count = Memo::new(move |_| selected.with(BTreeSet::len));
    let (no_restoring, no_deleting) = (denied(Permission::RestoreUsers), denied(Permission::DeleteUsers));
    let nobody = move || (count.get() == 0).then(|| common::SELECT_FIRST.to_owned());
    let why_not_restore = Signal::derive(move || no_restoring.get().or_else(nobody));
    let why_not_delete = Signal::derive(move || no_deleting.get().or_else(nobody));
    let ask = move |kind: OperationKind| {
        Callback::new(move |()| {
            let who = Who::Listed(selected.with_untracked(|users| users.iter().copied().collect()));
            asked.set(customer.get_untracked().map(|customer| AccountsQuestion { customer, who, kind }));
        })
    };
    view! {
        <div class="cmd">
            <Command id="restore" label=words::RESTORE on_click=ask(OperationKind::Restore) why_not=why_not_restore/>
            <Command
                id="delete-permanently"
                label=words::DELETE_PERMANENTLY
                on_click=ask(OperationKind::DeletePermanently)
                why_not=why_not_delete
            />
            <span class="muted num" role="status">
                {move || (count.get() > 0).then(|| words::selected(count.get()))}
            </span>
        </div>
        <AccountsDialog asked/>
    }
}

#[component]
fn Search(customer: Memo<Option<CustomerId>>, search: Memo<String>) -> impl IntoView {
    let address = move || customer.get().map(paths::deleted_users).unwrap_or_default();
    view! {
        <Form method="GET" action=address attr:class="chips search">
            <label class="quiet" for="deleted-search">
                {words::SEARCH_LABEL}
            </label>
            <input
                class="box"
                id="deleted-search"
                type="search"
                name="search"
                autocomplete="off"
                placeholder=words::SEARCH_HINT
                value=search.get_untracked()
                prop:value=move || search.get()
            />
            <button type="submit" class="second">
                {common::SEARCH}
            </button>
            {move || {
                (!search.with(String::is_empty)).then(|| view! { <a class="plain" href=address>{common::CLEAR}</a> })
            }}
        </Form>
    }
}

#[component]
fn Rows(
    customer: CustomerId,
    query: DeletedUsersQuery,
    page: Page<DeletedUserRow>,
    selected: RwSignal<BTreeSet<UserId>>,
) -> impl IntoView {
    let DeletedUsersQuery { search, place, .. } = query;
    if page.rows.is_empty() {
        let first = paths::deleted_users_at(customer, &search, Cursor::First);
        return match (place, search.as_str()) {
            (Cursor::First, "") => view! { <p class="grid empty">{words::NOBODY_DELETED}</p> }.into_any(),
            (Cursor::First, _) => view! { <p class="grid empty" role="status">{words::NO_MATCH}</p> }.into_any(),
            _ => view! {
                <div class="grid empty">
                    <p>{common::PAGE_GONE}</p>
                    <p>
                        <a href=first>{TO_FIRST_PAGE}</a>
                    </p>
                </div>
            }
            .into_any(),
        };
    }
    let [first, previous, next, last] = around(&page, |row| row.id).map(|place| {
        let address = place.map(|place| paths::deleted_users_at(customer, &search, place));
        Signal::stored(address)
    });
    view! {
        <DeletedTable rows=page.rows selected/>
        <Pager first previous next last/>
    }
    .into_any()
}
