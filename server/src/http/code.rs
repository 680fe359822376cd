//! Asking for a code after the password. The page is a plain form, like signing in.

use super::attempt;
use super::auth::{self, GoesOn};
use super::password_right::{self, PasswordRight};
use super::state::AppState;
use super::visit::Visit;
use super::{device, entrance, headers::form_policy, provider_visit};
use crate::password;
use crate::security;
use app::pages::code::document;
use app::paths;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::second_factor::TypedCode;
use domain::console::security::SecurityEventKind;
use domain::store::{PartnerUserSecret, SecurityStore, StoreError};
use serde::Deserialize;
use tower_sessions::Session;

/// The address of the page.
#[derive(Deserialize)]
pub struct CodeQuery {
    next: Option<String>,
    error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct CodeForm {
    code: String,
    next: Option<String>,
}

/// Why nobody was signed in.
enum CodeRefusal {
    /// No password was typed in this session.
    Nobody,
    /// The time for the code is over, or the account was changed meanwhile.
    Over,
    Wrong,
    TooMany,
    /// Too many codes were tried for the person in the last hours.
    TooManyCodes,
    Broken,
}

impl From<StoreError> for CodeRefusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "checking a code failed");
        Self::Broken
    }
}

/// Shows the form to a person whose password was right.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    headers: HeaderMap,
    Query(asking): Query<CodeQuery>,
) -> Response {
    let next = app::paths::local_or_customers(asking.next.as_deref().unwrap_or_default());
    let from = entrance::of(&session).await;
    match password_right::find(&state, &session).await {
        Ok(PasswordRight::Person(..)) => {
            let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
            (headers, Html(document(&state.assets, next, entrance::sign_in(from, next), asking.error.as_deref())))
                .into_response()
        }
        Ok(PasswordRight::Nobody) => Redirect::to(&auth::to_sign_in(&state, &headers, next)).into_response(),
        Ok(PasswordRight::Over) => Redirect::to(&provider_visit::refused("late", next, from)).into_response(),
        Err(_) => Redirect::to(&provider_visit::refused("broken", next, from)).into_response(),
    }
}

/// Checks the code, signs in, and continues to the requested page.
pub async fn check(
    State(state): State<AppState>,
    session: Session,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Response {
    let next = app::paths::local_or_customers(form.next.as_deref().unwrap_or_default()).to_owned();
    let from = entrance::of(&session).await;
    let again = |error| Redirect::to(&format!("{}&error={error}", app::paths::code(&next))).into_response();
    match sign_in(&state, &session, &visit, device::kept(state.transport, &headers), &form.code).await {
        Ok((token, in_portal)) => {
            let next = paths::landing(in_portal, &next);
            ([(header::SET_COOKIE, device::keep(state.transport, token))], Redirect::to(next)).into_response()
        }
        Err(CodeRefusal::Nobody) => Redirect::to(&app::paths::sign_in(&next)).into_response(),
        Err(CodeRefusal::Over) => Redirect::to(&provider_visit::refused("late", &next, from)).into_response(),
        Err(CodeRefusal::Wrong) => again("wrong"),
        Err(CodeRefusal::TooMany) => again("too-many"),
        Err(CodeRefusal::TooManyCodes) => again("too-many-codes"),
        Err(CodeRefusal::Broken) => again("broken"),
    }
}

/// Counts the attempt, uses the code up and signs in. Returns the token for the browser to keep, and whether it is a
/// person of a customer's portal.
async fn sign_in(
    state: &AppState,
    session: &Session,
    visit: &Visit,
    device: Option<String>,
    typed: &str,
) -> Result<(String, bool), CodeRefusal> {
    let (store, now) = (&state.store, (state.services.now)());
    let (who, proven): (PartnerUserSecret, i64) = match password_right::find(state, session).await? {
        PasswordRight::Person(who, proven) => (*who, proven),
        PasswordRight::Over => {
            let refused = security::event(SecurityEventKind::CodeRefused, now, visit.caller);
            store.note_security(&refused).await;
            return Err(CodeRefusal::Over);
        }
        PasswordRight::Nobody => return Err(CodeRefusal::Nobody),
    };
    let actor = &who.actor;
    let event = |kind| security::event(kind, now, visit.caller).by(actor.partner, actor.id);
    let Some(attempt) = attempt::begin(state, actor, visit.caller, device.as_deref()).await? else {
        return Err(CodeRefusal::TooMany);
    };
    let Ok(code) = typed.parse::<TypedCode>() else {
        store.note_security(&event(SecurityEventKind::CodeRefused)).await;
        return Err(CodeRefusal::Wrong);
    };
    // Nobody guesses a recovery code.
    let is_counted = matches!(code, TypedCode::App(_));
    if is_counted && !store.note_code_attempt(&attempt, actor.id, now).await? {
        store.note_security(&event(SecurityEventKind::SignInThrottled)).await;
        return Err(CodeRefusal::TooManyCodes);
    }
    let signed_in = event(SecurityEventKind::SignedIn);
    if !store.use_code(actor, &code, &signed_in).await? {
        return Err(CodeRefusal::Wrong);
    }
    if is_counted {
        store.code_succeeded(&attempt, actor.id).await?;
    }
    let token = device.filter(|_| attempt.is_known).unwrap_or_else(password::token);
    store.sign_in_succeeded(&attempt, &who, &token, &signed_in).await?;
    match auth::begin_after_code(state, session, &who, visit, proven).await {
        Ok(GoesOn::Here) => Ok((token, actor.portal.is_some())),
        Ok(GoesOn::Ended) => Err(CodeRefusal::Over),
        Err(_) => Err(CodeRefusal::Broken),
    }
}
