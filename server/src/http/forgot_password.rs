//! Asking for a link to a new password by e-mail. The answer does not tell whether there is an account.

use super::headers::form_policy;
use super::state::AppState;
use super::visit::Visit;
use crate::password;
use crate::security;
use crate::store::SIGN_IN_NAME_MAX;
use crate::store::people::sessions::token_hash;
use crate::store::people::throttle::name_hash;
use app::pages::forgot_password::{ForgotPage, document};
use app::services::{LetterAbout, LinkLetter, LinkPost};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::person::RESET_HOURS;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::store::{ResetLink, SecurityStore, StoreError};
use serde::Deserialize;
use std::sync::Arc;

/// The form of the page.
#[derive(Deserialize)]
pub struct ForgotPasswordForm {
    sign_in_name: String,
}

/// The outcome of the form.
#[derive(Deserialize)]
pub struct Answered {
    sent: Option<String>,
    error: Option<String>,
}

/// Shows the form, or the people to ask where no mail can be sent.
pub async fn show(State(state): State<AppState>, Query(answered): Query<Answered>) -> Response {
    let page = match (&state.services.post, answered) {
        (None, _) => ForgotPage::NoMail,
        (Some(_), Answered { sent: Some(_), .. }) => ForgotPage::Sent,
        (Some(_), Answered { error, .. }) => ForgotPage::Form { error },
    };
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (headers, Html(document(&state.assets, page))).into_response()
}

/// Has a link made and mailed if the sign-in name is an address of somebody. That happens after the answer, which is
/// therefore the same for every name, and as quick.
pub async fn ask(State(state): State<AppState>, visit: Visit, Form(form): Form<ForgotPasswordForm>) -> Response {
    let (page, now) = (app::paths::FORGOT_PASSWORD, (state.services.now)());
    let name = form.sign_in_name;
    let Some(post) = state.services.post.clone() else { return Redirect::to(page).into_response() };
    if name.chars().count() > SIGN_IN_NAME_MAX || name.contains('\0') {
        return Redirect::to(&format!("{page}?sent=1")).into_response();
    }
    let named = |kind| SecurityEvent { name_hash: Some(name_hash(&name)), ..security::event(kind, now, visit.caller) };
    match state.store.note_reset_request(&name, visit.caller.address, now).await {
        Ok(true) => {
            let event = named(SecurityEventKind::ResetRequested);
            tokio::spawn(async move {
                if let Err(error) = mail_link(&state, &name, event, post).await {
                    tracing::error!(%error, "a link to a new password could not be made");
                }
            });
            Redirect::to(&format!("{page}?sent=1")).into_response()
        }
        Ok(false) => {
            state.store.note_security(&named(SecurityEventKind::SignInThrottled)).await;
            Redirect::to(&format!("{page}?error=too-many")).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "asking for a link to a new password failed");
            Redirect::to(&format!("{page}?error=broken")).into_response()
        }
    }
}

async fn mail_link(
    state: &AppState,
    sign_in_name: &str,
    event: SecurityEvent,
    post: Arc<dyn LinkPost>,
) -> Result<(), StoreError> {
    let (token, created) = (password::token(), event.at);
    let expires = created + RESET_HOURS * 60 * 60 * 1000;
    let link = ResetLink { token_hash: token_hash(&token), created, expires };
    if let Some(person) = state.store.make_mailed_reset_link(sign_in_name, &link, event).await? {
        let about = LetterAbout::Reset { name: person.name };
        let path = app::paths::reset_link(&token);
        post.post(vec![LinkLetter { whose: person.id.uuid(), to: person.sign_in_name, about, path, expires }]);
    }
    Ok(())
}
