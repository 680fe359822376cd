//! Replacing a temporary password: of a portal person, or of an admin that got one from the command line. Until it is
//! replaced, the person can use nothing else.

use super::headers::form_policy;
use super::my_account::{ChangeRefusal, PasswordChange, change};
use super::state::AppState;
use super::visit::Visit;
use super::{busy, device};
use app::pages::portal_password::document;
use app::paths;
use app::services::MustChoosePassword;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use serde::Deserialize;
use tower_sessions::Session;

/// Why the last password was not taken.
#[derive(Deserialize)]
pub struct PortalPasswordQuery {
    error: Option<String>,
}

/// Shows the form to a person with a temporary password.
pub async fn show(
    State(state): State<AppState>,
    must: Option<Extension<MustChoosePassword>>,
    Query(refused): Query<PortalPasswordQuery>,
) -> Response {
    let Some(Extension(MustChoosePassword(actor))) = must else {
        return Redirect::to("/").into_response();
    };
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (headers, Html(document(&state.assets, &actor.sign_in_name, refused.error.as_deref()))).into_response()
}

/// Takes the new password, and signs in with it.
pub async fn choose(
    State(state): State<AppState>,
    session: Session,
    must: Option<Extension<MustChoosePassword>>,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<PasswordChange>,
) -> Response {
    let page = paths::PORTAL_PASSWORD;
    let Some(Extension(MustChoosePassword(actor))) = must else {
        return Redirect::to(&paths::sign_in(paths::PORTAL)).into_response();
    };
    let device = device::kept(state.transport, &headers);
    // Signing in, just before, was the proof.
    let landing = paths::landing(actor.portal.is_some(), paths::CUSTOMERS);
    match change(&state, &session, &actor, &visit, (device, true), form).await {
        Ok(()) => device::remember(&state, &headers, actor.id, Redirect::to(landing).into_response()).await,
        Err(ChangeRefusal::Busy) => busy::answer(&state, page),
        Err(ChangeRefusal::SignedOut) => Redirect::to(&paths::sign_in(paths::PORTAL)).into_response(),
        Err(refused) => Redirect::to(&format!("{page}?error={}", refused.as_str())).into_response(),
    }
}
