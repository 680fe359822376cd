//! People and groups of the tests.

use super::Actor;
use super::application::Application;
use super::application_key::{ApplicationKey, KeyStatus};
use super::group::Group;
use super::people::People;
use super::person::{Person, PersonChange, PersonForm};
use super::role::PartnerRole;
use crate::ids::{ApplicationId, ApplicationKeyId, PartnerGroupId, PartnerId, PartnerUserId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The id of the person with a number.
pub fn person_id(number: u128) -> PartnerUserId {
    PartnerUserId::new(Uuid::from_u128(number))
}

/// The id of the group with a number.
pub fn group_id(number: u128) -> PartnerGroupId {
    PartnerGroupId::new(Uuid::from_u128(number))
}

/// A person with roles of their own.
pub fn person(number: u128, roles: &[PartnerRole]) -> Person {
    Person {
        id: person_id(number),
        name: format!("Person {number}"),
        sign_in_name: format!("person{number}@partner.example"),
        roles: roles.iter().copied().collect(),
        custom: None,
        blocked: false,
        has_second_factor: false,
        has_identity: false,
        has_password: true,
        linked: Vec::new(),
        tenant: None,
        directory_user: None,
        is_cut_off: false,
    }
}

/// An application with roles of its own.
pub fn application(number: u128, roles: &[PartnerRole]) -> Application {
    Application {
        id: person_id(number),
        application_id: ApplicationId::new(Uuid::from_u128(1_000 + number)),
        name: format!("Application {number}"),
        custom: None,
        roles: roles.iter().copied().collect(),
        blocked: false,
        keys: Vec::new(),
        tenant: None,
    }
}

/// A key that works.
pub fn live_key(number: u128) -> ApplicationKey {
    ApplicationKey {
        id: ApplicationKeyId::new(Uuid::from_u128(number)),
        description: format!("Key {number}"),
        made_by: "Anna".to_owned(),
        created: 1,
        expires: 2,
        last_used: None,
        status: KeyStatus::Live,
    }
}

/// A group with roles and members.
pub fn group(number: u128, roles: &[PartnerRole], members: &[u128]) -> Group {
    Group {
        id: group_id(number),
        name: format!("Group {number}"),
        roles: roles.iter().copied().collect(),
        custom: None,
        members: members.iter().copied().map(person_id).collect(),
        tenant: None,
        directory: None,
    }
}

/// People without groups.
pub fn people(people: &[Person]) -> People {
    People { people: people.to_vec(), ..People::default() }
}

/// People with groups.
pub fn grouped(people: &[Person], groups: &[Group]) -> People {
    People { people: people.to_vec(), groups: groups.to_vec(), ..People::default() }
}

/// The person, signed in.
pub fn acting(people: &People, person: &Person) -> Actor {
    Actor {
        id: person.id,
        partner: PartnerId::new(Uuid::from_u128(1)),
        name: person.name.clone(),
        sign_in_name: person.sign_in_name.clone(),
        roles: people.roles_of(person),
        groups: people.groups_of(person.id).map(|group| group.id).collect::<BTreeSet<_>>(),
        custom: people.custom_of(person),
        portal: None,
        tenant: person.tenant,
    }
}

/// An edit that gives these roles.
pub fn edit(person: &Person, roles: &[PartnerRole]) -> PersonChange {
    let (name, sign_in_name) = (person.name.clone(), person.sign_in_name.clone());
    PersonChange::Edit(PersonForm { name, sign_in_name, roles: roles.iter().copied().collect(), custom: None })
}
