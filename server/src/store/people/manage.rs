//! Managing the people of a partner, and invitations.
//!
//! Each write locks the partner first, so that the rules see all people as they are: two managers who block each other at
//! once do not both succeed.

use super::partners::{NewPartnerUser, add_or_bring_back, insert_user, key, read_roles, written_roles};
use super::{second_factor, security};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::people_rules::{check_change, check_form, check_roles, voids_invitations};
use domain::access::person::{Invitation, PEOPLE_MAX, People, Person, PersonChange, PersonForm, PersonRefused};
use domain::console::security::SecurityEvent;
use domain::ids::{InvitationId, PartnerId, PartnerUserId};
use domain::store::{InvitationLink, PartnerStore, PartnerUserSecret, PeopleStore, StoreError};
use sqlx::{Any, Transaction};

const LOCK: &str = "UPDATE partner SET name = name WHERE id = $1";
const PEOPLE: &str = "SELECT id, name, sign_in_name, roles, blocked, \
    (SELECT COUNT(*) FROM second_factor AS f WHERE f.partner_user_id = partner_user.id AND f.confirmed IS NOT NULL) \
    AS second_factors FROM partner_user WHERE partner_id = $1 AND removed IS NULL ORDER BY sign_in_key LIMIT $2";
const INVITATIONS: &str = "SELECT id, name, sign_in_name, roles, expires FROM invitation \
    WHERE partner_id = $1 ORDER BY sign_in_key LIMIT $2";
const EDIT: &str = "UPDATE partner_user SET name = $2, roles = $3 WHERE id = $1";
/// Sessions of a blocked person stay over when the person may sign in again.
const BLOCK: &str = "UPDATE partner_user SET blocked = $2, sessions_from = $2 WHERE id = $1";
const ALLOW: &str = "UPDATE partner_user SET blocked = NULL WHERE id = $1";
/// Invitations that the person could not make any more.
const WITHDRAW_OF: &str = "DELETE FROM invitation WHERE invited_by = $1";
const REMOVE: &str = "UPDATE partner_user SET removed = $2 WHERE id = $1";
const MADE: &str = "SELECT id FROM partner_user WHERE sign_in_key = $1";
const IS_TAKEN: &str =
    "SELECT COUNT(*) FROM partner_user WHERE sign_in_key = $1 AND (removed IS NULL OR partner_id <> $2)";
const IS_INVITED: &str = "SELECT COUNT(*) FROM invitation WHERE sign_in_key = $1";
const COUNT_INVITATIONS: &str = "SELECT COUNT(*) FROM invitation WHERE partner_id = $1";
const INVITE: &str = "INSERT INTO invitation \
    (id, partner_id, name, sign_in_name, sign_in_key, roles, token_hash, invited_by, created, expires) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const RENEW: &str = "UPDATE invitation SET token_hash = $3, created = $4, expires = $5, invited_by = $6 \
    WHERE id = $1 AND partner_id = $2 RETURNING sign_in_name";
const INVITED_ROLES: &str = "SELECT roles FROM invitation WHERE id = $1 AND partner_id = $2";
const WITHDRAW: &str = "DELETE FROM invitation WHERE id = $1 AND partner_id = $2 RETURNING sign_in_name";
const OPEN: &str =
    "SELECT id, name, sign_in_name, roles, expires FROM invitation WHERE token_hash = $1 AND expires > $2";
/// Accepting uses the link up: of two at once, the second finds no row.
const ACCEPT: &str = "DELETE FROM invitation WHERE token_hash = $1 AND expires > $2 \
    RETURNING partner_id, name, sign_in_name, roles";

/// A row of [`PEOPLE`].
#[derive(sqlx::FromRow)]
struct StoredPerson {
    id: String,
    name: String,
    sign_in_name: String,
    roles: String,
    blocked: Option<i64>,
    second_factors: i64,
}

impl StoredPerson {
    fn person(self) -> Result<Person, StoreError> {
        Ok(Person {
            id: parsed(&self.id)?,
            name: self.name,
            sign_in_name: self.sign_in_name,
            roles: read_roles(&self.roles)?,
            blocked: self.blocked.is_some(),
            has_second_factor: self.second_factors > 0,
        })
    }
}

/// A row of [`INVITATIONS`] or [`OPEN`].
#[derive(sqlx::FromRow)]
struct StoredInvitation {
    id: String,
    name: String,
    sign_in_name: String,
    roles: String,
    expires: i64,
}

impl StoredInvitation {
    fn invitation(self, now: i64) -> Result<Invitation, StoreError> {
        Ok(Invitation {
            id: parsed(&self.id)?,
            name: self.name,
            sign_in_name: self.sign_in_name,
            roles: read_roles(&self.roles)?,
            expires: self.expires,
            is_expired: self.expires <= now,
        })
    }
}

/// A row of [`ACCEPT`].
#[derive(sqlx::FromRow)]
struct Accepted {
    partner_id: String,
    name: String,
    sign_in_name: String,
    roles: String,
}

#[async_trait]
impl PeopleStore for SqlStore {
    async fn partner_people(&self, actor: &Actor, now: i64) -> Result<People, StoreError> {
        let query = sqlx::query_as(INVITATIONS).bind(actor.partner.to_string()).bind(PEOPLE_MAX);
        let invitations: Vec<StoredInvitation> = query.all(&self.read).await?;
        let query = sqlx::query_as(PEOPLE).bind(actor.partner.to_string()).bind(PEOPLE_MAX);
        let people: Vec<StoredPerson> = query.all(&self.read).await?;
        Ok(People {
            people: people.into_iter().map(StoredPerson::person).collect::<Result<_, _>>()?,
            invitations: invitations.into_iter().map(|one| one.invitation(now)).collect::<Result<_, _>>()?,
        })
    }

    async fn change_person(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        change: &PersonChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut transaction = self.locked(actor.partner).await?;
        let people = people_in(&mut transaction, actor.partner).await?;
        if let Err(refused) = check_change(&people, &as_now(actor, &people), person, change) {
            return Ok(Err(refused));
        }
        let id = person.to_string();
        let query = match change {
            PersonChange::Edit(form) => {
                Some(sqlx::query(EDIT).bind(id).bind(form.name.trim().to_owned()).bind(written_roles(&form.roles)))
            }
            PersonChange::Block => Some(sqlx::query(BLOCK).bind(id).bind(event.at)),
            PersonChange::Allow => Some(sqlx::query(ALLOW).bind(id)),
            PersonChange::Remove => Some(sqlx::query(REMOVE).bind(id).bind(event.at)),
            PersonChange::RemoveSecondFactor => None,
        };
        if let Some(query) = query {
            query.run(&mut *transaction).await?;
        }
        // Who comes back by an invitation begins anew.
        if matches!(change, PersonChange::Remove | PersonChange::RemoveSecondFactor) {
            second_factor::forget(&mut transaction, person).await?;
            second_factor::end_sessions(&mut transaction, person, event.at).await?;
        }
        if voids_invitations(&people, person, change) {
            sqlx::query(WITHDRAW_OF).bind(person.to_string()).run(&mut *transaction).await?;
        }
        let name = people.into_iter().find(|one| one.id == person).map(|one| one.sign_in_name).unwrap_or_default();
        finish(transaction, event, &name).await
    }

    async fn invite(
        &self,
        actor: &Actor,
        form: &PersonForm,
        link: &InvitationLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut transaction = self.locked(actor.partner).await?;
        let people = people_in(&mut transaction, actor.partner).await?;
        if let Err(refused) = check_form(&as_now(actor, &people), form) {
            return Ok(Err(refused));
        }
        let sign_in_key = key(&form.sign_in_name);
        // In this order: an invitation that is accepted in between is an account by then.
        let invited: i64 = sqlx::query_scalar(IS_INVITED).bind(sign_in_key.clone()).one(&mut *transaction).await?;
        let query = sqlx::query_scalar(IS_TAKEN).bind(sign_in_key.clone()).bind(actor.partner.to_string());
        let taken: i64 = query.one(&mut *transaction).await?;
        if taken + invited > 0 {
            return Ok(Err(PersonRefused::Taken));
        }
        let query = sqlx::query_scalar(COUNT_INVITATIONS).bind(actor.partner.to_string());
        let invitations: i64 = query.one(&mut *transaction).await?;
        if i64::try_from(people.len()).unwrap_or(i64::MAX).saturating_add(invitations) >= PEOPLE_MAX {
            return Ok(Err(PersonRefused::TooMany));
        }
        let sign_in_name = form.sign_in_name.trim();
        sqlx::query(INVITE)
            .bind(link.id.to_string())
            .bind(actor.partner.to_string())
            .bind(form.name.trim())
            .bind(sign_in_name)
            .bind(sign_in_key)
            .bind(written_roles(&form.roles))
            .bind(link.token_hash.clone())
            .bind(actor.id.to_string())
            .bind(link.created)
            .bind(link.expires)
            .run(&mut *transaction)
            .await?;
        finish(transaction, event, sign_in_name).await
    }

    async fn renew_invitation(
        &self,
        actor: &Actor,
        link: &InvitationLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut transaction = self.locked(actor.partner).await?;
        if let Err(refused) = may_change(&mut transaction, actor, link.id).await? {
            return Ok(Err(refused));
        }
        let query = sqlx::query_scalar(RENEW)
            .bind(link.id.to_string())
            .bind(actor.partner.to_string())
            .bind(link.token_hash.clone())
            .bind(link.created)
            .bind(link.expires)
            .bind(actor.id.to_string());
        let renewed: Option<String> = query.optional(&mut *transaction).await?;
        match renewed {
            Some(name) => finish(transaction, event, &name).await,
            None => Ok(Err(PersonRefused::InvitationGone)),
        }
    }

    async fn withdraw_invitation(
        &self,
        actor: &Actor,
        invitation: InvitationId,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut transaction = self.locked(actor.partner).await?;
        if let Err(refused) = may_change(&mut transaction, actor, invitation).await? {
            return Ok(Err(refused));
        }
        let query = sqlx::query_scalar(WITHDRAW).bind(invitation.to_string()).bind(actor.partner.to_string());
        let withdrawn: Option<String> = query.optional(&mut *transaction).await?;
        match withdrawn {
            Some(name) => finish(transaction, event, &name).await,
            None => Ok(Err(PersonRefused::InvitationGone)),
        }
    }

    async fn open_invitation(&self, token_hash: &str, now: i64) -> Result<Option<Invitation>, StoreError> {
        let query = sqlx::query_as(OPEN).bind(token_hash.to_owned()).bind(now);
        let found: Option<StoredInvitation> = query.optional(&self.vital).await?;
        found.map(|one| one.invitation(now)).transpose()
    }
}

impl SqlStore {
    /// Makes the account of an invited person, uses the invitation up, and notes the event. A removed person with the same sign-in name
    /// comes back. `None` if the link is not valid.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn accept_invitation(
        &self,
        token_hash: &str,
        id: PartnerUserId,
        password_hash: &str,
        event: SecurityEvent,
    ) -> Result<Option<PartnerUserSecret>, StoreError> {
        let now = event.at;
        let mut transaction = self.begin().await?;
        let query = sqlx::query_as(ACCEPT).bind(token_hash.to_owned()).bind(now);
        let accepted: Option<Accepted> = query.optional(&mut *transaction).await?;
        let Some(Accepted { partner_id, name, sign_in_name, roles }) = accepted else { return Ok(None) };
        let (partner, roles): (PartnerId, _) = (parsed(&partner_id)?, read_roles(&roles)?);
        let (password_hash, created) = (password_hash.to_owned(), now);
        let user = NewPartnerUser { id, name, sign_in_name: sign_in_name.clone(), password_hash, roles, created };
        if insert_user(add_or_bring_back(), partner, &user).run(&mut *transaction).await? == 0 {
            return Ok(None);
        }
        let made: String = sqlx::query_scalar(MADE).bind(key(&sign_in_name)).one(&mut *transaction).await?;
        security::keep(&mut transaction, &event.by(partner, parsed(&made)?)).await?;
        commit(transaction).await?;
        self.partner_user_secret(&sign_in_name).await
    }

    /// A transaction in which nobody else changes the people of a partner.
    async fn locked(&self, partner: PartnerId) -> Result<Transaction<'static, Any>, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(LOCK).bind(partner.to_string()).run(&mut *transaction).await?;
        Ok(transaction)
    }
}

async fn people_in(transaction: &mut Transaction<'_, Any>, partner: PartnerId) -> Result<Vec<Person>, StoreError> {
    let query = sqlx::query_as(PEOPLE).bind(partner.to_string()).bind(i64::MAX);
    let people: Vec<StoredPerson> = query.all(&mut **transaction).await?;
    people.into_iter().map(StoredPerson::person).collect()
}

/// Whether the actor may renew or withdraw an invitation: its link makes an account with its roles.
async fn may_change(
    transaction: &mut Transaction<'_, Any>,
    actor: &Actor,
    invitation: InvitationId,
) -> Result<Result<(), PersonRefused>, StoreError> {
    let people = people_in(transaction, actor.partner).await?;
    let query = sqlx::query_scalar(INVITED_ROLES).bind(invitation.to_string()).bind(actor.partner.to_string());
    let roles: Option<String> = query.optional(&mut **transaction).await?;
    let Some(roles) = roles else { return Ok(Err(PersonRefused::InvitationGone)) };
    Ok(check_roles(&as_now(actor, &people), &read_roles(&roles)?))
}

/// The actor with the roles that count now: they may have changed since the request began.
fn as_now(actor: &Actor, people: &[Person]) -> Actor {
    let roles = people.iter().find(|one| one.id == actor.id && !one.blocked).map(|one| one.roles.clone());
    Actor { roles: roles.unwrap_or_default(), ..actor.clone() }
}

async fn finish(
    mut transaction: Transaction<'_, Any>,
    event: &SecurityEvent,
    done_to: &str,
) -> Result<Result<(), PersonRefused>, StoreError> {
    security::keep(&mut transaction, &event.clone().done_to(done_to)).await?;
    commit(transaction).await?;
    Ok(Ok(()))
}

pub(in crate::store) fn statements() -> Vec<String> {
    let all = [
        LOCK,
        PEOPLE,
        INVITATIONS,
        EDIT,
        BLOCK,
        REMOVE,
        IS_TAKEN,
        IS_INVITED,
        INVITE,
        RENEW,
        INVITED_ROLES,
        WITHDRAW,
        OPEN,
        ACCEPT,
    ];
    all.map(String::from).into()
}
