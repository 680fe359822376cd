//! The store port for the identity providers of customers, which sign in people of their portals.

use crate::access::identity_provider::{IdentityProvider, ProviderForm, ProviderRefused};
use crate::access::{Actor, CustomerScope};
use crate::console::security::SecurityEvent;
use crate::ids::IdentityProviderId;
use crate::store::StoreError;
use async_trait::async_trait;

/// Identity providers of a customer. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait PortalProviderStore: Send + Sync {
    /// The providers of the customer, in order of their names.
    async fn portal_providers(&self, actor: &Actor, scope: CustomerScope) -> Result<Vec<IdentityProvider>, StoreError>;
    /// Adds a provider, or changes the customer's one with this id. With another issuer its linked accounts are unlinked.
    async fn save_portal_provider(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        provider: IdentityProviderId,
        form: &ProviderForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError>;
    /// Removes a provider with its linked accounts. Keeping people out gives nobody anything, so it needs no right to give roles.
    async fn remove_portal_provider(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        provider: IdentityProviderId,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError>;
}
