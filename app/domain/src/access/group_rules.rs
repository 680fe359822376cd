//! The rules of changing groups of the partner's people.

use super::Actor;
use super::application_rules::keys_gain;
use super::group::{GROUPS_MAX, Group, GroupChange, GroupForm, GroupRefused, InDirectory};
use super::names::{hides_something, is_blank};
use super::people::People;
use super::people_rules::{check_duties, check_roles, check_who_stays, manages};
use super::role::PartnerRole;
use crate::directory::search::sort_key;
use crate::ids::{PartnerGroupId, PartnerUserId};
use std::collections::BTreeSet;

/// Whether the actor can change a group of the actor's partner. The change also affects its members' roles and groups, so the
/// actor must be allowed to change these people.
///
/// # Errors
/// The first reason why not.
pub fn check_group_change(
    people: &People,
    actor: &Actor,
    group: PartnerGroupId,
    change: &GroupChange,
) -> Result<(), GroupRefused> {
    let before = people.group(group);
    match (before, change) {
        (None, GroupChange::Edit(_) | GroupChange::Delete) => return Err(GroupRefused::Gone),
        (None, GroupChange::Add(_)) if people.groups.len() >= GROUPS_MAX => return Err(GroupRefused::TooMany),
        _ => check_roles(actor, &before.map(|group| group.roles.clone()).unwrap_or_default())?,
    }
    if let Some(form) = change.form() {
        if let (Some(before), Some(seen)) = (before, &form.seen)
            && before.members != *seen
        {
            return Err(GroupRefused::MembersChanged);
        }
        check_tenants(people, actor, before, form)?;
        check_directory(people, before, form)?;
        check_group_form(people, group, form)?;
        check_duties(&form.roles, form.custom.as_ref())?;
        check_roles(actor, &form.roles)?;
    }
    let now = change.form().map(|form| group_of(people, group, form));
    let mut touches_managers = false;
    for member in touched(before, now.as_ref()) {
        if let Some(application) = people.application(member) {
            check_roles(actor, &people.roles_of_application(application))?;
            continue;
        }
        let person = people.person(member).ok_or(GroupRefused::MemberGone)?;
        check_roles(actor, &people.roles_of(person))?;
        touches_managers |= manages(people, person);
    }
    if keys_gain(people, &after_group_change(people, group, change), actor) {
        return Err(GroupRefused::KeysWouldGain);
    }
    // Only people managers can be missing afterwards.
    if touches_managers {
        check_who_stays(people, &after_group_change(people, group, change))?;
    }
    Ok(())
}

/// The people after a change of a group.
pub fn after_group_change(people: &People, group: PartnerGroupId, change: &GroupChange) -> People {
    let mut after = people.clone();
    after.groups.retain(|one| one.id != group);
    after.groups.extend(change.form().map(|form| group_of(people, group, form)));
    after.groups.sort_by_cached_key(|group| sort_key(&group.name));
    after
}

/// The names of those who would lose roles if a group was deleted, and these roles. Members who have all of its roles otherwise
/// lose none.
pub fn lost_by_deleting(people: &People, group: PartnerGroupId) -> Vec<(&str, BTreeSet<PartnerRole>)> {
    let after = after_group_change(people, group, &GroupChange::Delete);
    let lost = |was: BTreeSet<PartnerRole>, is: BTreeSet<PartnerRole>| was.difference(&is).copied().collect();
    let persons = people
        .people
        .iter()
        .map(|person| (person.name.as_str(), lost(people.roles_of(person), after.roles_of(person))));
    let applications = people.applications.iter().map(|application| {
        let (was, is) = (people.roles_of_application(application), after.roles_of_application(application));
        (application.name.as_str(), lost(was, is))
    });
    persons.chain(applications).filter(|(_, lost): &(_, BTreeSet<_>)| !lost.is_empty()).collect()
}

/// The group that a form makes. It stays in its tenant.
fn group_of(people: &People, id: PartnerGroupId, form: &GroupForm) -> Group {
    let name = form.name.trim().to_owned();
    let follows = form.directory.map(|group| InDirectory { group, is_gone: false });
    let (tenant, directory) =
        people.group(id).map_or((form.tenant, follows), |before| (before.tenant, before.directory));
    let (roles, custom, members) = (form.roles.clone(), form.custom.clone(), form.members.clone());
    Group { id, name, roles, custom, members, tenant, directory }
}

/// Whether a new group can be in its tenant, and all members are of the group's tenant.
fn check_tenants(people: &People, actor: &Actor, before: Option<&Group>, form: &GroupForm) -> Result<(), GroupRefused> {
    let tenant = match before {
        Some(before) => before.tenant,
        // A group that the directory has already is not created there.
        None if form.directory.is_some() => people.check_place(actor, form.tenant).map(|()| form.tenant)?,
        None => people.check_creates(actor, form.tenant).map(|()| form.tenant)?,
    };
    let is_theirs = |member: &PartnerUserId| {
        let person = people.person(*member).map(|person| person.tenant);
        person.or_else(|| people.application(*member).map(|one| one.tenant)).is_none_or(|one| one == tenant)
    };
    if form.members.iter().all(is_theirs) { Ok(()) } else { Err(GroupRefused::OtherTenant) }
}

/// Whether a group that follows its directory has the name and the members that it has there. Whether the directory has the group is
/// not known here.
fn check_directory(people: &People, before: Option<&Group>, form: &GroupForm) -> Result<(), GroupRefused> {
    match before {
        Some(before) if before.directory.is_some() => {
            let is_same = form.name.trim() == before.name && form.members == before.members;
            if is_same { Ok(()) } else { Err(GroupRefused::FollowsDirectory) }
        }
        Some(_) => Ok(()),
        None => {
            let Some(group) = form.directory else { return Ok(()) };
            let is_it = |one: &Group| one.tenant == form.tenant && one.directory.is_some_and(|one| one.group == group);
            match form.tenant {
                None => Err(GroupRefused::NotInDirectory),
                Some(_) if people.groups.iter().any(is_it) => Err(GroupRefused::Added),
                Some(_) => Ok(()),
            }
        }
    }
}

fn check_group_form(people: &People, group: PartnerGroupId, form: &GroupForm) -> Result<(), GroupRefused> {
    if form.members.iter().any(|member| people.member_name(*member).is_none()) {
        return Err(GroupRefused::MemberGone);
    }
    // Names in a directory are as they are there, and not unique.
    if form.directory.is_some() || people.group(group).is_some_and(|before| before.directory.is_some()) {
        return Ok(());
    }
    if is_blank(&form.name) {
        return Err(GroupRefused::NoName);
    }
    if hides_something(&form.name) {
        return Err(GroupRefused::HiddenInName);
    }
    let key = group_key(&form.name);
    let is_elsewhere = people.elsewhere.group_keys.contains(&key);
    if is_elsewhere || people.groups.iter().any(|other| other.id != group && group_key(&other.name) == key) {
        return Err(GroupRefused::Taken);
    }
    Ok(())
}

/// The form in which names of groups are compared.
pub fn group_key(name: &str) -> String {
    sort_key(name.trim())
}

/// The people whose roles or groups change with a group.
fn touched(before: Option<&Group>, after: Option<&Group>) -> BTreeSet<PartnerUserId> {
    let members = |group: Option<&Group>| group.map(|group| group.members.clone()).unwrap_or_default();
    let (were, are) = (members(before), members(after));
    match (before, after) {
        (Some(before), Some(after)) if before.roles == after.roles && before.custom == after.custom => {
            were.symmetric_difference(&are).copied().collect()
        }
        _ => were.union(&are).copied().collect(),
    }
}

#[cfg(test)]
#[path = "group_rules_tests.rs"]
mod tests;
