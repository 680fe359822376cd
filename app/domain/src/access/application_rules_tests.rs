//! Changing applications and their keys.

use super::*;
use crate::access::application_key::KeyStatus;
use crate::access::custom_permissions::{CustomPermissions, CustomersCovered};
use crate::access::denied::allowed;
use crate::access::fixtures::{acting, application, group, grouped, live_key, person};
use crate::access::group::{Group, GroupChange, GroupForm, GroupRefused};
use crate::access::group_rules::check_group_change;
use crate::access::person::Person;
use crate::access::person_refused::PersonRefused;
use crate::access::role::PartnerRole;
use crate::ids::ApplicationKeyId;
use PartnerRole::{AccountAdmin, AdminAgent, BillingAdmin, GlobalAdmin, HelpdeskAgent, SalesAgent};
use proptest::prelude::*;
use uuid::Uuid;

/// Anna may do everything, Cleo is Account admin, Ben Sales agent. Application 10 is a Helpdesk agent.
fn some() -> People {
    let people = [person(1, &[GlobalAdmin, AdminAgent]), person(2, &[AccountAdmin]), person(3, &[SalesAgent])];
    People { applications: vec![application(10, &[HelpdeskAgent])], ..grouped(&people, &[]) }
}

fn by(people: &People, at: usize) -> Actor {
    acting(people, &people.people[at])
}

fn form(name: &str, roles: &[PartnerRole]) -> ApplicationForm {
    ApplicationForm { name: name.into(), roles: roles.iter().copied().collect(), ..ApplicationForm::default() }
}

fn key(description: &str) -> KeyForm {
    KeyForm { description: description.into(), ..KeyForm::default() }
}

#[test]
fn an_application_has_a_name_an_id_and_a_role_of_its_own() {
    let people = some();
    let add =
        |name: &str, roles: &[PartnerRole]| check_new_application(&people, &by(&people, 0), &form(name, roles), None);
    assert_eq!(add("Sync", &[SalesAgent]), Ok(()));
    assert_eq!(add(" \u{200b}", &[SalesAgent]), Err(ApplicationRefused::NoName));
    assert_eq!(add("\u{202e}cnyS", &[SalesAgent]), Err(ApplicationRefused::HiddenInName));
    assert_eq!(add(" ÁPPLICATION 10 ", &[SalesAgent]), Err(ApplicationRefused::Taken), "names are folded");
    assert_eq!(add("Sync", &[]), Err(ApplicationRefused::NoRole));
    let taken = Some(people.applications[0].application_id);
    let add = |id| check_new_application(&people, &by(&people, 0), &form("Sync", &[SalesAgent]), id);
    assert_eq!(add(taken), Err(ApplicationRefused::IdTaken));
    assert_eq!(add(Some(ApplicationId::new(Uuid::from_u128(99)))), Ok(()));
    let full = People { applications: (0..100).map(|n| application(100 + n, &[])).collect(), ..some() };
    let refused = check_new_application(&full, &by(&full, 0), &form("Sync", &[SalesAgent]), None);
    assert_eq!(refused, Err(ApplicationRefused::TooMany));
}

#[test]
fn custom_permissions_are_given_in_place_of_roles_and_never_more_by_a_key_than_one_may() {
    let mut people = some();
    let custom = |permissions: &[Permission]| {
        CustomPermissions::new(permissions.iter().copied().collect(), CustomersCovered::All).unwrap()
    };
    let with = |roles: &[PartnerRole], permissions: &[Permission]| ApplicationForm {
        custom: Some(custom(permissions)),
        ..form("Sync", roles)
    };
    let add = |people: &People, form: &ApplicationForm| check_new_application(people, &by(people, 1), form, None);
    let sees = [Permission::SeeCustomers];
    assert_eq!(add(&people, &with(&[], &sees)), Ok(()), "who manages people gives them as to a person");
    assert_eq!(add(&people, &with(&[SalesAgent], &sees)), Err(PersonRefused::RolesAndCustom.into()));

    people.applications[0].roles.clear();
    people.applications[0].custom = Some(custom(&[Permission::SeeCustomers, Permission::EditUsers]));
    let id = people.applications[0].id;
    let make = |people: &People, at| check_new_key(people, &by(people, at), id, &key("Nightly"));
    assert_eq!(make(&people, 1), Err(ApplicationRefused::MoreThanYou), "Cleo edits no users");
    assert_eq!(make(&people, 0), Ok(()));
    people.applications[0].keys = vec![live_key(1)];
    let edit = |people: &People, permissions: &[Permission]| {
        let change = ApplicationChange::Edit(with(&[], permissions));
        check_application_change(people, &by(people, 1), id, &change)
    };
    let all = [Permission::SeeCustomers, Permission::EditUsers];
    assert_eq!(edit(&people, &all), Ok(()), "it has these");
    let more = [Permission::SeeCustomers, Permission::EditUsers, Permission::BuyLicenses];
    assert_eq!(edit(&people, &more), Err(ApplicationRefused::KeysWouldGain));
    assert_eq!(edit(&people, &sees), Ok(()));
}

#[test]
fn roles_are_given_as_to_people() {
    let people = some();
    let add = |at, roles: &[PartnerRole]| check_new_application(&people, &by(&people, at), &form("Sync", roles), None);
    assert_eq!(add(1, &[AdminAgent]), Ok(()));
    assert_eq!(add(1, &[GlobalAdmin]), Err(PersonRefused::OnlyGlobalAdmin.into()));
    assert_eq!(add(2, &[SalesAgent]), Err(PersonRefused::NotAllowed.into()));
    let global = People { applications: vec![application(10, &[GlobalAdmin])], ..some() };
    let id = global.applications[0].id;
    for change in [ApplicationChange::Block, ApplicationChange::Allow, ApplicationChange::Remove] {
        let change_by = |at| check_application_change(&global, &by(&global, at), id, &change);
        assert_eq!(change_by(0), Ok(()), "no application is the last who manages people");
        assert_eq!(change_by(1), Err(PersonRefused::OnlyGlobalAdmin.into()));
        assert_eq!(change_by(2), Err(PersonRefused::NotAllowed.into()));
    }
    assert_eq!(
        check_application_change(&people, &by(&people, 0), people.people[0].id, &ApplicationChange::Remove),
        Err(ApplicationRefused::Gone),
        "a person is no application"
    );
}

#[test]
fn an_application_never_counts_among_those_who_manage_people() {
    let alone = [person(1, &[GlobalAdmin])];
    let people = People { applications: vec![application(10, &[GlobalAdmin])], ..grouped(&alone, &[]) };
    assert!(people.needs_manager());
    let less = crate::access::fixtures::edit(&alone[0], &[SalesAgent]);
    let refused = crate::access::people_rules::check_change(&people, &by(&people, 0), alone[0].id, &less);
    assert_eq!(refused, Err(PersonRefused::LastManager));
}

#[test]
fn nobody_makes_a_key_that_may_do_more_than_they_may() {
    let people = some();
    let id = people.applications[0].id;
    let make = |at| check_new_key(&people, &by(&people, at), id, &key("Nightly"));
    assert_eq!(make(0), Ok(()));
    assert_eq!(make(1), Err(ApplicationRefused::MoreThanYou));
    assert_eq!(make(2), Err(PersonRefused::NotAllowed.into()));
    let billing = People { applications: vec![application(10, &[BillingAdmin])], ..some() };
    assert_eq!(check_new_key(&billing, &by(&billing, 1), id, &key("Nightly")), Ok(()));
    let grouped = People { groups: vec![group(1, &[SalesAgent], &[10])], ..billing };
    let refused = check_new_key(&grouped, &by(&grouped, 1), id, &key("Nightly"));
    assert_eq!(refused, Err(ApplicationRefused::MoreThanYou), "roles through groups count");
}

#[test]
fn a_key_has_a_description_and_there_are_two_at_most() {
    let mut people = some();
    let id = people.applications[0].id;
    let make = |people: &People, description: &str| check_new_key(people, &by(people, 0), id, &key(description));
    assert_eq!(make(&people, " "), Err(ApplicationRefused::NoDescription));
    assert_eq!(make(&people, "\u{202e}x"), Err(ApplicationRefused::HiddenInDescription));
    people.applications[0].keys = vec![live_key(1), live_key(2)];
    assert_eq!(make(&people, "Nightly"), Err(ApplicationRefused::TooManyKeys));
    for status in [KeyStatus::Expired, KeyStatus::Revoked] {
        people.applications[0].keys[0].status = status;
        assert_eq!(make(&people, "Nightly"), Ok(()), "{status:?}");
        let gone = ApplicationChange::Revoke(people.applications[0].keys[0].id);
        let revoked = check_application_change(&people, &by(&people, 0), id, &gone);
        assert_eq!(revoked, Err(ApplicationRefused::KeyGone));
    }
    let other = ApplicationChange::Revoke(ApplicationKeyId::new(Uuid::from_u128(2)));
    assert_eq!(check_application_change(&people, &by(&people, 0), id, &other), Ok(()));
    people.applications[0].keys[1].status = KeyStatus::ExpiresSoon;
    people.applications[0].keys[0].status = KeyStatus::ExpiresSoon;
    assert_eq!(make(&people, "Nightly"), Err(ApplicationRefused::TooManyKeys));
    assert_eq!(people.applications[0].expiring_keys().count(), 2);
    people.applications[0].keys[1].status = KeyStatus::Live;
    assert_eq!(people.applications[0].expiring_keys().count(), 0, "another key lives on");
}

#[test]
fn live_keys_gain_nothing_that_the_giver_lacks() {
    let mut people = some();
    people.applications[0] = application(10, &[BillingAdmin]);
    let id = people.applications[0].id;
    let give = |people: &People, at, roles: &[PartnerRole]| {
        let edit = ApplicationChange::Edit(form("Application 10", roles));
        check_application_change(people, &by(people, at), id, &edit)
    };
    let join = |people: &People, at| {
        let (roles, members) = ([HelpdeskAgent].into(), [id].into());
        let add = GroupChange::Add(GroupForm { name: "Support".into(), roles, members, ..GroupForm::default() });
        check_group_change(people, &by(people, at), crate::access::group::NOT_YET, &add)
    };
    assert_eq!((give(&people, 1, &[HelpdeskAgent]), join(&people, 1)), (Ok(()), Ok(())));
    people.applications[0].keys = vec![live_key(1)];
    assert_eq!(give(&people, 1, &[HelpdeskAgent]), Err(ApplicationRefused::KeysWouldGain));
    assert_eq!(join(&people, 1), Err(GroupRefused::KeysWouldGain));
    assert_eq!(give(&people, 1, &[AccountAdmin]), Ok(()));
    assert_eq!((give(&people, 0, &[HelpdeskAgent]), join(&people, 0)), (Ok(()), Ok(())));
    // Permissions that it had before are no gain.
    people.applications[0].roles = [HelpdeskAgent].into();
    assert_eq!(give(&people, 1, &[HelpdeskAgent]), Ok(()));
    people.applications[0].keys[0].status = KeyStatus::Revoked;
    assert_eq!(give(&people, 1, &[SalesAgent]), Ok(()));
}

#[test]
fn an_application_is_a_member_of_groups_like_a_person() {
    let people = People { applications: vec![application(10, &[GlobalAdmin])], ..some() };
    let add = |members: &[u128]| {
        let members = members.iter().copied().map(crate::access::fixtures::person_id).collect();
        GroupChange::Add(GroupForm {
            name: "Support".into(),
            roles: [SalesAgent].into(),
            members,
            ..GroupForm::default()
        })
    };
    let check = |at, members: &[u128]| {
        check_group_change(&people, &by(&people, at), crate::access::group::NOT_YET, &add(members))
    };
    assert_eq!(check(0, &[3, 10]), Ok(()));
    assert_eq!(check(0, &[3, 11]), Err(GroupRefused::MemberGone));
    assert_eq!(check(1, &[3, 10]), Err(PersonRefused::OnlyGlobalAdmin.into()));
}

/// A group with application 10 whose members may see the users of the customers with a tag, and edit them.
fn custom_group(people: &People, actions: &[Permission]) -> People {
    let covered = CustomersCovered::Tagged(["Retail".parse().unwrap()].into());
    let custom = CustomPermissions::new(actions.iter().copied().collect(), covered).unwrap();
    let group = Group { custom: Some(custom), ..group(1, &[], &[10]) };
    People { groups: vec![group], ..people.clone() }
}

#[test]
fn custom_permissions_of_groups_count_for_applications_and_their_keys() {
    let mut people = some();
    people.applications[0] = application(10, &[BillingAdmin]);
    let id = people.applications[0].id;
    let edits = custom_group(&people, &[Permission::EditUsers]);
    let none = ApplicationChange::Edit(form("Application 10", &[]));
    assert_eq!(check_application_change(&edits, &by(&edits, 1), id, &none), Ok(()), "the group gives enough");
    let make = |people: &People, at| check_new_key(people, &by(people, at), id, &key("Nightly"));
    assert_eq!(make(&people, 1), Ok(()));
    assert_eq!(make(&edits, 1), Err(ApplicationRefused::MoreThanYou));
    assert_eq!(make(&edits, 0), Ok(()));
    // A person who may do the same for the same tag makes a key.
    let mut both = edits.clone();
    both.groups[0].members.insert(both.people[1].id);
    assert_eq!(make(&both, 1), Ok(()));

    people.applications[0].keys = vec![live_key(1)];
    let join = |people: &People, at, actions: &[Permission]| {
        let Group { custom, members, .. } = custom_group(people, actions).groups.remove(0);
        let add = GroupChange::Add(GroupForm { name: "Shops".into(), custom, members, ..GroupForm::default() });
        check_group_change(people, &by(people, at), crate::access::group::NOT_YET, &add)
    };
    assert_eq!(join(&people, 1, &[Permission::EditUsers]), Err(GroupRefused::KeysWouldGain));
    assert_eq!(join(&people, 0, &[Permission::EditUsers]), Ok(()));
    assert_eq!(join(&people, 1, &[Permission::SeeCustomers]), Ok(()), "its role shows all customers");
}

#[test]
fn roles_of_relationships_count_for_applications_and_their_keys() {
    let mut people = some();
    let id = people.applications[0].id;
    people.groups = vec![group(1, &[], &[1])];
    let customer = CustomerId::new(Uuid::from_u128(7));
    let role = EntraRole::UserAdministrator;
    people.elsewhere.granted.add(crate::access::fixtures::group_id(1), customer, [role]);
    let join = |people: &People, at| {
        let members = [people.people[0].id, id].into();
        let edit = GroupChange::Edit(GroupForm { name: "Group 1".into(), members, ..GroupForm::default() });
        check_group_change(people, &by(people, at), crate::access::fixtures::group_id(1), &edit)
    };
    people.people[1].roles.insert(HelpdeskAgent);
    assert_eq!(join(&people, 1), Ok(()));
    let mut joined = people.clone();
    joined.groups[0].members.insert(id);
    let make = |at| check_new_key(&joined, &by(&joined, at), id, &key("Nightly"));
    assert_eq!((make(0), make(1)), (Ok(()), Err(ApplicationRefused::MoreThanYou)));
    people.applications[0].keys = vec![live_key(1)];
    assert_eq!((join(&people, 0), join(&people, 1)), (Ok(()), Err(GroupRefused::KeysWouldGain)));
    joined.applications[0].keys = vec![live_key(1)];
    assert_eq!(join(&joined, 1), Ok(()), "it has these");
    let other = CustomerId::new(Uuid::from_u128(8));
    let assign = |at, customer| {
        let place = (crate::access::fixtures::group_id(1), customer);
        keys_gain_by_assignment(&joined, &by(&joined, at), place, [role])
    };
    assert_eq!((assign(1, customer), assign(1, other)), (false, true));
    assert!(!assign(0, other), "who is in the group gets the same");
}

fn roles() -> impl Strategy<Value = BTreeSet<PartnerRole>> {
    proptest::collection::btree_set(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..4)
}

proptest! {
    #[test]
    fn who_makes_a_key_may_do_all_that_it_may(own in roles(), given in roles(), by_group in roles()) {
        let people = [Person { roles: own, ..person(1, &[]) }];
        let app = Application { roles: given, ..application(10, &[]) };
        let group = Group { roles: by_group, ..group(1, &[], &[10]) };
        let people = People { applications: vec![app.clone()], ..grouped(&people, &[group]) };
        let actor = by(&people, 0);
        if check_new_key(&people, &actor, app.id, &key("Nightly")).is_ok() {
            let roles = people.roles_of_application(&app);
            for permission in Permission::ALL.into_iter().filter(|one| allowed(&roles, *one).is_ok()) {
                prop_assert!(actor.may(permission).is_ok(), "{:?}", permission);
            }
        }
    }
}
