//! The activity log of a customer in its portal.

use crate::api::portal::list_seen_activity;
use crate::paths;
use crate::portal_page::PortalPage;
use crate::state::resource::resource;
use crate::text::activity::what_changed;
use crate::text::common;
use crate::text::portal as words;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::pager::Pager;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::{around, place_param};
use crate::widgets::frame::params::customer_param;
use crate::widgets::portal::frame::PortalFrame;
use domain::console::portal_activity::SeenActivity;
use domain::directory::page::{Page, PageSize};
use domain::ids::{ActivityId, CustomerId};
use leptos::prelude::*;

/// The changes made for the customer, newest first.
#[component]
pub fn PortalActivityPage() -> impl IntoView {
    let customer = customer_param();
    let place = place_param::<ActivityId>();
    let loaded = resource(move || place.get(), |place| list_seen_activity(place, PageSize::default()));
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <PortalFrame page=PortalPage::Activity>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || {
                    let customer = customer.get();
                    Suspend::new(async move {
                        match loaded.await {
                            Ok(page) => view! { <Rows customer page/> }.into_any(),
                            Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </PortalFrame>
    }
}

#[component]
fn Rows(customer: Option<CustomerId>, page: Page<SeenActivity>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="grid empty">{words::NOTHING_DONE}</p> }.into_any();
    }
    let [first, previous, next, last] = around(&page, |row| row.id)
        .map(|place| Signal::stored(place.and_then(|place| Some(paths::portal_activity_at(customer?, place)))));
    let row = |row: SeenActivity| {
        view! {
            <tr>
                <td data-label=words::WHEN>
                    <Moment at=row.at/>
                </td>
                <td class="text" data-label=words::ACTION>
                    {row.action.as_str()}
                </td>
                <td class="text" data-label=words::PERFORMED_BY>
                    {named(words::performer(&row.by))}
                </td>
                <td class="text" data-label=words::WHAT_CHANGED>
                    {what_changed(&row.details)}
                </td>
            </tr>
        }
    };
    let headers = [words::WHEN, words::ACTION, words::PERFORMED_BY, words::WHAT_CHANGED];
    view! {
        <div class="grid">
            <table class="activity" aria-label=words::title(PortalPage::Activity)>
                <thead>
                    <tr>{headers.map(|header| view! { <th scope="col">{header}</th> }).into_iter().collect_view()}</tr>
                </thead>
                <tbody>{page.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <Pager first previous next last/>
    }
    .into_any()
}
