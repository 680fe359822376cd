//! The partner and its users.

use super::directory_groups::{follow, tenant_of};
use super::sessions::END_NAMED;
use super::stored_duties::{read_custom, read_roles, written_custom, written_roles};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::{parsed, parsed_if_any};
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::custom_permissions::CustomPermissions;
use domain::access::portal::PortalPlace;
use domain::access::role::PartnerRole;
use domain::console::reason::ReasonPolicy;
use domain::ids::{PartnerGroupId, PartnerId, PartnerUserId};
use domain::store::{PartnerStore, PartnerUserSecret, StoreError, Temporary};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyExecutor, AssertSqlSafe, Transaction};
use std::collections::BTreeSet;

/// Deletes all set-up links at once. If two transactions do this, the second waits for the first and finds no links.
pub(super) const VOID_LINKS: &str = "DELETE FROM setup_link RETURNING token_hash, expires";
pub(in crate::store) const VOID_RESET_LINKS: &str = "DELETE FROM reset_link WHERE partner_user_id = $1";
/// A row for each group of the person, or one without a group.
const SECRET: &str = "SELECT u.id, u.partner_id, u.name, u.sign_in_name, u.password_hash, u.roles, u.blocked, \
    u.removed, u.sessions_from, u.application_id, u.custom, u.customer_id, u.portal_role, u.temporary_until, c.portal, \
    u.temporary_by, u.tenant_id, u.directory_user_id, t.associated_at, d.sign_in_allowed AS directory_allows, \
    g.id AS group_id, g.roles AS group_roles, g.custom AS group_custom FROM partner_user AS u \
    LEFT JOIN customer AS c ON c.id = u.customer_id LEFT JOIN customer AS t ON t.id = u.tenant_id \
    LEFT JOIN users AS d ON d.customer_id = u.tenant_id AND d.id = u.directory_user_id AND d.deleted IS NULL \
    LEFT JOIN partner_group_member AS m ON m.partner_user_id = u.id LEFT JOIN partner_group AS g ON g.id = m.group_id";
const BY_NAME: &str = " WHERE u.sign_in_key = $1";
const BY_ID: &str = " WHERE u.id = $1";
pub(super) const PARTNER: &str = "SELECT id FROM partner ORDER BY id LIMIT 1";
pub(super) const ADD_PARTNER: &str = "INSERT INTO partner (id, name, verification, agreement_accepted) \
    VALUES ($1, $2, 'Not started', 0)";
pub(super) const ADD_USER: &str = "INSERT INTO partner_user \
    (id, partner_id, name, sign_in_name, sign_in_key, password_hash, created, roles, custom) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
/// Also lets a blocked or removed person sign in again, even if the tenant changed: people with access to the server recover their
/// account in this way.
const OR_CHANGE_USER: &str = " ON CONFLICT (sign_in_key) DO UPDATE SET name = excluded.name, \
    password_hash = excluded.password_hash, roles = excluded.roles, custom = excluded.custom, blocked = NULL, \
    removed = NULL, tenant_id = NULL, directory_user_id = NULL \
    WHERE partner_user.partner_id = excluded.partner_id AND partner_user.application_id IS NULL \
    AND partner_user.customer_id IS NULL";
/// Only somebody who was removed comes back by an invitation; an account that is in use stays as it is.
const OR_BRING_BACK: &str = " ON CONFLICT (sign_in_key) DO UPDATE SET name = excluded.name, \
    password_hash = excluded.password_hash, roles = excluded.roles, custom = excluded.custom, blocked = NULL, \
    temporary_until = NULL, temporary_by = NULL, removed = NULL WHERE partner_user.partner_id = excluded.partner_id AND partner_user.removed IS NOT NULL \
    AND partner_user.application_id IS NULL AND partner_user.customer_id IS NULL";
/// Of an account that is there, the password before may have been a temporary one.
const SET_TEMPORARY: &str = "UPDATE partner_user SET temporary_until = $2, temporary_by = NULL WHERE sign_in_key = $1";
const SAME_NAME: &str = "SELECT id FROM partner_user WHERE sign_in_key = $1";
pub(super) const COUNT_USERS: &str =
    "SELECT COUNT(*) FROM partner_user WHERE removed IS NULL AND application_id IS NULL AND customer_id IS NULL";
/// The longest sign-in name, in characters: that of an email address.
pub const SIGN_IN_NAME_MAX: usize = 256;
/// The longest display name, in characters; the same as for a user of a customer.
pub const NAME_MAX: usize = 256;

/// A row of [`SECRET`].
#[derive(sqlx::FromRow)]
struct StoredSecret {
    id: String,
    partner_id: String,
    name: String,
    sign_in_name: String,
    password_hash: String,
    roles: String,
    blocked: Option<i64>,
    removed: Option<i64>,
    sessions_from: i64,
    application_id: Option<String>,
    custom: Option<String>,
    customer_id: Option<String>,
    portal_role: Option<String>,
    temporary_until: Option<i64>,
    temporary_by: Option<String>,
    portal: Option<i64>,
    tenant_id: Option<String>,
    directory_user_id: Option<String>,
    associated_at: Option<i64>,
    directory_allows: Option<i64>,
    group_id: Option<String>,
    group_roles: Option<String>,
    group_custom: Option<String>,
}

impl StoredSecret {
    /// Whether it is a person who may sign in. An application never does: only its keys find it.
    fn may_sign_in(&self) -> bool {
        self.is_active() && self.application_id.is_none()
    }

    /// Whether it is in use: neither blocked nor removed, nor cut off, and in a portal only while that is on.
    fn is_active(&self) -> bool {
        let is_open = self.customer_id.is_none() || self.portal == Some(1);
        self.blocked.is_none() && self.removed.is_none() && !self.is_cut_off() && is_open
    }

    /// Whether access is lost with the tenant, or because the user of its directory is blocked there or not there any more.
    fn is_cut_off(&self) -> bool {
        let is_user_out = self.directory_user_id.is_some() && self.directory_allows != Some(1);
        self.tenant_id.is_some() && (self.associated_at.is_none() || is_user_out)
    }

    fn place(&self) -> Result<Option<PortalPlace>, StoreError> {
        match (&self.customer_id, &self.portal_role) {
            (Some(customer), Some(role)) => Ok(Some(PortalPlace { customer: parsed(customer)?, role: parsed(role)? })),
            _ => Ok(None),
        }
    }

    /// The person, without groups.
    fn secret(self) -> Result<PartnerUserSecret, StoreError> {
        let (id, partner, roles) = (parsed(&self.id)?, parsed(&self.partner_id)?, read_roles(&self.roles)?);
        let (portal, tenant) = (self.place()?, parsed_if_any(self.tenant_id.as_deref())?);
        let (name, sign_in_name, groups) = (self.name, self.sign_in_name, BTreeSet::new());
        let custom = read_custom(self.custom.as_deref())?.into_iter().collect();
        let actor = Actor { id, partner, name, sign_in_name, roles, groups, custom, portal, tenant };
        let made_by = parsed_if_any(self.temporary_by.as_deref())?;
        let temporary = self.temporary_until.map(|until| Temporary { until, made_by });
        let (password_hash, sessions_from) = (self.password_hash, self.sessions_from);
        Ok(PartnerUserSecret { actor, password_hash, sessions_from, temporary })
    }
}

/// The person of these rows, with the groups and their roles.
fn secret(rows: Vec<StoredSecret>) -> Result<Option<PartnerUserSecret>, StoreError> {
    let mut groups = BTreeSet::new();
    let mut roles = BTreeSet::new();
    let mut custom = Vec::new();
    for row in &rows {
        custom.extend(read_custom(row.group_custom.as_deref())?);
        groups.extend(row.group_id.as_deref().map(parsed::<PartnerGroupId>).transpose()?);
        roles.extend(read_roles(row.group_roles.as_deref().unwrap_or_default())?);
    }
    let Some(person) = rows.into_iter().next() else { return Ok(None) };
    let mut secret = person.secret()?;
    secret.actor.groups = groups;
    secret.actor.roles.extend(roles);
    secret.actor.custom.extend(custom);
    Ok(Some(secret))
}

fn secret_if_active(rows: Vec<StoredSecret>) -> Result<Option<PartnerUserSecret>, StoreError> {
    if rows.iter().all(StoredSecret::may_sign_in) { secret(rows) } else { Ok(None) }
}

async fn stored_secret(
    connection: impl AnyExecutor<'_>,
    whose: &'static str,
    of: String,
) -> Result<Vec<StoredSecret>, StoreError> {
    sqlx::query_as(AssertSqlSafe(format!("{SECRET}{whose}"))).bind(of).all(connection).await
}

/// The person with this id as stored, with the roles of their groups, unless blocked or removed.
pub(in crate::store) async fn active_person(
    connection: impl AnyExecutor<'_>,
    id: String,
) -> Result<Option<PartnerUserSecret>, StoreError> {
    secret_if_active(stored_secret(connection, BY_ID, id).await?)
}

/// A person to add, with the hashed password.
#[derive(Clone)]
pub struct NewPartnerUser {
    /// Id of the new person.
    pub id: PartnerUserId,
    /// Display name.
    pub name: String,
    /// Sign-in name; compared in lower case.
    pub sign_in_name: String,
    /// Argon2id hash, as a PHC string.
    pub password_hash: String,
    /// The person's roles.
    pub roles: BTreeSet<PartnerRole>,
    /// The person's custom permissions, in place of roles.
    pub custom: Option<CustomPermissions>,
    /// Now (UTC, epoch milliseconds).
    pub created: i64,
}

/// The reason why a person was not added.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// A person of another organization, or of a customer's portal, has this sign-in name.
    #[error(
        "Somebody of another organization, or of a customer, signs in with this name. Choose another sign-in name."
    )]
    Taken,
    /// There is another person already. People are added in the console.
    #[error(
        "There are people already, so nobody is added here. Somebody who manages people adds others in the console, under \
         User management. To let in somebody who is there, give the sign-in name of that account."
    )]
    NotFirst,
    /// The database did not store the person.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The result of adding a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonAdded {
    /// A new account was made.
    New,
    /// The existing account has the new name and password.
    Changed(PartnerUserId),
}

#[async_trait]
impl PartnerStore for SqlStore {
    async fn partner_user_secret(&self, sign_in_name: &str) -> Result<Option<PartnerUserSecret>, StoreError> {
        self.secret_if_active(BY_NAME, key(sign_in_name)).await
    }

    async fn partner_user(&self, id: PartnerUserId) -> Result<Option<PartnerUserSecret>, StoreError> {
        self.secret_if_active(BY_ID, id.to_string()).await
    }

    async fn reason_policy(&self, actor: &Actor) -> Result<ReasonPolicy, StoreError> {
        self.partner_choice(actor.partner).await
    }
}

impl SqlStore {
    /// The partner user with this sign-in name, in any case, even if blocked or removed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn person_by_sign_in_name(&self, sign_in_name: &str) -> Result<Option<Actor>, StoreError> {
        let stored = self.stored_secret(BY_NAME, key(sign_in_name)).await?;
        Ok(secret(stored)?.map(|secret| secret.actor))
    }

    /// The application with this id and the roles of its groups, unless it is blocked or removed.
    pub(super) async fn active_application(&self, id: PartnerUserId) -> Result<Option<Actor>, StoreError> {
        let rows = self.stored_secret(BY_ID, id.to_string()).await?;
        let is_one = rows.iter().all(|row| row.is_active() && row.application_id.is_some());
        Ok(if is_one { secret(rows)?.map(|secret| secret.actor) } else { None })
    }

    /// The partner user with this id, even if blocked or removed.
    pub(in crate::store) async fn secret_by_id(
        &self,
        id: PartnerUserId,
    ) -> Result<Option<PartnerUserSecret>, StoreError> {
        secret(self.stored_secret(BY_ID, id.to_string()).await?)
    }

    async fn secret_if_active(&self, whose: &'static str, of: String) -> Result<Option<PartnerUserSecret>, StoreError> {
        secret_if_active(self.stored_secret(whose, of).await?)
    }

    async fn stored_secret(&self, whose: &'static str, of: String) -> Result<Vec<StoredSecret>, StoreError> {
        stored_secret(&self.vital, whose, of).await
    }

    /// The partner of this installation, if it is set up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn partner(&self) -> Result<Option<PartnerId>, StoreError> {
        let id: Option<String> = sqlx::query_scalar(PARTNER).optional(&self.vital).await?;
        id.map(|id| parsed(&id)).transpose()
    }

    /// Adds a partner.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_partner(&self, id: PartnerId, name: &str) -> Result<(), StoreError> {
        let query = sqlx::query(ADD_PARTNER).bind(id.to_string()).bind(name);
        query.run(self.writer()).await.map(|_| ())
    }

    /// Adds a person to a partner. An account with the same sign-in name gets the new name and password instead. Set-up
    /// links are void afterwards.
    ///
    /// # Errors
    /// [`PersonError`]. Nothing is written then.
    pub async fn add_partner_user(
        &self,
        partner: PartnerId,
        user: &NewPartnerUser,
    ) -> Result<PersonAdded, PersonError> {
        self.add_partner_user_until(partner, user, None).await
    }

    /// The same with a password that is good until then, and for nothing but choosing another.
    ///
    /// # Errors
    /// See [`Self::add_partner_user`].
    pub async fn add_partner_user_until(
        &self,
        partner: PartnerId,
        user: &NewPartnerUser,
        until: Option<i64>,
    ) -> Result<PersonAdded, PersonError> {
        let transaction = self.begin().await?;
        added(transaction, partner, user, until).await
    }

    /// The number of people, without those who were removed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_partner_users(&self) -> Result<i64, StoreError> {
        sqlx::query_scalar(COUNT_USERS).one(&self.vital).await
    }
}

/// Adds a person or changes the one with this sign-in name, and commits.
pub(super) async fn added(
    mut transaction: Transaction<'static, Any>,
    partner: PartnerId,
    user: &NewPartnerUser,
    until: Option<i64>,
) -> Result<PersonAdded, PersonError> {
    sqlx::query(VOID_LINKS).run(&mut *transaction).await?;
    let query = sqlx::query_scalar(SAME_NAME).bind(key(&user.sign_in_name));
    let before: Option<String> = query.optional(&mut *transaction).await?;
    let belonged = match &before {
        Some(before) => tenant_of(&mut transaction, before).await?,
        None => None,
    };
    let done = insert_user(add_or_change(), partner, user)?.run(&mut *transaction).await?;
    if done == 0 {
        return Err(PersonError::Taken);
    }
    let query = sqlx::query(SET_TEMPORARY).bind(key(&user.sign_in_name)).bind(until);
    query.run(&mut *transaction).await?;
    let added = match before {
        Some(before) => {
            sqlx::query(END_NAMED).bind(before.clone()).run(&mut *transaction).await?;
            sqlx::query(VOID_RESET_LINKS).bind(before.clone()).run(&mut *transaction).await?;
            if let Some(tenant) = belonged {
                follow(&mut transaction, tenant, user.created).await?;
            }
            PersonAdded::Changed(parsed(&before)?)
        }
        None => PersonAdded::New,
    };
    commit(transaction).await?;
    Ok(added)
}

fn add_or_change() -> String {
    format!("{ADD_USER}{OR_CHANGE_USER}")
}

/// Adds a person, or brings back one who was removed.
pub(super) fn add_or_bring_back() -> String {
    format!("{ADD_USER}{OR_BRING_BACK}")
}

pub(super) fn insert_user(
    sql: String,
    partner: PartnerId,
    user: &NewPartnerUser,
) -> Result<Query<'static, Any, AnyArguments>, StoreError> {
    let query = sqlx::query(AssertSqlSafe(sql))
        .bind(user.id.to_string())
        .bind(partner.to_string())
        .bind(user.name.clone())
        .bind(user.sign_in_name.clone())
        .bind(key(&user.sign_in_name))
        .bind(user.password_hash.clone())
        .bind(user.created)
        .bind(written_roles(&user.roles))
        .bind(written_custom(user.custom.as_ref())?);
    Ok(query)
}

/// The form in which sign-in names are compared.
pub(in crate::store) fn key(sign_in_name: &str) -> String {
    sign_in_name.trim().to_lowercase()
}

pub(in crate::store) fn statements() -> Vec<String> {
    let fixed = [VOID_LINKS, PARTNER, ADD_PARTNER, ADD_USER, SAME_NAME, SET_TEMPORARY, COUNT_USERS];
    let secrets = [BY_NAME, BY_ID].map(|whose| format!("{SECRET}{whose}"));
    fixed.map(String::from).into_iter().chain(secrets).chain([add_or_change(), add_or_bring_back()]).collect()
}
