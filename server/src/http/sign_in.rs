//! Signing in and out with plain form posts, which work without JavaScript.

use super::auth::begin;
use super::headers::form_policy;
use super::state::AppState;
use super::visit::Visit;
use super::{busy, device, entrance, password_right, provider_visit, render};
use crate::hasher::Busy;
use crate::password::{self, PASSWORD_MAX};
use crate::security;
use crate::store::SIGN_IN_NAME_MAX;
use crate::store::people::throttle::{Trying, name_hash};
use app::pages::sign_in_ways::document;
use app::services::{MustChoosePassword, MustSetUp};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use domain::access::Actor;
use domain::access::identity_provider::{LocalPasswords, SignInWays};
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::store::{
    IdentityProviderStore, PartnerStore, PartnerUserSecret, SecondFactorStore, SecurityStore, StoreError,
    TemporaryPasswordStore,
};
use serde::Deserialize;
use tower_sessions::Session;

/// The sign-in form.
#[derive(Deserialize)]
pub struct SignIn {
    sign_in_name: String,
    password: String,
    next: Option<String>,
    /// The identity provider of a customer that the page showed.
    provider: Option<String>,
}

/// The address of the page.
#[derive(Deserialize)]
pub struct SignInQuery {
    next: Option<String>,
    error: Option<String>,
    provider: Option<String>,
}

/// The step after a right password.
enum Passed {
    /// The person is signed in. The browser keeps this token.
    SignedIn {
        /// The token.
        token: String,
        /// Whether it is a person of a customer's portal.
        in_portal: bool,
    },
    /// The person is asked for a code.
    CodeAsked,
}

/// Why nobody was signed in.
enum SignInRefusal {
    Wrong,
    TooMany,
    Broken,
    Busy,
}

impl SignInRefusal {
    /// The value of the page's `error` parameter.
    fn as_str(&self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::TooMany => "too-many",
            Self::Broken | Self::Busy => "broken",
        }
    }
}

impl From<StoreError> for SignInRefusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "signing in failed");
        Self::Broken
    }
}

impl From<Busy> for SignInRefusal {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// Signs in and continues to the requested page.
pub async fn sign_in(
    State(state): State<AppState>,
    session: Session,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<SignIn>,
) -> Response {
    let next = app::paths::local_or_customers(form.next.as_deref().unwrap_or_default()).to_owned();
    let from = entrance::read(form.provider.as_deref());
    match check(&state, &session, &visit, device::kept(state.transport, &headers), form).await {
        Ok(Passed::SignedIn { token, in_portal }) => {
            let next = app::paths::landing(in_portal, &next);
            ([(header::SET_COOKIE, device::keep(state.transport, token))], Redirect::to(next)).into_response()
        }
        Ok(Passed::CodeAsked) => Redirect::to(&app::paths::code(&next)).into_response(),
        Err(SignInRefusal::Busy) => busy::answer(&state, &entrance::sign_in(from, &next)),
        Err(refused) => Redirect::to(&provider_visit::refused(refused.as_str(), &next, from)).into_response(),
    }
}

/// Shows the form. With identity providers the page is plain HTML: their links come before the form, or alone where passwords
/// are switched off. A provider of a customer is shown only to people who come with its address.
pub async fn show(state: State<AppState>, Query(asked): Query<SignInQuery>, request: Request) -> Response {
    let named = entrance::read(asked.provider.as_deref());
    let of_portal = match named {
        Some(provider) => state.store.portal_sign_in_ways(provider).await,
        None => Ok(None),
    };
    let (ways, entrance) = match of_portal {
        Ok(Some(ways)) => (Ok(ways), named),
        Ok(None) => (state.store.sign_in_ways().await, None),
        Err(error) => (Err(error), None),
    };
    let ways = ways.unwrap_or_else(|error| {
        tracing::error!(%error, "the identity providers could not be read");
        SignInWays::default()
    });
    if ways.providers.is_empty() && ways.passwords == LocalPasswords::On {
        return render::page(state, request).await;
    }
    let next = app::paths::local_or_customers(asked.next.as_deref().unwrap_or_default());
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (headers, Html(document(&state.assets, &ways, next, (asked.error.as_deref(), entrance)))).into_response()
}

/// Makes the browser forget its cache of pages, selections and typed text at sign-out. The session's cookie is removed
/// separately.
const FORGET: (HeaderName, &str) = (HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"");

/// Signs out and goes to the sign-in page.
pub async fn sign_out(
    State(state): State<AppState>,
    session: Session,
    visit: Visit,
    actor: Option<Extension<Actor>>,
    must_set_up: Option<Extension<MustSetUp>>,
    must_choose: Option<Extension<MustChoosePassword>>,
) -> impl IntoResponse {
    let actor = actor.map(|Extension(actor)| actor).or(must_set_up.map(|Extension(MustSetUp(actor))| actor));
    let actor = actor.or(must_choose.map(|Extension(MustChoosePassword(actor))| actor));
    let way_out = entrance::way_out(&session).await;
    if let Err(error) = session.flush().await {
        tracing::error!(%error, "signing out failed");
    } else if let Some(actor) = actor {
        let event = security::event(SecurityEventKind::SignedOut, (state.services.now)(), visit.caller);
        state.store.note_security(&event.by(actor.partner, actor.id)).await;
    }
    ([FORGET], Redirect::to(&way_out))
}

/// Checks name and password, and signs in or asks for a code. Overlong names and passwords are
/// refused unchecked. A place at the hasher is taken first, so that only as many attempts are written as can be
/// checked. Then the attempt is recorded, and only then is the password checked.
async fn check(
    state: &AppState,
    session: &Session,
    visit: &Visit,
    device: Option<String>,
    form: SignIn,
) -> Result<Passed, SignInRefusal> {
    let SignIn { sign_in_name, password, provider, .. } = form;
    let from = entrance::read(provider.as_deref());
    let is_no_name = sign_in_name.chars().count() > SIGN_IN_NAME_MAX || sign_in_name.contains('\0');
    if is_no_name || password.len() > PASSWORD_MAX {
        return Err(SignInRefusal::Wrong);
    }
    let (store, now) = (&state.store, (state.services.now)());
    let place = state.hasher.place()?;
    let secret = store.partner_user_secret(&sign_in_name).await?;
    let event = |kind| event(security::event(kind, now, visit.caller), &sign_in_name, secret.as_ref());
    let trying = Trying {
        sign_in_name: &sign_in_name,
        person: secret.as_ref().map(|secret| secret.actor.id),
        address: visit.caller.address,
        device: device.as_deref(),
    };
    let Some(attempt) = store.note_sign_in_attempt(trying, now).await? else {
        store.note_security(&event(SecurityEventKind::SignInThrottled)).await;
        return Err(SignInRefusal::TooMany);
    };
    let fits = place.verify(password, secret.as_ref().map(|secret| secret.password_hash.clone())).await;
    let mut who = secret.as_ref().filter(|_| fits);
    // A password that is not taken any more looks like a wrong one.
    if let Some(known) = who
        && (!store.is_current(known, now).await? || store.local_passwords(&known.actor).await? == LocalPasswords::Off)
    {
        who = None;
    }
    let Some(secret) = who else {
        store.note_security(&event(SecurityEventKind::SignInRefused)).await;
        return Err(SignInRefusal::Wrong);
    };
    if store.second_factor(&secret.actor).await?.is_on {
        // The attempt stays counted until the code is right, so that codes can't be guessed without end.
        store.release_network(&attempt).await?;
        store.note_security(&event(SecurityEventKind::CodeAsked)).await;
        password_right::begin(state, session, secret, now).await.map_err(|_| SignInRefusal::Broken)?;
        entrance::keep(session, from).await.map_err(|_| SignInRefusal::Broken)?;
        return Ok(Passed::CodeAsked);
    }
    let token = device.filter(|_| attempt.is_known).unwrap_or_else(password::token);
    store.sign_in_succeeded(&attempt, secret, &token, &event(SecurityEventKind::SignedIn)).await?;
    begin(state, session, secret, visit).await.map_err(|_| SignInRefusal::Broken)?;
    entrance::keep(session, from).await.map_err(|_| SignInRefusal::Broken)?;
    Ok(Passed::SignedIn { token, in_portal: secret.actor.portal.is_some() })
}

/// Adds the person with this sign-in name to the event, and always a hash of the name.
fn event(event: SecurityEvent, sign_in_name: &str, secret: Option<&PartnerUserSecret>) -> SecurityEvent {
    let named = SecurityEvent { name_hash: Some(name_hash(sign_in_name)), ..event };
    match secret {
        Some(secret) => named.by(secret.actor.partner, secret.actor.id),
        None => named,
    }
}
