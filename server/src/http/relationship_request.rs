//! A customer's answer to a request for an admin relationship. `GET` shows the request; only `POST` answers it, so mail
//! scanners don't.

use super::headers::form_policy;
use super::router::AppState;
use crate::security;
use app::pages::relationship_request::{RequestPage, document};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::{Extension, Form};
use domain::access::relationship_request::CustomerAnswer;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::directory::password::digest;
use domain::store::{RelationshipStore, StoreError};
use serde::Deserialize;

/// The form of the page.
#[derive(Deserialize)]
pub struct AnswerForm {
    answer: Answer,
}

/// The buttons of the form.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Approve,
    Reject,
}

/// Shows the request of a link.
pub async fn show(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    match state.store.open_request(&digest(&token), (state.services.now)()).await {
        Ok(Some(request)) => page(&state, RequestPage::Open(request, token)),
        Ok(None) => page(&state, RequestPage::Gone),
        Err(error) => broken(&state, &error),
    }
}

/// Writes the customer's answer, and shows it.
pub async fn answer(
    State(state): State<AppState>,
    Path(token): Path<String>,
    caller: Option<Extension<Caller>>,
    Form(form): Form<AnswerForm>,
) -> Response {
    let caller = caller.map(|Extension(caller)| caller).unwrap_or_default();
    let (answer, kind) = match form.answer {
        Answer::Approve => (CustomerAnswer::Approve, SecurityEventKind::RelationshipApproved),
        Answer::Reject => (CustomerAnswer::Reject, SecurityEventKind::RelationshipRejected),
    };
    let event = security::event(kind, (state.services.now)(), caller);
    match state.store.answer_request(&digest(&token), answer, &event).await {
        Ok(Some(request)) => page(&state, RequestPage::Answered(request, answer)),
        Ok(None) => page(&state, RequestPage::Gone),
        Err(error) => broken(&state, &error),
    }
}

fn broken(state: &AppState, error: &StoreError) -> Response {
    tracing::error!(%error, "a request for an admin relationship could not be looked up");
    page(state, RequestPage::Broken)
}

fn page(state: &AppState, content: RequestPage) -> Response {
    let status = match &content {
        RequestPage::Open(..) | RequestPage::Answered(..) => StatusCode::OK,
        RequestPage::Gone => StatusCode::GONE,
        RequestPage::Broken => StatusCode::SERVICE_UNAVAILABLE,
    };
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (status, headers, Html(document(&state.assets, content))).into_response()
}
