//! Changing groups.

use super::*;
use crate::access::denied::allowed;
use crate::access::fixtures::{acting, application, group, group_id, grouped, person, person_id};
use crate::access::people_rules::{after, check_change, managers, whose_invitations_end};
use crate::access::permission::Permission;
use crate::access::person::{Person, PersonChange, PersonForm};
use crate::access::person_refused::PersonRefused;
use crate::access::tenant::Tenant;
use crate::ids::{CustomerId, GroupId};
use PartnerRole::{AccountAdmin, GlobalAdmin, HelpdeskAgent, SalesAgent};
use proptest::prelude::*;
use uuid::Uuid;

const ONLY_GLOBAL: Result<(), GroupRefused> = Err(GroupRefused::People(PersonRefused::OnlyGlobalAdmin));

fn form(name: &str, roles: &[PartnerRole], members: &[u128]) -> GroupForm {
    let Group { roles, members, .. } = group(0, roles, members);
    GroupForm { name: name.into(), roles, members, ..GroupForm::default() }
}

/// Anna is Global admin, Cleo Account admin, Ben Sales agent; Dora is Global admin by group 1.
fn some() -> People {
    let people = [person(1, &[GlobalAdmin]), person(2, &[AccountAdmin]), person(3, &[SalesAgent]), person(4, &[])];
    grouped(&people, &[group(1, &[GlobalAdmin], &[4]), group(2, &[HelpdeskAgent], &[3])])
}

fn check(people: &People, by: usize, group: u128, change: &GroupChange) -> Result<(), GroupRefused> {
    check_group_change(people, &acting(people, &people.people[by]), group_id(group), change)
}

#[test]
fn a_group_needs_a_name_that_no_other_group_has() {
    let people = some();
    let add = |name: &str| check(&people, 0, 9, &GroupChange::Add(form(name, &[], &[])));
    assert_eq!(add("Support"), Ok(()));
    assert_eq!(add(" "), Err(GroupRefused::NoName));
    assert_eq!(add("\u{200b}"), Err(GroupRefused::NoName));
    assert_eq!(add("\u{202e}troppuS"), Err(GroupRefused::HiddenInName));
    assert_eq!(add(" GROUP 1 "), Err(GroupRefused::Taken));
    let stale = GroupForm { seen: Some([person_id(4)].into()), ..form("Group 2", &[HelpdeskAgent], &[3]) };
    assert_eq!(check(&people, 1, 2, &GroupChange::Edit(stale)), Err(GroupRefused::MembersChanged));
    let same = GroupChange::Edit(form("GROUP 2", &[HelpdeskAgent], &[3]));
    assert_eq!(check(&people, 0, 2, &same), Ok(()), "its own name is not taken");
}

#[test]
fn a_group_of_the_directory_is_added_with_its_name_and_members_and_only_its_duties_change() {
    let tenant = CustomerId::new(Uuid::from_u128(5));
    let here = |person: Person| Person { tenant: Some(tenant), ..person };
    let all = [person(1, &[GlobalAdmin]), here(person(2, &[AccountAdmin])), here(person(3, &[SalesAgent]))];
    let mut people = grouped(&all, &[]);
    people.tenants = vec![Tenant {
        id: tenant,
        name: "Own".into(),
        primary_domain: "own.example".into(),
        users: 3,
        on_premises: true,
        associated: Some(1),
    }];
    let id = GroupId::new(Uuid::from_u128(7));
    let from = |roles: &[PartnerRole], members: &[u128]| GroupForm {
        tenant: Some(tenant),
        directory: Some(id),
        ..form("\u{202e}Sales", roles, members)
    };
    let add = |people: &People, form: &GroupForm| check(people, 1, 9, &GroupChange::Add(form.clone()));
    assert_eq!(add(&people, &from(&[SalesAgent], &[2, 3])), Ok(()), "also in a synchronized tenant, with any name");
    assert_eq!(add(&people, &from(&[GlobalAdmin], &[])), ONLY_GLOBAL);
    assert_eq!(add(&people, &from(&[], &[1])), Err(GroupRefused::OtherTenant));
    let made = GroupForm { directory: None, ..from(&[], &[]) };
    assert_eq!(add(&people, &made), Err(PersonRefused::OnPremises.into()));
    let nowhere = GroupForm { tenant: None, ..from(&[], &[]) };
    assert_eq!(check(&people, 0, 9, &GroupChange::Add(nowhere)), Err(GroupRefused::NotInDirectory));

    let after = after_group_change(&people, group_id(9), &GroupChange::Add(from(&[SalesAgent], &[3])));
    assert_eq!(after.group(group_id(9)).unwrap().directory, Some(InDirectory { group: id, is_gone: false }));
    assert_eq!(check(&after, 1, 10, &GroupChange::Add(from(&[], &[]))), Err(GroupRefused::Added));
    let edit = |form: GroupForm| check(&after, 1, 9, &GroupChange::Edit(form));
    assert_eq!(edit(from(&[HelpdeskAgent], &[3])), Ok(()));
    assert_eq!(edit(from(&[SalesAgent], &[2, 3])), Err(GroupRefused::FollowsDirectory));
    assert_eq!(edit(from(&[SalesAgent], &[])), Err(GroupRefused::FollowsDirectory));
    assert_eq!(edit(GroupForm { name: "Sales".into(), ..from(&[], &[3]) }), Err(GroupRefused::FollowsDirectory));
    let loose = GroupForm { directory: None, ..from(&[HelpdeskAgent], &[3]) };
    let edited = after_group_change(&after, group_id(9), &GroupChange::Edit(loose));
    assert!(edited.group(group_id(9)).unwrap().directory.is_some(), "it goes on following");
    assert_eq!(check(&after, 1, 9, &GroupChange::Delete), Ok(()));
}

#[test]
fn a_group_has_members_who_are_there_and_there_are_only_so_many_groups() {
    let people = some();
    let stranger = GroupChange::Add(form("Support", &[], &[77]));
    assert_eq!(check(&people, 0, 9, &stranger), Err(GroupRefused::MemberGone));
    for change in [GroupChange::Edit(form("Support", &[], &[])), GroupChange::Delete] {
        assert_eq!(check(&people, 0, 9, &change), Err(GroupRefused::Gone));
    }
    let many: Vec<Group> = (0..200).map(|number| group(number, &[], &[])).collect();
    let full = grouped(&people.people, &many);
    assert_eq!(check(&full, 0, 900, &GroupChange::Add(form("Support", &[], &[]))), Err(GroupRefused::TooMany));
}

#[test]
fn only_a_global_admin_touches_a_group_of_global_admins() {
    let people = some();
    let rename = GroupChange::Edit(form("Renamed", &[GlobalAdmin], &[4]));
    let add = GroupChange::Edit(form("Group 1", &[GlobalAdmin], &[3, 4]));
    let other_role = GroupChange::Edit(form("Group 1", &[SalesAgent], &[4]));
    for change in [rename, add, other_role, GroupChange::Delete] {
        assert_eq!(check(&people, 1, 1, &change), ONLY_GLOBAL, "{change:?}");
        assert_eq!(check(&people, 0, 1, &change), Ok(()), "{change:?}");
    }
    assert_eq!(check(&people, 1, 9, &GroupChange::Add(form("Own", &[GlobalAdmin], &[]))), ONLY_GLOBAL);
    assert_eq!(check(&people, 1, 2, &GroupChange::Edit(form("Group 2", &[GlobalAdmin], &[3]))), ONLY_GLOBAL);
}

#[test]
fn only_a_global_admin_changes_the_groups_of_a_global_admin() {
    let people = some();
    let with = |members: &[u128]| GroupChange::Edit(form("Group 2", &[HelpdeskAgent], members));
    assert_eq!(check(&people, 1, 2, &with(&[2, 3])), Ok(()));
    assert_eq!(check(&people, 1, 2, &with(&[])), Ok(()));
    assert_eq!(check(&people, 1, 2, &with(&[1, 3])), ONLY_GLOBAL);
    assert_eq!(check(&people, 1, 2, &with(&[3, 4])), ONLY_GLOBAL);
    assert_eq!(check(&people, 0, 2, &with(&[1, 3])), Ok(()));
    let not_allowed = Err(GroupRefused::People(PersonRefused::NotAllowed));
    assert_eq!(check(&people, 2, 2, &with(&[3])), not_allowed);
}

#[test]
fn the_last_global_admin_and_the_last_manager_stay_ones_by_groups_too() {
    let people = grouped(&[person(1, &[]), person(2, &[AccountAdmin])], &[group(1, &[GlobalAdmin], &[1])]);
    let last = Err(GroupRefused::People(PersonRefused::LastGlobalAdmin));
    assert_eq!(check(&people, 0, 1, &GroupChange::Delete), last);
    assert_eq!(check(&people, 0, 1, &GroupChange::Edit(form("Group 1", &[GlobalAdmin], &[]))), last);
    assert_eq!(check(&people, 0, 1, &GroupChange::Edit(form("Group 1", &[GlobalAdmin], &[1, 2]))), Ok(()));
    let alone = grouped(&[person(1, &[])], &[group(1, &[GlobalAdmin], &[1])]);
    let last = Err(GroupRefused::People(PersonRefused::LastManager));
    assert_eq!(check(&alone, 0, 1, &GroupChange::Delete), last);
}

#[test]
fn invitations_end_with_the_rank_that_a_group_gave() {
    let people = some();
    let end =
        |group: u128, change| whose_invitations_end(&people, &after_group_change(&people, group_id(group), &change));
    assert_eq!(end(1, GroupChange::Delete), [person_id(4)]);
    assert_eq!(end(1, GroupChange::Edit(form("Group 1", &[AccountAdmin], &[4]))), [person_id(4)]);
    assert_eq!(end(1, GroupChange::Edit(form("Group 1", &[GlobalAdmin], &[1, 4]))), []);
    assert_eq!(end(2, GroupChange::Delete), []);
}

#[test]
fn deleting_a_group_takes_roles_from_who_has_them_by_no_other_way() {
    let people = [person(1, &[SalesAgent]), person(2, &[HelpdeskAgent]), person(3, &[])];
    let both = [group(1, &[SalesAgent, HelpdeskAgent], &[1, 2, 3]), group(2, &[HelpdeskAgent], &[1, 3])];
    let people = grouped(&people, &both);
    let lost = lost_by_deleting(&people, group_id(1));
    let sales = BTreeSet::from([SalesAgent]);
    assert_eq!(lost, [("Person 2", sales.clone()), ("Person 3", sales)]);
    let with_one =
        People { applications: vec![application(10, &[])], ..grouped(&[], &[group(1, &[SalesAgent], &[10])]) };
    assert_eq!(lost_by_deleting(&with_one, group_id(1)), [("Application 10", [SalesAgent].into())]);
}

fn roles() -> impl Strategy<Value = BTreeSet<PartnerRole>> {
    proptest::collection::btree_set(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..4)
}

fn members() -> impl Strategy<Value = BTreeSet<PartnerUserId>> {
    proptest::collection::btree_set((1..5u128).prop_map(person_id), 0..4)
}

fn some_person(number: u128) -> impl Strategy<Value = Person> {
    (roles(), any::<bool>()).prop_map(move |(roles, blocked)| Person { roles, blocked, ..person(number, &[]) })
}

fn some_group(number: u128) -> impl Strategy<Value = Group> {
    (roles(), members()).prop_map(move |(roles, members)| Group { roles, members, ..group(number, &[], &[]) })
}

fn some_people() -> impl Strategy<Value = People> {
    let people = (some_person(1), some_person(2), some_person(3), some_person(4));
    (people, some_group(1), some_group(2))
        .prop_map(|(people, one, two)| grouped(&[people.0, people.1, people.2, people.3], &[one, two]))
}

/// A change of a person or of a group, by number.
#[derive(Debug, Clone)]
enum AnyChange {
    Person(u128, PersonChange),
    Group(u128, GroupChange),
}

fn some_change() -> impl Strategy<Value = AnyChange> {
    let edit =
        |roles| PersonChange::Edit(PersonForm { name: "A".into(), sign_in_name: "a".into(), roles, custom: None });
    let person_change = prop_oneof![
        roles().prop_map(edit),
        Just(PersonChange::Block),
        Just(PersonChange::Allow),
        Just(PersonChange::Remove)
    ];
    let named = |(number, roles, members)| {
        (number, GroupForm { name: format!("Group {number}"), roles, members, ..GroupForm::default() })
    };
    let made = || (1..4u128, roles(), members()).prop_map(named);
    let group_change = prop_oneof![
        made().prop_map(|(number, form)| (number, GroupChange::Edit(form))),
        made().prop_map(|(number, form)| (number, GroupChange::Add(form))),
        (1..4u128).prop_map(|number| (number, GroupChange::Delete)),
    ];
    prop_oneof![
        (1..5u128, person_change).prop_map(|(number, change)| AnyChange::Person(number, change)),
        group_change.prop_map(|(number, change)| AnyChange::Group(number, change)),
    ]
}

/// The people after a change; `None` if it is refused.
fn changed(people: &People, by: &Actor, change: &AnyChange) -> Option<People> {
    match change {
        AnyChange::Person(number, change) => {
            check_change(people, by, person_id(*number), change).ok()?;
            Some(after(people, person_id(*number), change))
        }
        AnyChange::Group(number, change) => {
            check_group_change(people, by, group_id(*number), change).ok()?;
            Some(after_group_change(people, group_id(*number), change))
        }
    }
}

/// All who have the role Global admin, and all groups that give it.
fn global(people: &People) -> (BTreeSet<PartnerUserId>, BTreeSet<PartnerGroupId>) {
    let has = |person: &&Person| people.roles_of(person).contains(&GlobalAdmin);
    let gives = people.groups.iter().filter(|group| group.roles.contains(&GlobalAdmin));
    (people.people.iter().filter(has).map(|person| person.id).collect(), gives.map(|group| group.id).collect())
}

/// The same people, with the roles of their groups as their own.
fn without_groups(people: &People) -> People {
    let own = people.people.iter().map(|person| Person { roles: people.roles_of(person), ..person.clone() });
    People { people: own.collect(), ..People::default() }
}

proptest! {
    #[test]
    fn somebody_always_manages_people_and_only_a_global_admin_makes_another(
        people in some_people(),
        changes in proptest::collection::vec((0..4usize, some_change()), 1..30),
    ) {
        let mut people = people;
        prop_assume!(managers(&people) > 0);
        for (actor, change) in changes {
            let Some(by) = people.people.get(actor).filter(|person| !person.blocked) else { continue };
            let by = acting(&people, by);
            let Some(after) = changed(&people, &by, &change) else { continue };
            prop_assert!(managers(&after) > 0);
            if !by.roles.contains(&GlobalAdmin) {
                prop_assert_eq!(global(&people), global(&after));
            }
            people = after;
        }
    }

    #[test]
    fn a_group_grants_what_its_members_own_role_would(people in some_people(), change in some_change()) {
        let own = without_groups(&people);
        for (grouped, alone) in people.people.iter().zip(&own.people) {
            let (grouped, alone) = (acting(&people, grouped), acting(&own, alone));
            for permission in Permission::ALL {
                prop_assert_eq!(allowed(&grouped.roles, permission), allowed(&alone.roles, permission));
            }
            if let AnyChange::Person(number, change @ (PersonChange::Block | PersonChange::Remove)) = &change {
                let id = person_id(*number);
                prop_assert_eq!(check_change(&people, &grouped, id, change), check_change(&own, &alone, id, change));
            }
        }
    }
}
