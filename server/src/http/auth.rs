//! Who a request comes from.

use super::router::AppState;
use crate::store::sessions::token_hash;
use app::error::ApiError;
use app::services::SessionUnknown;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
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
        return Redirect::to(&format!("{}?next={}", app::paths::SIGN_IN, encode(wanted))).into_response();
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

/// Percent-encodes everything that could end or split a query value.
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The place to go to after signing in: only a path of this site.
pub fn local_path(next: Option<&str>) -> &str {
    next.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']))
        .unwrap_or(app::paths::CUSTOMERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_to() {
        assert_eq!(local_path(Some("/customers/x?a=b")), "/customers/x?a=b");
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", ""] {
            assert_eq!(local_path(Some(elsewhere)), app::paths::CUSTOMERS, "{elsewhere}");
        }
        assert_eq!(local_path(None), app::paths::CUSTOMERS);
    }

    #[test]
    fn a_path_with_a_query_survives_encoding() {
        assert_eq!(encode("/a?b=c&d"), "/a%3Fb%3Dc%26d");
    }
}
