//! Who a request comes from.

use super::router::AppState;
use super::session_cookie;
use crate::store::people::sessions::token_hash;
use app::error::ApiError;
use app::services::SessionUnknown;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Actor;
use domain::ids::PartnerUserId;
use domain::store::{PartnerUserSecret, StoreError};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session};

/// The key under which a session keeps who signed in.
const SIGNED_IN: &str = "signed_in";

/// Who signed in, and with which password: a new password ends the sessions of the old one.
#[derive(Serialize, Deserialize)]
struct SignedIn {
    partner_user: PartnerUserId,
    /// A hash of the password's hash.
    password: String,
}

/// Makes the session that of a person. It gets a new id, so that one planted before signing in is worth nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(session: &Session, who: &PartnerUserSecret) -> Result<(), session::Error> {
    session.cycle_id().await?;
    let signed_in = SignedIn { partner_user: who.actor.id, password: token_hash(&who.password_hash) };
    session.insert(SIGNED_IN, signed_in).await
}

/// Finds out who is signed in and hands it on. A page asked for by nobody becomes the sign-in page. While the database
/// does not answer nobody is sent away: pages then say so, and a file is refused as such.
pub async fn authenticate(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let Ok(actor) = signed_in(&state, &session).await else {
        if request.uri().path().ends_with(".csv") {
            return (StatusCode::SERVICE_UNAVAILABLE, ApiError::Unavailable.to_string()).into_response();
        }
        request.extensions_mut().insert(SessionUnknown);
        return next.run(request).await;
    };
    let path = request.uri().path();
    if actor.is_none() && matches!(*request.method(), Method::GET | Method::HEAD) && needs_sign_in(path) {
        let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
        let headers = request.headers();
        let lost = comes_from_sign_in(headers) && !session_cookie::is_in(headers, state.transport);
        let address = if lost { refused("cookie", wanted) } else { app::paths::sign_in(wanted) };
        return Redirect::to(&address).into_response();
    }
    if let Some(actor) = actor {
        request.extensions_mut().insert(actor);
    }
    next.run(request).await
}

/// Who is signed in. A session that cannot be understood is nobody's.
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
    Ok(known.filter(|known| token_hash(&known.password_hash) == signed_in.password).map(|known| known.actor))
}

fn needs_sign_in(path: &str) -> bool {
    path == "/" || path == app::paths::CUSTOMERS || path.starts_with("/customers/") || is_activity(path)
}

fn is_activity(path: &str) -> bool {
    path.strip_prefix(app::paths::ACTIVITY).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether the browser came here by signing in. The sign-in page leads nowhere else, so that it then has a session,
/// unless it did not keep the cookie.
fn comes_from_sign_in(headers: &HeaderMap) -> bool {
    let from = headers.get(header::REFERER).and_then(|from| from.to_str().ok());
    let path = from.and_then(|from| from.split_once("://")?.1.split_once('/')).map(|(_, path)| path);
    path.and_then(|path| path.split('?').next()).is_some_and(|path| app::paths::SIGN_IN.strip_prefix('/') == Some(path))
}

/// The sign-in page, saying why nobody was signed in and leading on to where the person was going.
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
