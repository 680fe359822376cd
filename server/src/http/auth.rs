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
use domain::access::second_factor::Asked;
use domain::ids::PartnerUserId;
use domain::store::{PartnerUserSecret, StoreError};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session};

/// The session key of [`SignedIn`].
const SIGNED_IN: &str = "signed_in";

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

/// Signs a person in to the session. The session gets a new id, which makes an id planted before signing in worthless.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(session: &Session, who: &PartnerUserSecret, now: i64) -> Result<(), session::Error> {
    session.cycle_id().await?;
    let signed_in = SignedIn { partner_user: who.actor.id, password: token_hash(&who.password_hash), at: now };
    session.insert(SIGNED_IN, signed_in).await
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
    let Ok(who) = who(&state, &session).await else {
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
    let sets_up = path == app::paths::SET_UP_SECOND_FACTOR;
    match who {
        Who::Nobody if sets_up => Some(app::paths::sign_in(app::paths::CUSTOMERS)),
        Who::Nobody if needs_sign_in(path) => Some(to_sign_in(state, request.headers(), wanted)),
        Who::Person(_) if sets_up => Some(app::paths::MY_ACCOUNT.to_owned()),
        Who::MustSetUp(_) if needs_sign_in(path) => Some(app::paths::set_up_second_factor(wanted)),
        Who::Nobody | Who::Person(_) | Who::MustSetUp(_) => None,
    }
}

/// The sign-in page, which leads on to the page that was asked for. It says so when the browser lost the cookie.
pub(super) fn to_sign_in(state: &AppState, headers: &HeaderMap, wanted: &str) -> String {
    let lost = comes_from_sign_in(headers) && !session_cookie::is_in(headers, state.transport);
    if lost { refused("cookie", wanted) } else { app::paths::sign_in(wanted) }
}

/// Who is signed in, and whether the person sets up a second factor first.
///
/// # Errors
/// When the database does not answer.
async fn who(state: &AppState, session: &Session) -> Result<Who, StoreError> {
    let Some(actor) = signed_in(state, session).await? else { return Ok(Who::Nobody) };
    Ok(match state.services.store.second_factor(&actor).await?.asked() {
        Asked::SetUp => Who::MustSetUp(actor),
        Asked::Nothing | Asked::Code => Who::Person(actor),
    })
}

/// The signed-in person. An unreadable session counts as signed out.
///
/// # Errors
/// When the database does not answer.
async fn signed_in(state: &AppState, session: &Session) -> Result<Option<Actor>, StoreError> {
    let signed_in: SignedIn = match session.get(SIGNED_IN).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) | Err(session::Error::SerdeJson(_)) => return Ok(None),
        Err(session::Error::Store(error)) => return Err(StoreError::Unavailable(error.to_string())),
    };
    let known = state.services.store.partner_user(signed_in.partner_user).await?;
    let is_valid = |known: &PartnerUserSecret| {
        token_hash(&known.password_hash) == signed_in.password && signed_in.at >= known.sessions_from
    };
    Ok(known.filter(is_valid).map(|known| known.actor))
}

fn needs_sign_in(path: &str) -> bool {
    path == "/"
        || path == app::paths::CUSTOMERS
        || path == app::paths::PEOPLE
        || path == app::paths::MY_ACCOUNT
        || path == app::paths::RELATIONSHIPS
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
