//! Exports of the activity log, and the report of a period with its verification.

use super::export::{Refused, chunk, file, line, scope};
use super::file_name;
use super::router::AppState;
use app::format::moment;
use app::text::activity as words;
use app::widgets::activity::query;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use domain::access::{Actor, CustomerScope};
use domain::cases::activity;
use domain::console::activity::ActivityRow;
use domain::directory::page::Place;

/// The rows of a customer that match the list's query.
pub async fn of_customer(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(customer): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    customer_file(&state, &actor, &customer, query).await.unwrap_or_else(IntoResponse::into_response)
}

/// The rows of all customers that match the list's query.
pub async fn of_all(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    RawQuery(query): RawQuery,
) -> Response {
    log_file(&state, Whose::All(&actor), query).await.unwrap_or_else(IntoResponse::into_response)
}

/// Everything done to a customer in a period, oldest first, with the check of its chain.
pub async fn report(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(customer): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    report_file(&state, &actor, &customer, query).await.unwrap_or_else(IntoResponse::into_response)
}

/// Whose rows a file has.
enum Whose<'a> {
    Customer(CustomerScope),
    All(&'a Actor),
}

impl Whose<'_> {
    async fn file_name(&self, state: &AppState) -> Result<String, Refused> {
        match self {
            Self::Customer(scope) => file_name::of_customer(state, *scope, "activity").await,
            Self::All(_) => Ok(file_name::disposition(None, "activity", (state.services.now)())),
        }
    }
}

async fn customer_file(
    state: &AppState,
    actor: &Actor,
    customer: &str,
    asked: Option<String>,
) -> Result<Response, Refused> {
    let scope = scope(state, actor, customer).await?;
    log_file(state, Whose::Customer(scope), asked).await
}

async fn log_file(state: &AppState, whose: Whose<'_>, asked: Option<String>) -> Result<Response, Refused> {
    let mut query = query::read(&asked.unwrap_or_default());
    (query.size, query.place) = (chunk(), Place::First);
    let mut lines = vec![header()];
    loop {
        let page = match whose {
            Whose::Customer(scope) => state.services.store.activity(scope, &query).await?,
            Whose::All(actor) => state.services.store.partner_activity(actor, &query).await?,
        };
        lines.extend(page.rows.iter().map(row_line));
        match page.rows.last() {
            Some(last) if page.has_next => query.place = Place::After(last.id),
            _ => return Ok(file(whose.file_name(state).await?, lines)),
        }
    }
}

async fn report_file(
    state: &AppState,
    actor: &Actor,
    customer: &str,
    asked: Option<String>,
) -> Result<Response, Refused> {
    let scope = scope(state, actor, customer).await?;
    let asked = query::read(&asked.unwrap_or_default());
    let store = &*state.services.store;
    let report = activity::report(store, scope, (asked.from, asked.until), usize::MAX).await?;
    let name = store.customer(scope).await?.name;
    let file_name = file_name::disposition(Some(&name), "activity report", (state.services.now)());
    let mut lines =
        vec![line(&[words::REPORT_TITLE, &name]), line(&[&words::period(asked.from, asked.until)]), header()];
    lines.extend(report.rows.iter().map(row_line));
    let found = words::verification(&report.verification);
    lines.extend(found.iter().map(|text| line(&[words::VERIFICATION, text])));
    Ok(file(file_name, lines))
}

fn header() -> String {
    line(&[
        words::DATE_TIME,
        words::CUSTOMER,
        words::NO,
        words::ACTION,
        words::PERFORMED_BY,
        words::TARGET,
        words::WHAT_CHANGED,
        words::REASON,
        words::REQUEST,
        words::ADDRESS,
        words::HASH,
    ])
}

fn row_line(row: &ActivityRow) -> String {
    line(&[
        &moment(row.at),
        &row.customer_name,
        &row.sequence.to_string(),
        row.action.as_str(),
        words::performer(row),
        &words::target(row),
        &words::what_changed(&row.details),
        row.reason.as_deref().unwrap_or(""),
        &row.request.map_or(String::new(), |request| request.to_string()),
        row.address.as_deref().unwrap_or(""),
        &row.hash.to_string(),
    ])
}
