//! Reasons why an identity provider signed nobody in or linked nobody.

use crate::oidc::error::ProviderError;
use domain::access::provider_sign_in::NotSignedIn;
use domain::store::StoreError;
use tower_sessions::session;

/// Why nobody was signed in or linked.
#[derive(Debug)]
pub(super) enum ProviderRefusal {
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

impl ProviderRefusal {
    /// The value of the page's `error` parameter. It does not tell which accounts there are.
    pub(super) fn as_str(&self) -> &'static str {
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
    pub(super) fn reason(&self) -> String {
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

impl From<StoreError> for ProviderRefusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "signing in with an identity provider failed");
        Self::Broken
    }
}

impl From<session::Error> for ProviderRefusal {
    fn from(error: session::Error) -> Self {
        tracing::error!(%error, "signing in with an identity provider failed");
        Self::Broken
    }
}

impl From<ProviderError> for ProviderRefusal {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error)
    }
}

impl From<NotSignedIn> for ProviderRefusal {
    fn from(why: NotSignedIn) -> Self {
        Self::Stranger(why)
    }
}
