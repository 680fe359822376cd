//! Identity providers, and accounts there.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::Services;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::Actor;
use domain::access::identity_provider::{
    IdentityProvider, LocalPasswords, OwnIdentity, ProviderForm, ProviderProblem, ProviderRefused,
};
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::access::portal_provider::ProviderOwner;
#[cfg(feature = "ssr")]
use domain::access::provider_rules::check_sign_in_rank;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::ids::{IdentityProviderId, PartnerGroupId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How the people of a partner sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignInSettings {
    /// The providers.
    pub providers: Vec<ShownProvider>,
    /// Whether passwords are taken.
    pub passwords: LocalPasswords,
    /// The groups of the partner.
    pub groups: Vec<(PartnerGroupId, String)>,
    /// Why the signed-in person can't change anything of this.
    pub why_not: Option<ProviderRefused>,
}

/// A provider, and where it sends people back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownProvider {
    /// The provider.
    pub provider: IdentityProvider,
    /// Where it sends people back to, once Tenantry knows its own address.
    pub redirect_uri: Option<String>,
    /// Where people of a portal begin to sign in with it, likewise. None for a provider of the partner, which the sign-in page shows to
    /// everybody.
    pub entrance: Option<String>,
}

/// The result of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsReply {
    /// It was done. The settings as they are now.
    Done(SignInSettings),
    /// It was refused; nothing was changed.
    Refused(ProviderRefused),
}

/// The result of unlinking an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdentitiesReply {
    /// It was done. The accounts as they are now.
    Done(Vec<OwnIdentity>),
    /// It was refused; nothing was changed.
    Refused(ProviderRefused),
}

/// How the people of the partner sign in.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "providers/list", protocol = JsonHttp)]
pub async fn get_sign_in_settings() -> Result<SignInSettings, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    services.sign_in_settings(&actor).await
}

/// Adds a provider, or changes one.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "providers/save", protocol = Proving)]
pub async fn save_provider(
    provider: Option<IdentityProviderId>,
    form: ProviderForm,
) -> Result<SettingsReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let (id, kind) = match provider {
        Some(id) => (id, SecurityEventKind::ProviderEdited),
        None => (IdentityProviderId::new(uuid::Uuid::new_v4()), SecurityEventKind::ProviderAdded),
    };
    let event = services.event(&actor, kind);
    let done = match provider {
        Some(id) if !services.has_provider(&actor, id).await? => Err(ProviderRefused::Gone),
        _ => services.store.save_identity_provider(&actor, id, &form, &event).await?,
    };
    services.settings_after(&actor, done).await
}

/// Removes a provider.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "providers/remove", protocol = Proving)]
pub async fn remove_provider(provider: IdentityProviderId) -> Result<SettingsReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let event = services.event(&actor, SecurityEventKind::ProviderRemoved);
    let done = services.store.remove_identity_provider(&actor, provider, &event).await?;
    services.settings_after(&actor, done).await
}

/// Asks a provider for its discovery document and keys. The reply describes the fault, if there is one.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "providers/check", protocol = JsonHttp)]
pub async fn check_provider(provider: IdentityProviderId) -> Result<Option<ProviderProblem>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    match &services.identity {
        Some(identity) => {
            Ok(identity.check((actor.partner, ProviderOwner::Partner), provider, (services.now)()).await?)
        }
        None => Ok(Some(ProviderProblem::NoPublicUrl)),
    }
}

/// Switches passwords on or off.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "providers/passwords", protocol = Proving)]
pub async fn switch_passwords(choice: LocalPasswords) -> Result<SettingsReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let kind = match choice {
        LocalPasswords::On => SecurityEventKind::PasswordsSwitchedOn,
        LocalPasswords::Off => SecurityEventKind::PasswordsSwitchedOff,
    };
    let done = services.store.switch_local_passwords(&actor, choice, &services.event(&actor, kind)).await?;
    services.settings_after(&actor, done).await
}

/// The accounts of the signed-in person at providers.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "account/identities", protocol = JsonHttp)]
pub async fn list_own_identities() -> Result<Vec<OwnIdentity>, ApiError> {
    let (services, actor) = (crate::services::services()?, crate::services::actor()?);
    Ok(services.store.own_identities(&actor).await?)
}

/// Unlinks the account of the signed-in person at a provider.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "account/unlink", protocol = Proving)]
pub async fn unlink_identity(provider: IdentityProviderId) -> Result<IdentitiesReply, ApiError> {
    let (services, actor) = crate::proof::proven_own_account().await?;
    let event = services.event(&actor, SecurityEventKind::IdentityUnlinked);
    let event = actor.portal.map_or(event.clone(), |place| event.about(place.customer));
    match services.store.unlink_identity(&actor, provider, &event).await? {
        Ok(()) => Ok(IdentitiesReply::Done(services.store.own_identities(&actor).await?)),
        Err(refused) => {
            services.note_refusal(&actor, &refused).await;
            Ok(IdentitiesReply::Refused(refused))
        }
    }
}

#[cfg(feature = "ssr")]
impl Services {
    pub(super) fn shown_provider(&self, provider: IdentityProvider) -> ShownProvider {
        let redirect_uri = self.identity.as_ref().and_then(|identity| identity.redirect_uri(provider.id));
        ShownProvider { redirect_uri, entrance: None, provider }
    }

    /// Where people of a portal begin to sign in with a provider of their customer.
    pub(super) fn entrance(&self, provider: &IdentityProvider) -> Option<String> {
        self.identity.as_ref().and_then(|identity| identity.address(&crate::paths::portal_entrance(provider.id)))
    }

    async fn has_provider(&self, actor: &Actor, id: IdentityProviderId) -> Result<bool, ApiError> {
        Ok(self.store.identity_providers(actor).await?.iter().any(|provider| provider.id == id))
    }

    async fn sign_in_settings(&self, actor: &Actor) -> Result<SignInSettings, ApiError> {
        let people = self.store.partner_people(actor, (self.now)()).await?;
        let providers = self.store.identity_providers(actor).await?;
        Ok(SignInSettings {
            providers: providers.into_iter().map(|provider| self.shown_provider(provider)).collect(),
            passwords: self.store.local_passwords(actor).await?,
            groups: people
                .groups
                .iter()
                .filter(|group| group.directory.is_none())
                .map(|group| (group.id, group.name.clone()))
                .collect(),
            why_not: check_sign_in_rank(&people, actor).err(),
        })
    }

    /// The reply to a change.
    async fn settings_after(
        &self,
        actor: &Actor,
        done: Result<(), ProviderRefused>,
    ) -> Result<SettingsReply, ApiError> {
        match done {
            Ok(()) => Ok(SettingsReply::Done(self.sign_in_settings(actor).await?)),
            Err(refused) => {
                self.note_refusal(actor, &refused).await;
                Ok(SettingsReply::Refused(refused))
            }
        }
    }
}
