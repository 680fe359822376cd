//! The activity log of a customer or of all: filters, export, rows, pages.

use super::filters::ActivityFilters;
use super::log_of::LogOf;
use super::table::{ActivityTable, FirstColumn};
use crate::api::activity::{list_activity, list_all_activity, list_people};
use crate::error::ApiError;
use crate::paths;
use crate::state::resource::resource;
use crate::text::activity as words;
use crate::text::common;
use crate::text::frame::ALL_ACTIVITY;
use crate::ui::pager::Pager;
use crate::urls::activity as query;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::around;
use domain::console::activity::{ActivityQuery, ActivityRow};
use domain::directory::page::{Cursor, Page};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The log selected by the address.
#[component]
pub fn ActivityLog(whose: LogOf) -> impl IntoView {
    let search = use_location().search;
    let asked = Memo::new(move |_| search.with(|search| query::read(search)));
    let rows = resource(move || asked.get(), move |asked| load(whose, asked));
    let people = resource(|| (), |()| list_people());
    let people = Signal::derive(move || people.get().and_then(Result::ok).unwrap_or_default());
    let again = Callback::new(move |()| rows.refetch());
    let export = move || {
        let whole = asked.with(|asked| ActivityQuery { place: Cursor::First, ..asked.clone() });
        whose.export(&query::write(&whole))
    };
    view! {
        <p class="lead">{words::LEAD}</p>
        <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
            <ActivityFilters whose query=asked people/>
            <p class="acts no-print">
                <a href=export rel="external" download="">
                    {common::EXPORT}
                </a>
                {match whose {
                    LogOf::All => None,
                    LogOf::Customer(customer) => {
                        Some(view! { <a href=paths::activity_report(customer, "")>{words::REPORT}</a> })
                    }
                }}
            </p>
            {move || match rows.get() {
                Some(Ok((asked, page))) => view! { <Rows whose asked page/> }.into_any(),
                Some(Err(error)) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                None => ().into_any(),
            }}
        </Transition>
    }
}

#[component]
fn Rows(whose: LogOf, asked: ActivityQuery, page: Page<ActivityRow>) -> impl IntoView {
    if page.rows.is_empty() {
        let is_all = asked == ActivityQuery::default();
        let empty = if is_all { words::NOTHING_YET } else { words::NOTHING_MATCHES };
        return view! { <p class="note info" role="status">{empty}</p> }.into_any();
    }
    let [first, previous, next, last] = around(&page, |row| row.id).map(|place| {
        let address = |place| whose.address(&query::write(&ActivityQuery { place, ..asked.clone() }));
        Signal::stored(place.map(address))
    });
    let (label, shown) = match whose {
        LogOf::All => (ALL_ACTIVITY, FirstColumn::Customer),
        LogOf::Customer(_) => (words::ACTIVITY, FirstColumn::Number),
    };
    view! {
        <ActivityTable label shown rows=page.rows/>
        <Pager first previous next last/>
    }
    .into_any()
}

async fn load(whose: LogOf, asked: ActivityQuery) -> Result<(ActivityQuery, Page<ActivityRow>), ApiError> {
    let page = match whose {
        LogOf::All => list_all_activity(asked.clone()).await?,
        LogOf::Customer(customer) => list_activity(customer, asked.clone()).await?,
    };
    Ok((asked, page))
}
