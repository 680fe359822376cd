//! Managing the people of a partner, and invitations.

use super::directory_groups::may_let_in;
use super::loaded::{StoredInvitation, knows_chosen, people_of};
use super::new_invitation::{NewInvitation, add_invitation, given};
use super::partners::VOID_RESET_LINKS;
use super::partners::{active_person, key};
use super::people_transaction::{PeopleTransaction, withdraw_unfounded};
use super::stored_duties::{written_custom, written_roles};
use super::{identities, second_factor, security_log};
use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::invitation_form::{InvitationForm, InviteRefused, check_invitations};
use domain::access::people::People;
use domain::access::people_rules::{after, check_change, check_roles, link_stands};
use domain::access::person::{Invitation, Person, PersonChange, PersonForm};
use domain::access::person_refused::{PEOPLE_MAX, PersonRefused};
use domain::console::security::{RolesChanged, SecurityEvent};
use domain::ids::{CustomerId, InvitationId, PartnerId, PartnerUserId, SecurityEventId, UserId};
use domain::store::{InvitationLink, PeopleStore, StoreError};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

const EDIT: &str = "UPDATE partner_user SET name = $2, roles = $3, custom = $4 WHERE id = $1";
/// Sessions of a blocked person stay over when the person may sign in again.
const BLOCK: &str = "UPDATE partner_user SET blocked = $2, sessions_from = $2 WHERE id = $1";
const ALLOW: &str = "UPDATE partner_user SET blocked = NULL WHERE id = $1";
const REMOVE: &str = "UPDATE partner_user SET removed = $2 WHERE id = $1";
/// A person who is removed leaves their groups.
const LEAVE_GROUPS: &str = "DELETE FROM partner_group_member WHERE partner_user_id = $1";
pub(super) const IS_TAKEN: &str = "SELECT COUNT(*) FROM partner_user WHERE sign_in_key = $1 AND (removed IS NULL OR partner_id <> $2 OR customer_id IS NOT NULL)";
pub(super) const IS_INVITED: &str = "SELECT COUNT(*) FROM invitation WHERE sign_in_key = $1";
const LIVE_USER: &str =
    "SELECT COUNT(*) FROM users WHERE customer_id = $1 AND id = $2 AND deleted IS NULL AND sign_in_allowed = 1";
const RENEW: &str = "UPDATE invitation SET token_hash = $3, created = $4, expires = $5, invited_by = $6 \
    WHERE id = $1 AND partner_id = $2 RETURNING sign_in_name";
const WITHDRAW: &str = "DELETE FROM invitation WHERE id = $1 AND partner_id = $2 RETURNING sign_in_name";
const OPEN: &str = "SELECT id, name, sign_in_name, roles, custom, expires, tenant_id, directory_user_id, group_ids, \
    invited_by FROM invitation WHERE token_hash = $1 AND expires > $2";

#[async_trait]
impl PeopleStore for SqlStore {
    async fn partner_people(&self, actor: &Actor, now: i64) -> Result<People, StoreError> {
        let people = people_of(&mut *self.reader().await?, self.dialect, actor.partner, now, PEOPLE_MAX).await?;
        Ok(people.reached_by(actor))
    }

    async fn change_person(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        change: &PersonChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        let PeopleTransaction { transaction, people, actor: now, .. } = &mut changing;
        let before = match checked_in(transaction, self.dialect, (people, now), (person, change)).await? {
            Ok(before) => before,
            Err(refused) => return Ok(Err(refused)),
        };
        if let PersonChange::Edit(form) = change {
            // The directory gets the name too, or nobody does.
            if before.directory_user.is_some() && before.name != form.name.trim() {
                return Ok(Err(PersonRefused::NameChanged));
            }
            write_edit(transaction, self.dialect, (people, now), (&before, form), event).await?;
            return commit(changing.transaction).await.map(Ok);
        }
        if *change == PersonChange::Remove {
            write_removal(transaction, self.dialect, (people, now), &before, event).await?;
            return commit(changing.transaction).await.map(Ok);
        }
        let id = person.to_string();
        let query = match change {
            PersonChange::Block => Some(sqlx::query(BLOCK).bind(id).bind(event.at)),
            PersonChange::Allow => Some(sqlx::query(ALLOW).bind(id)),
            PersonChange::Edit(_)
            | PersonChange::Remove
            | PersonChange::RemoveSecondFactor
            | PersonChange::Unlink(_) => None,
        };
        if let Some(query) = query {
            query.run(&mut *changing.transaction).await?;
        }
        if *change == PersonChange::Block {
            sqlx::query(VOID_RESET_LINKS).bind(person.to_string()).run(&mut *changing.transaction).await?;
        }
        if *change == PersonChange::RemoveSecondFactor {
            second_factor::forget(&mut changing.transaction, person).await?;
            second_factor::end_sessions(&mut changing.transaction, person, event.at).await?;
        }
        if let PersonChange::Unlink(provider) = change {
            identities::unlink_of(&mut changing.transaction, person, *provider, event.at).await?;
        }
        let after = after(&changing.people, person, change);
        changing.withdraw_unfounded(&after).await?;
        let event = &event.clone().in_tenant(before.tenant);
        finish(changing, event, &done_to(&before, change), roles_changed(&before, change)).await
    }

    async fn invite(
        &self,
        actor: &Actor,
        form: &InvitationForm,
        links: &[InvitationLink],
        event: &SecurityEvent,
    ) -> Result<Result<(), InviteRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        if let Err(refused) = check_invitations(&changing.people, &changing.actor, form) {
            return Ok(Err(refused));
        }
        if !changing.knows_chosen(form.custom.as_ref()).await? {
            return Ok(Err(InviteRefused::All(PersonRefused::CustomerGone)));
        }
        let (tenant, groups) = (form.tenant, &form.groups);
        for (at, (invitee, link)) in form.people.iter().zip(links).enumerate() {
            let form = form.form_of(invitee);
            if !is_live_user(&mut changing, (tenant, invitee.directory_user)).await? {
                return Ok(Err(InviteRefused::One { at, why: PersonRefused::UserGone }));
            }
            if is_in_use(&mut changing.transaction, actor.partner, &form.sign_in_name).await? {
                return Ok(Err(InviteRefused::One { at, why: PersonRefused::Taken }));
            }
            let whose = (tenant, invitee.directory_user);
            if !may_let_in(&mut changing.transaction, &changing.actor, whose).await? {
                return Ok(Err(InviteRefused::One { at, why: PersonRefused::OnlyGlobalAdmin }));
            }
            let new = NewInvitation { form: &form, groups, tenant, directory_user: invitee.directory_user };
            add_invitation(&mut changing.transaction, actor, &new, link).await?;
            let given = new.given(&changing.people);
            // Each invitation has an event of its own.
            let id = if at == 0 { event.id } else { SecurityEventId::new(link.id.uuid()) };
            let event = SecurityEvent { id, ..event.clone().done_to(form.sign_in_name.trim()).in_tenant(tenant) };
            security_log::keep(&mut changing.transaction, &SecurityEvent { roles: Some(given), ..event }).await?;
        }
        commit(changing.transaction).await.map(Ok)
    }

    async fn renew_invitation(
        &self,
        actor: &Actor,
        link: &InvitationLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        let (given, whose) = match changeable(&changing, link.id) {
            Ok(found) => {
                let Invitation { roles, custom, groups, tenant, directory_user, .. } = found;
                (given(&changing.people, roles, custom.as_ref(), groups), (*tenant, *directory_user))
            }
            Err(refused) => return Ok(Err(refused)),
        };
        if !may_let_in(&mut changing.transaction, &changing.actor, whose).await? {
            return Ok(Err(PersonRefused::OnlyGlobalAdmin));
        }
        let query = sqlx::query_scalar(RENEW)
            .bind(link.id.to_string())
            .bind(actor.partner.to_string())
            .bind(link.token_hash.clone())
            .bind(link.created)
            .bind(link.expires)
            .bind(actor.id.to_string());
        let renewed: Option<String> = query.optional(&mut *changing.transaction).await?;
        match renewed {
            Some(name) => finish(changing, &event.clone().in_tenant(whose.0), &name, Some(given)).await,
            None => Ok(Err(PersonRefused::InvitationGone)),
        }
    }

    async fn withdraw_invitation(
        &self,
        actor: &Actor,
        invitation: InvitationId,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        let tenant = match changeable(&changing, invitation) {
            Ok(found) => found.tenant,
            Err(refused) => return Ok(Err(refused)),
        };
        let query = sqlx::query_scalar(WITHDRAW).bind(invitation.to_string()).bind(actor.partner.to_string());
        let withdrawn: Option<String> = query.optional(&mut *changing.transaction).await?;
        match withdrawn {
            Some(name) => finish(changing, &event.clone().in_tenant(tenant), &name, None).await,
            None => Ok(Err(PersonRefused::InvitationGone)),
        }
    }

    async fn open_invitation(&self, token_hash: &str, now: i64) -> Result<Option<Invitation>, StoreError> {
        let query = sqlx::query_as(OPEN).bind(token_hash.to_owned()).bind(now);
        let found: Option<StoredInvitation> = query.optional(&self.vital).await?;
        let Some(found) = found else { return Ok(None) };
        let maker = active_person(&self.vital, found.invited_by.clone()).await?;
        let found = found.invitation(now)?;
        let stands = maker.filter(|maker| link_stands(&maker.actor, &found.roles, found.tenant));
        let Some(maker) = stands else { return Ok(None) };
        let mut connection = self.vital_reader().await?;
        let lets_in = may_let_in(&mut connection, &maker.actor, (found.tenant, found.directory_user)).await?;
        Ok(lets_in.then_some(found))
    }
}

/// The person before a change that is allowed, or why it is refused. The transaction has the partner's lock; the people are those
/// that the actor manages.
pub(in crate::store) async fn checked_in(
    connection: &mut AnyConnection,
    dialect: Dialect,
    (people, actor): (&People, &Actor),
    (person, change): (PartnerUserId, &PersonChange),
) -> Result<Result<Person, PersonRefused>, StoreError> {
    if let Err(refused) = check_change(people, actor, person, change) {
        return Ok(Err(refused));
    }
    if let PersonChange::Edit(form) = change
        && !knows_chosen(connection, dialect, actor.partner, form.custom.as_ref()).await?
    {
        return Ok(Err(PersonRefused::CustomerGone));
    }
    Ok(people.person(person).cloned().ok_or(PersonRefused::Gone))
}

/// Writes an edit that is allowed, withdraws the invitations that the person could not make any more, and notes the event.
pub(in crate::store) async fn write_edit(
    connection: &mut AnyConnection,
    dialect: Dialect,
    (people, actor): (&People, &Actor),
    (before, form): (&Person, &PersonForm),
    event: &SecurityEvent,
) -> Result<(), StoreError> {
    let query = sqlx::query(EDIT)
        .bind(before.id.to_string())
        .bind(form.name.trim().to_owned())
        .bind(written_roles(&form.roles))
        .bind(written_custom(form.custom.as_ref())?);
    query.run(&mut *connection).await?;
    let change = PersonChange::Edit(form.clone());
    let after = after(people, before.id, &change);
    withdraw_unfounded(&mut *connection, dialect, actor.partner, (people, &after)).await?;
    let event = event.clone().in_tenant(before.tenant).done_to(&done_to(before, &change));
    security_log::keep(connection, &SecurityEvent { roles: roles_changed(before, &change), ..event }).await
}

/// Writes a removal that is allowed, withdraws the invitations that the person made, and notes the event. A person who comes back by an
/// invitation begins anew.
pub(in crate::store) async fn write_removal(
    connection: &mut AnyConnection,
    dialect: Dialect,
    (people, actor): (&People, &Actor),
    before: &Person,
    event: &SecurityEvent,
) -> Result<(), StoreError> {
    sqlx::query(REMOVE).bind(before.id.to_string()).bind(event.at).run(&mut *connection).await?;
    for sql in [VOID_RESET_LINKS, LEAVE_GROUPS] {
        sqlx::query(sql).bind(before.id.to_string()).run(&mut *connection).await?;
    }
    second_factor::forget(&mut *connection, before.id).await?;
    second_factor::end_sessions(&mut *connection, before.id, event.at).await?;
    identities::forget(&mut *connection, before.id).await?;
    let change = PersonChange::Remove;
    let after = after(people, before.id, &change);
    withdraw_unfounded(&mut *connection, dialect, actor.partner, (people, &after)).await?;
    let event = event.clone().in_tenant(before.tenant).done_to(&done_to(before, &change));
    security_log::keep(connection, &SecurityEvent { roles: roles_changed(before, &change), ..event }).await
}

/// Whether the user of the tenant's directory, if one is named, is there and can sign in.
async fn is_live_user(
    changing: &mut PeopleTransaction,
    (tenant, user): (Option<CustomerId>, Option<UserId>),
) -> Result<bool, StoreError> {
    let Some(user) = user else { return Ok(true) };
    let Some(tenant) = tenant else { return Ok(false) };
    let query = sqlx::query_scalar(LIVE_USER).bind(tenant.to_string()).bind(user.to_string());
    let found: i64 = query.one(&mut *changing.transaction).await?;
    Ok(found > 0)
}

/// Whether somebody signs in with a name, at any partner, or is invited with it.
pub(in crate::store) async fn is_in_use(
    connection: &mut AnyConnection,
    partner: PartnerId,
    sign_in_name: &str,
) -> Result<bool, StoreError> {
    let sign_in_key = key(sign_in_name);
    // In this order: an invitation that is accepted in between is an account by then.
    let invited: i64 = sqlx::query_scalar(IS_INVITED).bind(sign_in_key.clone()).one(&mut *connection).await?;
    let query = sqlx::query_scalar(IS_TAKEN).bind(sign_in_key).bind(partner.to_string());
    let taken: i64 = query.one(connection).await?;
    Ok(taken + invited > 0)
}

/// An invitation that the actor may renew or withdraw: its link makes an account with its duties.
fn changeable(changing: &PeopleTransaction, invitation: InvitationId) -> Result<&Invitation, PersonRefused> {
    let found = changing.people.invitations.iter().find(|one| one.id == invitation);
    let found = found.ok_or(PersonRefused::InvitationGone)?;
    check_roles(&changing.actor, &changing.people.roles_of_invitation(found))?;
    Ok(found)
}

/// The affected person for the event, with the provider of a linked account.
fn done_to(before: &Person, change: &PersonChange) -> String {
    let linked = match change {
        PersonChange::Unlink(provider) => before.linked.iter().find(|one| one.provider.id == *provider),
        _ => None,
    };
    match linked {
        Some(linked) => format!("{}: {}", linked.provider.name, before.sign_in_name),
        None => before.sign_in_name.clone(),
    }
}

/// The effect of a change on the person's own roles and custom permissions, if it has any.
fn roles_changed(before: &Person, change: &PersonChange) -> Option<RolesChanged> {
    let (after, custom_after) = match change {
        PersonChange::Edit(form) => (form.roles.clone(), form.custom.clone()),
        PersonChange::Remove => (BTreeSet::new(), None),
        PersonChange::Block | PersonChange::Allow | PersonChange::RemoveSecondFactor | PersonChange::Unlink(_) => {
            return None;
        }
    };
    let (before, custom_before) = (before.roles.clone(), before.custom.clone());
    Some(RolesChanged { before, after, custom_before, custom_after, ..RolesChanged::default() })
}

/// Notes an event that was done to somebody, and commits.
pub(in crate::store) async fn finish(
    changing: PeopleTransaction,
    event: &SecurityEvent,
    done_to: &str,
    roles: Option<RolesChanged>,
) -> Result<Result<(), PersonRefused>, StoreError> {
    let event = SecurityEvent { roles, ..event.clone().done_to(done_to) };
    changing.finish(&event).await.map(Ok)
}

pub(in crate::store) fn statements() -> Vec<String> {
    let all = [EDIT, BLOCK, ALLOW, REMOVE, LEAVE_GROUPS, IS_TAKEN, IS_INVITED, LIVE_USER, RENEW, WITHDRAW, OPEN];
    all.map(String::from).into()
}
