//! The rules of changing the partner's people.

use super::Actor;
use super::custom_permissions::CustomPermissions;
use super::denied::allowed;
use super::names::{hides_something, is_blank};
use super::people::People;
use super::permission::Permission;
use super::person::{Invitation, Person, PersonChange, PersonForm, WhyVoid};
use super::person_refused::PersonRefused;
use super::role::PartnerRole;
use super::tenant::TenantReach;
use crate::directory::invisible::is_invisible;
use crate::ids::{CustomerId, IdentityProviderId, PartnerUserId};
use std::collections::BTreeSet;

/// A partner should have at least this many people who manage people.
const MANAGERS_WANTED: usize = 2;

/// Whether the actor can manage a person, or an invited one, with these roles.
///
/// # Errors
/// The reason why not.
pub fn check_roles(actor: &Actor, roles: &BTreeSet<PartnerRole>) -> Result<(), PersonRefused> {
    check_rank(&actor.roles, roles)
}

/// Whether somebody with the first roles can manage somebody with the second.
///
/// # Errors
/// The reason why not.
pub fn check_rank(own: &BTreeSet<PartnerRole>, theirs: &BTreeSet<PartnerRole>) -> Result<(), PersonRefused> {
    if allowed(own, Permission::ManagePeople).is_err() {
        return Err(PersonRefused::NotAllowed);
    }
    if theirs.contains(&PartnerRole::GlobalAdmin) && !own.contains(&PartnerRole::GlobalAdmin) {
        return Err(PersonRefused::OnlyGlobalAdmin);
    }
    Ok(())
}

/// Whether a link still stands that somebody made for a person, or an invited one, with these roles in a tenant: it must not give
/// more than its maker, as they are now, could give.
pub fn link_stands(maker: &Actor, theirs: &BTreeSet<PartnerRole>, tenant: Option<CustomerId>) -> bool {
    maker.portal.is_none() && gives((&maker.roles, maker.tenant), theirs, tenant)
}

/// Whether a person with the first roles and this tenant, or none, can give the second roles in a tenant.
fn gives(
    (own, own_tenant): (&BTreeSet<PartnerRole>, Option<CustomerId>),
    theirs: &BTreeSet<PartnerRole>,
    tenant: Option<CustomerId>,
) -> bool {
    TenantReach::of(own_tenant, own).covers(tenant) && check_rank(own, theirs).is_ok()
}

/// Why the link of an invitation is void, given its maker among all people of the partner. The answer is the one that
/// [`link_stands`] gives when the link is opened.
pub fn why_void(people: &People, maker: PartnerUserId, invitation: &Invitation) -> Option<WhyVoid> {
    let maker = people.person(maker).filter(|maker| !maker.blocked && !maker.is_cut_off);
    let Some(maker) = maker else { return Some(WhyVoid::MakerGone) };
    let stands = gives((&people.roles_of(maker), maker.tenant), &invitation.roles, invitation.tenant);
    (!stands).then_some(WhyVoid::MakerMayNot)
}

/// Whether the actor can see and end the sessions of a person. One's own, everybody can.
///
/// # Errors
/// The reason why not.
pub fn check_sessions(people: &People, actor: &Actor, person: PartnerUserId) -> Result<(), PersonRefused> {
    let person = people.person(person).ok_or(PersonRefused::Gone)?;
    if person.id == actor.id { Ok(()) } else { check_roles(actor, &people.roles_of(person)) }
}

/// Whether the actor can make a link by which a person chooses a new password. Nobody makes one for themselves: a
/// session that somebody else has taken over would then be enough to take the account over.
///
/// # Errors
/// The first reason why not.
pub fn check_reset(people: &People, actor: &Actor, person: PartnerUserId) -> Result<(), PersonRefused> {
    let person = people.person(person).ok_or(PersonRefused::Gone)?;
    check_roles(actor, &people.roles_of(person))?;
    if person.id == actor.id {
        return Err(PersonRefused::OwnPassword);
    }
    if people.passwords_off {
        return Err(PersonRefused::PasswordsOff);
    }
    if person.blocked { Err(PersonRefused::Blocked) } else { Ok(()) }
}

/// Whether the form can be saved by the actor. A person with roles or custom permissions by groups needs none of their own.
///
/// A person who manages people can give every role but Global admin, and custom permissions never give more than these. So nothing of
/// custom permissions is asked of the actor.
///
/// # Errors
/// The first reason why not.
pub fn check_form(actor: &Actor, form: &PersonForm, has_duties_by_groups: bool) -> Result<(), PersonRefused> {
    if is_blank(&form.name) {
        return Err(PersonRefused::NoName);
    }
    if is_blank(&form.sign_in_name) {
        return Err(PersonRefused::NoSignInName);
    }
    if hides_something(&form.name) {
        return Err(PersonRefused::HiddenInName);
    }
    if form.sign_in_name.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err(PersonRefused::HiddenInSignInName);
    }
    check_duties(&form.roles, form.custom.as_ref())?;
    if form.roles.is_empty() && form.custom.is_none() && !has_duties_by_groups {
        return Err(PersonRefused::NoRole);
    }
    check_roles(actor, &form.roles)
}

/// Whether there are roles or custom permissions, not both.
///
/// # Errors
/// [`PersonRefused::RolesAndCustom`].
pub(super) fn check_duties(
    roles: &BTreeSet<PartnerRole>,
    custom: Option<&CustomPermissions>,
) -> Result<(), PersonRefused> {
    if !roles.is_empty() && custom.is_some() { Err(PersonRefused::RolesAndCustom) } else { Ok(()) }
}

/// Whether the actor can change a person of the actor's partner.
///
/// # Errors
/// The first reason why not.
pub fn check_change(
    people: &People,
    actor: &Actor,
    person: PartnerUserId,
    change: &PersonChange,
) -> Result<(), PersonRefused> {
    let before = people.person(person).ok_or(PersonRefused::Gone)?;
    check_roles(actor, &people.roles_of(before))?;
    if person == actor.id && matches!(change, PersonChange::Block | PersonChange::Remove) {
        return Err(PersonRefused::Yourself);
    }
    if let PersonChange::Edit(form) = change {
        check_form(actor, form, people.has_duties_by_groups(person))?;
    }
    if *change == PersonChange::RemoveSecondFactor {
        return check_removed_factor(before, actor);
    }
    if let PersonChange::Unlink(provider) = change {
        check_unlink(people, before, actor, *provider)?;
    }
    // Only people managers can be missing afterwards.
    if manages(people, before) { check_who_stays(people, &after(people, person, change)) } else { Ok(()) }
}

/// Whether somebody who can sign in still manages people after a change, and somebody is still Global admin, if there was
/// one.
///
/// # Errors
/// The people who would be missing.
pub(super) fn check_who_stays(before: &People, after: &People) -> Result<(), PersonRefused> {
    let ranks = |people: &People| -> Vec<(bool, bool)> {
        let here = people.people.iter().filter(|person| can_sign_in(people, person.has_identity));
        let elsewhere = people.elsewhere.managers.iter().filter(|one| can_sign_in(people, one.has_identity));
        let elsewhere = elsewhere.map(|one| (true, one.is_global_admin));
        here.map(|person| rank(people, person)).chain(elsewhere).collect()
    };
    let has_manager = |people: &People| ranks(people).iter().any(|(manages, _)| *manages);
    let has_global_admin = |people: &People| ranks(people).iter().any(|(_, is_global)| *is_global);
    if has_manager(before) && !has_manager(after) {
        return Err(PersonRefused::LastManager);
    }
    if has_global_admin(before) && !has_global_admin(after) {
        return Err(PersonRefused::LastGlobalAdmin);
    }
    Ok(())
}

/// Whether the actor can unlink a person's account at a provider: another way to sign in must stay.
fn check_unlink(
    people: &People,
    person: &Person,
    actor: &Actor,
    provider: IdentityProviderId,
) -> Result<(), PersonRefused> {
    if person.id == actor.id {
        return Err(PersonRefused::OwnAccount);
    }
    let (here, others): (Vec<_>, Vec<_>) = person.linked.iter().partition(|one| one.provider.id == provider);
    let Some(here) = here.first() else { return Err(PersonRefused::NotLinked) };
    let has_other_way = others.iter().any(|one| one.enabled) || (person.has_password && !people.passwords_off);
    if here.enabled && !has_other_way { Err(PersonRefused::OnlyWayIn) } else { Ok(()) }
}

/// Whether the actor can remove a person's second factor. One's own is turned off with a code, so that nobody with a
/// borrowed browser takes it away.
fn check_removed_factor(person: &Person, actor: &Actor) -> Result<(), PersonRefused> {
    if !person.has_second_factor {
        return Err(PersonRefused::NoSecondFactor);
    }
    if person.id == actor.id {
        return Err(PersonRefused::OwnSecondFactor);
    }
    Ok(())
}

/// The people whose invitations are void after a change: a link must not give more than the person who made it could
/// give now.
pub fn whose_invitations_end(before: &People, after: &People) -> Vec<PartnerUserId> {
    let now = |person: &Person| after.person(person.id).map_or((false, false), |now| rank(after, now));
    before.people.iter().filter(|person| now(person) < rank(before, person)).map(|person| person.id).collect()
}

/// The people after a change of one.
pub fn after(people: &People, person: PartnerUserId, change: &PersonChange) -> People {
    let mut after = people.clone();
    match change {
        PersonChange::Remove => {
            after.people.retain(|one| one.id != person);
            after.groups.iter_mut().for_each(|group| {
                group.members.remove(&person);
            });
        }
        PersonChange::Edit(_)
        | PersonChange::Block
        | PersonChange::Allow
        | PersonChange::RemoveSecondFactor
        | PersonChange::Unlink(_) => {
            after.people.iter_mut().filter(|one| one.id == person).for_each(|one| apply(one, change));
        }
    }
    after
}

fn apply(person: &mut Person, change: &PersonChange) {
    match change {
        PersonChange::Edit(form) => {
            form.name.trim().clone_into(&mut person.name);
            person.roles.clone_from(&form.roles);
            person.custom.clone_from(&form.custom);
        }
        PersonChange::Block => person.blocked = true,
        PersonChange::Allow => person.blocked = false,
        PersonChange::RemoveSecondFactor => person.has_second_factor = false,
        PersonChange::Unlink(provider) => {
            person.linked.retain(|one| one.provider.id != *provider);
            person.has_identity = person.linked.iter().any(|one| one.enabled);
        }
        PersonChange::Remove => (),
    }
}

/// Whether a person manages people, and whether as a Global admin. A person who is blocked or cut off does neither.
pub(super) fn rank(people: &People, person: &Person) -> (bool, bool) {
    if person.blocked || person.is_cut_off {
        return (false, false);
    }
    let roles = people.roles_of(person);
    (roles.iter().any(|role| role.manages_people()), roles.contains(&PartnerRole::GlobalAdmin))
}

/// Whether somebody with or without a linked account has a way to sign in. Where passwords are off, only a linked account is one.
pub(super) fn can_sign_in(people: &People, has_identity: bool) -> bool {
    !people.passwords_off || has_identity
}

impl People {
    /// Whether too few people could manage people if one is away.
    pub fn needs_manager(&self) -> bool {
        managers(self) < MANAGERS_WANTED
    }
}

/// Whether a person manages people.
pub(super) fn manages(people: &People, person: &Person) -> bool {
    rank(people, person).0
}

/// The number of people who manage people.
pub(super) fn managers(people: &People) -> usize {
    people.people.iter().filter(|person| manages(people, person)).count() + people.elsewhere.managers.len()
}

#[cfg(test)]
#[path = "people_rules_tests.rs"]
mod tests;
