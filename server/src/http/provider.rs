//! Going to an identity provider and coming back: to sign in, to accept an invitation, to link one's account, or to
//! prove again who one is.

use super::auth::{self, GoesOn, begin_by_provider};
use super::provider_visit::{self, ProviderVisit, Purpose};
use super::router::AppState;
use super::visit::Visit;
use super::{csrf, device, password_right, session_cookie};
use crate::oidc::error::ProviderError;
use crate::oidc::{Asking, Returned};
use crate::password;
use crate::security;
use crate::store::people::enabled_providers::EnabledProvider;
use crate::store::people::identities::{Moment, without_password};
use crate::store::people::manage::Acceptance;
use crate::store::people::sessions::{Proof, token_hash};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Actor;
use domain::access::identity_claims::Claims;
use domain::access::proof::ProofTime;
use domain::access::provider_sign_in::{NotSignedIn, has_second_factor};
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::{IdentityProviderId, PartnerId, PartnerUserId};
use domain::store::{
    IdentityProviderStore, PartnerStore, PartnerUserSecret, PeopleStore, SecondFactorStore, SecurityStore, StoreError,
};
use serde::Deserialize;
use std::time::Duration;
use tower_sessions::{Session, session};
use uuid::Uuid;

/// The address of a page that follows.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// What a provider adds to the address to which it sends somebody back.
#[derive(Deserialize)]
pub struct CameBack {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// What came of a visit.
struct Finished {
    /// The address that follows.
    address: String,
    /// The person who is signed in now.
    signed_in: Option<PartnerUserId>,
}

/// Why nobody was signed in or linked.
#[derive(Debug)]
enum Refusal {
    /// There were too many visits from this network.
    TooMany,
    /// The person did not go there, or too long ago.
    Late,
    /// The provider, or the person there, declined.
    Declined,
    /// The provider can't be asked, or its answer is not good.
    Provider(ProviderError),
    /// The provider's answer is good, but it opens no account here.
    Stranger(NotSignedIn),
    /// The provider did not ask the person anew.
    NotAsked,
    /// The database does not answer.
    Broken,
}

impl Refusal {
    /// The value of the page's `error` parameter. It does not tell which accounts there are.
    fn as_str(&self) -> &'static str {
        match self {
            Self::TooMany => "too-many",
            Self::Late => "provider-late",
            Self::NotAsked => "provider-not-asked",
            Self::Declined => "provider-declined",
            Self::Provider(_) => "provider-failed",
            Self::Stranger(_) => "provider-stranger",
            Self::Broken => "broken",
        }
    }

    /// The reason, for the security event.
    fn reason(&self) -> String {
        match self {
            Self::TooMany => "too many visits".to_owned(),
            Self::Late => "not begun here, or too late".to_owned(),
            Self::Declined => "declined".to_owned(),
            Self::NotAsked => "signed in there before, and not asked again".to_owned(),
            Self::Provider(error) => error.to_string(),
            Self::Stranger(why) => why.to_string(),
            Self::Broken => "database".to_owned(),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "signing in with an identity provider failed");
        Self::Broken
    }
}

impl From<session::Error> for Refusal {
    fn from(error: session::Error) -> Self {
        tracing::error!(%error, "signing in with an identity provider failed");
        Self::Broken
    }
}

impl From<ProviderError> for Refusal {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error)
    }
}

impl From<NotSignedIn> for Refusal {
    fn from(why: NotSignedIn) -> Self {
        Self::Stranger(why)
    }
}

/// Goes to a provider to sign in. Another site leads to the sign-in page instead: no session begins without a click of its
/// person.
pub async fn go(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    Query(asked): Query<Next>,
    session: Session,
    visit: Visit,
    headers: HeaderMap,
) -> Response {
    let next = app::paths::local_or_customers(asked.next.as_deref().unwrap_or_default()).to_owned();
    if csrf::is_from_another_site(&headers) {
        return Redirect::to(&app::paths::sign_in(&next)).into_response();
    }
    let failed = |error: &str| auth::refused(error, &next);
    let purpose = Purpose::SignIn { next: next.clone() };
    send_there(&state, &session, &visit, (&provider, None), purpose, failed).await
}

/// Goes to a provider to accept an invitation. The invitation's token is the proof of who is invited: anyone with it could
/// choose a password as well.
pub async fn go_to_accept(
    State(state): State<AppState>,
    Path((token, provider)): Path<(String, String)>,
    session: Session,
    visit: Visit,
) -> Response {
    let failed = |error: &str| format!("{}?error={error}", app::paths::invitation(&token));
    let token_hash = token_hash(&token);
    match state.store.open_invitation(&token_hash, (state.services.now)()).await {
        Ok(Some(_)) => {
            send_there(&state, &session, &visit, (&provider, None), Purpose::Accept { token_hash }, failed).await
        }
        Ok(None) => Redirect::to(&failed("link")).into_response(),
        Err(_) => Redirect::to(&failed("broken")).into_response(),
    }
}

/// Goes to a provider to link one's account there. Only one's own page leads there: another site could have the browser link
/// an account that somebody else is signed in to.
pub async fn go_to_link(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    session: Session,
    visit: Visit,
    actor: Option<Extension<Actor>>,
    proof: Option<Extension<ProofTime>>,
    headers: HeaderMap,
) -> Response {
    let (Some(Extension(actor)), Some(Extension(proof))) = (actor, proof) else {
        return Redirect::to(&app::paths::sign_in(app::paths::MY_ACCOUNT)).into_response();
    };
    let failed = |error: &str| format!("{}?identity={error}", app::paths::MY_ACCOUNT);
    if !csrf::is_same_origin(&headers) {
        return Redirect::to(&failed("broken")).into_response();
    }
    // A session that was left open must not be given another way in.
    if !proof.is_good((state.services.now)()) {
        return Redirect::to(&failed("proof")).into_response();
    }
    send_there(&state, &session, &visit, (&provider, Some(actor.partner)), Purpose::Link { person: actor.id }, failed)
        .await
}

/// Goes to a provider to prove again who one is. Only one's own page leads there, as to linking.
pub async fn go_to_prove(
    State(state): State<AppState>,
    Query(asked): Query<Next>,
    session: Session,
    visit: Visit,
    headers: HeaderMap,
) -> Response {
    let next = app::paths::local_or_customers(asked.next.as_deref().unwrap_or_default()).to_owned();
    if !csrf::is_same_origin(&headers) {
        return Redirect::to(app::paths::NOT_CONFIRMED).into_response();
    }
    match provider_of(&state, &session).await {
        Ok(Some((actor, provider))) => {
            let failed = |_: &str| app::paths::NOT_CONFIRMED.to_owned();
            let purpose = Purpose::Prove { person: actor.id, next };
            send_there(&state, &session, &visit, (&provider.to_string(), Some(actor.partner)), purpose, failed).await
        }
        Ok(None) => Redirect::to(app::paths::NOT_CONFIRMED).into_response(),
        Err(_) => Redirect::to(&auth::refused("broken", &next)).into_response(),
    }
}

/// The person of a session, who may have to set something up first, and the provider that can say who it is: the one whose word began
/// the session, or else one that signs the person in.
async fn provider_of(state: &AppState, session: &Session) -> Result<Option<(Actor, IdentityProviderId)>, Refusal> {
    let Some(proof) = provider_visit::whose(session).await? else { return Ok(None) };
    let found = state.store.partner_user(proof.partner_user).await?;
    let Some(PartnerUserSecret { actor, .. }) = found.filter(|found| proof.holds(found)) else { return Ok(None) };
    if actor.portal.is_some() {
        return Ok(None);
    }
    if let Some(provider) = proof.provider {
        return Ok(Some((actor, provider)));
    }
    let own = state.store.own_identities(&actor).await?;
    let linked = own.into_iter().find(|one| one.linked.is_some());
    Ok(linked.map(|one| (actor, one.provider.id)))
}

/// Signs in, links, accepts or proves after coming back from a provider.
pub async fn come_back(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    Query(came): Query<CameBack>,
    session: Session,
    visit: Visit,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
) -> Response {
    let actor = actor.map(|Extension(actor)| actor);
    let came_with = came.state.clone().unwrap_or_default();
    let taken = match provider.parse::<IdentityProviderId>() {
        Ok(provider) => provider_visit::take(&state, &session, provider, &came_with).await,
        Err(_) => Ok(None),
    };
    let gone = match taken {
        Ok(Some(gone)) => gone,
        Ok(None) => {
            let refused =
                security::event(SecurityEventKind::ProviderReturnRefused, (state.services.now)(), visit.caller);
            state.store.note_security(&refused).await;
            // A browser that keeps no cookies brings none back.
            let has_session = session_cookie::is_in(&headers, state.transport);
            let error = if has_session { Refusal::Late.as_str() } else { "cookie" };
            return Redirect::to(&auth::refused(error, app::paths::CUSTOMERS)).into_response();
        }
        Err(_) => return Redirect::to(&auth::refused("broken", app::paths::CUSTOMERS)).into_response(),
    };
    match finish(&state, &session, &visit, actor.as_ref(), &gone, came).await {
        Ok(Finished { address, signed_in }) => {
            let leads = Redirect::to(&address).into_response();
            match signed_in {
                Some(person) => device::remember(&state, &headers, person, leads).await,
                None => leads,
            }
        }
        Err(refusal) => Redirect::to(&gone.page_of(refusal.as_str())).into_response(),
    }
}

/// Sends a person to a provider.
async fn send_there(
    state: &AppState,
    session: &Session,
    visit: &Visit,
    (provider, of): (&str, Option<PartnerId>),
    purpose: Purpose,
    failed: impl Fn(&str) -> String,
) -> Response {
    let provider = match provider.parse::<IdentityProviderId>() {
        Ok(id) => state.store.enabled_provider(id, of).await,
        Err(_) => Ok(None),
    };
    let provider = match provider {
        Ok(Some(provider)) => provider,
        Ok(None) => return Redirect::to(&failed("provider-failed")).into_response(),
        Err(error) => return Redirect::to(&failed(Refusal::from(error).as_str())).into_response(),
    };
    match address_of(state, session, visit, &provider, purpose).await {
        Ok(address) => Redirect::to(&address).into_response(),
        Err(refusal) => {
            note_refusal(state, visit, &provider, None, &refusal).await;
            Redirect::to(&failed(refusal.as_str())).into_response()
        }
    }
}

async fn address_of(
    state: &AppState,
    session: &Session,
    visit: &Visit,
    provider: &EnabledProvider,
    purpose: Purpose,
) -> Result<String, Refusal> {
    let now = (state.services.now)();
    if !state.store.note_provider_visit(visit.caller.address, now).await? {
        return Err(Refusal::TooMany);
    }
    let asking = match purpose {
        Purpose::Prove { .. } => Asking::Anew,
        // No session builds on a question that is older than a session can be.
        _ => Asking::Within(Duration::from_secs(u64::from(state.limits.hours) * 60 * 60)),
    };
    let going = state.providers.begin(provider, asking, now).await?;
    provider_visit::begin(state, session, provider.id, purpose, going.kept).await?;
    Ok(going.address)
}

/// Does what the person went there for.
async fn finish(
    state: &AppState,
    session: &Session,
    visit: &Visit,
    actor: Option<&Actor>,
    gone: &ProviderVisit,
    came: CameBack,
) -> Result<Finished, Refusal> {
    let provider = state.store.enabled_provider(gone.provider, None).await?;
    let provider = provider.ok_or(Refusal::Stranger(NotSignedIn::NotLinked))?;
    let done = with_claims(state, session, visit, actor, gone, &provider, came).await;
    if let Err(refusal) = &done {
        note_refusal(state, visit, &provider, actor, refusal).await;
    }
    done
}

async fn with_claims(
    state: &AppState,
    session: &Session,
    visit: &Visit,
    actor: Option<&Actor>,
    gone: &ProviderVisit,
    provider: &EnabledProvider,
    came: CameBack,
) -> Result<Finished, Refusal> {
    let moment = Moment { at: (state.services.now)(), caller: visit.caller };
    let code = match (came.error, came.code) {
        (None, Some(code)) => code,
        (Some(_), _) | (None, None) => return Err(Refusal::Declined),
    };
    let returned = Returned { code, issuer: came.iss };
    let claims = state.providers.finish(provider, gone.kept.clone(), returned, moment.at).await?;
    match &gone.purpose {
        Purpose::SignIn { next } => {
            let who = state.store.identity_signs_in(provider, &claims, moment).await??;
            sign_in(state, session, visit, provider, &claims, &who, next).await
        }
        Purpose::Link { person } => {
            let actor = actor.filter(|actor| actor.id == *person).ok_or(Refusal::Late)?;
            state.store.link_identity(actor, provider, &claims, moment).await??;
            Ok(Finished { address: format!("{}?identity=linked", app::paths::MY_ACCOUNT), signed_in: None })
        }
        Purpose::Prove { person, next } => {
            let is_theirs = |proof: &Proof| proof.partner_user == *person;
            provider_visit::whose(session).await?.filter(is_theirs).ok_or(Refusal::Late)?;
            if !gone.was_asked(claims.asked) {
                return Err(Refusal::NotAsked);
            }
            let who = state.store.identity_signs_in(provider, &claims, moment).await??;
            if who.actor.id != *person {
                return Err(Refusal::Stranger(NotSignedIn::NotLinked));
            }
            sign_in(state, session, visit, provider, &claims, &who, next).await
        }
        Purpose::Accept { token_hash } => {
            let password_hash = without_password(&password::token());
            let id = PartnerUserId::new(Uuid::new_v4());
            let accepting = Acceptance { token_hash, id, password_hash: &password_hash };
            let who = state.store.accept_invitation_by(provider, &claims, accepting, moment).await??;
            sign_in(state, session, visit, provider, &claims, &who, app::paths::CUSTOMERS).await
        }
    }
}

/// Signs a person in whom a provider knows, or asks for a code if the person has a second factor for which the provider does
/// not stand.
async fn sign_in(
    state: &AppState,
    session: &Session,
    visit: &Visit,
    provider: &EnabledProvider,
    claims: &Claims,
    who: &PartnerUserSecret,
    next: &str,
) -> Result<Finished, Refusal> {
    let stands_for_factor = has_second_factor(&provider.settings, claims);
    let event = |kind| of_person(state, visit, kind, &who.actor).done_to(&provider.settings.name);
    if !stands_for_factor && state.store.second_factor(&who.actor).await?.is_on {
        state.store.note_security(&event(SecurityEventKind::CodeAsked)).await;
        password_right::begin(state, session, who, claims.asked.proven((state.services.now)())).await?;
        return Ok(Finished { address: app::paths::code(next), signed_in: None });
    }
    state.store.note_security(&event(SecurityEventKind::SignedInByProvider)).await;
    let begun = begin_by_provider(state, session, who, visit, (provider.id, stands_for_factor, claims.asked)).await?;
    if begun == GoesOn::Ended {
        return Err(Refusal::Late);
    }
    Ok(Finished { address: next.to_owned(), signed_in: Some(who.actor.id) })
}

fn of_person(state: &AppState, visit: &Visit, kind: SecurityEventKind, who: &Actor) -> SecurityEvent {
    security::event(kind, (state.services.now)(), visit.caller).by(who.partner, who.id)
}

/// Notes that a provider signed nobody in, with the reason.
async fn note_refusal(
    state: &AppState,
    visit: &Visit,
    provider: &EnabledProvider,
    actor: Option<&Actor>,
    refusal: &Refusal,
) {
    let now = (state.services.now)();
    let event = security::event(SecurityEventKind::ProviderSignInRefused, now, visit.caller);
    let event = match actor {
        Some(actor) => event.by(actor.partner, actor.id),
        None => event.at_partner(provider.partner),
    };
    let words = format!("{}: {}", provider.settings.name, refusal.reason());
    state.store.note_security(&event.done_to(&words)).await;
}
