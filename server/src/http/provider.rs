//! Going to an identity provider: to sign in, to accept an invitation, to link an account, or to prove one's identity again.

use super::auth;
use super::csrf;
use super::provider_refusal::ProviderRefusal;
use super::provider_visit::{self, Purpose};
use super::state::AppState;
use super::visit::Visit;
use crate::oidc::Reauthentication;
use crate::security;
use crate::store::people::enabled_providers::EnabledProvider;
use crate::store::people::sessions::{Proof, token_hash};
use axum::Extension;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Actor;
use domain::access::portal_provider::ProviderOwner;
use domain::access::proof::ProofTime;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::IdentityProviderId;
use domain::store::{IdentityProviderStore, PartnerStore, PartnerUserSecret, PeopleStore, SecurityStore};
use serde::Deserialize;
use std::time::Duration;
use tower_sessions::Session;

/// The address of a page that follows.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

impl Next {
    fn address(&self) -> String {
        app::paths::local_or_customers(self.next.as_deref().unwrap_or_default()).to_owned()
    }
}

/// A request on the way to a provider, or back from it.
pub struct Passage {
    /// The state that every request uses.
    pub(super) state: AppState,
    /// The session of the browser.
    pub(super) session: Session,
    /// Where the request comes from.
    pub(super) visit: Visit,
}

impl FromRequestParts<AppState> for Passage {
    type Rejection = <Session as FromRequestParts<AppState>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let session = Session::from_request_parts(parts, state).await?;
        let visit = Visit::of(&parts.headers, &parts.extensions);
        Ok(Self { state: state.clone(), session, visit })
    }
}

/// Goes to a provider to sign in. Another site leads to the sign-in page instead: no session begins without a click of its
/// person.
pub async fn go(
    passage: Passage,
    Path(provider): Path<String>,
    Query(asked): Query<Next>,
    headers: HeaderMap,
) -> Response {
    let next = asked.address();
    let of_customer = passage.of_customer(&provider).await;
    if csrf::is_from_another_site(&headers) {
        let page = of_customer.map(|provider| app::paths::portal_sign_in(provider, &next));
        return Redirect::to(&page.unwrap_or_else(|| app::paths::sign_in(&next))).into_response();
    }
    let failed = |error: &str| provider_visit::refused(error, &next, of_customer);
    let purpose = Purpose::SignIn { next: next.clone() };
    passage.lead(&provider, None, purpose, failed).await
}

/// Goes to a provider to accept an invitation. The invitation's token identifies the invited person: anyone with it
/// could choose a password as well.
pub async fn go_to_accept(passage: Passage, Path((token, provider)): Path<(String, String)>) -> Response {
    let failed = |error: &str| format!("{}?error={error}", app::paths::invitation(&token));
    let token_hash = token_hash(&token);
    match passage.state.store.open_invitation(&token_hash, passage.now()).await {
        Ok(Some(_)) => passage.lead(&provider, None, Purpose::Accept { token_hash }, failed).await,
        Ok(None) => Redirect::to(&failed("link")).into_response(),
        Err(_) => Redirect::to(&failed("broken")).into_response(),
    }
}

/// Goes to a provider to link one's account there. Only one's own page leads there: another site could have the browser link
/// an account that somebody else is signed in to.
pub async fn go_to_link(
    passage: Passage,
    Path(provider): Path<String>,
    actor: Option<Extension<Actor>>,
    proof: Option<Extension<ProofTime>>,
    headers: HeaderMap,
) -> Response {
    let (Some(Extension(actor)), Some(Extension(proof))) = (actor, proof) else {
        return Redirect::to(&app::paths::sign_in(app::paths::MY_ACCOUNT)).into_response();
    };
    let failed = |error: &str| app::paths::with_identity(actor.portal.is_some(), error);
    if !csrf::is_same_origin(&headers) {
        return Redirect::to(&failed("broken")).into_response();
    }
    // A session that was left open must not be given another way in.
    if !proof.is_good(passage.now()) {
        return Redirect::to(&failed("proof")).into_response();
    }
    passage.lead(&provider, Some(&actor), Purpose::Link { person: actor.id }, failed).await
}

/// Goes to a provider to prove one's identity again. Only one's own page leads there, as to linking.
pub async fn go_to_prove(passage: Passage, Query(asked): Query<Next>, headers: HeaderMap) -> Response {
    let next = asked.address();
    let broken = || Redirect::to(&auth::refused("broken", &next)).into_response();
    let Ok(known) = passage.known_person().await else { return broken() };
    let not_confirmed = app::paths::not_confirmed(known.as_ref().is_some_and(|(actor, _)| actor.portal.is_some()));
    let Some((actor, proof)) = known.filter(|_| csrf::is_same_origin(&headers)) else {
        return Redirect::to(&not_confirmed).into_response();
    };
    match passage.known_provider(&actor, &proof).await {
        Ok(Some(provider)) => {
            let failed = |_: &str| not_confirmed.clone();
            let purpose = Purpose::Prove { person: actor.id, next };
            passage.lead(&provider.to_string(), Some(&actor), purpose, failed).await
        }
        Ok(None) => Redirect::to(&not_confirmed).into_response(),
        Err(_) => broken(),
    }
}

impl Passage {
    /// Now (UTC, epoch milliseconds).
    pub(super) fn now(&self) -> i64 {
        (self.state.services.now)()
    }

    /// A security event of this request.
    pub(super) fn event(&self, kind: SecurityEventKind) -> SecurityEvent {
        security::event(kind, self.now(), self.visit.caller)
    }

    /// The provider with this id, if it is an enabled one of a customer. It is none while the database does not answer.
    pub(super) async fn of_customer(&self, provider: &str) -> Option<IdentityProviderId> {
        let provider = provider.parse::<IdentityProviderId>().ok()?;
        let is_one = self.state.store.is_portal_provider(provider).await.unwrap_or(false);
        is_one.then_some(provider)
    }

    /// The person of the session, even if something must be set up first, and how the session began.
    async fn known_person(&self) -> Result<Option<(Actor, Proof)>, ProviderRefusal> {
        let Some(proof) = provider_visit::whose(&self.session).await? else { return Ok(None) };
        let found = self.state.store.partner_user(proof.partner_user).await?;
        let found = found.filter(|found| proof.holds(found));
        Ok(found.map(|PartnerUserSecret { actor, .. }| (actor, proof)))
    }

    /// A provider that knows the person: the one whose word began the session, or else one that signs the person in.
    async fn known_provider(
        &self,
        actor: &Actor,
        proof: &Proof,
    ) -> Result<Option<IdentityProviderId>, ProviderRefusal> {
        if let Some(provider) = proof.provider {
            return Ok(Some(provider));
        }
        let own = self.state.store.own_identities(actor).await?;
        let linked = own.into_iter().find(|one| one.linked.is_some());
        Ok(linked.map(|one| one.provider.id))
    }

    /// Leads to a provider, or to the page that says why not. `of` is the person, where that is known.
    async fn lead(
        &self,
        provider: &str,
        of: Option<&Actor>,
        purpose: Purpose,
        failed: impl Fn(&str) -> String,
    ) -> Response {
        let provider = match provider.parse::<IdentityProviderId>() {
            Ok(id) => self.state.store.enabled_provider(id, of).await,
            Err(_) => Ok(None),
        };
        // Nobody is invited to a portal, and a customer's provider identifies nobody that the partner invites.
        let is_fit = |provider: &EnabledProvider| {
            provider.owner == ProviderOwner::Partner || !matches!(purpose, Purpose::Accept { .. })
        };
        let provider = match provider.map(|provider| provider.filter(is_fit)) {
            Ok(Some(provider)) => provider,
            Ok(None) => return Redirect::to(&failed("provider-failed")).into_response(),
            Err(error) => return Redirect::to(&failed(ProviderRefusal::from(error).as_str())).into_response(),
        };
        match self.address_of(&provider, purpose).await {
            Ok(address) => Redirect::to(&address).into_response(),
            Err(refusal) => {
                self.note_refusal(&provider, None, &refusal).await;
                Redirect::to(&failed(refusal.as_str())).into_response()
            }
        }
    }

    async fn address_of(&self, provider: &EnabledProvider, purpose: Purpose) -> Result<String, ProviderRefusal> {
        let Self { state, session, visit } = self;
        let now = self.now();
        if !state.store.note_provider_visit(visit.caller.address, now).await? {
            return Err(ProviderRefusal::TooMany);
        }
        let asking = match purpose {
            Purpose::Prove { .. } => Reauthentication::Anew,
            // No session builds on a question that is older than a session can be.
            _ => Reauthentication::Within(Duration::from_secs(u64::from(state.limits.hours) * 60 * 60)),
        };
        let going = state.providers.begin(provider, asking, now).await?;
        provider_visit::begin(state, session, provider, purpose, going.kept).await?;
        Ok(going.address)
    }

    /// Notes that a provider signed nobody in, with the reason.
    pub(super) async fn note_refusal(
        &self,
        provider: &EnabledProvider,
        actor: Option<&Actor>,
        refusal: &ProviderRefusal,
    ) {
        let event = self.event(SecurityEventKind::ProviderSignInRefused);
        let event = match actor {
            Some(actor) => event.by(actor.partner, actor.id),
            None => event.at_partner(provider.partner),
        };
        let words = format!("{}: {}", provider.settings.name, refusal.reason());
        self.state.store.note_security(&provider.named_in(event).done_to(&words)).await;
    }
}
