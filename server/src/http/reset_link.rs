//! Choosing a new password by a link. `GET` uses nothing up, so mail scanners don't.

use super::headers::form_policy;
use super::set_up::SetUpRefusal;
use super::state::AppState;
use super::visit::Visit;
use super::{auth, busy, device, password_right};
use crate::password;
use crate::security;
use crate::store::people::sessions::token_hash;
use app::pages::reset_link::{ResetPage, document};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::second_factor::Asked;
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerUserId;
use domain::store::{SecondFactorStore, SecurityStore};
use serde::Deserialize;
use tower_sessions::Session;

/// The form of the page.
#[derive(Deserialize)]
pub struct Choice {
    password: String,
}

/// Why the password was not taken.
#[derive(Deserialize)]
pub struct ResetLinkQuery {
    error: Option<String>,
}

/// Shows the name of the account and asks for a password.
pub async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Query(refused): Query<ResetLinkQuery>,
) -> Response {
    let (status, page) = match state.store.open_reset_link(&token_hash(&token), (state.services.now)()).await {
        Ok(Some(who)) => {
            let (name, sign_in_name) = (who.actor.name, who.actor.sign_in_name);
            (StatusCode::OK, ResetPage::Open { token, name, sign_in_name, error: refused.error })
        }
        Ok(None) => (StatusCode::GONE, ResetPage::Gone),
        Err(error) => {
            tracing::error!(%error, "a link to a new password could not be looked up");
            (StatusCode::SERVICE_UNAVAILABLE, ResetPage::Broken)
        }
    };
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (status, headers, Html(document(&state.assets, page))).into_response()
}

/// Gives the person the new password, uses the link up, and signs in or asks for a code.
pub async fn choose(
    State(state): State<AppState>,
    Path(token): Path<String>,
    session: Session,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Choice>,
) -> Response {
    let page = app::paths::reset_link(&token);
    match set_password(&state, &token, &session, &visit, form.password).await {
        Ok((_, Asked::Code, next)) => Redirect::to(&app::paths::code(next)).into_response(),
        Ok((who, Asked::Nothing | Asked::SetUp, next)) => {
            device::remember(&state, &headers, who, Redirect::to(next).into_response()).await
        }
        Err(SetUpRefusal::Busy) => busy::answer(&state, &page),
        Err(SetUpRefusal::Link) => {
            let event = security::event(SecurityEventKind::ResetRefused, (state.services.now)(), visit.caller);
            state.store.note_security(&event).await;
            Redirect::to(&page).into_response()
        }
        Err(refused) => Redirect::to(&format!("{page}?error={}", refused.as_str())).into_response(),
    }
}

/// The person whose password it is, the next question, and the page that follows.
async fn set_password(
    state: &AppState,
    token: &str,
    session: &Session,
    visit: &Visit,
    password: String,
) -> Result<(PartnerUserId, Asked, &'static str), SetUpRefusal> {
    let now = (state.services.now)();
    let token = token_hash(token);
    let who = state.store.open_reset_link(&token, now).await?.ok_or(SetUpRefusal::Link)?;
    let organizations = state.store.organization_names(who.actor.organization()).await?;
    password::check(&password, &[&who.actor.name, &who.actor.sign_in_name], &organizations)?;
    let hash = state.hasher.place()?.hash(password).await?;
    let event = security::event(SecurityEventKind::PasswordChanged, now, visit.caller);
    let who = state.store.use_reset_link(&token, &hash, event).await?.ok_or(SetUpRefusal::Link)?;
    let asked = state.store.second_factor(&who.actor).await?.asked();
    let begun = match asked {
        Asked::Code => {
            let event = security::event(SecurityEventKind::CodeAsked, now, visit.caller);
            state.store.note_security(&event.by(who.actor.partner, who.actor.id)).await;
            password_right::begin(state, session, &who, now).await
        }
        // A person who must set one up is signed in for that alone.
        Asked::Nothing | Asked::SetUp => auth::begin(state, session, &who, visit).await,
    };
    begun.map_err(|_| SetUpRefusal::Broken)?;
    let next = if who.actor.portal.is_some() { app::paths::PORTAL } else { app::paths::CUSTOMERS };
    Ok((who.actor.id, asked, next))
}
