//! Authentication: finds the signed-in person of a request.

use super::router::AppState;
use super::session_cookie;
use crate::store::people::sessions::token_hash;
use app::error::ApiError;
use app::services::{MustSetUp, SessionUnknown};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Actor;
use domain::access::second_factor::{Asked, CODE_WITHIN_MS};
use domain::ids::PartnerUserId;
use domain::store::{PartnerStore, PartnerUserSecret, StoreError};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session};

/// The session key of [`SignedIn`].
const SIGNED_IN: &str = "signed_in";
/// The session key of a person whose password was right, and whose code is not known yet. Nothing but the page that asks
/// for the code looks at it.
const PASSWORD_RIGHT: &str = "password_right";

/// The signed-in person and their password at that time. A new password ends all sessions of the old one.
#[derive(Serialize, Deserialize)]
struct SignedIn {
    partner_user: PartnerUserId,
    /// Hash of the password's hash.
    password: String,
    /// When the person signed in (UTC, epoch milliseconds). Sessions from before this was noted have none.
    #[serde(default)]
    at: i64,
}

impl SignedIn {
    fn of(who: &PartnerUserSecret, now: i64) -> Self {
        Self { partner_user: who.actor.id, password: token_hash(&who.password_hash), at: now }
    }

    /// Whether the password is the same, and the person's sessions were not ended.
    fn is_valid(&self, known: &PartnerUserSecret) -> bool {
        token_hash(&known.password_hash) == self.password && self.at >= known.sessions_from
    }
}

/// Signs a person in to the session. The session gets a new id, which makes an id planted before signing in worthless.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(session: &Session, who: &PartnerUserSecret, now: i64) -> Result<(), session::Error> {
    begin_as(session, SIGNED_IN, &SignedIn::of(who, now)).await
}

/// Notes in the session that a person's password was right. It signs nobody in.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_code(session: &Session, who: &PartnerUserSecret, now: i64) -> Result<(), session::Error> {
    begin_as(session, PASSWORD_RIGHT, &SignedIn::of(who, now)).await
}

/// Begins the session anew with this alone.
async fn begin_as(session: &Session, key: &str, signed_in: &SignedIn) -> Result<(), session::Error> {
    session.cycle_id().await?;
    session.clear().await;
    session.insert(key, signed_in).await
}

/// A person whose password was right.
pub enum PasswordRight {
    /// Nobody: no password was typed in this session.
    Nobody,
    /// A code is asked for too late, or the account was changed meanwhile.
    Over,
    /// A person who is asked for a code.
    Person(Box<PartnerUserSecret>),
}

/// The person whose password was right in this session.
///
/// # Errors
/// When the database does not answer.
pub async fn password_right(state: &AppState, session: &Session) -> Result<PasswordRight, StoreError> {
    let Some(right) = kept(session, PASSWORD_RIGHT).await? else { return Ok(PasswordRight::Nobody) };
    let now = (state.services.now)();
    if now >= right.at + CODE_WITHIN_MS {
        return Ok(PasswordRight::Over);
    }
    let known = state.store.partner_user(right.partner_user).await?.filter(|known| right.is_valid(known));
    Ok(known.map_or(PasswordRight::Over, |known| PasswordRight::Person(Box::new(known))))
}

/// Who a request comes from.
enum Who {
    Nobody,
    Person(Actor),
    /// A person who sets up a second factor before anything else.
    MustSetUp(Actor),
}

/// Finds the signed-in person and passes it on. A page without one redirects to the sign-in page. While the database
/// does not answer, nobody is redirected: pages say that it does not answer, and files are refused for that reason.
pub async fn authenticate(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let Ok(who) = signed_in(&state, &session).await else {
        if request.uri().path().ends_with(".csv") {
            return (StatusCode::SERVICE_UNAVAILABLE, ApiError::Unavailable.to_string()).into_response();
        }
        request.extensions_mut().insert(SessionUnknown);
        return next.run(request).await;
    };
    let shows_page = matches!(*request.method(), Method::GET | Method::HEAD);
    if let Some(address) = leads_to(&state, &who, &request).filter(|_| shows_page) {
        return Redirect::to(&address).into_response();
    }
    match who {
        Who::Nobody => {}
        Who::Person(actor) => drop(request.extensions_mut().insert(actor)),
        Who::MustSetUp(actor) => drop(request.extensions_mut().insert(MustSetUp(actor))),
    }
    next.run(request).await
}

/// The page that a person is led to instead of the one that was asked for.
fn leads_to(state: &AppState, who: &Who, request: &Request) -> Option<String> {
    let path = request.uri().path();
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    match who {
        Who::Nobody if path == app::paths::SET_UP_SECOND_FACTOR => Some(app::paths::sign_in(app::paths::CUSTOMERS)),
        Who::Nobody if needs_sign_in(path) => Some(to_sign_in(state, request.headers(), wanted)),
        Who::Person(_) if path == app::paths::SET_UP_SECOND_FACTOR => Some(app::paths::ACCOUNT.to_owned()),
        Who::MustSetUp(_) if needs_sign_in(path) => Some(app::paths::set_up_second_factor(wanted)),
        Who::Nobody | Who::Person(_) | Who::MustSetUp(_) => None,
    }
}

/// The sign-in page, which leads on to the page that was asked for. It says so when the browser lost the cookie.
pub(super) fn to_sign_in(state: &AppState, headers: &HeaderMap, wanted: &str) -> String {
    let lost = comes_from_sign_in(headers) && !session_cookie::is_in(headers, state.transport);
    if lost { refused("cookie", wanted) } else { app::paths::sign_in(wanted) }
}

/// Who is signed in.
///
/// # Errors
/// When the database does not answer.
async fn signed_in(state: &AppState, session: &Session) -> Result<Who, StoreError> {
    let Some(signed_in) = kept(session, SIGNED_IN).await? else { return Ok(Who::Nobody) };
    let known = state.services.store.partner_user(signed_in.partner_user).await?;
    let Some(known) = known.filter(|known| signed_in.is_valid(known)) else { return Ok(Who::Nobody) };
    let asked = state.services.store.second_factor(&known.actor).await?.asked();
    Ok(match asked {
        Asked::SetUp => Who::MustSetUp(known.actor),
        Asked::Nothing | Asked::Code => Who::Person(known.actor),
    })
}

/// What a session holds under a key. An unreadable session counts as signed out.
async fn kept(session: &Session, key: &str) -> Result<Option<SignedIn>, StoreError> {
    match session.get(key).await {
        Ok(kept) => Ok(kept),
        Err(session::Error::SerdeJson(_)) => Ok(None),
        Err(session::Error::Store(error)) => Err(StoreError::Unavailable(error.to_string())),
    }
}

fn needs_sign_in(path: &str) -> bool {
    path == "/"
        || path == app::paths::CUSTOMERS
        || path == app::paths::PEOPLE
        || path == app::paths::ACCOUNT
        || path.starts_with("/customers/")
        || is_activity(path)
}

fn is_activity(path: &str) -> bool {
    path.strip_prefix(app::paths::ACTIVITY).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether the browser comes from the sign-in page. That page leads on only after signing in, so a missing session
/// means that the browser did not keep the cookie.
fn comes_from_sign_in(headers: &HeaderMap) -> bool {
    let from = headers.get(header::REFERER).and_then(|from| from.to_str().ok());
    let path = from.and_then(|from| from.split_once("://")?.1.split_once('/')).map(|(_, path)| path);
    path.and_then(|path| path.split('?').next()).is_some_and(|path| app::paths::SIGN_IN.strip_prefix('/') == Some(path))
}

/// Address of the sign-in page with an error, leading on to the page that was asked for.
pub fn refused(error: &str, next: &str) -> String {
    format!("{}?error={error}&next={}", app::paths::SIGN_IN, app::paths::escape(next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_the_sign_in_page_is_one() {
        let from = |referer: &'static str| {
            comes_from_sign_in(&[(header::REFERER, HeaderValue::from_static(referer))].into_iter().collect())
        };
        assert!(from("http://127.0.0.1:3000/sign-in") && from("https://console.example/sign-in?next=/customers"));
        for elsewhere in
            ["https://console.example/", "https://console.example/sign-in/x", "/sign-in", "https://sign-in"]
        {
            assert!(!from(elsewhere), "{elsewhere}");
        }
    }
}
