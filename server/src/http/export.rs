//! Exports: CSV files that open in a spreadsheet without running anything.

use super::router::AppState;
use app::text::lifecycle::title;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::{Actor, CustomerScope};
use domain::cases;
use domain::console::operation::{OutcomeRow, OutcomeTab};
use domain::directory::page::{PageSize, Place};
use domain::directory::user::{ProductName, UserRow};
use domain::ids::{CustomerId, OperationId};
use domain::store::StoreError;
use domain::upload::write::{BYTE_ORDER_MARK, line};

/// A page of an export; the largest there is, so that few requests go to the database.
pub(super) fn chunk() -> PageSize {
    PageSize::ALL.into_iter().max_by_key(|size| size.get()).unwrap_or_default()
}

/// Why there is no file.
pub(super) enum Refused {
    Missing,
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
    cases::scope::open(&*state.services.store, actor, customer).await?.ok_or(Refused::Missing)
}

async fn users_file(state: &AppState, actor: &Actor, customer: &str, query: &str) -> Result<Response, Refused> {
    let scope = scope(state, actor, customer).await?;
    let mut query = app::widgets::users::query::read(query).query;
    query.size = chunk();
    query.place = Place::First;
    let mut lines = vec![line(&["Name", "Email", "Location", "Sign-in status", "User type", "Licenses"])];
    loop {
        let page = state.services.store.users(scope, &query).await?;
        lines.extend(page.rows.iter().map(user_line));
        match page.rows.last() {
            Some(last) if page.has_next => query.place = Place::After(last.id),
            _ => return Ok(file("users.csv", lines)),
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

fn user_line(user: &UserRow) -> String {
    line(&[
        &user.display_name,
        &user.upn,
        user.location.map_or("", |country| country.name()),
        if user.sign_in_allowed { "Allowed" } else { "Blocked" },
        match user.user_type {
            domain::directory::user::UserType::Member => "Member",
            domain::directory::user::UserType::Guest => "Guest",
        },
        &names(&user.products),
    ])
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
    let body = Body::from(format!("{BYTE_ORDER_MARK}{}", lines.concat()));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, body).into_response()
}
