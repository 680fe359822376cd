//! Security events: sign-ins, refusals, and changes of access. Of a customer those that are refusals.

use super::log_of::LogOf;
use super::table::Request;
use crate::api::activity::list_refusals;
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
pub fn SecurityEvents(whose: LogOf) -> impl IntoView {
    let place = place_param::<SecurityEventId>();
    let rows = resource(move || place.get(), move |place| load(whose, place));
    let again = Callback::new(move |()| rows.refetch());
    let lead = match whose {
        LogOf::All => words::LEAD,
        LogOf::Customer(_) => words::REFUSALS_LEAD,
    };
    view! {
        <p class="lead">{lead}</p>
        <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
            {move || match rows.get() {
                Some(Ok(page)) => view! { <Rows whose page/> }.into_any(),
                Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
                None => ().into_any(),
            }}
        </Transition>
    }
}

#[component]
fn Rows(whose: LogOf, page: Page<SecurityEventRow>) -> impl IntoView {
    let (label, empty, column) = match whose {
        LogOf::All => (words::SECURITY, words::NOTHING_YET, Some(words::CUSTOMER)),
        LogOf::Customer(_) => (words::REFUSALS, words::NOTHING_REFUSED, None),
    };
    if page.rows.is_empty() {
        return view! { <p class="note info" role="status">{empty}</p> }.into_any();
    }
    let [first, previous, next, last] =
        around(&page, |row| row.id).map(|place| Signal::stored(place.map(|place| whose.security(place))));
    let headers = [words::WHEN, words::EVENT, words::PERSON].into_iter().chain(column).chain([words::REQUEST]);
    view! {
        <div class="grid">
            <table class="activity" aria-label=label>
                <thead>
                    <tr>{headers.map(|header| view! { <th scope="col">{header}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{page.rows.into_iter().map(|row| view! { <Row whose row/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager first previous next last/>
    }
    .into_any()
}

#[component]
fn Row(whose: LogOf, row: SecurityEventRow) -> impl IntoView {
    let roles = row.roles.as_ref().map(|changed| {
        let words = words::roles_changed(changed, words::MEMBERS_SHOWN_MAX);
        view! { <span class="muted event-roles">{words}</span> }
    });
    let refused = words::refused(&row).map(|words| view! { <span class="muted event-roles">{words}</span> });
    let customer = (whose == LogOf::All).then(|| {
        view! {
            <td class="text any" data-label=row.customer.is_some().then_some(words::CUSTOMER)>
                {row.customer.map(|customer| requested(customer, row.customer_name.clone()))}
            </td>
        }
    });
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
            {customer}
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

async fn load(whose: LogOf, place: Cursor<SecurityEventId>) -> Result<Page<SecurityEventRow>, ApiError> {
    match whose {
        LogOf::All => list_security_events(place, PageSize::default()).await,
        LogOf::Customer(customer) => list_refusals(customer, place, PageSize::default()).await,
    }
}
