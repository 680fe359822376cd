//! Signing in and out: plain form posts, which work without JavaScript.

use super::auth::{self, begin};
use super::router::AppState;
use crate::password;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderName;
use axum::response::{IntoResponse, Redirect};
use domain::store::StoreError;
use serde::Deserialize;
use tower_sessions::Session;

/// So many refused sign-ins with one name …
const ATTEMPTS_MAX: i64 = 10;
/// … within so many milliseconds make it wait.
const ATTEMPTS_WITHIN_MS: i64 = 15 * 60 * 1000;

/// The sign-in form.
#[derive(Deserialize)]
pub struct SignIn {
    sign_in_name: String,
    password: String,
    next: Option<String>,
}

/// Why nobody was signed in, as the page's `error` parameter.
enum Refused {
    Wrong,
    TooMany,
    Broken,
}

impl Refused {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::TooMany => "too-many",
            Self::Broken => "broken",
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "signing in failed");
        Self::Broken
    }
}

/// Signs in and goes to where the person was going.
pub async fn sign_in(State(state): State<AppState>, session: Session, Form(form): Form<SignIn>) -> Redirect {
    let next = app::paths::local_or_customers(form.next.as_deref().unwrap_or_default()).to_owned();
    match check(&state, &session, form).await {
        Ok(()) => Redirect::to(&next),
        Err(refused) => Redirect::to(&auth::refused(refused.as_str(), &next)),
    }
}

/// What the browser forgets when a person signs out, besides the session's cookie: what it kept of pages, and what was
/// selected and typed.
const FORGET: (HeaderName, &str) = (HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"");

/// Signs out and goes to the sign-in page.
pub async fn sign_out(session: Session) -> impl IntoResponse {
    if let Err(error) = session.flush().await {
        tracing::error!(%error, "signing out failed");
    }
    ([FORGET], Redirect::to(app::paths::SIGN_IN))
}

async fn check(state: &AppState, session: &Session, form: SignIn) -> Result<(), Refused> {
    let now = (state.services.now)();
    let store = &state.store;
    if store.count_sign_in_attempts(&form.sign_in_name, now - ATTEMPTS_WITHIN_MS, now).await? >= ATTEMPTS_MAX {
        return Err(Refused::TooMany);
    }
    let secret = state.services.store.partner_user_secret(&form.sign_in_name).await?;
    let (hash, password) = (secret.as_ref().map(|secret| secret.password_hash.clone()), form.password);
    let fits = tokio::task::spawn_blocking(move || password::verify(&password, hash.as_deref())).await;
    match secret {
        Some(secret) if fits.unwrap_or(false) => {
            store.forget_sign_in_attempts(&form.sign_in_name, now - ATTEMPTS_WITHIN_MS).await?;
            begin(session, &secret).await.map_err(|_| Refused::Broken)
        }
        _ => {
            store.add_sign_in_attempt(&form.sign_in_name, now).await?;
            Err(Refused::Wrong)
        }
    }
}
