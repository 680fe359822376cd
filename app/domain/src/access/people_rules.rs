//! The rules of changing the partner's people.

use super::Actor;
use super::permission::Permission;
use super::person::{Person, PersonChange, PersonForm, PersonRefused};
use super::role::PartnerRole;
use crate::directory::invisible::{is_invisible, shows_nothing, turns_text};
use crate::ids::PartnerUserId;
use std::collections::BTreeSet;

/// Whether the actor can manage a person, or an invited one, with these roles.
///
/// # Errors
/// The reason why not.
pub fn check_roles(actor: &Actor, roles: &BTreeSet<PartnerRole>) -> Result<(), PersonRefused> {
    if actor.may(Permission::ManagePeople).is_err() {
        return Err(PersonRefused::NotAllowed);
    }
    if roles.contains(&PartnerRole::GlobalAdmin) && !actor.roles.contains(&PartnerRole::GlobalAdmin) {
        return Err(PersonRefused::OnlyGlobalAdmin);
    }
    Ok(())
}

/// Whether the form can be saved by the actor.
///
/// # Errors
/// The first reason why not.
pub fn check_form(actor: &Actor, form: &PersonForm) -> Result<(), PersonRefused> {
    if is_blank(&form.name) {
        return Err(PersonRefused::NoName);
    }
    if is_blank(&form.sign_in_name) {
        return Err(PersonRefused::NoSignInName);
    }
    if form.name.chars().any(|c| c.is_control() || turns_text(c)) {
        return Err(PersonRefused::HiddenInName);
    }
    if form.sign_in_name.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err(PersonRefused::HiddenInSignInName);
    }
    if form.roles.is_empty() {
        return Err(PersonRefused::NoRole);
    }
    check_roles(actor, &form.roles)
}

/// Whether the actor can change a person. `people` are all people of the partner.
///
/// # Errors
/// The first reason why not.
pub fn check_change(
    people: &[Person],
    actor: &Actor,
    person: PartnerUserId,
    change: &PersonChange,
) -> Result<(), PersonRefused> {
    let before = people.iter().find(|one| one.id == person).ok_or(PersonRefused::Gone)?;
    check_roles(actor, &before.roles)?;
    if person == actor.id && matches!(change, PersonChange::Block | PersonChange::Remove) {
        return Err(PersonRefused::Yourself);
    }
    if let PersonChange::Edit(form) = change {
        check_form(actor, form)?;
    }
    if *change == PersonChange::RemoveSecondFactor {
        return check_removed_factor(before, actor);
    }
    let after = people.iter().filter_map(|one| if one.id == person { after(one, change) } else { Some(one.clone()) });
    let after: Vec<Person> = after.collect();
    if managers(&after) == 0 && managers(people) > 0 {
        return Err(PersonRefused::LastManager);
    }
    if global_admins(&after) == 0 && global_admins(people) > 0 {
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

/// Whether the person's invitations are void after the change: a link must not give what the person who made it could not
/// give any more.
pub fn voids_invitations(people: &[Person], person: PartnerUserId, change: &PersonChange) -> bool {
    let rank = |one: &Person| match one.blocked {
        true => (false, false),
        false => (one.roles.iter().any(|role| role.manages_people()), one.roles.contains(&PartnerRole::GlobalAdmin)),
    };
    let Some(before) = people.iter().find(|one| one.id == person) else { return false };
    let now = after(before, change).map_or((false, false), |now| rank(&now));
    now < rank(before)
}

/// The person after a change; `None` after leaving.
fn after(person: &Person, change: &PersonChange) -> Option<Person> {
    match change {
        PersonChange::Edit(form) => {
            Some(Person { name: form.name.trim().to_owned(), roles: form.roles.clone(), ..person.clone() })
        }
        PersonChange::Block => Some(Person { blocked: true, ..person.clone() }),
        PersonChange::Allow => Some(Person { blocked: false, ..person.clone() }),
        PersonChange::Remove => None,
        PersonChange::RemoveSecondFactor => Some(Person { has_second_factor: false, ..person.clone() }),
    }
}

fn global_admins(people: &[Person]) -> usize {
    people.iter().filter(|person| !person.blocked && person.roles.contains(&PartnerRole::GlobalAdmin)).count()
}

pub(super) fn managers(people: &[Person]) -> usize {
    people.iter().filter(|person| !person.blocked && person.roles.iter().any(|role| role.manages_people())).count()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty() || shows_nothing(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::person::People;
    use crate::ids::PartnerId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn person(number: u128, roles: &[PartnerRole]) -> Person {
        Person {
            id: PartnerUserId::new(Uuid::from_u128(number)),
            name: format!("Person {number}"),
            sign_in_name: format!("person{number}@partner.example"),
            roles: roles.iter().copied().collect(),
            blocked: false,
            has_second_factor: false,
        }
    }

    fn acting(person: &Person) -> Actor {
        Actor {
            id: person.id,
            partner: PartnerId::new(Uuid::from_u128(1)),
            name: person.name.clone(),
            sign_in_name: person.sign_in_name.clone(),
            roles: person.roles.clone(),
        }
    }

    fn edit(person: &Person, roles: &[PartnerRole]) -> PersonChange {
        let (name, sign_in_name) = (person.name.clone(), person.sign_in_name.clone());
        PersonChange::Edit(PersonForm { name, sign_in_name, roles: roles.iter().copied().collect() })
    }

    #[test]
    fn the_last_manager_stays_one() {
        let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::HelpdeskAgent]));
        let people = [anna.clone(), ben.clone()];
        let change = |who: &Person, change| check_change(&people, &acting(&anna), who.id, &change);
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
        let people = [anna.clone(), ben.clone()];
        let less = edit(&anna, &[PartnerRole::AdminAgent]);
        assert_eq!(check_change(&people, &acting(&anna), anna.id, &less), Err(PersonRefused::LastManager));
        assert!(People { people: people.to_vec(), invitations: Vec::new() }.needs_manager());
    }

    #[test]
    fn an_account_admin_neither_makes_nor_changes_a_global_admin() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let people = [anna.clone(), cleo.clone(), person(4, &[PartnerRole::GlobalAdmin])];
        let change = |who: &Person, change| check_change(&people, &acting(&cleo), who.id, &change);
        assert_eq!(change(&anna, PersonChange::Block), Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(change(&cleo, edit(&cleo, &[PartnerRole::GlobalAdmin])), Err(PersonRefused::OnlyGlobalAdmin));
    }

    #[test]
    fn who_does_not_manage_people_changes_nobody() {
        let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::AdminAgent]));
        let people = [anna, ben.clone()];
        let change = |change| check_change(&people, &acting(&ben), ben.id, &change);
        assert_eq!(change(PersonChange::Allow), Err(PersonRefused::NotAllowed));
        assert_eq!(change(edit(&ben, &[PartnerRole::AccountAdmin])), Err(PersonRefused::NotAllowed));
    }

    #[test]
    fn the_last_global_admin_stays_one() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let people = [anna.clone(), cleo];
        let less = edit(&anna, &[PartnerRole::AccountAdmin]);
        assert_eq!(check_change(&people, &acting(&anna), anna.id, &less), Err(PersonRefused::LastGlobalAdmin));
    }

    #[test]
    fn invitations_end_with_the_rank_of_who_made_them() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let people = [anna.clone(), cleo.clone()];
        let voids = |who: &Person, change| voids_invitations(&people, who.id, &change);
        assert!(voids(&anna, PersonChange::Block) && voids(&anna, PersonChange::Remove));
        assert!(voids(&anna, edit(&anna, &[PartnerRole::AccountAdmin])));
        assert!(voids(&cleo, edit(&cleo, &[PartnerRole::SalesAgent])));
        assert!(!voids(&cleo, edit(&cleo, &[PartnerRole::AccountAdmin, PartnerRole::SalesAgent])));
        assert!(!voids(&cleo, edit(&cleo, &[PartnerRole::GlobalAdmin])));
    }

    #[test]
    fn a_lost_second_factor_is_removed_by_another_of_the_same_rank() {
        let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::GlobalAdmin]));
        let cleo = person(3, &[PartnerRole::AccountAdmin]);
        let remove = |people: &[Person], who: &Person, by: &Person| {
            check_change(people, &acting(by), who.id, &PersonChange::RemoveSecondFactor)
        };
        let people = [anna.clone(), ben.clone(), cleo.clone()];
        assert_eq!(remove(&people, &ben, &anna), Err(PersonRefused::NoSecondFactor));
        ben.has_second_factor = true;
        let people = [anna.clone(), ben.clone(), cleo.clone()];
        assert_eq!(remove(&people, &ben, &anna), Ok(()));
        assert_eq!(remove(&people, &ben, &ben), Err(PersonRefused::OwnSecondFactor));
        assert_eq!(remove(&people, &ben, &cleo), Err(PersonRefused::OnlyGlobalAdmin));
    }

    #[test]
    fn names_are_taken_in_any_case() {
        let people = People { people: vec![person(1, &[])], invitations: Vec::new() };
        assert!(people.has_sign_in_name(" PERSON1@partner.example "));
        assert!(!people.has_sign_in_name("person2@partner.example"));
    }

    #[test]
    fn a_form_needs_a_name_a_sign_in_name_and_a_role() {
        let anna = person(1, &[PartnerRole::GlobalAdmin]);
        let form = |name: &str, sign_in_name: &str, roles: &[PartnerRole]| {
            let (name, sign_in_name) = (name.to_owned(), sign_in_name.to_owned());
            check_form(&acting(&anna), &PersonForm { name, sign_in_name, roles: roles.iter().copied().collect() })
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

    fn some_person(number: u128) -> impl Strategy<Value = Person> {
        let roles = proptest::collection::btree_set(proptest::sample::select(PartnerRole::ALL.to_vec()), 1..4);
        (roles, any::<bool>()).prop_map(move |(roles, blocked)| Person { roles, blocked, ..person(number, &[]) })
    }

    fn some_change() -> impl Strategy<Value = PersonChange> {
        let roles = proptest::collection::btree_set(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..4);
        prop_oneof![
            roles.prop_map(|roles| PersonChange::Edit(PersonForm {
                name: "Name".into(),
                sign_in_name: "name".into(),
                roles
            })),
            Just(PersonChange::Block),
            Just(PersonChange::Allow),
            Just(PersonChange::Remove),
        ]
    }

    proptest! {
        #[test]
        fn there_is_always_somebody_who_manages_people(
            people in (some_person(1), some_person(2), some_person(3)),
            changes in proptest::collection::vec((0..3usize, 0..3usize, some_change()), 1..20),
        ) {
            let mut people = vec![people.0, people.1, people.2];
            prop_assume!(managers(&people) > 0);
            for (actor, target, change) in changes {
                let (Some(by), Some(target)) = (people.get(actor), people.get(target)) else { continue };
                let id = target.id;
                if check_change(&people, &acting(by), id, &change).is_ok() {
                    people = people
                        .iter()
                        .filter_map(|one| if one.id == id { after(one, &change) } else { Some(one.clone()) })
                        .collect();
                }
                prop_assert!(managers(&people) > 0);
            }
        }
    }
}
