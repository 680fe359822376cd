//! One-time links. `GET` shows the state of a link; only `POST` uses it up, so mail scanners don't.

use super::headers::form_policy;
use super::state::AppState;
use app::pages::password_link::{LinkPage, document};
use app::services::random;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::console::activity::Caller;
use domain::console::passwords::LinkState;
use domain::directory::password::digest;
use domain::store::{Stamp, StoreError};

/// Shows the state of a link.
pub async fn show(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    match state.store.password_link(&digest(&token), (state.services.now)()).await {
        Ok(link) => answer(&state, LinkPage::State(link, token)),
        Err(error) => broken(&state, &error),
    }
}

/// Makes the password and shows it.
pub async fn make(
    State(state): State<AppState>,
    Path(token): Path<String>,
    caller: Option<Extension<Caller>>,
) -> Response {
    let caller = caller.map(|Extension(caller)| caller).unwrap_or_default();
    let stamp = Stamp { now: (state.services.now)(), caller, ..crate::time::stamp() };
    match state.store.use_password_link(&digest(&token), random, stamp).await {
        Ok(Ok(made)) => answer(&state, LinkPage::Made(made)),
        Ok(Err(link)) => answer(&state, LinkPage::State(link, token)),
        Err(error) => broken(&state, &error),
    }
}

fn broken(state: &AppState, error: &StoreError) -> Response {
    tracing::error!(%error, "a one-time link could not be looked up");
    answer(state, LinkPage::Broken)
}

fn answer(state: &AppState, page: LinkPage) -> Response {
    let status = match &page {
        LinkPage::State(LinkState::Open(_), _) | LinkPage::Made(_) => StatusCode::OK,
        LinkPage::State(LinkState::Unknown, _) => StatusCode::NOT_FOUND,
        LinkPage::State(..) => StatusCode::GONE,
        LinkPage::Broken => StatusCode::SERVICE_UNAVAILABLE,
    };
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (status, headers, Html(document(&state.assets, page))).into_response()
}
