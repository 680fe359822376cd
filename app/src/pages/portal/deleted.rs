//! The deleted users of a customer in its portal.

use crate::api::accounts::list_deleted_users;
use crate::error::ApiError;
use crate::paths;
use crate::portal_page::PortalPage;
use crate::text::common;
use crate::text::portal as words;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::pager::Pager;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::{around, place_param};
use crate::widgets::frame::params::customer_param;
use crate::widgets::portal::frame::PortalFrame;
use crate::widgets::portal::restore::{RestoreDialog, Restoring};
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use domain::directory::page::Page;
use domain::ids::{CustomerId, UserId};
use leptos::prelude::*;

/// The deleted users, each with a button that restores.
#[component]
pub fn PortalDeletedPage() -> impl IntoView {
    let customer = customer_param();
    let place = place_param::<UserId>();
    let loaded = Resource::new(
        move || (customer.get(), DeletedUsersQuery { place: place.get(), ..DeletedUsersQuery::default() }),
        |(customer, query)| async move {
            match customer {
                Some(customer) => list_deleted_users(customer, query).await,
                None => Err(ApiError::Missing),
            }
        },
    );
    let again = Callback::new(move |()| loaded.refetch());
    let restoring = Restoring::begin(again);
    view! {
        <PortalFrame page=PortalPage::DeletedUsers>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || {
                    let customer = customer.get();
                    Suspend::new(async move {
                        match (loaded.await, customer) {
                            (Ok(page), Some(customer)) => view! { <Rows customer page restoring/> }.into_any(),
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

#[component]
fn Rows(customer: CustomerId, page: Page<DeletedUserRow>, restoring: Restoring) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="grid empty">{words::NOBODY_DELETED}</p> }.into_any();
    }
    let [first, previous, next, last] = around(&page, |row| row.id)
        .map(|place| Signal::stored(place.map(|place| paths::portal_deleted_users_at(customer, place))));
    let row = move |row: DeletedUserRow| {
        let (id, name) = (row.id, row.name.clone());
        let label = words::about(words::RESTORE, &name);
        view! {
            <tr>
                <th scope="row" class="text name">
                    {named(row.name)} <span class="sub">{named(row.upn)}</span>
                </th>
                <td data-label=words::DELETED>
                    <Moment at=row.deleted/>
                </td>
                <td class="num" data-label=words::DAYS_LEFT>
                    {row.days_left}
                </td>
                <td>
                    <button
                        type="button"
                        class="plain"
                        aria-label=label
                        on:click=move |_| restoring.ask(customer, id, name.clone())
                    >
                        {words::RESTORE}
                    </button>
                </td>
            </tr>
        }
    };
    view! {
        <div class="grid">
            <table aria-label=words::title(PortalPage::DeletedUsers)>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col">{words::DELETED}</th>
                        <th scope="col">{words::DAYS_LEFT}</th>
                        <th scope="col">
                            <span class="quiet">{common::COMMANDS}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{page.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <Pager first previous next last/>
    }
    .into_any()
}
