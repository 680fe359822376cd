//! Identity providers as signing in asks for them: which are enabled, and one with its secret.

use super::providers::{STORED_SECRET, names, providers_of};
use crate::store::SqlStore;
use crate::store::engine::error::database;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use crate::store::files::sealed::CLIENT_SECRETS;
use domain::access::identity_provider::{LocalPasswords, ProviderSettings, SignInWays};
use domain::directory::password::Secret;
use domain::ids::{IdentityProviderId, PartnerId};
use domain::store::StoreError;

const ENABLED: &str = "SELECT id, name FROM identity_provider WHERE enabled = 1 ORDER BY name_key, id";
/// Whether anybody may sign in with a password. Before the first partner somebody may.
const ANY_PASSWORDS: &str = "SELECT CAST(CASE WHEN COUNT(*) = 0 THEN 1 \
    ELSE SUM(CASE WHEN local_passwords = 'off' THEN 0 ELSE 1 END) END AS BIGINT) FROM partner";
/// Whether somebody of a customer's portal can sign in.
const ANY_PORTAL: &str = "SELECT COUNT(*) FROM (SELECT u.id FROM partner_user AS u JOIN customer AS c \
    ON c.id = u.customer_id WHERE c.portal = 1 AND u.removed IS NULL AND u.blocked IS NULL LIMIT 1) AS found";
const PARTNER_OF: &str = "SELECT partner_id FROM identity_provider WHERE id = $1 AND enabled = 1";

/// An enabled provider, with what is needed to ask it.
pub struct EnabledProvider {
    /// The partner whose people it signs in.
    pub partner: PartnerId,
    /// Its id.
    pub id: IdentityProviderId,
    /// Its settings as typed.
    pub settings: ProviderSettings,
    /// The client secret.
    pub secret: Secret,
}

impl SqlStore {
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

    /// The enabled provider with this id, if it is one of this partner. Without a partner it may be of any: nobody is signed in.
    ///
    /// # Errors
    /// When the database does not answer, or the secret can't be opened.
    pub async fn enabled_provider(
        &self,
        id: IdentityProviderId,
        of: Option<PartnerId>,
    ) -> Result<Option<EnabledProvider>, StoreError> {
        let query = sqlx::query_scalar::<_, String>(PARTNER_OF).bind(id.to_string());
        let partner = query.optional(&self.vital).await?.map(|partner| parsed(&partner)).transpose()?;
        match partner.filter(|partner| of.is_none_or(|of| of == *partner)) {
            Some(partner) => self.provider_with_secret(partner, id).await,
            None => Ok(None),
        }
    }

    /// A provider of a partner with its secret, even if it is not enabled.
    ///
    /// # Errors
    /// When the database does not answer, or the secret can't be opened.
    pub async fn provider_with_secret(
        &self,
        partner: PartnerId,
        id: IdentityProviderId,
    ) -> Result<Option<EnabledProvider>, StoreError> {
        // Signing in waits for no page.
        let mut connection = self.vital.acquire().await.map_err(database)?;
        let providers = providers_of(&mut connection, partner).await?;
        let Some(provider) = providers.into_iter().find(|one| one.id == id) else { return Ok(None) };
        let row = id.to_string();
        let query = sqlx::query_scalar(STORED_SECRET).bind(&row).bind(partner.to_string());
        let sealed: Option<Option<String>> = query.optional(&mut *connection).await?;
        let Some(sealed) = sealed.flatten() else { return Ok(None) };
        let secret = String::from_utf8(self.open_sealed(CLIENT_SECRETS.place(&row), &sealed)?);
        let secret = secret.map_err(|_| StoreError::Corrupt("a client secret is no text".to_owned()))?;
        Ok(Some(EnabledProvider { partner, id, settings: provider.settings, secret: Secret::shown(secret) }))
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [ENABLED, ANY_PASSWORDS, ANY_PORTAL, PARTNER_OF].map(String::from).to_vec()
}
