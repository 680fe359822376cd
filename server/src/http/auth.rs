//! Authentication: finds the signed-in person of a request.

use super::application_key::{self, Presented};
use super::session_cookie::{self, KeepCookie};
use super::state::AppState;
use super::visit::Visit;
use super::{password_right, portal};
use crate::store::people::identities::is_password;
use crate::store::people::sessions::{Proof, ROW, SIGNED_IN, SessionRow, SessionUse, Sessions};
use app::error::ApiError;
use app::services::{HasPassword, MustChoosePassword, MustSetUp, SessionUnknown, ThisSession};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Actor;
use domain::access::identity_claims::LastAsked;
use domain::access::proof::ProofTime;
use domain::access::second_factor::Asked;
use domain::ids::IdentityProviderId;
use domain::store::{PartnerUserSecret, StoreError};
use tower_sessions::session::Id;
use tower_sessions::{Session, session, session_store};

/// Requests that pages send by themselves. They don't keep a session alive.
const BY_THEMSELVES: [&str; 2] = ["/api/session/who", "/api/operations/running"];

/// A signed-in person and the session.
struct Authenticated {
    actor: Actor,
    has_password: HasPassword,
    /// Whether the person replaces a temporary password before anything else.
    chooses_password: bool,
    /// Whether the person sets up a second factor before anything else.
    sets_up: bool,
    signed_in: Proof,
    row: Option<SessionRow>,
}

/// The outcome of giving a session another id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum GoesOn {
    /// It goes on.
    Here,
    /// It was ended meanwhile.
    Ended,
}

/// Signs a person in to the session. The session gets a new id, which makes an id planted before signing in worthless.
///
/// # Errors
/// When the database does not answer or can't be written.
pub async fn begin(
    state: &AppState,
    session: &Session,
    who: &PartnerUserSecret,
    visit: &Visit,
) -> Result<(), session::Error> {
    let signed_in = Proof::new(who, (state.services.now)());
    begin_with(state, session, signed_in, visit).await
}

/// Signs in a person who comes back from an identity provider. The provider may count as a second factor. The proof dates from
/// the moment when the provider asked the person, not from the return.
///
/// # Errors
/// When the database does not answer or can't be written.
pub(super) async fn begin_by_provider(
    state: &AppState,
    session: &Session,
    who: &PartnerUserSecret,
    visit: &Visit,
    (provider, has_second_factor, asked): (IdentityProviderId, bool, LastAsked),
) -> Result<GoesOn, session::Error> {
    let (provider, now) = (Some(provider), (state.services.now)());
    let signed_in = Proof { has_second_factor, provider, proven: asked.proven(now), ..Proof::new(who, now) };
    let before: Option<Proof> = session.get(SIGNED_IN).await?;
    if before.is_some_and(|before| before.partner_user == who.actor.id) {
        return go_on(state, session, signed_in, visit).await;
    }
    begin_with(state, session, signed_in, visit).await.map(|()| GoesOn::Here)
}

/// Signs in a person after the right code. `proven` is when the other proofs were given.
///
/// # Errors
/// When the database does not answer or can't be written.
pub(super) async fn begin_after_code(
    state: &AppState,
    session: &Session,
    who: &PartnerUserSecret,
    visit: &Visit,
    proven: i64,
) -> Result<GoesOn, session::Error> {
    let signed_in = Proof { proven, ..Proof::new(who, (state.services.now)()) };
    go_on(state, session, signed_in, visit).await
}

/// Signs in a person after a change of the password. The session gets a new id, and ends when the earlier one would have.
/// The change is no new proof of identity, because no code was asked for.
///
/// # Errors
/// When the database does not answer or can't be written.
pub(super) async fn renew(
    state: &AppState,
    session: &Session,
    who: &PartnerUserSecret,
    visit: &Visit,
) -> Result<GoesOn, session::Error> {
    let before = before(state, session, who).await?;
    go_on(state, session, before, visit).await
}

/// Notes a new proof of identity in the session. Every kind of proof ends here. The session gets a new id, and ends when the
/// earlier one would have.
///
/// # Errors
/// When the database does not answer or can't be written.
pub(super) async fn prove(
    state: &AppState,
    session: &Session,
    who: &PartnerUserSecret,
    visit: &Visit,
) -> Result<GoesOn, session::Error> {
    let before = before(state, session, who).await?;
    let proven = (state.services.now)();
    go_on(state, session, Proof { proven, ..before }, visit).await
}

/// The session of a person as it was, with the password of now.
async fn before(state: &AppState, session: &Session, who: &PartnerUserSecret) -> Result<Proof, session::Error> {
    let before: Option<Proof> = session.get(SIGNED_IN).await?;
    let began = before.as_ref().map(|before| before.at).filter(|at| *at > 0);
    Ok(Proof {
        proven: before.as_ref().map_or(0, |before| before.proven),
        provider: before.as_ref().and_then(|before| before.provider),
        has_second_factor: before.is_some_and(|before| before.has_second_factor),
        ..Proof::new(who, began.unwrap_or_else(|| (state.services.now)()))
    })
}

/// Goes on with a session under another id. One that was ended while the request was under way stays ended.
async fn go_on(state: &AppState, session: &Session, signed_in: Proof, visit: &Visit) -> Result<GoesOn, session::Error> {
    let Some(id) = session.id() else { return Ok(GoesOn::Ended) };
    let moved = Sessions(state.store.clone()).give_another_id(&id).await;
    let moved = moved.map_err(|error| session_store::Error::Backend(error.to_string()))?;
    let Some(moved) = moved else { return Ok(GoesOn::Ended) };
    let (name, value) = moved.value();
    session.insert(name, value).await?;
    begin_with(state, session, signed_in, visit).await.map(|()| GoesOn::Here)
}

async fn begin_with(
    state: &AppState,
    session: &Session,
    signed_in: Proof,
    visit: &Visit,
) -> Result<(), session::Error> {
    session.cycle_id().await?;
    password_right::forget(session).await?;
    session.set_expiry(Some(state.limits.end(signed_in.at)));
    session.insert(SIGNED_IN, &signed_in).await?;
    session.save().await?;
    if let Some(id) = session.id()
        && let Err(error) = note_use(state, &id, &signed_in, visit).await
    {
        tracing::warn!(%error, "the use of a session was not noted");
    }
    Ok(())
}

/// Finds the signed-in person, or the application that presents a key, and passes it on. A page without one redirects to the sign-in page. While the database
/// does not answer, nobody is redirected: pages say that it does not answer, and files are refused for that reason.
pub async fn authenticate(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    // A request with a key is its application's, or nobody's.
    if let Some(presented) = request.extensions_mut().remove::<Presented>() {
        return application_key::authenticate(&state, presented, request, next).await;
    }
    // A session that is not found forgets its id.
    let id = session.id();
    let Ok(known) = known(&state, &session).await else {
        if request.uri().path().ends_with(".csv") {
            return (StatusCode::SERVICE_UNAVAILABLE, ApiError::Unavailable.to_string()).into_response();
        }
        request.extensions_mut().insert(SessionUnknown);
        return next.run(request).await;
    };
    let (Some(known), Some(id)) = (known, id) else {
        return signed_out(&state, id, request, next).await;
    };
    if !BY_THEMSELVES.contains(&request.uri().path()) {
        note_use_later(&state, id, &known, Visit::of(request.headers(), request.extensions()));
    }
    if let Some(address) = leads_to(&known, &request) {
        return Redirect::to(&address).into_response();
    }
    request.extensions_mut().insert(ProofTime::new(known.signed_in.proven, state.limits.proof_seconds));
    if known.actor.portal.is_some() && !portal::is_open(request.uri().path()) {
        return portal::missing(&state, request.uri().path(), known.actor);
    }
    if let Some(row) = known.row {
        request.extensions_mut().insert(ThisSession(row.id));
    }
    let extensions = request.extensions_mut();
    match (known.chooses_password, known.sets_up) {
        (true, _) => drop(extensions.insert(MustChoosePassword(known.actor))),
        (false, true) => drop(extensions.insert(MustSetUp(known.actor))),
        (false, false) => {
            extensions.insert(known.has_password);
            extensions.insert(known.actor);
        }
    }
    next.run(request).await
}

/// The page that a signed-in person is led to instead of the one that was asked for.
fn leads_to(known: &Authenticated, request: &Request) -> Option<String> {
    let path = request.uri().path();
    match shows_page(request) {
        false => None,
        true if known.chooses_password => {
            let leads = path != app::paths::PORTAL_PASSWORD && needs_sign_in(path);
            leads.then(|| app::paths::PORTAL_PASSWORD.to_owned())
        }
        true if path == "/" && known.actor.portal.is_some() => Some(app::paths::PORTAL.to_owned()),
        true if known.sets_up => needs_sign_in(path).then(|| {
            let next = app::paths::landing(known.actor.portal.is_some(), wanted(request));
            app::paths::set_up_second_factor(next)
        }),
        true => {
            let account = app::paths::account(known.actor.portal.is_some());
            (path == app::paths::SET_UP_SECOND_FACTOR).then(|| account.to_owned())
        }
    }
}

fn shows_page(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// The page that was asked for.
fn wanted(request: &Request) -> &str {
    request.uri().path_and_query().map_or("/", |wanted| wanted.as_str())
}

/// The sign-in page, which leads on to the page that was asked for. It says so when the browser lost the cookie.
pub(super) fn to_sign_in(state: &AppState, headers: &HeaderMap, wanted: &str) -> String {
    let lost = comes_from_sign_in(headers) && !session_cookie::is_in(headers, state.transport);
    if lost { refused("cookie", wanted) } else { app::paths::sign_in(wanted) }
}

/// Answers a request without a signed-in person.
async fn signed_out(state: &AppState, id: Option<Id>, request: Request, next: Next) -> Response {
    let is_idle = match id {
        Some(id) => Sessions(state.store.clone()).is_idle(&id).await.unwrap_or(false),
        None => false,
    };
    let path = request.uri().path();
    let query = request.uri().query().unwrap_or_default();
    let idle = format!("idle-{}", state.limits.idle_minutes);
    if shows_page(&request) {
        let wanted = if path == app::paths::SET_UP_SECOND_FACTOR { app::paths::CUSTOMERS } else { wanted(&request) };
        if path == app::paths::SET_UP_SECOND_FACTOR || needs_sign_in(path) {
            let address = if is_idle { refused(&idle, wanted) } else { to_sign_in(state, request.headers(), wanted) };
            return Redirect::to(&address).into_response();
        }
        if is_idle && path == app::paths::SIGN_IN && !query.contains("error=") {
            return Redirect::to(&format!("{path}?error={idle}&{query}")).into_response();
        }
    }
    let asks_function = path.starts_with("/api/");
    let mut response = next.run(request).await;
    // A session gets another id when its person confirms their identity. The answer to a request that was under way
    // then must not take the new cookie away. The next page takes back one that is over.
    if asks_function {
        response.extensions_mut().insert(KeepCookie);
    }
    response
}

/// The signed-in person. An unreadable session counts as signed out.
///
/// # Errors
/// When the database does not answer.
async fn known(state: &AppState, session: &Session) -> Result<Option<Authenticated>, StoreError> {
    let signed_in: Proof = match session.get(SIGNED_IN).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) | Err(session::Error::SerdeJson(_)) => return Ok(None),
        Err(session::Error::Store(error)) => return Err(StoreError::Unavailable(error.to_string())),
    };
    let row = session.get(ROW).await.ok().flatten();
    let found = state.services.store.partner_user(signed_in.partner_user).await?;
    let now = (state.services.now)();
    let Some(found) = found.filter(|found| signed_in.holds(found)) else { return Ok(None) };
    if !state.services.store.is_current(&found, now).await? {
        return Ok(None);
    }
    let PartnerUserSecret { actor, temporary, password_hash, .. } = found;
    let has_password = HasPassword(is_password(&password_hash));
    if let Some(provider) = signed_in.provider
        && !state.store.signs_in_with(provider, actor.id).await?
    {
        return Ok(None);
    }
    let chooses_password = temporary.is_some();
    let sets_up =
        !signed_in.has_second_factor && state.services.store.second_factor(&actor).await?.asked() == Asked::SetUp;
    Ok(Some(Authenticated { actor, has_password, chooses_password, sets_up, signed_in, row }))
}

/// Notes the use of a session unless it was noted shortly before. Nobody waits for it: a write may take its time.
fn note_use_later(state: &AppState, id: Id, known: &Authenticated, visit: Visit) {
    let noted = known.row.and_then(|row| row.used);
    let due = (state.services.now)() - state.limits.note_every_ms();
    if noted.is_some_and(|noted| noted > due) {
        return;
    }
    let (state, signed_in) = (state.clone(), known.signed_in.clone());
    tokio::spawn(async move {
        if let Err(error) = note_use(&state, &id, &signed_in, &visit).await {
            tracing::warn!(%error, "the use of a session was not noted");
        }
    });
}

async fn note_use(state: &AppState, id: &Id, signed_in: &Proof, visit: &Visit) -> Result<(), StoreError> {
    let at = (state.services.now)();
    let used = SessionUse {
        at,
        noted_after: at - state.limits.note_every_ms(),
        idle_until: state.limits.idle_until(at),
        browser: visit.browser.clone(),
        address: visit.caller.address,
    };
    Sessions(state.store.clone()).note_use(id, signed_in, &used).await
}

fn needs_sign_in(path: &str) -> bool {
    path == "/"
        || path == app::paths::CUSTOMERS
        || path == app::paths::PEOPLE
        || path == app::paths::MY_ACCOUNT
        || path == app::paths::RELATIONSHIPS
        || path.starts_with("/customers/")
        || app::paths::is_in_portal(path)
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
