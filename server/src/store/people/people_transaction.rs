//! A change of the people of a partner.
//!
//! Each change locks the partner first, so that the rules see all people as they are: two managers who block each other at
//! once do not both succeed.

use super::loaded::{knows_chosen, people_known_to, people_of, people_of_portal};
use super::security_log;
use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, commit};
use crate::store::engine::stored::to_json;
use domain::access::Actor;
use domain::access::custom_permissions::CustomPermissions;
use domain::access::people::People;
use domain::access::people_rules::whose_invitations_end;
use domain::access::portal_provider::ProviderOwner;
use domain::console::security::SecurityEvent;
use domain::ids::PartnerId;
use domain::store::StoreError;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Transaction};
use std::collections::BTreeSet;

pub(super) const LOCK: &str = "UPDATE partner SET name = name WHERE id = $1";

/// Withdraws the invitations of these people.
fn withdraw_of(dialect: Dialect) -> String {
    format!("DELETE FROM invitation WHERE partner_id = $1 AND invited_by IN ({})", dialect.texts(2))
}

/// A change of the people of a partner. Nobody else changes them meanwhile.
pub(in crate::store) struct PeopleTransaction {
    pub(in crate::store) transaction: Transaction<'static, Any>,
    /// The people before the change.
    pub(in crate::store) people: People,
    /// The actor with the roles and groups that count now: they may have changed since the request began.
    pub(in crate::store) actor: Actor,
    dialect: Dialect,
}

/// A change of the people of a partner while nobody need be signed in.
pub(in crate::store) struct LockedPeople {
    pub(in crate::store) transaction: Transaction<'static, Any>,
    /// The people before the change.
    pub(in crate::store) people: People,
    partner: PartnerId,
    dialect: Dialect,
}

impl SqlStore {
    /// Begins a change of the people of the actor's partner.
    pub(in crate::store) async fn lock_people(&self, actor: &Actor, now: i64) -> Result<PeopleTransaction, StoreError> {
        let transaction = self.begin().await?;
        self.lock_people_in(transaction, actor, now).await
    }

    /// The same in a transaction that has begun.
    pub(in crate::store) async fn lock_people_in(
        &self,
        mut transaction: Transaction<'static, Any>,
        actor: &Actor,
        now: i64,
    ) -> Result<PeopleTransaction, StoreError> {
        sqlx::query(LOCK).bind(actor.partner.to_string()).run(&mut *transaction).await?;
        let people = people_known_to(&mut transaction, self.dialect, actor, now).await?;
        let actor = as_now(actor, &people);
        Ok(PeopleTransaction { transaction, people, actor, dialect: self.dialect })
    }

    /// Begins a change of people that the actor manages. Those of other tenants are as if they were not there.
    pub(in crate::store) async fn lock_managed(
        &self,
        actor: &Actor,
        now: i64,
    ) -> Result<PeopleTransaction, StoreError> {
        let changing = self.lock_people(actor, now).await?;
        let people = changing.people.reached_by(&changing.actor);
        Ok(PeopleTransaction { people, ..changing })
    }

    /// Begins a change of the people that the providers of an owner sign in: the partner's, or those of a customer's portal.
    pub(in crate::store) async fn lock_people_of(
        &self,
        (partner, owner): (PartnerId, ProviderOwner),
        now: i64,
    ) -> Result<LockedPeople, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(LOCK).bind(partner.to_string()).run(&mut *transaction).await?;
        let people = match owner {
            ProviderOwner::Partner => people_of(&mut transaction, self.dialect, partner, now, i64::MAX).await?,
            ProviderOwner::Customer(customer) => people_of_portal(&mut transaction, partner, customer).await?,
        };
        Ok(LockedPeople { transaction, people, partner, dialect: self.dialect })
    }
}

impl LockedPeople {
    /// Reads the people again, after the transaction changed them.
    pub(in crate::store) async fn reload(&mut self, now: i64) -> Result<(), StoreError> {
        self.people = people_of(&mut self.transaction, self.dialect, self.partner, now, i64::MAX).await?;
        Ok(())
    }

    /// Goes on with other people. Withdraws the invitations that their makers could not make any more.
    pub(in crate::store) async fn become_these(&mut self, after: People) -> Result<(), StoreError> {
        withdraw_unfounded(&mut self.transaction, self.dialect, self.partner, (&self.people, &after)).await?;
        self.people = after;
        Ok(())
    }

    /// Notes the event of the change, and commits.
    pub(in crate::store) async fn finish(mut self, event: &SecurityEvent) -> Result<(), StoreError> {
        security_log::keep(&mut self.transaction, event).await?;
        commit(self.transaction).await
    }
}

/// Withdraws the invitations that their makers could not make any more after a change of the people.
pub(super) async fn withdraw_unfounded(
    connection: &mut AnyConnection,
    dialect: Dialect,
    partner: PartnerId,
    (before, after): (&People, &People),
) -> Result<(), StoreError> {
    let whose = whose_invitations_end(before, after);
    if whose.is_empty() {
        return Ok(());
    }
    let whose: Vec<String> = whose.iter().map(ToString::to_string).collect();
    let query = sqlx::query(AssertSqlSafe(withdraw_of(dialect))).bind(partner.to_string()).bind(to_json(&whose)?);
    query.run(connection).await.map(|_| ())
}

impl PeopleTransaction {
    /// Whether the partner has every customer that custom permissions name.
    pub(super) async fn knows_chosen(&mut self, custom: Option<&CustomPermissions>) -> Result<bool, StoreError> {
        knows_chosen(&mut self.transaction, self.dialect, self.actor.partner, custom).await
    }

    /// Withdraws the invitations that their makers could not make any more.
    pub(super) async fn withdraw_unfounded(&mut self, after: &People) -> Result<(), StoreError> {
        withdraw_unfounded(&mut self.transaction, self.dialect, self.actor.partner, (&self.people, after)).await
    }

    /// Notes the event of the change, and commits.
    pub(in crate::store) async fn finish(mut self, event: &SecurityEvent) -> Result<(), StoreError> {
        security_log::keep(&mut self.transaction, event).await?;
        commit(self.transaction).await
    }
}

/// The actor with the roles, groups and custom permissions that count now.
pub(super) fn as_now(actor: &Actor, people: &People) -> Actor {
    match people.person(actor.id).filter(|person| !person.blocked && !person.is_cut_off) {
        Some(person) => Actor {
            tenant: person.tenant,
            roles: people.roles_of(person),
            groups: people.groups_of(person.id).map(|group| group.id).collect(),
            custom: people.custom_of(person),
            ..actor.clone()
        },
        None => Actor { roles: BTreeSet::new(), groups: BTreeSet::new(), custom: Vec::new(), ..actor.clone() },
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![LOCK.to_owned(), withdraw_of(dialect)]
}
