//! A visit to an identity provider. The values for coming back stay in the session, and are good once
//! and for ten minutes.

use super::auth;
use super::state::AppState;
use crate::oidc::AuthorizationState;
use crate::store::people::enabled_providers::EnabledProvider;
use crate::store::people::sessions::{PASSWORD_RIGHT, Proof, SIGNED_IN, Sessions};
use domain::access::identity_claims::LastAsked;
use domain::access::identity_provider::RETURN_MINUTES;
use domain::access::portal_provider::ProviderOwner;
use domain::ids::{IdentityProviderId, PartnerUserId};
use domain::store::StoreError;
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session};

/// The session's value.
const PROVIDER_VISIT: &str = "provider_visit";

/// The purpose of a visit.
#[derive(Clone, Serialize, Deserialize)]
pub enum Purpose {
    /// To sign in, and go on to a local address.
    SignIn {
        /// The address.
        next: String,
    },
    /// To link the account there. Only this person can come back for it.
    Link {
        /// The signed-in person.
        person: PartnerUserId,
    },
    /// To confirm the identity again, and go on to a local address. Only this person can come back for it.
    Prove {
        /// The person of the session.
        person: PartnerUserId,
        /// The address.
        next: String,
    },
    /// To accept an invitation.
    Accept {
        /// The hash of its token.
        token_hash: String,
    },
}

/// A person who was sent to a provider.
#[derive(Clone, Serialize, Deserialize)]
pub struct ProviderVisit {
    /// The provider.
    pub provider: IdentityProviderId,
    /// The purpose of the visit.
    pub purpose: Purpose,
    /// The values compared when the person comes back.
    pub kept: AuthorizationState,
    /// When (UTC, epoch milliseconds).
    at: i64,
    /// Whether the provider signs in people of a portal.
    #[serde(default)]
    in_portal: bool,
}

impl ProviderVisit {
    /// The address of the page that shows the failure.
    pub fn page_of(&self, error: &str) -> String {
        match &self.purpose {
            Purpose::SignIn { next } => refused(error, next, self.in_portal.then_some(self.provider)),
            Purpose::Accept { .. } => auth::refused(error, app::paths::CUSTOMERS),
            Purpose::Link { .. } => app::paths::with_identity(self.in_portal, error),
            Purpose::Prove { .. } => app::paths::not_confirmed(self.in_portal),
        }
    }

    /// Whether the person was asked for this visit.
    pub fn was_asked(&self, asked: LastAsked) -> bool {
        asked.is_after(self.at)
    }
}

/// The sign-in page with an error. With a provider of a customer it is the one that shows that provider.
pub fn refused(error: &str, next: &str, of_customer: Option<IdentityProviderId>) -> String {
    match of_customer {
        Some(provider) => format!("{}&error={error}", app::paths::portal_sign_in(provider, next)),
        None => auth::refused(error, next),
    }
}

/// Keeps a visit in the session. An earlier one is forgotten. A signed-in person stays signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    state: &AppState,
    session: &Session,
    provider: &EnabledProvider,
    purpose: Purpose,
    kept: AuthorizationState,
) -> Result<(), session::Error> {
    let at = (state.services.now)();
    let in_portal = provider.owner != ProviderOwner::Partner;
    keep_end(state, session).await?;
    session.insert(PROVIDER_VISIT, ProviderVisit { provider: provider.id, purpose, kept, at, in_portal }).await
}

/// The person of a session, and the provider whose word alone began it.
///
/// # Errors
/// When the database does not answer.
pub async fn whose(session: &Session) -> Result<Option<Proof>, session::Error> {
    proof(session, SIGNED_IN).await
}

/// A proof in the session. An unreadable one is none.
async fn proof(session: &Session, key: &str) -> Result<Option<Proof>, session::Error> {
    match session.get(key).await {
        Err(session::Error::SerdeJson(_)) => Ok(None),
        found => found,
    }
}

/// Has the session end when it would have ended. A session that holds nothing else ends with the visit. (Each change of a
/// session sets its end anew.)
async fn keep_end(state: &AppState, session: &Session) -> Result<(), session::Error> {
    let (signed_in, password_right) = (proof(session, SIGNED_IN).await?, proof(session, PASSWORD_RIGHT).await?);
    session.set_expiry(Some(match (signed_in, password_right) {
        (Some(signed_in), _) if signed_in.at > 0 => state.limits.end(signed_in.at),
        (_, Some(right)) => state.limits.end_without_code(right.at),
        _ => state.limits.end_of_visit((state.services.now)()),
    }));
    Ok(())
}

/// The visit of this session with this provider and state. It is used up, so that the same address can be used only once. `None` if there is none, or it took too long. One with another state stays: the request may come from
/// another site.
///
/// # Errors
/// When the database does not answer.
pub async fn take(
    state: &AppState,
    session: &Session,
    provider: IdentityProviderId,
    came_with: &str,
) -> Result<Option<ProviderVisit>, StoreError> {
    let found: Option<ProviderVisit> = match session.get(PROVIDER_VISIT).await {
        Ok(found) => found,
        Err(session::Error::SerdeJson(_)) => None,
        Err(session::Error::Store(error)) => return Err(StoreError::Unavailable(error.to_string())),
    };
    let is_it = |visit: &ProviderVisit| visit.provider == provider && visit.kept.state == came_with;
    let (Some(visit), Some(id)) = (found.filter(is_it), session.id()) else { return Ok(None) };
    if Sessions(state.store.clone()).use_up(&id, PROVIDER_VISIT).await?.is_none() {
        return Ok(None);
    }
    let forgotten = async {
        session.remove_value(PROVIDER_VISIT).await?;
        keep_end(state, session).await
    };
    forgotten.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let age = (state.services.now)() - visit.at;
    Ok((0..RETURN_MINUTES * 60 * 1000).contains(&age).then_some(visit))
}
