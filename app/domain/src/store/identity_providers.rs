//! The store port for identity providers and the accounts that people have there.

use crate::access::Actor;
use crate::access::identity_provider::{
    IdentityProvider, LocalPasswords, OwnIdentity, ProviderForm, ProviderRefused, SignInWays,
};
use crate::console::security::SecurityEvent;
use crate::ids::IdentityProviderId;
use crate::store::StoreError;
use async_trait::async_trait;

/// Identity providers, and linked accounts. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait IdentityProviderStore: Send + Sync {
    /// The identity providers of the actor's partner, in order of their names.
    async fn identity_providers(&self, actor: &Actor) -> Result<Vec<IdentityProvider>, StoreError>;
    /// Adds a provider, or changes the one with this id. With another issuer its linked accounts are unlinked.
    async fn save_identity_provider(
        &self,
        actor: &Actor,
        provider: IdentityProviderId,
        form: &ProviderForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError>;
    /// Removes a provider with its linked accounts.
    async fn remove_identity_provider(
        &self,
        actor: &Actor,
        provider: IdentityProviderId,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError>;
    /// Whether the actor may sign in with a password: the choice of the partner, which is not about people of a portal.
    async fn local_passwords(&self, actor: &Actor) -> Result<LocalPasswords, StoreError>;
    /// Switches passwords on or off, from the next request on.
    async fn switch_local_passwords(
        &self,
        actor: &Actor,
        choice: LocalPasswords,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError>;
    /// The actor's linked accounts, and the enabled providers at which none is linked.
    async fn own_identities(&self, actor: &Actor) -> Result<Vec<OwnIdentity>, StoreError>;
    /// How the invitation with this link can be accepted.
    async fn ways_to_accept(&self, token_hash: &str) -> Result<SignInWays, StoreError>;
}

/// Linked accounts at identity providers.
#[async_trait]
pub trait LinkedIdentityStore: Send + Sync {
    /// Unlinks the actor's account at a provider.
    async fn unlink_identity(
        &self,
        actor: &Actor,
        provider: IdentityProviderId,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError>;
}
