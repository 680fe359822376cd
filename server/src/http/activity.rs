//! Exports of the activity log, and the report of a period with its verification.

use super::download::{FORMAT, Pages, ROWS, line, send};
use super::export::FileRequest;
use super::export_refusal::ExportRefusal;
use super::file_name;
use super::refusals::{self, AccessRefused};
use super::state::AppState;
use app::format::moment;
use app::text::activity as words;
use app::urls::activity as query;
use async_trait::async_trait;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope};
use domain::cases::activity;
use domain::console::activity::{ActivityQuery, ActivityRow};
use domain::console::security::SecurityEventKind;
use domain::directory::page::Cursor;
use domain::store::{Store, StoreError};
use std::sync::Arc;

/// Exports the rows of a customer that match the list's query.
pub(super) async fn of_customer(
    asked: FileRequest,
    Path(customer): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ExportRefusal> {
    let scope = asked.scope(&customer).await?;
    log_file(&asked, ReportOf::Customer(scope), query).await
}

/// Exports the rows of all customers that match the list's query.
pub(super) async fn of_all(asked: FileRequest, RawQuery(query): RawQuery) -> Result<Response, ExportRefusal> {
    let actor = asked.actor.clone();
    if let Err(denied) = actor.may(Permission::SeeUsers) {
        let what = refusals::what(Permission::SeeUsers, ".csv");
        let refused = AccessRefused { actor, kind: SecurityEventKind::ActionRefused, customer: None, what };
        return Err(ExportRefusal::Denied(refused, denied));
    }
    log_file(&asked, ReportOf::All(actor), query).await
}

/// The customers whose rows a file contains.
enum ReportOf {
    Customer(CustomerScope),
    All(Actor),
}

impl ReportOf {
    async fn file_name(&self, state: &AppState) -> Result<String, ExportRefusal> {
        match self {
            Self::Customer(scope) => file_name::of_customer(state, *scope, "activity").await,
            Self::All(_) => Ok(file_name::disposition(None, "activity", (state.services.now)())),
        }
    }
}

async fn log_file(asked: &FileRequest, whose: ReportOf, query: Option<String>) -> Result<Response, ExportRefusal> {
    let state = &asked.state;
    let turn = asked.downloads.turn().await?;
    let mut query = query::read(&query.unwrap_or_default());
    (query.size, query.place) = (ROWS, Cursor::First);
    let store = Arc::clone(&state.services.store);
    let name = whose.file_name(state).await?;
    send(name, FORMAT, turn, Log { store, whose, now: state.services.now, header: Some(header()), next: Some(query) })
        .await
}

/// The pages of a file of the log.
struct Log {
    store: Arc<dyn Store>,
    whose: ReportOf,
    now: fn() -> i64,
    header: Option<String>,
    next: Option<ActivityQuery>,
}

#[async_trait]
impl Pages for Log {
    async fn next(&mut self) -> Result<Option<String>, StoreError> {
        let Some(query) = self.next.take() else { return Ok(None) };
        let page = match &self.whose {
            ReportOf::Customer(scope) => self.store.activity(*scope, &query).await?,
            ReportOf::All(actor) => self.store.partner_activity(actor, &query, (self.now)()).await?,
        };
        if let Some(last) = page.rows.last().filter(|_| page.has_next) {
            self.next = Some(ActivityQuery { place: Cursor::After(last.id), ..query });
        }
        let lines = page.rows.iter().map(row_line);
        Ok(Some(self.header.take().into_iter().chain(lines).collect()))
    }
}

/// Exports everything done to a customer in a period, oldest first, with the check of its chain.
pub(super) async fn report(
    asked: FileRequest,
    Path(customer): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ExportRefusal> {
    let scope = asked.scope(&customer).await?;
    let turn = asked.downloads.turn().await?;
    let query = query::read(&query.unwrap_or_default());
    let store = Arc::clone(&asked.state.services.store);
    let name = store.customer(scope).await?.name;
    let head = [line(&[words::REPORT_TITLE, &name]), line(&[&words::period(query.from, query.until)]), header()];
    let rows = activity::PeriodRows::of(scope, (query.from, query.until), ROWS);
    let file_name = file_name::disposition(Some(&name), "activity report", (asked.state.services.now)());
    send(file_name, FORMAT, turn, ReportLines { store, head: head.concat(), rows: Some(rows) }).await
}

/// The pages of a report: its head, its rows, and the result of the verification.
struct ReportLines {
    store: Arc<dyn Store>,
    head: String,
    rows: Option<activity::PeriodRows>,
}

#[async_trait]
impl Pages for ReportLines {
    async fn next(&mut self) -> Result<Option<String>, StoreError> {
        let Some(rows) = &mut self.rows else { return Ok(None) };
        let head = std::mem::take(&mut self.head);
        if let Some(page) = rows.next(&*self.store).await? {
            return Ok(Some(head + &page.iter().map(row_line).collect::<String>()));
        }
        let verification = rows.verify(&*self.store).await?;
        self.rows = None;
        let found = words::verification(&verification);
        Ok(Some(head + &found.iter().map(|text| line(&[words::VERIFICATION, text])).collect::<String>()))
    }
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
