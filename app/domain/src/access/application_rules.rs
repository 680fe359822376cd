//! The rules of changing applications and of making keys for them.
//!
//! Giving roles to an application has the rules of giving them to a person. A key gives more: the person who makes it
//! holds it. So nobody can make a key for an application with more permissions than their own, and nobody can give an
//! application with live keys a permission that they lack. The roles that groups have through admin relationships count
//! too.

use super::Actor;
use super::application::{APPLICATIONS_MAX, Application, ApplicationChange, ApplicationForm, ApplicationRefused};
use super::application_key::{KeyForm, LIVE_KEYS_MAX};
use super::custom_permissions::Coverage;
use super::entra_role::EntraRole;
use super::group_grants::gives_more;
use super::names::{hides_something, is_blank};
use super::people::People;
use super::people_rules::{check_duties, check_roles};
use super::permission::Permission;
use crate::directory::fold::fold;
use crate::ids::{ApplicationId, CustomerId, PartnerGroupId, PartnerUserId};
use std::collections::{BTreeMap, BTreeSet};

/// Whether the actor can add an application. Without an application id, one is made.
///
/// # Errors
/// The first reason why not.
pub fn check_new_application(
    people: &People,
    actor: &Actor,
    form: &ApplicationForm,
    application_id: Option<ApplicationId>,
) -> Result<(), ApplicationRefused> {
    people.check_creates(actor, form.tenant)?;
    check_form(people, actor, None, form)?;
    if application_id.is_some_and(|id| people.applications.iter().any(|other| other.application_id == id)) {
        return Err(ApplicationRefused::IdTaken);
    }
    if people.applications.len() >= APPLICATIONS_MAX { Err(ApplicationRefused::TooMany) } else { Ok(()) }
}

/// Whether the actor can change an application of the actor's partner.
///
/// # Errors
/// The first reason why not.
pub fn check_application_change(
    people: &People,
    actor: &Actor,
    application: PartnerUserId,
    change: &ApplicationChange,
) -> Result<(), ApplicationRefused> {
    let before = people.application(application).ok_or(ApplicationRefused::Gone)?;
    check_roles(actor, &people.roles_of_application(before))?;
    match change {
        ApplicationChange::Edit(form) => {
            check_form(people, actor, Some(before), form)?;
            let after = edited(people, application, form);
            if keys_gain(people, &after, actor) { Err(ApplicationRefused::KeysWouldGain) } else { Ok(()) }
        }
        ApplicationChange::Revoke(key) => {
            let found = before.live_keys().any(|one| one.id == *key);
            if found { Ok(()) } else { Err(ApplicationRefused::KeyGone) }
        }
        ApplicationChange::Block | ApplicationChange::Allow | ApplicationChange::Remove => Ok(()),
    }
}

/// Whether the actor can make a key for an application.
///
/// # Errors
/// The first reason why not.
pub fn check_new_key(
    people: &People,
    actor: &Actor,
    application: PartnerUserId,
    form: &KeyForm,
) -> Result<(), ApplicationRefused> {
    let application = people.application(application).ok_or(ApplicationRefused::Gone)?;
    check_maker(people, actor, application)?;
    if application.live_keys().count() >= LIVE_KEYS_MAX {
        return Err(ApplicationRefused::TooManyKeys);
    }
    if is_blank(&form.description) {
        return Err(ApplicationRefused::NoDescription);
    }
    if hides_something(&form.description) { Err(ApplicationRefused::HiddenInDescription) } else { Ok(()) }
}

/// Whether the actor may do all that the application may.
///
/// # Errors
/// Why the actor makes no key for it.
fn check_maker(people: &People, actor: &Actor, application: &Application) -> Result<(), ApplicationRefused> {
    check_roles(actor, &people.roles_of_application(application))?;
    let has_all = |permission| actor.coverage(permission).includes(&coverage(people, application, permission));
    let gives_more = gives_more(&granted(people, application.id), &BTreeMap::new(), &granted_to(people, actor));
    if Permission::ALL.into_iter().all(has_all) && !gives_more { Ok(()) } else { Err(ApplicationRefused::MoreThanYou) }
}

/// Whether a change of people gives an application with live keys something that the actor lacks. A person who holds such a key
/// would have it too.
pub(super) fn keys_gain(before: &People, after: &People, actor: &Actor) -> bool {
    let mut with_keys = after.applications.iter().filter(|one| one.live_keys().next().is_some());
    with_keys.any(|application| {
        let was = before.application(application.id);
        let (has, had) = (granted(after, application.id), granted(before, application.id));
        if gives_more(&has, &had, &granted_to(after, actor)) {
            return true;
        }
        Permission::ALL.into_iter().any(|permission| {
            let was = was.map_or_else(Coverage::none, |was| coverage(before, was, permission));
            !actor.coverage(permission).or(was).includes(&coverage(after, application, permission))
        })
    })
}

/// Whether giving a group roles at a customer gives an application with live keys something that the actor lacks. The
/// roles that the actor gets as a member of the group count.
pub fn keys_gain_by_assignment(
    people: &People,
    actor: &Actor,
    (group, customer): (PartnerGroupId, CustomerId),
    roles: impl IntoIterator<Item = EntraRole>,
) -> bool {
    let mut after = people.clone();
    after.elsewhere.granted.add(group, customer, roles);
    keys_gain(people, &after, actor)
}

/// The roles that admin relationships give a member of groups.
fn granted(people: &People, member: PartnerUserId) -> BTreeMap<CustomerId, BTreeSet<EntraRole>> {
    people.elsewhere.granted.of_all(people.groups_of(member).map(|group| group.id))
}

fn granted_to(people: &People, actor: &Actor) -> BTreeMap<CustomerId, BTreeSet<EntraRole>> {
    people.elsewhere.granted.of_all(actor.groups.iter().copied())
}

/// The customers for which an application may do something.
fn coverage(people: &People, application: &Application, permission: Permission) -> Coverage {
    Coverage::of(&people.roles_of_application(application), &people.custom_of_application(application), permission)
}

/// Whether the form can be saved by the actor. An application with roles or custom permissions through groups needs none
/// of its own.
fn check_form(
    people: &People,
    actor: &Actor,
    before: Option<&Application>,
    form: &ApplicationForm,
) -> Result<(), ApplicationRefused> {
    if is_blank(&form.name) {
        return Err(ApplicationRefused::NoName);
    }
    if hides_something(&form.name) {
        return Err(ApplicationRefused::HiddenInName);
    }
    let (key, id) = (name_key(&form.name), before.map(|before| before.id));
    if people.applications.iter().any(|other| Some(other.id) != id && name_key(&other.name) == key) {
        return Err(ApplicationRefused::Taken);
    }
    check_duties(&form.roles, form.custom.as_ref())?;
    let has_own = !form.roles.is_empty() || form.custom.is_some();
    if !has_own && !id.is_some_and(|id| people.has_duties_by_groups(id)) {
        return Err(ApplicationRefused::NoRole);
    }
    Ok(check_roles(actor, &form.roles)?)
}

/// The form in which names of applications are compared.
fn name_key(name: &str) -> String {
    fold(name.trim())
}

/// The people after an application was edited.
fn edited(people: &People, application: PartnerUserId, form: &ApplicationForm) -> People {
    let mut after = people.clone();
    for one in after.applications.iter_mut().filter(|one| one.id == application) {
        one.roles.clone_from(&form.roles);
        one.custom.clone_from(&form.custom);
    }
    after
}

#[cfg(test)]
#[path = "application_rules_tests.rs"]
mod tests;
