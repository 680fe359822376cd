//! A customer's answer to a request for an admin relationship. `GET` shows the request; only `POST` answers it, so mail
//! scanners don't.

use super::headers::form_policy;
use super::state::AppState;
use crate::security;
use app::pages::relationship_request::{RequestPage, document};
use app::services::{MustChoosePassword, MustSetUp};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{Extensions, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::access::Actor;
use domain::access::relationship_request::{CustomerAnswer, may_answer};
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::directory::password::digest;
use domain::ids::CustomerId;
use domain::store::{RelationshipRequestStore, SecurityStore, StoreError};
use serde::Deserialize;

/// The form of the page.
#[derive(Deserialize)]
pub struct AnswerForm {
    answer: PressedButton,
}

/// The buttons of the form.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PressedButton {
    Approve,
    Reject,
}

/// Shows the request of a link.
pub async fn show(State(state): State<AppState>, Path(token): Path<String>, extensions: Extensions) -> Response {
    match state.store.open_request(&digest(&token), (state.services.now)()).await {
        Ok(Some(request)) if !may_answer_here(&extensions, request.customer) => {
            page(&state, RequestPage::Theirs(request))
        }
        Ok(Some(request)) => page(&state, RequestPage::Open(request, token)),
        Ok(None) => page(&state, RequestPage::Gone),
        Err(error) => broken(&state, &error),
    }
}

/// Writes the customer's answer, and shows it.
pub async fn answer(
    State(state): State<AppState>,
    Path(token): Path<String>,
    extensions: Extensions,
    Form(form): Form<AnswerForm>,
) -> Response {
    let caller = extensions.get::<Caller>().copied().unwrap_or_default();
    let (answer, kind) = match form.answer {
        PressedButton::Approve => (CustomerAnswer::Approve, SecurityEventKind::RelationshipApproved),
        PressedButton::Reject => (CustomerAnswer::Reject, SecurityEventKind::RelationshipRejected),
    };
    let now = (state.services.now)();
    // Nobody is signed in as often as not: then the link is all there is.
    if let Some(actor) = signed_in(&extensions) {
        match state.store.open_request(&digest(&token), now).await {
            Ok(Some(request)) if !may_answer_here(&extensions, request.customer) => {
                let refused = security::event(SecurityEventKind::ActionRefused, now, caller);
                state.store.note_security(&refused.by(actor.partner, actor.id).about(request.customer)).await;
                return page(&state, RequestPage::Theirs(request));
            }
            Ok(_) => {}
            Err(error) => return broken(&state, &error),
        }
    }
    let event = security::event(kind, now, caller);
    let event = match signed_in(&extensions) {
        Some(actor) => event.by(actor.partner, actor.id),
        None => event,
    };
    match state.store.answer_request(&digest(&token), answer, &event).await {
        Ok(Some(request)) => page(&state, RequestPage::Answered(request, answer)),
        Ok(None) => page(&state, RequestPage::Gone),
        Err(error) => broken(&state, &error),
    }
}

/// Whether the request can be answered in this session. A person that must set something up first can't answer: the
/// answer would be recorded as that person's.
fn may_answer_here(extensions: &Extensions, customer: CustomerId) -> bool {
    let is_half_way = extensions.get::<Actor>().is_none() && signed_in(extensions).is_some();
    !is_half_way && may_answer(signed_in(extensions), customer)
}

/// The signed-in person, even if something must be set up first.
fn signed_in(extensions: &Extensions) -> Option<&Actor> {
    let must_set_up = || extensions.get::<MustSetUp>().map(|MustSetUp(actor)| actor);
    let must_choose = || extensions.get::<MustChoosePassword>().map(|MustChoosePassword(actor)| actor);
    extensions.get::<Actor>().or_else(must_set_up).or_else(must_choose)
}

fn broken(state: &AppState, error: &StoreError) -> Response {
    tracing::error!(%error, "a request for an admin relationship could not be looked up");
    page(state, RequestPage::Broken)
}

fn page(state: &AppState, content: RequestPage) -> Response {
    let status = match &content {
        RequestPage::Open(..) | RequestPage::Answered(..) => StatusCode::OK,
        RequestPage::Theirs(_) => StatusCode::FORBIDDEN,
        RequestPage::Gone => StatusCode::GONE,
        RequestPage::Broken => StatusCode::SERVICE_UNAVAILABLE,
    };
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (status, headers, Html(document(&state.assets, content))).into_response()
}
