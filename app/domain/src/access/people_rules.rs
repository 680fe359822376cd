//! The rules of changing the partner's people.

use super::Actor;
use super::custom_permissions::CustomPermissions;
use super::permission::{Permission, allowed};
use super::person::{People, Person, PersonChange, PersonForm, PersonRefused};
use super::role::PartnerRole;
use crate::directory::invisible::{is_invisible, shows_nothing, turns_text};
use crate::ids::PartnerUserId;
use std::collections::BTreeSet;

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

/// Whether the form can be saved by the actor. Who has roles or custom permissions by groups needs none of their own.
///
/// Who manages people can give every role but Global admin, and custom permissions never give more than these. So nothing of
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
    // Only who manages people can be missing afterwards.
    if manages(people, before) { check_who_stays(people, &after(people, person, change)) } else { Ok(()) }
}

/// Whether somebody who can sign in still manages people after a change, and somebody is still Global admin, if there was
/// one.
///
/// # Errors
/// Who would be missing.
pub(super) fn check_who_stays(before: &People, after: &People) -> Result<(), PersonRefused> {
    let ranks = |people: &People| -> Vec<(bool, bool)> {
        let counts = |has_identity: bool| !people.passwords_off || has_identity;
        let here = people.people.iter().filter(|person| counts(person.has_identity));
        let elsewhere = people.elsewhere.managers.iter().filter(|one| counts(one.has_identity));
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

/// The people whose invitations are void after a change: a link must not give what the person who made it could not give
/// any more.
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
        PersonChange::Edit(_) | PersonChange::Block | PersonChange::Allow | PersonChange::RemoveSecondFactor => {
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
        PersonChange::Remove => (),
    }
}

/// Whether a person manages people, and whether as a Global admin. Who is blocked or cut off does neither.
pub(super) fn rank(people: &People, person: &Person) -> (bool, bool) {
    if person.blocked || person.is_cut_off {
        return (false, false);
    }
    let roles = people.roles_of(person);
    (roles.iter().any(|role| role.manages_people()), roles.contains(&PartnerRole::GlobalAdmin))
}

/// Whether a person manages people.
pub(super) fn manages(people: &People, person: &Person) -> bool {
    rank(people, person).0
}

/// The number of people who manage people.
pub(super) fn managers(people: &People) -> usize {
    people.people.iter().filter(|person| manages(people, person)).count() + people.elsewhere.managers.len()
}

/// Whether a name shows nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty() || shows_nothing(text)
}

/// Whether a name has characters that make it look like another.
pub(super) fn hides_something(name: &str) -> bool {
    name.chars().any(|c| c.is_control() || turns_text(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::fixtures::{acting, edit, group, grouped, people, person};

    #[test]
    fn the_last_manager_stays_one() {
        let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::HelpdeskAgent]));
        let people = people(&[anna.clone(), ben.clone()]);
        let change = |who: &Person, change| check_change(&people, &acting(&people, &anna), who.id, &change);
        assert_eq!(change(&anna, edit(&anna, &[PartnerRole::SalesAgent])), Err(PersonRefused::LastManager));
        assert_eq!(change(&anna, PersonChange::Remove), Err(PersonRefused::Yourself));
        assert_eq!(change(&ben, PersonChange::Remove), Ok(()));
        assert_eq!(change(&ben, edit(&ben, &[PartnerRole::AccountAdmin])), Ok(()));
        assert_eq!(change(&ben, edit(&ben, &[])), Err(PersonRefused::NoRole));
        assert_eq!(change(&person(3, &[]), PersonChange::Block), Err(PersonRefused::Gone));
    }

    #[test]
    fn a_blocked_manager_does_not_count() {
        let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::GlobalAdmin]));
        ben.blocked = true;
        let people = people(&[anna.clone(), ben.clone()]);
        let less = edit(&anna, &[PartnerRole::AdminAgent]);
        assert_eq!(check_change(&people, &acting(&people, &anna), anna.id, &less), Err(PersonRefused::LastManager));
        assert!(people.needs_manager());
    }

    #[test]
    fn an_account_admin_neither_makes_nor_changes_a_global_admin() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let people = people(&[anna.clone(), cleo.clone(), person(4, &[PartnerRole::GlobalAdmin])]);
        let change = |who: &Person, change| check_change(&people, &acting(&people, &cleo), who.id, &change);
        assert_eq!(change(&anna, PersonChange::Block), Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(change(&cleo, edit(&cleo, &[PartnerRole::GlobalAdmin])), Err(PersonRefused::OnlyGlobalAdmin));
    }

    #[test]
    fn who_does_not_manage_people_changes_nobody() {
        let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::AdminAgent]));
        let people = people(&[anna, ben.clone()]);
        let change = |change| check_change(&people, &acting(&people, &ben), ben.id, &change);
        assert_eq!(change(PersonChange::Allow), Err(PersonRefused::NotAllowed));
        assert_eq!(change(edit(&ben, &[PartnerRole::AccountAdmin])), Err(PersonRefused::NotAllowed));
    }

    #[test]
    fn the_last_global_admin_stays_one() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let people = people(&[anna.clone(), cleo]);
        let less = edit(&anna, &[PartnerRole::AccountAdmin]);
        assert_eq!(check_change(&people, &acting(&people, &anna), anna.id, &less), Err(PersonRefused::LastGlobalAdmin));
    }

    #[test]
    fn invitations_end_with_the_rank_of_who_made_them() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let people = people(&[anna.clone(), cleo.clone()]);
        let voids = |who: &Person, change| whose_invitations_end(&people, &after(&people, who.id, &change)) == [who.id];
        assert!(voids(&anna, PersonChange::Block) && voids(&anna, PersonChange::Remove));
        assert!(voids(&anna, edit(&anna, &[PartnerRole::AccountAdmin])));
        assert!(voids(&cleo, edit(&cleo, &[PartnerRole::SalesAgent])));
        assert!(!voids(&cleo, edit(&cleo, &[PartnerRole::AccountAdmin, PartnerRole::SalesAgent])));
        assert!(!voids(&cleo, edit(&cleo, &[PartnerRole::GlobalAdmin])));
    }

    #[test]
    fn sessions_and_links_follow_the_rank() {
        let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::HelpdeskAgent]));
        let cleo = person(3, &[PartnerRole::AccountAdmin]);
        let all = people(&[anna.clone(), ben.clone(), cleo.clone()]);
        let sessions = |by: &Person, of: &Person| check_sessions(&all, &acting(&all, by), of.id);
        let reset = |by: &Person, of: &Person| check_reset(&all, &acting(&all, by), of.id);
        for both in [&sessions as &dyn Fn(&Person, &Person) -> Result<(), PersonRefused>, &reset] {
            assert_eq!(both(&anna, &ben), Ok(()));
            assert_eq!(both(&cleo, &ben), Ok(()));
            assert_eq!(both(&cleo, &anna), Err(PersonRefused::OnlyGlobalAdmin));
            assert_eq!(both(&ben, &cleo), Err(PersonRefused::NotAllowed));
            assert_eq!(both(&anna, &person(4, &[])), Err(PersonRefused::Gone));
        }
        assert_eq!(sessions(&ben, &ben), Ok(()));
        assert_eq!(reset(&anna, &anna), Err(PersonRefused::OwnPassword));
        ben.blocked = true;
        let all = people(&[anna.clone(), ben.clone()]);
        assert_eq!(check_reset(&all, &acting(&all, &anna), ben.id), Err(PersonRefused::Blocked));
    }

    #[test]
    fn sessions_and_links_follow_the_rank_through_groups() {
        let (cleo, ben, eve) = (person(3, &[]), person(2, &[]), person(4, &[]));
        let managers = group(1, &[PartnerRole::AccountAdmin], &[3]);
        let all = [cleo.clone(), ben.clone(), eve.clone()];
        let all = grouped(&all, &[managers, group(2, &[PartnerRole::GlobalAdmin], &[4])]);
        for check in [check_sessions, check_reset] {
            assert_eq!(check(&all, &acting(&all, &cleo), ben.id), Ok(()));
            assert_eq!(check(&all, &acting(&all, &cleo), eve.id), Err(PersonRefused::OnlyGlobalAdmin));
            assert_eq!(check(&all, &acting(&all, &ben), cleo.id), Err(PersonRefused::NotAllowed));
        }
    }

    #[test]
    fn a_lost_second_factor_is_removed_by_another_of_the_same_rank() {
        let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::GlobalAdmin]));
        let cleo = person(3, &[PartnerRole::AccountAdmin]);
        let remove = |people: &People, who: &Person, by: &Person| {
            check_change(people, &acting(people, by), who.id, &PersonChange::RemoveSecondFactor)
        };
        let without = people(&[anna.clone(), ben.clone(), cleo.clone()]);
        assert_eq!(remove(&without, &ben, &anna), Err(PersonRefused::NoSecondFactor));
        ben.has_second_factor = true;
        let people = people(&[anna.clone(), ben.clone(), cleo.clone()]);
        assert_eq!(remove(&people, &ben, &anna), Ok(()));
        assert_eq!(remove(&people, &ben, &ben), Err(PersonRefused::OwnSecondFactor));
        assert_eq!(remove(&people, &ben, &cleo), Err(PersonRefused::OnlyGlobalAdmin));
    }

    #[test]
    fn the_rank_that_removes_a_second_factor_counts_the_roles_by_groups() {
        let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::SalesAgent]));
        let cleo = person(3, &[PartnerRole::AccountAdmin]);
        ben.has_second_factor = true;
        let everybody = [anna.clone(), ben.clone(), cleo.clone()];
        let remove = |people: &People, by: &Person| {
            check_change(people, &acting(people, by), ben.id, &PersonChange::RemoveSecondFactor)
        };
        assert_eq!(remove(&people(&everybody), &cleo), Ok(()));
        let ben_is_global = grouped(&everybody, &[group(1, &[PartnerRole::GlobalAdmin], &[2])]);
        assert_eq!(remove(&ben_is_global, &cleo), Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(remove(&ben_is_global, &anna), Ok(()));
        let both_are_global = grouped(&everybody, &[group(1, &[PartnerRole::GlobalAdmin], &[2, 3])]);
        assert_eq!(remove(&both_are_global, &cleo), Ok(()));
    }

    #[test]
    fn names_are_taken_in_any_case() {
        let people = people(&[person(1, &[])]);
        assert!(people.has_sign_in_name(" PERSON1@partner.example "));
        assert!(!people.has_sign_in_name("person2@partner.example"));
    }

    #[test]
    fn a_form_needs_a_name_a_sign_in_name_and_a_role() {
        let anna = person(1, &[PartnerRole::GlobalAdmin]);
        let form = |name: &str, sign_in_name: &str, roles: &[PartnerRole]| {
            let (name, sign_in_name) = (name.to_owned(), sign_in_name.to_owned());
            let form = PersonForm { name, sign_in_name, roles: roles.iter().copied().collect(), custom: None };
            check_form(&acting(&people(&[]), &anna), &form, false)
        };
        let roles = [PartnerRole::SalesAgent];
        assert_eq!(form(" ", "ben", &roles), Err(PersonRefused::NoName));
        assert_eq!(form("Ben", "", &roles), Err(PersonRefused::NoSignInName));
        assert_eq!(form("Ben\0", "ben", &roles), Err(PersonRefused::HiddenInName));
        assert_eq!(form("\u{202e}neB", "ben", &roles), Err(PersonRefused::HiddenInName));
        assert_eq!(form("\u{200b}", "ben", &roles), Err(PersonRefused::NoName));
        assert_eq!(form("Ben", "ben\u{200b}", &roles), Err(PersonRefused::HiddenInSignInName));
        assert_eq!(form("Ben", "ben", &[]), Err(PersonRefused::NoRole));
        assert_eq!(form("Ben", "ben", &roles), Ok(()));
    }

    #[test]
    fn who_has_a_role_by_a_group_needs_none_of_their_own() {
        let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::SalesAgent]));
        let with = |group| grouped(&[anna.clone(), ben.clone()], &[group]);
        let no_role = |people: &People| check_change(people, &acting(people, &anna), ben.id, &edit(&ben, &[]));
        assert_eq!(no_role(&with(group(1, &[PartnerRole::HelpdeskAgent], &[2]))), Ok(()));
        assert_eq!(no_role(&with(group(1, &[], &[2]))), Err(PersonRefused::NoRole));
        assert_eq!(no_role(&with(group(1, &[PartnerRole::HelpdeskAgent], &[1]))), Err(PersonRefused::NoRole));
    }

    #[test]
    fn roles_by_groups_count_like_those_of_ones_own() {
        let (anna, ben) = (person(1, &[PartnerRole::AccountAdmin]), person(2, &[]));
        let people = grouped(&[anna.clone(), ben.clone()], &[group(1, &[PartnerRole::GlobalAdmin], &[2])]);
        let change = |by: &Person, who: &Person, change| check_change(&people, &acting(&people, by), who.id, &change);
        assert_eq!(change(&anna, &ben, PersonChange::Block), Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(change(&ben, &anna, PersonChange::Remove), Ok(()));
        let removed = after(&people, ben.id, &PersonChange::Remove);
        assert_eq!(whose_invitations_end(&people, &removed), [ben.id]);
        assert!(removed.groups[0].members.is_empty());
    }
}
