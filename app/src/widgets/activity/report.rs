//! The activity report of a customer for a period: on screen, printed, or as a file.

use super::filters::Field;
use super::table::{ActivityTable, FirstColumn};
use crate::api::activity::get_report;
use crate::format::day;
use crate::paths;
use crate::state::resource::resource;
use crate::text::activity as words;
use crate::text::common;
use crate::urls::activity as query;
use crate::widgets::frame::error_view::ErrorView;
use domain::console::activity::{ActivityQuery, Report};
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_location;

/// The form of the period, the rows, and the verification of their chain.
#[component]
pub fn ActivityReport(customer: CustomerId) -> impl IntoView {
    let search = use_location().search;
    let asked = Memo::new(move |_| search.with(|search| period_of(&query::read(search))));
    let report = resource(
        move || asked.get(),
        move |asked| async move {
            let report = get_report(customer, asked.from, asked.until).await?;
            Ok((asked, report))
        },
    );
    let again = Callback::new(move |()| report.refetch());
    let text = move |of: fn(&ActivityQuery) -> String| Signal::derive(move || asked.with(of));
    view! {
        <p class="lead no-print">{words::REPORT_LEAD}</p>
        <Form method="GET" action=paths::activity_report(customer, "") attr:class="activity-filters no-print">
            <Field label=words::FROM name="from" kind="date" value=text(|asked| asked.from.map(day).unwrap_or_default())/>
            <Field
                label=words::TO
                name="to"
                kind="date"
                value=text(|asked| query::last_day(asked).unwrap_or_default())
            />
            <button type="submit" class="second">
                {words::SHOW}
            </button>
        </Form>
        <p class="acts no-print">
            <button type="button" class="second" on:click=|_| drop(window().print())>
                {common::PRINT}
            </button>
            <a
                href=move || asked.with(|asked| paths::activity_report(customer, ".csv") + &query::write(asked))
                rel="external"
                download=""
            >
                {common::EXPORT}
            </a>
        </p>
        <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
            {move || match report.get() {
                Some(Ok((asked, report))) => view! { <Read asked report/> }.into_any(),
                Some(Err(error)) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                None => ().into_any(),
            }}
        </Transition>
    }
}

#[component]
fn Read(asked: ActivityQuery, report: Report) -> impl IntoView {
    let Report { rows, has_more, verification } = report;
    let class = if verification.holds() { "note info" } else { "note bad" };
    view! {
        <h2>{words::period(asked.from, asked.until)}</h2>
        {has_more.then(|| view! { <p class="note info">{words::more_rows()}</p> })}
        {(!rows.is_empty()).then(|| view! { <ActivityTable label=words::REPORT_TITLE shown=FirstColumn::Number rows whole=true/> })}
        <section class="verification" aria-labelledby="verification">
            <h2 id="verification">{words::VERIFICATION}</h2>
            <div class=class>
                {words::verification(&verification).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            </div>
            <p class="muted">{words::VERIFICATION_NOTE}</p>
        </section>
    }
}

/// The period of a query, without its other filters.
fn period_of(query: &ActivityQuery) -> ActivityQuery {
    ActivityQuery { from: query.from, until: query.until, ..ActivityQuery::default() }
}
