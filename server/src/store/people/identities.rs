//! Accounts of people at identity providers: checking and unlinking them. They are linked in
//! `sign_in/with_provider.rs`.

use super::partners::active_person;
use super::providers::providers_of;
use super::second_factor;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::people::throttle::PROVIDER_ATTEMPTS;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::identity_provider::ProviderRefused;
use domain::access::portal_provider::ProviderOwner;
use domain::access::provider_rules::check_unlinked;
use domain::console::security::SecurityEvent;
use domain::ids::{IdentityProviderId, PartnerUserId};
use domain::store::{LinkedIdentityStore, StoreError};
use sqlx::{Any, AnyConnection, Transaction};
use std::net::{IpAddr, Ipv4Addr};

const UNLINK: &str = "DELETE FROM partner_identity WHERE provider_id = $1 AND partner_user_id = $2";
const OTHER_WAYS: &str = "SELECT COUNT(*) FROM partner_identity AS i JOIN identity_provider AS p ON p.id = i.provider_id \
    WHERE i.partner_user_id = $1 AND p.enabled = 1 AND p.id <> $2";
const SIGNS_IN: &str = "SELECT COUNT(*) FROM partner_identity AS i JOIN identity_provider AS p ON p.id = i.provider_id \
    WHERE i.provider_id = $1 AND i.partner_user_id = $2 AND p.enabled = 1";
const FORGET: &str = "DELETE FROM partner_identity WHERE partner_user_id = $1";
/// A placeholder of the hash of a password that nobody has; the statement that lists people (`loaded.rs`) knows it too. A random
/// text follows, so that sessions differ by it.
const NO_PASSWORD: &str = "none:";

/// The stored hash of a person who has no password. No password fits it.
pub fn without_password(random: &str) -> String {
    format!("{NO_PASSWORD}{random}")
}

/// Whether a stored hash belongs to a real password.
pub fn is_password(hash: &str) -> bool {
    !hash.starts_with(NO_PASSWORD)
}

#[async_trait]
impl LinkedIdentityStore for SqlStore {
    async fn unlink_identity(
        &self,
        actor: &Actor,
        provider: IdentityProviderId,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        let Some(who) = active_person(&mut *changing.transaction, actor.id.to_string()).await? else {
            return Ok(Err(ProviderRefused::NotAllowed));
        };
        let query = sqlx::query_scalar(OTHER_WAYS).bind(actor.id.to_string()).bind(provider.to_string());
        let others: i64 = query.one(&mut *changing.transaction).await?;
        let has_password = is_password(&who.password_hash);
        let others = usize::try_from(others).unwrap_or_default();
        if let Err(refused) = check_unlinked(&changing.people, has_password, others) {
            return Ok(Err(refused));
        }
        let query = sqlx::query(UNLINK).bind(provider.to_string()).bind(actor.id.to_string());
        if query.run(&mut *changing.transaction).await? == 0 {
            return Ok(Err(ProviderRefused::NotLinked));
        }
        let providers = providers_of(&mut changing.transaction, actor.partner, ProviderOwner::of(actor)).await?;
        let name = providers.into_iter().find(|one| one.id == provider).map(|one| one.settings.name);
        changing.finish(&event.clone().done_to(&name.unwrap_or_default())).await?;
        Ok(Ok(()))
    }
}

impl SqlStore {
    /// Counts a visit to a provider. False if there were too many from this network.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn note_provider_visit(&self, address: Option<IpAddr>, now: i64) -> Result<bool, StoreError> {
        // Those whose network nobody names are one.
        let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        self.note_network("provider-network", address, PROVIDER_ATTEMPTS, now).await
    }

    /// Whether a provider still signs a person in: it is enabled, and an account there is the person's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signs_in_with(&self, provider: IdentityProviderId, person: PartnerUserId) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar(SIGNS_IN).bind(provider.to_string()).bind(person.to_string());
        let accounts: i64 = query.one(&self.vital).await?;
        Ok(accounts > 0)
    }
}

/// Unlinks the account of a person at a provider, and ends the person's sessions: the owner of that account may have begun them.
pub(super) async fn unlink_of(
    transaction: &mut Transaction<'_, Any>,
    person: PartnerUserId,
    provider: IdentityProviderId,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(UNLINK).bind(provider.to_string()).bind(person.to_string()).run(&mut **transaction).await?;
    second_factor::end_sessions(transaction, person, now).await
}

/// Forgets the accounts of a person at providers.
pub(super) async fn forget(connection: &mut AnyConnection, person: PartnerUserId) -> Result<(), StoreError> {
    sqlx::query(FORGET).bind(person.to_string()).run(&mut *connection).await.map(|_| ())
}

pub(in crate::store) fn statements() -> Vec<String> {
    [UNLINK, OTHER_WAYS, SIGNS_IN, FORGET].map(String::from).into()
}
