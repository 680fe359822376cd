//! Security events: sign-ins, refused sign-ins, and account changes.

use super::table::Request;
use crate::api::security::list_security_events;
use crate::error::ApiError;
use crate::format::Precision;
use crate::paths;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::security as words;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::pager::Pager;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::{around, place_param};
use domain::console::security::SecurityEventRow;
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{CustomerId, SecurityEventId};
use leptos::prelude::*;

/// The page of events selected by the address.
#[component]
pub fn SecurityEvents() -> impl IntoView {
    let place = place_param::<SecurityEventId>();
    let rows = resource(move || place.get(), load);
    let again = Callback::new(move |()| rows.refetch());
    view! {
        <p class="lead">{words::LEAD}</p>
        <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
            {move || match rows.get() {
                Some(Ok(page)) => view! { <Rows page/> }.into_any(),
                Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
                None => ().into_any(),
            }}
        </Transition>
    }
}

#[component]
fn Rows(page: Page<SecurityEventRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="note info" role="status">{words::NOTHING_YET}</p> }.into_any();
    }
    let [first, previous, next, last] =
        around(&page, |row| row.id).map(|place| Signal::stored(place.map(paths::sign_ins_at)));
    let headers = [words::WHEN, words::EVENT, words::PERSON, words::CUSTOMER, words::REQUEST];
    view! {
        <div class="grid">
            <table class="activity" aria-label=words::SIGN_INS>
                <thead>
                    <tr>{headers.map(|header| view! { <th scope="col">{header}</th> }).into_iter().collect_view()}</tr>
                </thead>
                <tbody>{page.rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager first previous next last/>
    }
    .into_any()
}

#[component]
fn Row(row: SecurityEventRow) -> impl IntoView {
    let roles = row.roles.as_ref().map(|changed| {
        let words = words::roles_changed(changed, words::MEMBERS_SHOWN_MAX);
        view! { <span class="muted event-roles">{words}</span> }
    });
    let refused = words::refused(&row).map(|words| view! { <span class="muted event-roles">{words}</span> });
    let request = row.request.clone().map(|id| view! { <Request id/> });
    view! {
        <tr>
            <td data-label=words::WHEN><Moment at=row.at precision=Precision::Second/></td>
            <td class="text any" data-label=words::EVENT>
                {row.kind.as_str()} {refused} {roles}
            </td>
            <td class="text any" data-label=words::PERSON>
                {words::person(&row)}
            </td>
            <td class="text any" data-label=row.customer.is_some().then_some(words::CUSTOMER)>
                {row.customer.map(|customer| requested(customer, row.customer_name.clone()))}
            </td>
            <td class="text any" data-label=row.request.is_some().then_some(words::REQUEST)>
                {row.address.clone()}
                " "
                {request}
            </td>
        </tr>
    }
}

/// The customer's name as a link to its users. One that is not the partner's has only its id.
fn requested(customer: CustomerId, name: Option<String>) -> AnyView {
    match name {
        Some(name) => view! { <a href=paths::users(customer)>{named(name)}</a> }.into_any(),
        None => customer.to_string().into_any(),
    }
}

async fn load(place: Cursor<SecurityEventId>) -> Result<Page<SecurityEventRow>, ApiError> {
    list_security_events(place, PageSize::default()).await
}
