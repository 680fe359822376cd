//! Exports: CSV files that open in a spreadsheet without running anything.

use super::refusals::CustomerRefused;
use super::router::AppState;
use app::text::lifecycle::title;
use app::widgets::users::export_options::ExportOptions;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::{Actor, CustomerScope};
use domain::cases;
use domain::console::operation::{OutcomeRow, OutcomeTab};
use domain::directory::page::{PageSize, Place};
use domain::directory::user::ProductName;
use domain::ids::{CustomerId, OperationId, UserId};
use domain::store::StoreError;
use domain::upload::export::{Export, ExportUser};
use domain::upload::write::{BYTE_ORDER_MARK, line};

/// A page of an export; the largest there is, so that few requests go to the database.
pub(super) fn chunk() -> PageSize {
    PageSize::ALL.into_iter().max_by_key(|size| size.get()).unwrap_or_default()
}

/// Why there is no file.
pub(super) enum Refused {
    Missing,
    Customer(CustomerRefused),
    Broken,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "an export failed");
        Self::Broken
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Missing => (StatusCode::NOT_FOUND, "There is no such file.").into_response(),
            Self::Customer(refused) => (Extension(refused), Self::Missing).into_response(),
            Self::Broken => {
                (StatusCode::SERVICE_UNAVAILABLE, "The file can't be made just now. Try again.").into_response()
            }
        }
    }
}

/// The users that match the list's query.
pub async fn users(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(customer): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    users_file(&state, &actor, &customer, &query.unwrap_or_default()).await.unwrap_or_else(Refused::into_response)
}

/// The outcomes of an operation.
pub async fn outcomes(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path((customer, operation)): Path<(String, String)>,
) -> Response {
    outcomes_file(&state, &actor, &customer, &operation).await.unwrap_or_else(Refused::into_response)
}

pub(super) async fn scope(state: &AppState, actor: &Actor, customer: &str) -> Result<CustomerScope, Refused> {
    let customer: CustomerId = customer.parse().map_err(|_| Refused::Missing)?;
    let refused = || Refused::Customer(CustomerRefused { actor: actor.clone(), customer });
    cases::scope::open(&*state.services.store, actor, customer).await?.ok_or_else(refused)
}

async fn users_file(state: &AppState, actor: &Actor, customer: &str, query: &str) -> Result<Response, Refused> {
    let (scope, store) = (scope(state, actor, customer).await?, &state.services.store);
    let options = ExportOptions::read(query);
    let mut query = app::widgets::users::query::read(query).query;
    if !options.only_shown {
        (query.size, query.place) = (chunk(), Place::First);
    }
    let snapshot = store.company(scope).await?;
    let export = Export::of(options.columns, &snapshot);
    let mut lines = vec![export.header()];
    loop {
        let page = store.users(scope, &query).await?;
        let ids: Vec<UserId> = page.rows.iter().map(|row| row.id).collect();
        let mut profiles = store.profiles(scope, &ids).await?;
        let last = page.rows.last().map(|row| row.id);
        lines.extend(page.rows.into_iter().map(|row| {
            let profile = profiles.remove(&row.id).unwrap_or_default();
            export.line(&ExportUser { row, profile })
        }));
        match last {
            Some(last) if page.has_next && !options.only_shown => query.place = Place::After(last),
            _ if options.has_mark => return Ok(file("users.csv", lines)),
            _ => return Ok(plain_file("users.csv", &lines.concat())),
        }
    }
}

async fn outcomes_file(state: &AppState, actor: &Actor, customer: &str, id: &str) -> Result<Response, Refused> {
    let scope = scope(state, actor, customer).await?;
    let id: OperationId = id.parse().map_err(|_| Refused::Missing)?;
    let store = &state.services.store;
    let operation = store.operation(scope, id).await?.ok_or(Refused::Missing)?;
    let name = format!("{}.csv", title(operation.kind).to_lowercase().replace(' ', "-"));
    let mut lines = vec![line(&["User", "Email", "Result", "Code", "What happened", "Licenses now"])];
    let mut place = Place::First;
    loop {
        let page = store.outcomes(scope, id, OutcomeTab::All, place, chunk()).await?;
        lines.extend(page.rows.iter().map(outcome_line));
        match page.rows.last() {
            Some(last) if page.has_next => place = Place::After(last.position),
            _ => return Ok(file(&name, lines)),
        }
    }
}

fn outcome_line(outcome: &OutcomeRow) -> String {
    line(&[
        &outcome.name,
        &outcome.upn,
        &outcome.outcome,
        outcome.code.as_deref().unwrap_or(""),
        &outcome.message,
        &names(&outcome.licenses_now),
    ])
}

fn names(products: &[ProductName]) -> String {
    products.iter().map(|product| product.name.as_str()).collect::<Vec<_>>().join("; ")
}

/// A byte-order mark tells spreadsheets that the text is UTF-8.
pub(super) fn file(name: &str, lines: Vec<String>) -> Response {
    plain_file(name, &format!("{BYTE_ORDER_MARK}{}", lines.concat()))
}

fn plain_file(name: &str, text: &str) -> Response {
    let body = Body::from(text.to_owned());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, body).into_response()
}
