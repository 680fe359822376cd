//! New passwords of people: chosen with the one before, or by a link.
//!
//! A new password ends all sessions of the person and voids all links.

use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::people::identities::is_password;
use crate::store::people::manage::finish;
use crate::store::people::partner_choices::passwords_are_off;
use crate::store::people::partners::{VOID_RESET_LINKS, active_person};
use crate::store::people::people_transaction::PeopleTransaction;
use crate::store::people::sessions::END_NAMED;
use crate::store::people::throttle::{Attempt, release};
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::identity_provider::LocalPasswords;
use domain::access::people_rules::{check_reset, link_stands};
use domain::access::person_refused::PersonRefused;
use domain::console::security::SecurityEvent;
use domain::directory::address::is_mail_address;
use domain::ids::PartnerUserId;
use domain::store::{
    IdentityProviderStore, PartnerStore, PartnerUserSecret, PersonPasswordStore, ResetLink, StoreError,
    TemporaryPasswordStore,
};
use sqlx::{Any, AnyConnection, Transaction};

const SET_PASSWORD: &str = "UPDATE partner_user SET password_hash = $3, temporary_until = NULL, temporary_by = NULL \
    WHERE id = $1 AND password_hash = $2 AND blocked IS NULL AND removed IS NULL";
const IS_THERE: &str = "SELECT COUNT(*) FROM session WHERE id_hash = $1";
const END_OTHERS: &str = "DELETE FROM session WHERE partner_user_id = $1 AND id_hash <> $2";
const ADD_LINK: &str = "INSERT INTO reset_link (partner_user_id, by_mail, token_hash, made_by, created, expires) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (partner_user_id, by_mail) DO UPDATE SET \
    token_hash = excluded.token_hash, made_by = excluded.made_by, created = excluded.created, expires = excluded.expires";
const LINK: &str = "SELECT partner_user_id, made_by FROM reset_link WHERE token_hash = $1 AND expires > $2";
const PURGE: &str = "DELETE FROM reset_link WHERE expires <= $1";

/// The outcome of changing one's own password.
#[derive(Clone)]
pub enum Changed {
    /// It is changed.
    Done(Box<PartnerUserSecret>),
    /// It was another by then.
    Meanwhile,
    /// The person's session was ended meanwhile. Nothing was changed.
    SessionEnded,
}

#[async_trait]
impl PersonPasswordStore for SqlStore {
    async fn make_reset_link(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        link: &ResetLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        if let Err(refused) = check_reset(&changing.people, &changing.actor, person) {
            return Ok(Err(refused));
        }
        let found = changing.people.person(person).map(|person| (person.sign_in_name.clone(), person.tenant));
        let Some((name, tenant)) = found else { return Ok(Err(PersonRefused::Gone)) };
        add_link(&mut changing.transaction, person, Some(actor.id), link).await?;
        finish(changing, &event.clone().in_tenant(tenant), &name, None).await
    }
}

impl SqlStore {
    /// Makes a link that is mailed to the person, if somebody signs in with this name and a password, and it is an address.
    /// Notes the event either way.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn make_mailed_reset_link(
        &self,
        sign_in_name: &str,
        link: &ResetLink,
        event: SecurityEvent,
    ) -> Result<Option<Actor>, StoreError> {
        let found = self.partner_user_secret(sign_in_name).await?;
        let event = match &found {
            Some(found) => event.by(found.actor.partner, found.actor.id),
            None => event,
        };
        self.keep_event(&event).await?;
        // A person without a password, or with a temporary one that is not good any more, gets another from somebody who may give it.
        let found = found.filter(|found| is_password(&found.password_hash));
        let found = match found {
            Some(found) if self.is_current(&found, event.at).await? => Some(found),
            _ => None,
        };
        let person = found.map(|found| found.actor).filter(|person| is_mail_address(&person.sign_in_name));
        let Some(person) = person else { return Ok(None) };
        if self.local_passwords(&person).await? == LocalPasswords::Off {
            return Ok(None);
        }
        let mut transaction = self.begin().await?;
        add_link(&mut transaction, person.id, None, link).await?;
        commit(transaction).await?;
        Ok(Some(person))
    }

    /// The person of a link that can be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_reset_link(&self, token_hash: &str, now: i64) -> Result<Option<PartnerUserSecret>, StoreError> {
        let found = {
            let mut connection = self.vital_reader().await?;
            person_of_link(&mut connection, token_hash, now).await?
        };
        // A person with a void temporary password has no password yet that a link could replace.
        let Some(who) = found else { return Ok(None) };
        Ok(if self.is_current(&who, now).await? { Some(who) } else { None })
    }

    /// Gives the person of a link a new password, uses the link up, and notes the event. `None` if the link is not valid.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn use_reset_link(
        &self,
        token_hash: &str,
        password_hash: &str,
        event: SecurityEvent,
    ) -> Result<Option<PartnerUserSecret>, StoreError> {
        let Some(before) = self.open_reset_link(token_hash, event.at).await? else { return Ok(None) };
        let mut changing = self.lock_people(&before.actor, event.at).await?;
        // Of two uses at once, the second finds no link.
        let Some(who) = person_of_link(&mut changing.transaction, token_hash, event.at).await? else { return Ok(None) };
        let event = event.by(who.actor.partner, who.actor.id);
        set_password(changing, (who, None), password_hash, &event).await
    }

    /// Gives a person who knew the password another one, releases the attempt, and notes the event. All sessions of the person
    /// end but this one, which is named by how its id is stored.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn change_password(
        &self,
        attempt: &Attempt,
        (who, this): (PartnerUserSecret, &str),
        password_hash: &str,
        event: &SecurityEvent,
    ) -> Result<Changed, StoreError> {
        let mut changing = self.lock_people(&who.actor, event.at).await?;
        let there: i64 = sqlx::query_scalar(IS_THERE).bind(this).one(&mut *changing.transaction).await?;
        if there == 0 {
            return Ok(Changed::SessionEnded);
        }
        release(&mut changing.transaction, attempt).await?;
        let changed = set_password(changing, (who, Some(this)), password_hash, event).await?;
        Ok(changed.map_or(Changed::Meanwhile, |who| Changed::Done(Box::new(who))))
    }

    /// Removes links that have expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge_reset_links(&self, now: i64) -> Result<(), StoreError> {
        sqlx::query(PURGE).bind(now).run(self.writer()).await.map(|_| ())
    }
}

async fn add_link(
    transaction: &mut Transaction<'_, Any>,
    person: PartnerUserId,
    made_by: Option<PartnerUserId>,
    link: &ResetLink,
) -> Result<(), StoreError> {
    sqlx::query(ADD_LINK)
        .bind(person.to_string())
        .bind(i64::from(made_by.is_none()))
        .bind(link.token_hash.clone())
        .bind(made_by.map(|maker| maker.to_string()))
        .bind(link.created)
        .bind(link.expires)
        .run(&mut **transaction)
        .await
        .map(|_| ())
}

/// The person of a link, unless it is void: the person can't sign in, or the person who made it could not make it any more. A
/// person who asked for it by e-mail made it themselves.
async fn person_of_link(
    connection: &mut AnyConnection,
    token_hash: &str,
    now: i64,
) -> Result<Option<PartnerUserSecret>, StoreError> {
    let query = sqlx::query_as(LINK).bind(token_hash).bind(now);
    let link: Option<(String, Option<String>)> = query.optional(&mut *connection).await?;
    let Some((person, made_by)) = link else { return Ok(None) };
    let Some(who) = active_person(&mut *connection, person).await? else { return Ok(None) };
    if who.actor.portal.is_none() && passwords_are_off(connection, who.actor.partner).await? {
        return Ok(None);
    }
    let Some(maker) = made_by else { return Ok(Some(who)) };
    let maker = active_person(connection, maker).await?;
    Ok(maker.filter(|maker| link_stands(&maker.actor, &who.actor.roles, who.actor.tenant)).map(|_| who))
}

/// Stores a new password unless it was changed meanwhile, ends all sessions but the one that is named, and voids all links of
/// the person.
async fn set_password(
    mut changing: PeopleTransaction,
    (who, but): (PartnerUserSecret, Option<&str>),
    password_hash: &str,
    event: &SecurityEvent,
) -> Result<Option<PartnerUserSecret>, StoreError> {
    let id = who.actor.id.to_string();
    let query = sqlx::query(SET_PASSWORD).bind(&id).bind(&who.password_hash).bind(password_hash);
    let transaction = &mut *changing.transaction;
    if query.run(&mut *transaction).await? == 0 {
        return Ok(None);
    }
    let ended = match but {
        Some(this) => sqlx::query(END_OTHERS).bind(&id).bind(this),
        None => sqlx::query(END_NAMED).bind(&id),
    };
    ended.run(&mut *transaction).await?;
    sqlx::query(VOID_RESET_LINKS).bind(&id).run(transaction).await?;
    changing.finish(event).await?;
    Ok(Some(PartnerUserSecret { password_hash: password_hash.to_owned(), temporary: None, ..who }))
}

pub(in crate::store) fn statements() -> Vec<String> {
    [SET_PASSWORD, IS_THERE, END_OTHERS, ADD_LINK, LINK, VOID_RESET_LINKS, PURGE].map(String::from).into()
}
