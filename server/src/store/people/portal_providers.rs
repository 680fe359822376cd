//! The identity providers of customers. They lock the partner like those of the partner, so that roles are those of now.

use super::providers::{Saved, providers_of, remove_of};
use crate::store::SqlStore;
use async_trait::async_trait;
use domain::access::identity_provider::{IdentityProvider, ProviderForm, ProviderRefused};
use domain::access::portal::check_manages;
use domain::access::portal_provider::{ProviderOwner, check_portal_provider};
use domain::access::{Actor, CustomerScope};
use domain::console::security::SecurityEvent;
use domain::ids::IdentityProviderId;
use domain::store::{PortalProviderStore, StoreError};

#[async_trait]
impl PortalProviderStore for SqlStore {
    async fn portal_providers(&self, actor: &Actor, scope: CustomerScope) -> Result<Vec<IdentityProvider>, StoreError> {
        providers_of(&mut *self.reader().await?, actor.partner, ProviderOwner::Customer(scope.customer())).await
    }

    async fn save_portal_provider(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        provider: IdentityProviderId,
        form: &ProviderForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError> {
        let owner = ProviderOwner::Customer(scope.customer());
        let mut changing = self.lock_people(actor, event.at).await?;
        let providers = providers_of(&mut changing.transaction, actor.partner, owner).await?;
        if let Err(refused) = check_portal_provider(scope, &changing.actor, &providers, (provider, form)) {
            return Ok(Err(refused));
        }
        let saved = Saved { owner, id: provider, form, at: event.at };
        if !self.write_provider(&mut changing, &providers, saved).await? {
            return Ok(Err(ProviderRefused::Gone));
        }
        changing.finish(&event.clone().done_to(form.settings.name.trim())).await.map(Ok)
    }

    async fn remove_portal_provider(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        provider: IdentityProviderId,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError> {
        let changing = self.lock_people(actor, event.at).await?;
        if check_manages(&changing.actor).is_err() {
            return Ok(Err(ProviderRefused::NotAllowed));
        }
        remove_of(changing, ProviderOwner::Customer(scope.customer()), provider, event).await
    }
}
