//! The identity providers of a customer, which sign in people of its portal, as the partner manages them.

use super::providers::{SettingsReply, SignInSettings};
use crate::error::ApiError;
use crate::json::JsonHttp;
use crate::state::proving::Proving;
use domain::access::identity_provider::{ProviderForm, ProviderProblem};
use domain::ids::{CustomerId, IdentityProviderId};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::providers::ShownProvider,
    crate::services::{Services, actor, customer_scope},
    domain::access::identity_provider::{LocalPasswords, ProviderRefused},
    domain::access::permission::Permission,
    domain::access::portal_provider::{ProviderOwner, check_portal_rank},
    domain::access::{Actor, CustomerScope},
    domain::console::security::SecurityEventKind,
};

/// How the people of the portal of a customer sign in, beside their passwords.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/providers", protocol = JsonHttp)]
pub async fn get_portal_sign_in(customer: CustomerId) -> Result<SignInSettings, ApiError> {
    let (services, scope) = customer_scope(Permission::ManagePeople, customer).await?;
    services.portal_sign_in(&actor()?, scope).await
}

/// Adds a provider of a customer, or changes one.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/save-provider", protocol = Proving)]
pub async fn save_portal_provider(
    customer: CustomerId,
    provider: Option<IdentityProviderId>,
    form: ProviderForm,
) -> Result<SettingsReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let actor = actor()?;
    let (id, kind) = match provider {
        Some(id) => (id, SecurityEventKind::ProviderEdited),
        None => (IdentityProviderId::new(uuid::Uuid::new_v4()), SecurityEventKind::ProviderAdded),
    };
    let event = services.event(&actor, kind).about(customer);
    let there = services.store.portal_providers(&actor, scope).await?;
    let done = match provider {
        Some(id) if !there.iter().any(|one| one.id == id) => Err(ProviderRefused::Gone),
        _ => services.store.save_portal_provider(&actor, scope, id, &form, &event).await?,
    };
    services.portal_sign_in_after(&actor, scope, done).await
}

/// Removes a provider of a customer.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/remove-provider", protocol = Proving)]
pub async fn remove_portal_provider(
    customer: CustomerId,
    provider: IdentityProviderId,
) -> Result<SettingsReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let actor = actor()?;
    let event = services.event(&actor, SecurityEventKind::ProviderRemoved).about(customer);
    let done = services.store.remove_portal_provider(&actor, scope, provider, &event).await?;
    services.portal_sign_in_after(&actor, scope, done).await
}

/// Asks a provider of a customer for its discovery document and keys. The reply describes the fault, if there is one.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/check-provider", protocol = JsonHttp)]
pub async fn check_portal_provider(
    customer: CustomerId,
    provider: IdentityProviderId,
) -> Result<Option<ProviderProblem>, ApiError> {
    let (services, scope) = customer_scope(Permission::ManagePeople, customer).await?;
    let owner = (actor()?.partner, ProviderOwner::Customer(scope.customer()));
    match &services.identity {
        Some(identity) => Ok(identity.check(owner, provider, (services.now)()).await?),
        None => Ok(Some(ProviderProblem::NoPublicUrl)),
    }
}

#[cfg(feature = "ssr")]
impl Services {
    async fn portal_sign_in(&self, actor: &Actor, scope: CustomerScope) -> Result<SignInSettings, ApiError> {
        let providers = self.store.portal_providers(actor, scope).await?;
        let shown = |provider| ShownProvider { entrance: self.entrance(&provider), ..self.shown_provider(provider) };
        Ok(SignInSettings {
            providers: providers.into_iter().map(shown).collect(),
            // Nobody switches those of portals off.
            passwords: LocalPasswords::On,
            groups: Vec::new(),
            why_not: check_portal_rank(scope, actor).err(),
        })
    }

    /// The reply to a change.
    async fn portal_sign_in_after(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        done: Result<(), ProviderRefused>,
    ) -> Result<SettingsReply, ApiError> {
        let Err(refused) = done else { return Ok(SettingsReply::Done(self.portal_sign_in(actor, scope).await?)) };
        self.note_refusal_at(actor, scope, &refused).await;
        Ok(SettingsReply::Refused(refused))
    }
}
