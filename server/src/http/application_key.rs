//! Keys of applications: `Authorization: Bearer tnk_…` on server functions and files, in place of a session.

use super::caller;
use super::refusals::{self, AccessRefused};
use super::state::AppState;
use super::unauthenticated::drop_body;
use crate::security;
use crate::store::people::application_keys::KeyFound;
use app::error::ApiError;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::access::application_key::PresentedKey;
use domain::access::proof::{PROOF_SECONDS, ProofTime};
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::ids::ApplicationKeyId;
use domain::store::{SecurityStore, StoreError};
use serde::Serialize;

/// After so many seconds a network may try another key.
const WAIT_SECONDS: HeaderValue = HeaderValue::from_static("30");

/// The groups of server functions that an application can call. The others concern a person's own account, or manage
/// access (people, groups, applications and keys): a leaked key must not create access that outlives it.
const MATTERS: [&str; 17] = [
    "accounts",
    "activity",
    "customers",
    "entries",
    "licenses",
    "operations",
    "passwords",
    "products",
    "purchases",
    "relationships",
    "search",
    "security",
    "selection",
    "session",
    "templates",
    "upload",
    "users",
];

/// Functions of these groups that an application can't call. A request for a relationship returns the link that approves it, and
/// the rights of a relationship outlive a revoked key. A deleted customer does not come back.
const BY_PEOPLE_ALONE: [&str; 5] = [
    "customers/delete",
    "relationships/ask",
    "relationships/change",
    "relationships/request",
    "relationships/reseller",
];

/// The names of files in their addresses.
const FILES: [&str; 4] = ["export.csv", "failed.csv", "report.csv", "template.csv"];

/// The key that a request presents. It is taken out of the request's headers, and so are its cookies: a session beside a key is
/// not looked at, so that no one can be taken for the other.
#[derive(Clone)]
pub struct Presented(Option<PresentedKey>);

/// Why a request with a key is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum KeyRefusal {
    /// The key is unknown, has expired, was revoked, or its application is blocked. Which of these it is, nobody is told.
    KeyRefused,
    /// Too many requests with wrong keys came from this network.
    TooManyWrongKeys,
    /// A person must sign in for this.
    NotByKey,
}

impl KeyRefusal {
    fn status(self) -> StatusCode {
        match self {
            Self::KeyRefused => StatusCode::UNAUTHORIZED,
            Self::TooManyWrongKeys => StatusCode::TOO_MANY_REQUESTS,
            Self::NotByKey => StatusCode::FORBIDDEN,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::KeyRefused => "The key does not work. Make another under User management.",
            Self::TooManyWrongKeys => {
                "Too many requests with wrong keys came from your network. Try again in 30 seconds."
            }
            Self::NotByKey => "This is not done with a key. Sign in for it.",
        }
    }
}

/// Marks requests that present a key, and takes it from their headers.
pub async fn present(mut request: Request, next: Next) -> Response {
    if takes_key(&request)
        && let Some(presented) = presented(request.headers())
    {
        request.headers_mut().remove(header::AUTHORIZATION);
        request.headers_mut().remove(header::COOKIE);
        request.extensions_mut().insert(presented);
    }
    next.run(request).await
}

/// Passes on the application whose key is presented, or refuses the request unread.
pub(super) async fn authenticate(state: &AppState, presented: Presented, mut request: Request, next: Next) -> Response {
    let (caller, now) = (caller::of(&request), (state.services.now)());
    let Presented(key) = presented;
    let found = match &key {
        Some(key) => state.store.find_key(key, now).await,
        None => Ok(KeyFound::None),
    };
    match (found, key) {
        (Ok(KeyFound::Of { actor, note_use }), Some(key)) => {
            if note_use {
                note_use_later(state, key.id, now);
            }
            if !by_key(request.uri().path()) {
                let what = refusals::what("what no key reaches", request.uri().path());
                let refused = AccessRefused { actor, kind: SecurityEventKind::ActionRefused, customer: None, what };
                return (Extension(refused), refuse(KeyRefusal::NotByKey, request)).into_response();
            }
            request.extensions_mut().insert(actor);
            // The key is a proof, and comes with each request.
            request.extensions_mut().insert(ProofTime::new(now, PROOF_SECONDS));
            next.run(request).await
        }
        (Ok(found), _) => match wrong(state, &found, caller, now).await {
            Ok(refusal) => refuse(refusal, request),
            Err(error) => unavailable(&error, request),
        },
        (Err(error), _) => unavailable(&error, request),
    }
}

/// Counts and notes a wrong key, unless its network had too many of them.
async fn wrong(state: &AppState, found: &KeyFound, caller: Caller, now: i64) -> Result<KeyRefusal, StoreError> {
    if !state.store.note_wrong_key(caller.address, now).await? {
        return Ok(KeyRefusal::TooManyWrongKeys);
    }
    let event = security::event(SecurityEventKind::KeyRefused, now, caller);
    let event = match found {
        KeyFound::Void(partner, application) => event.by(*partner, *application),
        KeyFound::Of { .. } | KeyFound::None => event,
    };
    state.store.note_security(&event).await;
    Ok(KeyRefusal::KeyRefused)
}

/// Notes the use of a key. Nobody waits for it: a write may take its time.
fn note_use_later(state: &AppState, key: ApplicationKeyId, now: i64) {
    let store = state.store.clone();
    tokio::spawn(async move {
        if let Err(error) = store.note_key_use(key, now).await {
            tracing::warn!(%error, "the use of a key was not noted");
        }
    });
}

fn refuse(refusal: KeyRefusal, request: Request) -> Response {
    let mut response = match request.uri().path().starts_with("/api/") {
        true => (refusal.status(), Json(refusal)).into_response(),
        false => (refusal.status(), refusal.words()).into_response(),
    };
    let headers = response.headers_mut();
    match refusal {
        KeyRefusal::KeyRefused => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
        KeyRefusal::TooManyWrongKeys => drop(headers.insert(header::RETRY_AFTER, WAIT_SECONDS)),
        KeyRefusal::NotByKey => (),
    }
    drop_body(request);
    response
}

fn unavailable(error: &StoreError, request: Request) -> Response {
    tracing::error!(%error, "a key was not looked up");
    drop_body(request);
    (StatusCode::SERVICE_UNAVAILABLE, Json(ApiError::Unavailable)).into_response()
}

/// Whether a request can present a key: one to a server function, or for a file.
fn takes_key(request: &Request) -> bool {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_file = path.rsplit_once('/').is_some_and(|(_, name)| FILES.contains(&name));
    path.starts_with("/api/") || (reads && is_file)
}

/// Whether a key can be used at this path.
fn by_key(path: &str) -> bool {
    match path.strip_prefix("/api/") {
        // A key is its own proof.
        Some("session/prove") => false,
        Some(function) if BY_PEOPLE_ALONE.contains(&function) => false,
        Some(function) => function.split_once('/').is_some_and(|(matter, _)| MATTERS.contains(&matter)),
        None => true,
    }
}

/// The key in the headers, or the fact that the bearer is not a key. `None` without a bearer.
fn presented(headers: &HeaderMap) -> Option<Presented> {
    let all: Vec<&HeaderValue> = headers.get_all(header::AUTHORIZATION).iter().collect();
    let bearers: Vec<&[u8]> = all.iter().filter_map(|value| bearer(value.as_bytes())).collect();
    match (bearers.as_slice(), all.len()) {
        ([], _) => None,
        ([one], 1) => Some(Presented(std::str::from_utf8(one).ok().and_then(PresentedKey::read))),
        _ => Some(Presented(None)),
    }
}

/// The text after the scheme `Bearer`, which is written in any case.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = value.split_at_checked(b"bearer".len())?;
    let is_bearer = scheme.eq_ignore_ascii_case(b"bearer") && rest.first().is_none_or(|next| *next == b' ');
    is_bearer.then(|| rest.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(values: &[&'static str]) -> Option<Presented> {
        presented(&values.iter().map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value))).collect())
    }

    #[test]
    fn a_bearer_is_a_key_or_a_wrong_one() {
        let key = format!("tnk_{}_{}", "0".repeat(32), "a".repeat(64));
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let value = HeaderValue::try_from(format!("{scheme} {key}")).unwrap();
            let found = presented(&[(header::AUTHORIZATION, value)].into_iter().collect());
            assert!(found.is_some_and(|Presented(key)| key.is_some()), "{scheme}");
        }
        for wrong in
            [&["Bearer"][..], &["Bearer "], &["Bearer tnk_1"], &["Bearer a", "Bearer b"], &["Basic a", "Bearer b"]]
        {
            assert!(with(wrong).is_some_and(|Presented(key)| key.is_none()), "{wrong:?}");
        }
        for other in [&[][..], &["Basic YTpi"], &["Bearers x"], &["Bear"]] {
            assert!(with(other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn keys_are_for_functions_and_files() {
        let takes = |method: Method, path: &str| {
            takes_key(&Request::builder().method(method).uri(path).body(axum::body::Body::empty()).unwrap())
        };
        assert!(takes(Method::POST, "/api/users/list") && takes(Method::GET, "/activity/export.csv?x=1"));
        for path in ["/customers", "/sign-in", "/sign-out", "/account/password", "/apis/x", "/activity/export.csv"] {
            assert!(!takes(Method::POST, path), "{path}");
        }
        assert!(!takes(Method::GET, "/people") && !takes(Method::GET, "/people.csv"));
        assert!(by_key("/api/users/list") && by_key("/activity/export.csv"));
        for path in [
            "people/list",
            "account/sessions",
            "relationships/request",
            "applications/make-key",
            "users",
            "",
            "/people/list",
            "%75sers/list",
        ] {
            let path = format!("/api/{path}");
            assert!(!by_key(&path), "{path}");
        }
    }
}
