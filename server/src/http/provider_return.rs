//! Coming back from an identity provider with its answer.

use super::auth::{self, GoesOn, begin_by_provider};
use super::provider::Passage;
use super::provider_refusal::ProviderRefusal;
use super::provider_visit::{self, ProviderVisit, Purpose};
use super::{device, entrance, password_right, session_cookie};
use crate::oidc::Returned;
use crate::password;
use crate::store::people::acceptance::Acceptance;
use crate::store::people::enabled_providers::EnabledProvider;
use crate::store::people::identities::without_password;
use crate::store::people::sessions::Proof;
use crate::store::sign_in::with_provider::Moment;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Actor;
use domain::access::identity_claims::Claims;
use domain::access::portal_provider::ProviderOwner;
use domain::access::provider_sign_in::{NotSignedIn, has_second_factor};
use domain::console::security::SecurityEventKind;
use domain::ids::{IdentityProviderId, PartnerUserId};
use domain::store::{PartnerUserSecret, SecondFactorStore, SecurityStore};
use serde::Deserialize;
use uuid::Uuid;

/// The query that a provider adds to the address to which it sends somebody back.
#[derive(Deserialize)]
pub struct CameBack {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// The result of a visit.
struct Finished {
    /// The address that follows.
    address: String,
    /// The person who is signed in now.
    signed_in: Option<PartnerUserId>,
}

/// Signs in, links, accepts or proves after coming back from a provider.
pub async fn come_back(
    passage: Passage,
    Path(provider): Path<String>,
    Query(came): Query<CameBack>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
) -> Response {
    let actor = actor.map(|Extension(actor)| actor);
    let came_with = came.state.clone().unwrap_or_default();
    let taken = match provider.parse::<IdentityProviderId>() {
        Ok(provider) => provider_visit::take(&passage.state, &passage.session, provider, &came_with).await,
        Err(_) => Ok(None),
    };
    let gone = match taken {
        Ok(Some(gone)) => gone,
        Ok(None) => {
            let refused = passage.event(SecurityEventKind::ProviderReturnRefused);
            passage.state.store.note_security(&refused).await;
            // A browser that keeps no cookies brings none back.
            let has_session = session_cookie::is_in(&headers, passage.state.transport);
            let error = if has_session { ProviderRefusal::Late.as_str() } else { "cookie" };
            let of_customer = passage.of_customer(&provider).await;
            let page = provider_visit::refused(error, app::paths::CUSTOMERS, of_customer);
            return Redirect::to(&page).into_response();
        }
        Err(_) => return Redirect::to(&auth::refused("broken", app::paths::CUSTOMERS)).into_response(),
    };
    match passage.finish(actor.as_ref(), &gone, came).await {
        Ok(Finished { address, signed_in }) => {
            let leads = Redirect::to(&address).into_response();
            match signed_in {
                Some(person) => device::remember(&passage.state, &headers, person, leads).await,
                None => leads,
            }
        }
        Err(refusal) => Redirect::to(&gone.page_of(refusal.as_str())).into_response(),
    }
}

impl Passage {
    /// Does the purpose of the visit.
    async fn finish(
        &self,
        actor: Option<&Actor>,
        gone: &ProviderVisit,
        came: CameBack,
    ) -> Result<Finished, ProviderRefusal> {
        let provider = self.state.store.enabled_provider(gone.provider, None).await?;
        let provider = provider.ok_or(ProviderRefusal::Stranger(NotSignedIn::NotLinked))?;
        let done = self.with_claims(actor, gone, &provider, came).await;
        if let Err(refusal) = &done {
            self.note_refusal(&provider, actor, refusal).await;
        }
        done
    }

    async fn with_claims(
        &self,
        actor: Option<&Actor>,
        gone: &ProviderVisit,
        provider: &EnabledProvider,
        came: CameBack,
    ) -> Result<Finished, ProviderRefusal> {
        let state = &self.state;
        let moment = Moment { at: self.now(), caller: self.visit.caller };
        let code = match (came.error, came.code) {
            (None, Some(code)) => code,
            (Some(_), _) | (None, None) => return Err(ProviderRefusal::Declined),
        };
        let returned = Returned { code, issuer: came.iss };
        let claims = state.providers.finish(provider, gone.kept.clone(), returned, moment.at).await?;
        match &gone.purpose {
            Purpose::SignIn { next } => {
                let who = state.store.identity_signs_in(provider, &claims, moment).await??;
                self.sign_in(provider, &claims, &who, next).await
            }
            Purpose::Link { person } => {
                let actor = actor.filter(|actor| actor.id == *person).ok_or(ProviderRefusal::Late)?;
                state.store.link_identity(actor, provider, &claims, moment).await??;
                let address = app::paths::with_identity(actor.portal.is_some(), "linked");
                Ok(Finished { address, signed_in: None })
            }
            Purpose::Prove { person, next } => {
                let is_theirs = |proof: &Proof| proof.partner_user == *person;
                provider_visit::whose(&self.session).await?.filter(is_theirs).ok_or(ProviderRefusal::Late)?;
                if !gone.was_asked(claims.asked) {
                    return Err(ProviderRefusal::NotAsked);
                }
                let who = state.store.identity_signs_in(provider, &claims, moment).await??;
                if who.actor.id != *person {
                    return Err(ProviderRefusal::Stranger(NotSignedIn::NotLinked));
                }
                self.sign_in(provider, &claims, &who, next).await
            }
            Purpose::Accept { token_hash } => {
                let password_hash = without_password(&password::token());
                let id = PartnerUserId::new(Uuid::new_v4());
                let accepting = Acceptance { token_hash, id, password_hash: &password_hash };
                let who = state.store.accept_invitation_by(provider, &claims, accepting, moment).await??;
                self.sign_in(provider, &claims, &who, app::paths::CUSTOMERS).await
            }
        }
    }

    /// Signs in a person that a provider knows, or asks for a code if the person has a second factor for which the provider does
    /// not stand.
    async fn sign_in(
        &self,
        provider: &EnabledProvider,
        claims: &Claims,
        who: &PartnerUserSecret,
        next: &str,
    ) -> Result<Finished, ProviderRefusal> {
        let Self { state, session, visit } = self;
        let of_customer = (provider.owner != ProviderOwner::Partner).then_some(provider.id);
        let stands_for_factor = has_second_factor(&provider.settings, claims);
        let event = |kind| provider.named_in(self.event(kind).by(who.actor.partner, who.actor.id));
        if !stands_for_factor && state.store.second_factor(&who.actor).await?.is_on {
            state.store.note_security(&event(SecurityEventKind::CodeAsked)).await;
            password_right::begin(state, session, who, claims.asked.proven(self.now())).await?;
            entrance::keep(session, of_customer).await?;
            return Ok(Finished { address: app::paths::code(next), signed_in: None });
        }
        state.store.note_security(&event(SecurityEventKind::SignedInByProvider)).await;
        let begun =
            begin_by_provider(state, session, who, visit, (provider.id, stands_for_factor, claims.asked)).await?;
        if begun == GoesOn::Ended {
            return Err(ProviderRefusal::Late);
        }
        entrance::keep(session, of_customer).await?;
        let address = app::paths::landing(who.actor.portal.is_some(), next).to_owned();
        Ok(Finished { address, signed_in: Some(who.actor.id) })
    }
}
