//! Enabled identity providers, for signing in: the list, and one with its secret.

use super::providers::{STORED_SECRET, names, owner_key, providers_of};
use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{parsed, parsed_if_any};
use crate::store::files::sealed::CLIENT_SECRETS;
use domain::access::Actor;
use domain::access::identity_provider::{LocalPasswords, ProviderSettings, SignInWays};
use domain::access::portal_provider::ProviderOwner;
use domain::console::security::SecurityEvent;
use domain::directory::password::Secret;
use domain::ids::{IdentityProviderId, PartnerId};
use domain::store::StoreError;

/// The partner's. Those of customers are not listed, because they would reveal the partner's customers.
const ENABLED: &str = "SELECT id, name FROM identity_provider WHERE enabled = 1 AND customer_id IS NULL \
    ORDER BY name_key, id";
/// A provider of a customer whose portal is on.
const OF_PORTAL: &str = "SELECT p.id, p.name FROM identity_provider AS p JOIN customer AS c ON c.id = p.customer_id \
    WHERE p.id = $1 AND p.enabled = 1 AND c.portal = 1";
/// Whether anybody may sign in with a password. Before the first partner somebody may.
const ANY_PASSWORDS: &str = "SELECT CAST(CASE WHEN COUNT(*) = 0 THEN 1 \
    ELSE SUM(CASE WHEN local_passwords = 'off' THEN 0 ELSE 1 END) END AS BIGINT) FROM partner";
/// Whether somebody of a customer's portal can sign in.
const ANY_PORTAL: &str = "SELECT COUNT(*) FROM (SELECT u.id FROM partner_user AS u JOIN customer AS c \
    ON c.id = u.customer_id WHERE c.portal = 1 AND u.removed IS NULL AND u.blocked IS NULL LIMIT 1) AS found";
const OWNER_OF: &str = "SELECT partner_id, customer_id FROM identity_provider WHERE id = $1 AND enabled = 1";

/// An enabled provider, with the settings for asking it.
pub struct EnabledProvider {
    /// The partner.
    pub partner: PartnerId,
    /// The owner of the people that it signs in.
    pub owner: ProviderOwner,
    /// Its id.
    pub id: IdentityProviderId,
    /// Its settings as typed.
    pub settings: ProviderSettings,
    /// The client secret.
    pub secret: Secret,
}

impl EnabledProvider {
    /// A security event of signing in with it, which names the customer.
    pub fn named_in(&self, event: SecurityEvent) -> SecurityEvent {
        let event = event.done_to(&self.settings.name);
        match self.owner {
            ProviderOwner::Partner => event,
            ProviderOwner::Customer(customer) => event.about(customer),
        }
    }
}

impl SqlStore {
    /// How people of a portal sign in with the address of a provider of their customer. `None` if there is no such provider that is
    /// enabled, or the portal is off. Their passwords are taken in any case.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn portal_sign_in_ways(&self, provider: IdentityProviderId) -> Result<Option<SignInWays>, StoreError> {
        let query = sqlx::query_as(OF_PORTAL).bind(provider.to_string());
        let found: Option<(String, String)> = query.optional(&self.vital).await?;
        let Some(found) = found else { return Ok(None) };
        let (providers, passwords) = (names(vec![found])?, LocalPasswords::On);
        Ok(Some(SignInWays { providers, passwords, has_portals: true }))
    }

    /// How anybody can sign in here. A database holds one partner: neither the set-up nor a command adds a second one where there is
    /// one. So there is no other partner whose providers the page would name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_in_ways(&self) -> Result<SignInWays, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(ENABLED).all(&self.vital).await?;
        let any: i64 = sqlx::query_scalar(ANY_PASSWORDS).one(&self.vital).await?;
        let passwords = if any > 0 { LocalPasswords::On } else { LocalPasswords::Off };
        let portals: i64 = sqlx::query_scalar(ANY_PORTAL).one(&self.vital).await?;
        Ok(SignInWays { providers: names(rows)?, passwords, has_portals: portals > 0 })
    }

    /// The enabled provider with this id, if it can sign in this person. Without a person it may be any: nobody is signed in.
    ///
    /// # Errors
    /// When the database does not answer, or the secret can't be opened.
    pub async fn enabled_provider(
        &self,
        id: IdentityProviderId,
        of: Option<&Actor>,
    ) -> Result<Option<EnabledProvider>, StoreError> {
        let Some(owner) = self.owner_of(id).await? else { return Ok(None) };
        let is_theirs = |person: &Actor| (person.partner, ProviderOwner::of(person)) == owner;
        if of.is_none_or(is_theirs) { self.provider_with_secret(owner, id).await } else { Ok(None) }
    }

    /// Whether an enabled provider is one of a customer.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_portal_provider(&self, id: IdentityProviderId) -> Result<bool, StoreError> {
        Ok(self.owner_of(id).await?.is_some_and(|(_, owner)| owner != ProviderOwner::Partner))
    }

    async fn owner_of(&self, id: IdentityProviderId) -> Result<Option<(PartnerId, ProviderOwner)>, StoreError> {
        let query = sqlx::query_as(OWNER_OF).bind(id.to_string());
        let found: Option<(String, Option<String>)> = query.optional(&self.vital).await?;
        let Some((partner, customer)) = found else { return Ok(None) };
        let owner = parsed_if_any(customer.as_deref())?.map_or(ProviderOwner::Partner, ProviderOwner::Customer);
        Ok(Some((parsed(&partner)?, owner)))
    }

    /// A provider of an owner with its secret, even if it is not enabled.
    ///
    /// # Errors
    /// When the database does not answer, or the secret can't be opened.
    pub async fn provider_with_secret(
        &self,
        (partner, owner): (PartnerId, ProviderOwner),
        id: IdentityProviderId,
    ) -> Result<Option<EnabledProvider>, StoreError> {
        let mut connection = self.vital_reader().await?;
        let providers = providers_of(&mut connection, partner, owner).await?;
        let Some(provider) = providers.into_iter().find(|one| one.id == id) else { return Ok(None) };
        let row = id.to_string();
        let query = sqlx::query_scalar(STORED_SECRET).bind(&row).bind(partner.to_string()).bind(owner_key(owner));
        let sealed: Option<Option<String>> = query.optional(&mut *connection).await?;
        let Some(sealed) = sealed.flatten() else { return Ok(None) };
        let secret = String::from_utf8(self.open_sealed(CLIENT_SECRETS.place(&row), &sealed)?);
        let secret = secret.map_err(|_| StoreError::Corrupt("a client secret is no text".to_owned()))?;
        Ok(Some(EnabledProvider { partner, owner, id, settings: provider.settings, secret: Secret::shown(secret) }))
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [ENABLED, OF_PORTAL, ANY_PASSWORDS, ANY_PORTAL, OWNER_OF].map(String::from).to_vec()
}
