//! The portals of customers: switching them on and off, and their people.
//!
//! Their changes lock the partner like those of the partner's people, so that roles are those of now, and no sign-in name is
//! given twice.

use super::manage::{IS_INVITED, IS_TAKEN};
use super::partners::VOID_RESET_LINKS;
use super::partners::key;
use super::people_transaction::PeopleTransaction;
use super::sessions::END_NAMED;
use super::{identities, second_factor};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::portal::{
    PORTAL_PEOPLE_MAX, Portal, PortalChange, PortalForm, PortalPerson, PortalRefused, check_gives, check_lets_in,
    check_manages, check_new_names, check_portal_change, check_requires,
};
use domain::access::portal_role::PortalRole;
use domain::access::second_factor::RequiredRoles;
use domain::access::{Actor, CustomerScope};
use domain::console::security::SecurityEvent;
use domain::ids::{CustomerId, PartnerUserId};
use domain::store::{PortalStore, StoreError, TemporaryPassword};
use sqlx::AnyConnection;

const SETTINGS: &str = "SELECT portal, second_factor_roles FROM customer WHERE id = $1";
const REQUIRE: &str = "UPDATE customer SET second_factor_roles = $2 WHERE id = $1";
const PEOPLE: &str = "SELECT id, name, sign_in_name, portal_role, blocked, temporary_until, \
    (SELECT COUNT(*) FROM second_factor AS f WHERE f.partner_user_id = p.id AND f.confirmed IS NOT NULL) AS second_factors \
    FROM partner_user AS p WHERE customer_id = $1 AND removed IS NULL ORDER BY sign_in_key LIMIT $2";
const SWITCH: &str = "UPDATE customer SET portal = $2 WHERE id = $1 AND portal <> $2 AND deleted IS NULL";
/// Sessions from before the portal was switched off stay over when it is switched on again.
const END_ALL: &str = "UPDATE partner_user SET sessions_from = $2 WHERE customer_id = $1";
const VOID_ALL: &str =
    "DELETE FROM reset_link WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1)";
/// Only somebody who was removed from this portal comes back under the same sign-in name.
const ADD: &str = "INSERT INTO partner_user (id, partner_id, name, sign_in_name, sign_in_key, password_hash, created, \
    roles, customer_id, portal_role, temporary_until, temporary_by, sessions_from) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, $7) \
    ON CONFLICT (sign_in_key) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash, \
    portal_role = excluded.portal_role, temporary_until = excluded.temporary_until, \
    temporary_by = excluded.temporary_by, \
    sessions_from = excluded.sessions_from, blocked = NULL, removed = NULL \
    WHERE partner_user.customer_id = excluded.customer_id AND partner_user.removed IS NOT NULL";
const WAS_HERE: &str =
    "SELECT COUNT(*) FROM partner_user WHERE sign_in_key = $1 AND customer_id = $2 AND removed IS NOT NULL";
const EDIT: &str = "UPDATE partner_user SET name = $3, portal_role = $4 WHERE id = $1 AND customer_id = $2";
const BLOCK: &str = "UPDATE partner_user SET blocked = $3, sessions_from = $3 WHERE id = $1 AND customer_id = $2";
const ALLOW: &str = "UPDATE partner_user SET blocked = NULL WHERE id = $1 AND customer_id = $2";
const REMOVE: &str = "UPDATE partner_user SET removed = $3, sessions_from = $3 WHERE id = $1 AND customer_id = $2";
const RESET: &str = "UPDATE partner_user SET password_hash = $3, temporary_until = $4, sessions_from = $5, temporary_by = $6 \
    WHERE id = $1 AND customer_id = $2";

/// A row of [`PEOPLE`].
#[derive(sqlx::FromRow)]
struct StoredPortalPerson {
    id: String,
    name: String,
    sign_in_name: String,
    portal_role: String,
    blocked: Option<i64>,
    temporary_until: Option<i64>,
    second_factors: i64,
}

impl StoredPortalPerson {
    fn person(self) -> Result<PortalPerson, StoreError> {
        Ok(PortalPerson {
            id: parsed(&self.id)?,
            name: self.name,
            sign_in_name: self.sign_in_name,
            role: parsed(&self.portal_role)?,
            blocked: self.blocked.is_some(),
            temporary_until: self.temporary_until,
            has_second_factor: self.second_factors > 0,
        })
    }
}

#[async_trait]
impl PortalStore for SqlStore {
    async fn portal(&self, scope: CustomerScope) -> Result<Portal, StoreError> {
        let mut connection = self.reader().await?;
        let query = sqlx::query_as::<_, (i64, String)>(SETTINGS).bind(scope.customer().to_string());
        let (is_on, required) = query.one(&mut *connection).await?;
        let people = people_of(&mut connection, scope.customer()).await?;
        Ok(Portal { is_on: is_on == 1, people, required: parsed(&required)? })
    }

    async fn switch_portal(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        is_on: bool,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        if let Err(refused) = check_manages(&changing.actor) {
            return Ok(Err(refused));
        }
        let customer = scope.customer().to_string();
        let query = sqlx::query(SWITCH).bind(customer.clone()).bind(i64::from(is_on));
        if query.run(&mut *changing.transaction).await? == 0 {
            return Ok(Ok(()));
        }
        if is_on {
            let people = people_of(&mut changing.transaction, scope.customer()).await?;
            if let Err(refused) = check_lets_in(&people, |role| check_gives(scope, role).is_ok()) {
                return Ok(Err(refused));
            }
        } else {
            let query = sqlx::query(END_ALL).bind(customer.clone()).bind(event.at);
            query.run(&mut *changing.transaction).await?;
            sqlx::query(VOID_ALL).bind(customer).run(&mut *changing.transaction).await?;
        }
        changing.finish(event).await.map(Ok)
    }

    async fn add_portal_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        (person, form): (PartnerUserId, &PortalForm),
        password: &TemporaryPassword,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        let check = check_manages(&changing.actor).and_then(|()| check_new_names(form));
        let check = check.and_then(|()| check_gives(scope, form.role));
        if let Err(refused) = check {
            return Ok(Err(refused));
        }
        let customer = scope.customer();
        if people_of(&mut changing.transaction, customer).await?.len() >= PORTAL_PEOPLE_MAX {
            return Ok(Err(PortalRefused::TooMany));
        }
        let sign_in_name = form.sign_in_name.trim();
        if is_taken(&mut changing, sign_in_name, customer).await? {
            return Ok(Err(PortalRefused::Taken));
        }
        let query = sqlx::query(ADD)
            .bind(person.to_string())
            .bind(actor.partner.to_string())
            .bind(form.name.trim().to_owned())
            .bind(sign_in_name.to_owned())
            .bind(key(sign_in_name))
            .bind(password.hash.clone())
            .bind(event.at)
            .bind(customer.to_string())
            .bind(form.role.as_str())
            .bind(password.until)
            .bind(actor.id.to_string());
        if query.run(&mut *changing.transaction).await? == 0 {
            return Ok(Err(PortalRefused::Taken));
        }
        changing.finish(&event.clone().done_to(sign_in_name)).await.map(Ok)
    }

    async fn change_portal_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        person: PartnerUserId,
        change: &PortalChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        let Some(before) = find(&mut changing, scope, person).await? else { return Ok(Err(PortalRefused::Gone)) };
        if let Err(refused) = check_portal_change(&changing.actor, scope, before.role, change) {
            return Ok(Err(refused));
        }
        let (id, customer) = (person.to_string(), scope.customer().to_string());
        let query = match change {
            PortalChange::Edit(form) => {
                let name = form.name.trim().to_owned();
                sqlx::query(EDIT).bind(id).bind(customer).bind(name).bind(form.role.as_str())
            }
            PortalChange::Block => sqlx::query(BLOCK).bind(id).bind(customer).bind(event.at),
            PortalChange::Allow => sqlx::query(ALLOW).bind(id).bind(customer),
            PortalChange::Remove => sqlx::query(REMOVE).bind(id).bind(customer).bind(event.at),
            PortalChange::RemoveSecondFactor => return remove_second_factor(changing, &before, event).await,
        };
        query.run(&mut *changing.transaction).await?;
        if matches!(change, PortalChange::Block | PortalChange::Remove) {
            sqlx::query(VOID_RESET_LINKS).bind(person.to_string()).run(&mut *changing.transaction).await?;
        }
        // A person who comes back begins anew.
        if matches!(change, PortalChange::Remove) {
            second_factor::forget(&mut changing.transaction, person).await?;
            identities::forget(&mut changing.transaction, person).await?;
        }
        changing.finish(&event.clone().done_to(&before.sign_in_name)).await.map(Ok)
    }

    async fn require_portal_second_factor(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        roles: &RequiredRoles<PortalRole>,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        if let Err(refused) = check_requires(scope, &changing.actor) {
            return Ok(Err(refused));
        }
        let query = sqlx::query(REQUIRE).bind(scope.customer().to_string()).bind(roles.to_string());
        query.run(&mut *changing.transaction).await?;
        changing.finish(event).await.map(Ok)
    }

    async fn reset_portal_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        person: PartnerUserId,
        password: &TemporaryPassword,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError> {
        let mut changing = self.lock_people(actor, event.at).await?;
        let Some(before) = find(&mut changing, scope, person).await? else { return Ok(Err(PortalRefused::Gone)) };
        if let Err(refused) = check_manages(&changing.actor).and_then(|()| check_gives(scope, before.role)) {
            return Ok(Err(refused));
        }
        let id = person.to_string();
        sqlx::query(RESET)
            .bind(id.clone())
            .bind(scope.customer().to_string())
            .bind(password.hash.clone())
            .bind(password.until)
            .bind(event.at)
            .bind(actor.id.to_string())
            .run(&mut *changing.transaction)
            .await?;
        sqlx::query(END_NAMED).bind(id.clone()).run(&mut *changing.transaction).await?;
        sqlx::query(VOID_RESET_LINKS).bind(id).run(&mut *changing.transaction).await?;
        second_factor::forget(&mut changing.transaction, person).await?;
        // Where somebody else has the account by now, or the person lost it, another is linked.
        identities::forget(&mut changing.transaction, person).await?;
        changing.finish(&event.clone().done_to(&before.sign_in_name)).await.map(Ok)
    }
}

/// Removes the second factor of a person, whose sessions end.
async fn remove_second_factor(
    mut changing: PeopleTransaction,
    person: &PortalPerson,
    event: &SecurityEvent,
) -> Result<Result<(), PortalRefused>, StoreError> {
    if !person.has_second_factor {
        return Ok(Err(PortalRefused::NoSecondFactor));
    }
    second_factor::forget(&mut changing.transaction, person.id).await?;
    second_factor::end_sessions(&mut changing.transaction, person.id, event.at).await?;
    changing.finish(&event.clone().done_to(&person.sign_in_name)).await.map(Ok)
}

async fn people_of(connection: &mut AnyConnection, customer: CustomerId) -> Result<Vec<PortalPerson>, StoreError> {
    let most = i64::try_from(PORTAL_PEOPLE_MAX).unwrap_or(i64::MAX);
    let rows: Vec<StoredPortalPerson> =
        sqlx::query_as(PEOPLE).bind(customer.to_string()).bind(most).all(connection).await?;
    rows.into_iter().map(StoredPortalPerson::person).collect()
}

async fn find(
    changing: &mut PeopleTransaction,
    scope: CustomerScope,
    person: PartnerUserId,
) -> Result<Option<PortalPerson>, StoreError> {
    let people = people_of(&mut changing.transaction, scope.customer()).await?;
    Ok(people.into_iter().find(|one| one.id == person))
}

/// Whether somebody has the sign-in name, or is invited with it. A person who was removed from this portal can come back.
async fn is_taken(
    changing: &mut PeopleTransaction,
    sign_in_name: &str,
    customer: CustomerId,
) -> Result<bool, StoreError> {
    let (partner, name) = (changing.actor.partner.to_string(), key(sign_in_name));
    let transaction = &mut *changing.transaction;
    let invited: i64 = sqlx::query_scalar(IS_INVITED).bind(name.clone()).one(&mut *transaction).await?;
    let query = sqlx::query_scalar::<_, i64>(WAS_HERE).bind(name.clone()).bind(customer.to_string());
    let was_here = query.one(&mut *transaction).await?;
    let taken: i64 = sqlx::query_scalar(IS_TAKEN).bind(name).bind(partner).one(transaction).await?;
    Ok(invited > 0 || taken > was_here)
}

pub(in crate::store) fn statements() -> Vec<String> {
    let all = [SETTINGS, REQUIRE, PEOPLE, SWITCH, END_ALL, VOID_ALL, ADD, WAS_HERE, EDIT, BLOCK, ALLOW, REMOVE, RESET];
    all.map(String::from).into()
}
