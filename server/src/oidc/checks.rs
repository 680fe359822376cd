//! Checking identity providers for those who manage people.

use super::Providers;
use crate::store::SqlStore;
use app::services::{CheckProviders, ProviderCheck};
use domain::access::identity_provider::ProviderProblem;
use domain::access::portal_provider::ProviderOwner;
use domain::ids::{IdentityProviderId, PartnerId};

/// Checks the stored providers.
pub struct ProviderChecks {
    store: SqlStore,
    providers: Providers,
}

impl ProviderChecks {
    /// Checks the providers of this store.
    pub fn new(store: SqlStore, providers: Providers) -> Self {
        Self { store, providers }
    }
}

impl CheckProviders for ProviderChecks {
    fn check(&self, owner: (PartnerId, ProviderOwner), provider: IdentityProviderId, now: i64) -> ProviderCheck<'_> {
        Box::pin(async move {
            let Some(settings) = self.store.provider_settings(owner, provider).await? else { return Ok(None) };
            let checked = self.providers.check(&settings.settings, now).await.err();
            Ok(checked.or_else(|| (!settings.has_secret).then_some(ProviderProblem::NoSecret)))
        })
    }

    fn redirect_uri(&self, provider: IdentityProviderId) -> Option<String> {
        self.providers.redirect_uri(provider)
    }

    fn address(&self, path: &str) -> Option<String> {
        self.providers.address(path)
    }
}
