//! Signing in with an identity provider, linking an account there, and accepting an invitation with one. A provider of a customer
//! only finds people of its portal, and one of the partner only other people.
//!
//! Each of these locks the partner first, so that the second of two sees the result of the first.

use super::temporary_password::is_still_given;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use crate::store::people::acceptance::{Acceptance, accept_in};
use crate::store::people::enabled_providers::EnabledProvider;
use crate::store::people::identities::without_password;
use crate::store::people::partners::{VOID_RESET_LINKS, active_person};
use crate::store::people::people_transaction::LockedPeople;
use crate::store::people::providers::{elsewhere, providers_of};
use crate::store::people::security_log;
use domain::access::Actor;
use domain::access::identity_claims::Claims;
use domain::access::identity_provider::{IdentityProvider, ProviderSettings};
use domain::access::people::People;
use domain::access::portal_provider::ProviderOwner;
use domain::access::provider_sign_in::{NotSignedIn, SignsIn, groups_after, may_be_linked, who_signs_in, with_member};
use domain::console::activity::Caller;
use domain::console::security::{RolesChanged, SecurityEvent, SecurityEventKind};
use domain::ids::{IdentityProviderId, PartnerGroupId, PartnerUserId};
use domain::store::{PartnerUserSecret, StoreError};
use sqlx::{Any, Transaction};
use std::collections::BTreeSet;

const LINKED: &str = "SELECT partner_user_id FROM partner_identity WHERE provider_id = $1 AND subject = $2";
const OTHERS: &str = "SELECT partner_user_id FROM partner_identity WHERE provider_id = $1 AND subject <> $2";
/// Does nothing if the account or the person is linked already.
const LINK: &str = "INSERT INTO partner_identity (provider_id, subject, partner_user_id, linked) \
    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const JOIN: &str =
    "INSERT INTO partner_group_member (group_id, partner_user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const LEAVE: &str = "DELETE FROM partner_group_member WHERE group_id = $1 AND partner_user_id = $2";
/// A temporary password is used up when a provider signs its person in.
const USE_UP_TEMPORARY: &str = "UPDATE partner_user SET password_hash = $2, temporary_until = NULL, temporary_by = NULL \
    WHERE id = $1 AND temporary_until IS NOT NULL";

/// The moment and the caller of something done at a provider.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now (UTC, epoch milliseconds).
    pub at: i64,
    /// The origin of the request.
    pub caller: Caller,
}

impl Moment {
    fn event(self, kind: SecurityEventKind, who: &Actor, provider: &EnabledProvider) -> SecurityEvent {
        let event = crate::security::event(kind, self.at, self.caller).by(who.partner, who.id);
        provider.named_in(event)
    }
}

impl SqlStore {
    /// The person that a provider signs in. An account that was found by its address is linked, and the mapped groups follow the
    /// provider's claims. A temporary password is used up, so that an unused one is not left behind.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn identity_signs_in(
        &self,
        provider: &EnabledProvider,
        claims: &Claims,
        moment: Moment,
    ) -> Result<Result<PartnerUserSecret, NotSignedIn>, StoreError> {
        let mut changing = self.lock_people_of((provider.partner, provider.owner), moment.at).await?;
        let Some(now) = provider_now(&mut changing, provider).await? else { return Ok(Err(NotSignedIn::NotLinked)) };
        let linked = linked_to(&mut changing, provider.id, &claims.subject).await?;
        let others = others(&mut changing, provider.id, &claims.subject).await?;
        let elsewhere = elsewhere(&mut changing.transaction, provider.partner, provider.id).await?;
        let signs_in = match who_signs_in(&now, claims, &changing.people, linked, (&others, &elsewhere)) {
            Ok(signs_in) => signs_in,
            Err(refused) => return Ok(Err(refused)),
        };
        let found = active_person(&mut *changing.transaction, signs_in.person().to_string()).await?;
        let Some(who) = found.filter(|who| is_of(provider, &who.actor)) else {
            return Ok(Err(NotSignedIn::Blocked));
        };
        if !is_still_given(self, &who, moment.at).await? {
            return Ok(Err(NotSignedIn::NotGivenAnyMore));
        }
        if let SignsIn::ByAddress(person) = signs_in
            && !link(&mut changing.transaction, provider.id, claims, person, moment.at).await?
        {
            return Ok(Err(NotSignedIn::OtherAccount));
        }
        if let SignsIn::ByAddress(_) = signs_in {
            let event = moment.event(SecurityEventKind::IdentityLinked, &who.actor, provider);
            security_log::keep(&mut changing.transaction, &event).await?;
        }
        if who.temporary.is_some() {
            let query = sqlx::query(USE_UP_TEMPORARY).bind(who.actor.id.to_string());
            query.bind(without_password(&crate::password::token())).run(&mut *changing.transaction).await?;
            sqlx::query(VOID_RESET_LINKS).bind(who.actor.id.to_string()).run(&mut *changing.transaction).await?;
        }
        take_groups(&mut changing, &now, provider, claims, &who.actor, moment).await?;
        let who = active_person(&mut *changing.transaction, who.actor.id.to_string()).await?;
        commit(changing.transaction).await?;
        Ok(who.ok_or(NotSignedIn::Blocked))
    }

    /// Links an account at a provider with the person who is signed in.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn link_identity(
        &self,
        actor: &Actor,
        provider: &EnabledProvider,
        claims: &Claims,
        moment: Moment,
    ) -> Result<Result<(), NotSignedIn>, StoreError> {
        let mut changing = self.lock_people_of((provider.partner, provider.owner), moment.at).await?;
        let Some(now) = provider_now(&mut changing, provider).await? else { return Ok(Err(NotSignedIn::NotLinked)) };
        let is_here = changing.people.person(actor.id).is_some_and(|person| !person.blocked);
        if !is_of(provider, actor) || !is_here {
            return Ok(Err(NotSignedIn::Blocked));
        }
        if let Err(refused) = may_be_linked(&now, claims) {
            return Ok(Err(refused));
        }
        match linked_to(&mut changing, provider.id, &claims.subject).await? {
            Some(person) if person == actor.id => return Ok(Ok(())),
            Some(_) => return Ok(Err(NotSignedIn::SomebodyElse)),
            None => (),
        }
        if !link(&mut changing.transaction, provider.id, claims, actor.id, moment.at).await? {
            return Ok(Err(NotSignedIn::OtherAccount));
        }
        take_groups(&mut changing, &now, provider, claims, actor, moment).await?;
        changing.finish(&moment.event(SecurityEventKind::IdentityLinked, actor, provider)).await?;
        Ok(Ok(()))
    }

    /// Makes the account of an invited person, who signs in with a provider from then on. The invitation is used up.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn accept_invitation_by(
        &self,
        provider: &EnabledProvider,
        claims: &Claims,
        accepting: Acceptance<'_>,
        moment: Moment,
    ) -> Result<Result<PartnerUserSecret, NotSignedIn>, StoreError> {
        let mut changing = self.lock_people_of((provider.partner, provider.owner), moment.at).await?;
        let Some(now) = provider_now(&mut changing, provider).await? else { return Ok(Err(NotSignedIn::NotLinked)) };
        // An invited person will be one of the partner's.
        if provider.owner != ProviderOwner::Partner {
            return Ok(Err(NotSignedIn::Invitation));
        }
        if let Err(refused) = may_be_linked(&now, claims) {
            return Ok(Err(refused));
        }
        if linked_to(&mut changing, provider.id, &claims.subject).await?.is_some() {
            return Ok(Err(NotSignedIn::SomebodyElse));
        }
        let created = crate::security::event(SecurityEventKind::AccountCreated, moment.at, moment.caller);
        let made = accept_in(&mut changing.transaction, self.dialect, accepting, created).await?;
        let Some((partner, person)) = made else { return Ok(Err(NotSignedIn::Invitation)) };
        if partner != provider.partner {
            return Ok(Err(NotSignedIn::Invitation));
        }
        if !link(&mut changing.transaction, provider.id, claims, person, moment.at).await? {
            return Ok(Err(NotSignedIn::OtherAccount));
        }
        let found = active_person(&mut *changing.transaction, person.to_string()).await?;
        let Some(who) = found else { return Ok(Err(NotSignedIn::Blocked)) };
        let event = moment.event(SecurityEventKind::IdentityLinked, &who.actor, provider);
        security_log::keep(&mut changing.transaction, &event).await?;
        changing.reload(moment.at).await?;
        take_groups(&mut changing, &now, provider, claims, &who.actor, moment).await?;
        let who = active_person(&mut *changing.transaction, person.to_string()).await?;
        commit(changing.transaction).await?;
        Ok(who.ok_or(NotSignedIn::Blocked))
    }
}

/// The settings of a provider as they are now, if it is still enabled: it was read before the person went there.
async fn provider_now(
    changing: &mut LockedPeople,
    provider: &EnabledProvider,
) -> Result<Option<ProviderSettings>, StoreError> {
    let providers = providers_of(&mut changing.transaction, provider.partner, provider.owner).await?;
    let same = |one: &IdentityProvider| {
        let (now, before) = (&one.settings, &provider.settings);
        one.id == provider.id && now.enabled && now.issuer == before.issuer && now.client_id == before.client_id
    };
    Ok(providers.into_iter().find(same).map(|one| one.settings))
}

/// Whether a provider can sign the person in.
fn is_of(provider: &EnabledProvider, person: &Actor) -> bool {
    person.partner == provider.partner && ProviderOwner::of(person) == provider.owner
}

async fn linked_to(
    changing: &mut LockedPeople,
    provider: IdentityProviderId,
    subject: &str,
) -> Result<Option<PartnerUserId>, StoreError> {
    let query = sqlx::query_scalar(LINKED).bind(provider.to_string()).bind(subject.to_owned());
    let person: Option<String> = query.optional(&mut *changing.transaction).await?;
    person.map(|person| parsed(&person)).transpose()
}

async fn others(
    changing: &mut LockedPeople,
    provider: IdentityProviderId,
    subject: &str,
) -> Result<BTreeSet<PartnerUserId>, StoreError> {
    let query = sqlx::query_scalar(OTHERS).bind(provider.to_string()).bind(subject.to_owned());
    let people: Vec<String> = query.all(&mut *changing.transaction).await?;
    people.iter().map(|person| parsed(person)).collect()
}

/// False if the account or the person is linked already.
async fn link(
    transaction: &mut Transaction<'_, Any>,
    provider: IdentityProviderId,
    claims: &Claims,
    person: PartnerUserId,
    now: i64,
) -> Result<bool, StoreError> {
    let query =
        sqlx::query(LINK).bind(provider.to_string()).bind(claims.subject.clone()).bind(person.to_string()).bind(now);
    query.run(&mut **transaction).await.map(|rows| rows > 0)
}

/// Has a person join and leave the mapped groups as the provider says. Notes an event for each.
async fn take_groups(
    changing: &mut LockedPeople,
    settings: &ProviderSettings,
    provider: &EnabledProvider,
    claims: &Claims,
    who: &Actor,
    moment: Moment,
) -> Result<(), StoreError> {
    let changed = groups_after(settings, claims, &changing.people, who.id);
    for group in changed {
        let joins = !is_member(&changing.people, group, who.id);
        let sql = if joins { JOIN } else { LEAVE };
        let query = sqlx::query(sql).bind(group.to_string()).bind(who.id.to_string());
        query.run(&mut *changing.transaction).await?;
        let after = with_member(&changing.people, group, who.id, joins);
        let roles = roles_changed(&after, group, who, joins);
        changing.become_these(after).await?;
        let event = moment.event(SecurityEventKind::GroupsSynchronized, who, provider).with_roles(roles);
        security_log::keep(&mut changing.transaction, &event).await?;
    }
    Ok(())
}

fn is_member(people: &People, group: PartnerGroupId, person: PartnerUserId) -> bool {
    people.group(group).is_some_and(|group| group.members.contains(&person))
}

/// The people who joined or left a group, for the event.
fn roles_changed(people: &People, group: PartnerGroupId, who: &Actor, joins: bool) -> RolesChanged {
    let group = people.group(group);
    let roles = group.map(|group| group.roles.clone()).unwrap_or_default();
    let name = vec![who.sign_in_name.clone()];
    let (joined, left) = if joins { (name, Vec::new()) } else { (Vec::new(), name) };
    let custom = group.and_then(|group| group.custom.clone());
    RolesChanged {
        group: group.map(|group| group.name.clone()),
        before: roles.clone(),
        after: roles,
        joined,
        left,
        custom_before: custom.clone(),
        custom_after: custom,
        ..RolesChanged::default()
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [LINKED, OTHERS, LINK, JOIN, LEAVE, USE_UP_TEMPORARY].map(String::from).into()
}
