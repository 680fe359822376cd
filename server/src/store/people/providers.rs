//! Identity providers: reading, changing and removing them, and switching passwords off. Each belongs to the partner or to a customer,
//! and statements about one name that owner.

use super::people_transaction::PeopleTransaction;
use super::security_log;
use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::{from_json, parsed, to_json};
use crate::store::files::sealed::CLIENT_SECRETS;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::identity_provider::{
    IdentityProvider, LocalPasswords, OwnIdentity, ProviderForm, ProviderName, ProviderRefused, ProviderSettings,
    SignInWays,
};
use domain::access::portal_provider::ProviderOwner;
use domain::access::provider_rules::{check_passwords_off, check_provider, check_removed, check_sign_in_rank};
use domain::console::security::SecurityEvent;
use domain::directory::search::sort_key;
use domain::ids::{IdentityProviderId, PartnerGroupId, PartnerId, PartnerUserId};
use domain::store::{IdentityProviderStore, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const PROVIDERS: &str = "SELECT id, name, issuer, client_id, client_secret, scopes, domains, second_factor, \
    group_claim, enabled FROM identity_provider WHERE partner_id = $1 AND COALESCE(customer_id, '') = $2 \
    ORDER BY name_key";
const MAPPED: &str = "SELECT g.provider_id, g.value, g.group_id FROM identity_provider_group AS g \
    JOIN identity_provider AS p ON p.id = g.provider_id WHERE p.partner_id = $1 AND p.customer_id IS NULL";
const SAVE: &str = "INSERT INTO identity_provider (id, partner_id, name, name_key, issuer, client_id, client_secret, \
    scopes, domains, second_factor, group_claim, enabled, created, customer_id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO UPDATE SET \
    name = excluded.name, name_key = excluded.name_key, issuer = excluded.issuer, client_id = excluded.client_id, \
    client_secret = excluded.client_secret, scopes = excluded.scopes, domains = excluded.domains, \
    second_factor = excluded.second_factor, group_claim = excluded.group_claim, enabled = excluded.enabled \
    WHERE identity_provider.partner_id = excluded.partner_id \
    AND COALESCE(identity_provider.customer_id, '') = COALESCE(excluded.customer_id, '')";
pub(super) const STORED_SECRET: &str = "SELECT client_secret FROM identity_provider WHERE id = $1 AND partner_id = $2 \
    AND COALESCE(customer_id, '') = $3";
const FORGET_MAPPED: &str = "DELETE FROM identity_provider_group WHERE provider_id = $1";
const FORGET_IDENTITIES: &str = "DELETE FROM partner_identity WHERE provider_id = $1";
const REMOVE: &str =
    "DELETE FROM identity_provider WHERE id = $1 AND partner_id = $2 AND COALESCE(customer_id, '') = $3";
/// The people who have an account at another enabled provider.
const ELSEWHERE: &str = "SELECT i.partner_user_id FROM partner_identity AS i \
    JOIN identity_provider AS p ON p.id = i.provider_id WHERE p.partner_id = $1 AND p.id <> $2 AND p.enabled = 1";
const SWITCH_PASSWORDS: &str = "UPDATE partner SET local_passwords = $2 WHERE id = $1";
const OWN: &str = "SELECT p.id, p.name, p.enabled, i.linked FROM identity_provider AS p \
    LEFT JOIN partner_identity AS i ON i.provider_id = p.id AND i.partner_user_id = $2 \
    WHERE p.partner_id = $1 AND COALESCE(p.customer_id, '') = $3 AND (p.enabled = 1 OR i.linked IS NOT NULL) \
    ORDER BY p.name_key";
/// The partner's own: an invited person is none of a customer.
const ENABLED_OF: &str = "SELECT id, name FROM identity_provider WHERE enabled = 1 AND partner_id = $1 \
    AND customer_id IS NULL ORDER BY name_key";
const INVITED_BY: &str = "SELECT partner_id FROM invitation WHERE token_hash = $1";

/// Gives up the secrets of all providers, because the key that sealed them is lost. Passwords are switched on, so that
/// people can sign in.
pub(super) const GIVE_UP_SECRETS: [&str; 2] =
    ["UPDATE identity_provider SET enabled = 0, client_secret = NULL", "UPDATE partner SET local_passwords = 'on'"];

/// An owner as statements compare it.
pub(super) fn owner_key(owner: ProviderOwner) -> String {
    owner.customer().map(|customer| customer.to_string()).unwrap_or_default()
}

/// A name as it is compared among the providers of one owner. No name has a line break.
fn name_key(owner: ProviderOwner, name: &str) -> String {
    let key = sort_key(name.trim());
    owner.customer().map_or_else(|| key.clone(), |customer| format!("{customer}\n{key}"))
}

/// Maps values of the claim to groups.
fn map_groups(dialect: Dialect) -> String {
    format!(
        "INSERT INTO identity_provider_group (provider_id, value, group_id) SELECT CAST($1 AS TEXT), {}, {} FROM {}",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

/// A row of [`OWN`].
#[derive(sqlx::FromRow)]
struct StoredIdentity {
    id: String,
    name: String,
    enabled: i64,
    linked: Option<i64>,
}

/// A row of [`PROVIDERS`].
#[derive(sqlx::FromRow)]
struct StoredProvider {
    id: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    scopes: String,
    domains: String,
    second_factor: String,
    group_claim: String,
    enabled: i64,
}

impl StoredProvider {
    fn provider(self, groups: BTreeMap<String, PartnerGroupId>) -> Result<IdentityProvider, StoreError> {
        let settings = ProviderSettings {
            name: self.name,
            issuer: self.issuer,
            client_id: self.client_id,
            scopes: from_json(&self.scopes)?,
            domains: from_json(&self.domains)?,
            second_factor: from_json(&self.second_factor)?,
            group_claim: self.group_claim,
            groups,
            enabled: self.enabled > 0,
        };
        Ok(IdentityProvider { id: parsed(&self.id)?, settings, has_secret: self.client_secret.is_some() })
    }
}

/// A provider to be saved.
#[derive(Clone, Copy)]
pub(super) struct Saved<'a> {
    /// The owner.
    pub(super) owner: ProviderOwner,
    /// Its id.
    pub(super) id: IdentityProviderId,
    /// The form.
    pub(super) form: &'a ProviderForm,
    /// Now (UTC, epoch milliseconds).
    pub(super) at: i64,
}

#[async_trait]
impl IdentityProviderStore for SqlStore {
    async fn identity_providers(&self, actor: &Actor) -> Result<Vec<IdentityProvider>, StoreError> {
        providers_of(&mut *self.reader().await?, actor.partner, ProviderOwner::Partner).await
    }

    async fn save_identity_provider(
        &self,
        actor: &Actor,
        provider: IdentityProviderId,
        form: &ProviderForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        let providers = providers_of(&mut changing.transaction, actor.partner, ProviderOwner::Partner).await?;
        let elsewhere = elsewhere(&mut changing.transaction, actor.partner, provider).await?;
        let PeopleTransaction { people, actor, .. } = &changing;
        if let Err(refused) = check_provider(people, &providers, actor, (provider, form), &elsewhere) {
            return Ok(Err(refused));
        }
        let saved = Saved { owner: ProviderOwner::Partner, id: provider, form, at: event.at };
        if !self.write_provider(&mut changing, &providers, saved).await? {
            return Ok(Err(ProviderRefused::Gone));
        }
        changing.finish(&event.clone().done_to(form.settings.name.trim())).await?;
        Ok(Ok(()))
    }

    async fn remove_identity_provider(
        &self,
        actor: &Actor,
        provider: IdentityProviderId,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        let elsewhere = elsewhere(&mut changing.transaction, actor.partner, provider).await?;
        if let Err(refused) = check_removed(&changing.people, &changing.actor, &elsewhere) {
            return Ok(Err(refused));
        }
        remove_of(changing, ProviderOwner::Partner, provider, event).await
    }

    async fn local_passwords(&self, actor: &Actor) -> Result<LocalPasswords, StoreError> {
        match actor.portal {
            Some(_) => Ok(LocalPasswords::On),
            None => self.partner_choice(actor.partner).await,
        }
    }

    async fn switch_local_passwords(
        &self,
        actor: &Actor,
        choice: LocalPasswords,
        event: &SecurityEvent,
    ) -> Result<Result<(), ProviderRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        let checked = match choice {
            LocalPasswords::On => check_sign_in_rank(&changing.people, &changing.actor),
            LocalPasswords::Off => check_passwords_off(&changing.people, &changing.actor),
        };
        if let Err(refused) = checked {
            return Ok(Err(refused));
        }
        let query = sqlx::query(SWITCH_PASSWORDS).bind(actor.partner.to_string()).bind(choice.to_string());
        query.run(&mut *changing.transaction).await?;
        changing.finish(event).await?;
        Ok(Ok(()))
    }

    async fn own_identities(&self, actor: &Actor) -> Result<Vec<OwnIdentity>, StoreError> {
        let owner = owner_key(ProviderOwner::of(actor));
        let query = sqlx::query_as(OWN).bind(actor.partner.to_string()).bind(actor.id.to_string()).bind(owner);
        let rows: Vec<StoredIdentity> = query.all(&self.vital).await?;
        let own = |row: StoredIdentity| {
            Ok(OwnIdentity { provider: named(row.id, row.name)?, enabled: row.enabled > 0, linked: row.linked })
        };
        rows.into_iter().map(own).collect()
    }

    async fn ways_to_accept(&self, token_hash: &str) -> Result<SignInWays, StoreError> {
        let query = sqlx::query_scalar(INVITED_BY).bind(token_hash.to_owned());
        let partner: Option<String> = query.optional(&self.vital).await?;
        let Some(partner) = partner else { return Ok(SignInWays::default()) };
        let query = sqlx::query_as(ENABLED_OF).bind(partner.clone());
        let rows: Vec<(String, String)> = query.all(&self.vital).await?;
        let passwords = self.partner_choice(parsed(&partner)?).await?;
        Ok(SignInWays { providers: names(rows)?, passwords, has_portals: false })
    }
}

impl SqlStore {
    /// A provider of an owner as people see it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn provider_settings(
        &self,
        (partner, owner): (PartnerId, ProviderOwner),
        id: IdentityProviderId,
    ) -> Result<Option<IdentityProvider>, StoreError> {
        let providers = providers_of(&mut *self.reader().await?, partner, owner).await?;
        Ok(providers.into_iter().find(|one| one.id == id))
    }

    /// Takes passwords again, for somebody who is known on the machine.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn switch_passwords_on(&self, partner: PartnerId, event: &SecurityEvent) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let on = LocalPasswords::On.to_string();
        sqlx::query(SWITCH_PASSWORDS).bind(partner.to_string()).bind(on).run(&mut *transaction).await?;
        security_log::keep(&mut transaction, event).await?;
        commit(transaction).await
    }

    /// Writes a provider whose form is in order. `before` are the owner's providers. False if the id belongs to another owner.
    pub(super) async fn write_provider(
        &self,
        changing: &mut PeopleTransaction,
        before: &[IdentityProvider],
        Saved { owner, id, form, at }: Saved<'_>,
    ) -> Result<bool, StoreError> {
        let (row, partner, transaction) =
            (id.to_string(), changing.actor.partner.to_string(), &mut changing.transaction);
        let sealed: Option<String> = match &form.secret {
            Some(secret) => Some(self.seal(transaction, CLIENT_SECRETS.place(&row), secret.reveal().as_bytes()).await?),
            None => {
                let query = sqlx::query_scalar(STORED_SECRET).bind(&row).bind(&partner).bind(owner_key(owner));
                query.optional(&mut **transaction).await?.flatten()
            }
        };
        let settings = &form.settings;
        let query = sqlx::query(SAVE)
            .bind(&row)
            .bind(partner)
            .bind(settings.name.trim().to_owned())
            .bind(name_key(owner, &settings.name))
            .bind(settings.issuer.clone())
            .bind(settings.client_id.clone())
            .bind(sealed)
            .bind(to_json(&settings.scopes)?)
            .bind(to_json(&settings.domains)?)
            .bind(to_json(&settings.second_factor)?)
            .bind(settings.group_claim.clone())
            .bind(i64::from(settings.enabled))
            .bind(at)
            .bind(owner.customer().map(|customer| customer.to_string()));
        if query.run(&mut **transaction).await? == 0 {
            return Ok(false);
        }
        sqlx::query(FORGET_MAPPED).bind(&row).run(&mut **transaction).await?;
        let mapped: Vec<(&String, &PartnerGroupId)> = settings.groups.iter().collect();
        let query = sqlx::query(AssertSqlSafe(map_groups(self.dialect))).bind(&row).bind(to_json(&mapped)?);
        query.run(&mut **transaction).await?;
        let before = before.iter().find(|one| one.id == id);
        if before.is_some_and(|before| before.settings.issuer != settings.issuer) {
            // Subjects of one issuer mean nobody at another.
            sqlx::query(FORGET_IDENTITIES).bind(row).run(&mut **transaction).await?;
        }
        Ok(true)
    }
}

/// Removes a provider of an owner with its linked accounts, and notes the event.
pub(super) async fn remove_of(
    mut changing: PeopleTransaction,
    owner: ProviderOwner,
    provider: IdentityProviderId,
    event: &SecurityEvent,
) -> Result<Result<(), ProviderRefused>, StoreError> {
    let partner = changing.actor.partner;
    let providers = providers_of(&mut changing.transaction, partner, owner).await?;
    let Some(removed) = providers.into_iter().find(|one| one.id == provider) else {
        return Ok(Err(ProviderRefused::Gone));
    };
    for sql in [FORGET_MAPPED, FORGET_IDENTITIES] {
        sqlx::query(sql).bind(provider.to_string()).run(&mut *changing.transaction).await?;
    }
    let query = sqlx::query(REMOVE).bind(provider.to_string()).bind(partner.to_string()).bind(owner_key(owner));
    query.run(&mut *changing.transaction).await?;
    changing.finish(&event.clone().done_to(&removed.settings.name)).await.map(Ok)
}

/// The providers of an owner, in order of their names.
pub(in crate::store) async fn providers_of(
    connection: &mut AnyConnection,
    partner: PartnerId,
    owner: ProviderOwner,
) -> Result<Vec<IdentityProvider>, StoreError> {
    let query = sqlx::query_as(PROVIDERS).bind(partner.to_string()).bind(owner_key(owner));
    let rows: Vec<StoredProvider> = query.all(&mut *connection).await?;
    let query = sqlx::query_as(MAPPED).bind(partner.to_string());
    let mapped: Vec<(String, String, String)> = query.all(connection).await?;
    let mut groups: HashMap<String, BTreeMap<String, PartnerGroupId>> = HashMap::new();
    for (provider, value, group) in mapped {
        groups.entry(provider).or_default().insert(value, parsed(&group)?);
    }
    rows.into_iter()
        .map(|row| {
            let groups = groups.remove(&row.id).unwrap_or_default();
            row.provider(groups)
        })
        .collect()
}

/// People with an account at another enabled provider.
pub(in crate::store) async fn elsewhere(
    connection: &mut AnyConnection,
    partner: PartnerId,
    provider: IdentityProviderId,
) -> Result<BTreeSet<PartnerUserId>, StoreError> {
    let query = sqlx::query_scalar(ELSEWHERE).bind(partner.to_string()).bind(provider.to_string());
    let people: Vec<String> = query.all(connection).await?;
    people.iter().map(|person| parsed(person)).collect()
}

fn named(id: String, name: String) -> Result<ProviderName, StoreError> {
    Ok(ProviderName { id: parsed(&id)?, name })
}

pub(super) fn names(rows: Vec<(String, String)>) -> Result<Vec<ProviderName>, StoreError> {
    rows.into_iter().map(|(id, name)| named(id, name)).collect()
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [
        PROVIDERS,
        MAPPED,
        SAVE,
        STORED_SECRET,
        FORGET_MAPPED,
        FORGET_IDENTITIES,
        REMOVE,
        ELSEWHERE,
        SWITCH_PASSWORDS,
        OWN,
        ENABLED_OF,
        INVITED_BY,
    ];
    fixed.into_iter().chain(GIVE_UP_SECRETS).map(String::from).chain([map_groups(dialect)]).collect()
}
