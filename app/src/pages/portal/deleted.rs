//! The deleted users of a customer in its portal.

use crate::api::accounts::list_deleted_users;
use crate::error::ApiError;
use crate::paths;
use crate::portal_page::PortalPage;
use crate::state::resource::resource;
use crate::state::session::denied;
use crate::text::accounts;
use crate::text::common;
use crate::text::portal as words;
use crate::ui::command::Command;
use crate::ui::pager::Pager;
use crate::widgets::accounts::deleted_table::DeletedTable;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::{around, place_param};
use crate::widgets::frame::params::customer_param;
use crate::widgets::portal::frame::PortalFrame;
use crate::widgets::portal::restore::{RestoreDialog, Restoring};
use domain::access::permission::Permission;
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use domain::directory::page::Page;
use domain::ids::{CustomerId, UserId};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The deleted users, with boxes that select which to restore.
#[component]
pub fn PortalDeletedPage() -> impl IntoView {
    let customer = customer_param();
    let place = place_param::<UserId>();
    let loaded = resource(
        move || (customer.get(), DeletedUsersQuery { place: place.get(), ..DeletedUsersQuery::default() }),
        |(customer, query)| async move {
            match customer {
                Some(customer) => list_deleted_users(customer, query).await,
                None => Err(ApiError::Missing),
            }
        },
    );
    let again = Callback::new(move |()| loaded.refetch());
    let selected = RwSignal::new(BTreeSet::new());
    let on_done = Callback::new(move |()| {
        selected.set(BTreeSet::new());
        loaded.refetch();
    });
    let restoring = Restoring::begin(on_done);
    view! {
        <PortalFrame page=PortalPage::DeletedUsers>
            <Commands customer selected restoring/>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || {
                    let customer = customer.get();
                    Suspend::new(async move {
                        match (loaded.await, customer) {
                            (Ok(page), Some(customer)) => view! { <Rows customer page selected/> }.into_any(),
                            (Ok(_), None) => ().into_any(),
                            (Err(error), _) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                        }
                    })
                }}
            </Transition>
            <RestoreDialog restoring/>
        </PortalFrame>
    }
}

/// `Restore`, and the number of selected users.
#[component]
fn Commands(
    customer: Memo<Option<CustomerId>>,
    selected: RwSignal<BTreeSet<UserId>>,
    restoring: Restoring,
) -> impl IntoView {
    let count = Memo::new(move |_| selected.with(BTreeSet::len));
    let no_restoring = denied(Permission::RestoreUsers);
    let nobody = move || (count.get() == 0).then(|| common::SELECT_FIRST.to_owned());
    let why_not = Signal::derive(move || no_restoring.get().or_else(nobody));
    let ask = Callback::new(move |()| {
        if let Some(customer) = customer.get_untracked() {
            restoring.ask(customer, selected.with_untracked(|users| users.iter().copied().collect()));
        }
    });
    view! {
        <div class="cmd">
            <Command id="restore" label=words::RESTORE on_click=ask why_not/>
            <span class="muted num" role="status">
                {move || (count.get() > 0).then(|| accounts::selected(count.get()))}
            </span>
        </div>
    }
}

#[component]
fn Rows(customer: CustomerId, page: Page<DeletedUserRow>, selected: RwSignal<BTreeSet<UserId>>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="grid empty">{words::NOBODY_DELETED}</p> }.into_any();
    }
    let [first, previous, next, last] = around(&page, |row| row.id)
        .map(|place| Signal::stored(place.map(|place| paths::portal_deleted_users_at(customer, place))));
    view! {
        <DeletedTable rows=page.rows selected/>
        <Pager first previous next last/>
    }
    .into_any()
}
