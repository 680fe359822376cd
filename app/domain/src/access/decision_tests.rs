//! The decision as a whole: roles and groups, admin relationships over time, actions, and the users that something is done to.

use super::authority::{Authority, AuthorityDecision};
use super::custom_permissions::{CustomPermissions, CustomersCovered};
use super::denied::{Denied, allowed};
use super::entra_role::EntraRole;
use super::entra_roles::EntraRoles;
use super::fixtures::{acting, group, grouped, person};
use super::group::Group;
use super::partner_account::AccountGap;
use super::permission::Permission;
use super::permission_set::PermissionSet;
use super::person::Person;
use super::relationship::{AccessAssignment, AssignmentStatus, DAY_MS, Relationship, Stage};
use super::relationship_policy::RelationshipPolicy;
use super::role::PartnerRole;
use super::{Actor, CustomerAccess, Decision, decide};
use crate::ids::{AccessAssignmentId, CustomerId, PartnerGroupId, RelationshipId};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const NOW: i64 = 1_800_000_000_000;
const CUSTOMER: CustomerId = CustomerId::new(Uuid::from_u128(3));

fn roles(of: &[EntraRole]) -> EntraRoles {
    of.iter().copied().collect()
}

fn with_roles(of: &[PartnerRole]) -> Actor {
    let people = grouped(&[person(1, of)], &[]);
    acting(&people, &people.people[0])
}

fn access(actor: &Actor, authority: Authority) -> CustomerAccess {
    CustomerAccess { authority, ..CustomerAccess::of(actor.partner) }
}

/// Whether something may be done to a user with these directory roles, as the server decides it: at the customer, and then
/// for the user.
fn may(actor: &Actor, access: &CustomerAccess, permission: Permission, target: &BTreeSet<Uuid>) -> bool {
    let scope = decide(actor, permission, CUSTOMER, Some(access.clone())).scope();
    scope.is_some_and(|scope| !matches!(scope.authority().over(target, permission), AuthorityDecision::Refused(_)))
}

/// A line for each role of the partner and each relationship, with a mark for each permission: `x` allowed, `r` denied for
/// want of a role, `g` denied for want of a relationship.
#[test]
fn each_role_may_with_each_relationship_what_the_table_says() {
    let relationships = [
        ("none was ever in force", Authority::of(RelationshipPolicy::WhereRecorded, false, roles(&[]))),
        ("none now", Authority::Required(roles(&[]))),
        ("Directory Readers", Authority::Required(roles(&[EntraRole::DirectoryReaders]))),
        ("License Administrator", Authority::Required(roles(&[EntraRole::LicenseAdministrator]))),
        ("Directory Writers", Authority::Required(roles(&[EntraRole::DirectoryWriters]))),
        ("Helpdesk Administrator", Authority::Required(roles(&[EntraRole::HelpdeskAdministrator]))),
        ("User Administrator", Authority::Required(roles(&[EntraRole::UserAdministrator]))),
        ("Global Administrator", Authority::Required(roles(&[EntraRole::GlobalAdministrator]))),
    ];
    let mut table: Vec<String> = Permission::ALL.iter().map(ToString::to_string).collect();
    for role in PartnerRole::ALL {
        table.push(String::new());
        let actor = with_roles(&[role]);
        for (name, authority) in relationships {
            let mark = |permission| match decide(&actor, permission, CUSTOMER, Some(access(&actor, authority))) {
                Decision::Allowed(_) => "x",
                Decision::Denied(Denied::Role(_)) => "r",
                Decision::Denied(Denied::Relationship(_)) => "g",
                other => panic!("{other:?}"),
            };
            table.push(format!("{:<22} {:<24} {}", role.as_str(), name, Permission::ALL.map(mark).join(" ")));
        }
    }
    let table = table.join("\n") + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/access/decision_table.txt");
    if std::fs::read_to_string(path).unwrap_or_default() != table {
        let found = std::env::temp_dir().join("decision_table.txt");
        std::fs::write(&found, &table).unwrap();
        panic!("{path} differs from what is decided, which is in {}", found.display());
    }
}

fn some_partner_roles() -> impl Strategy<Value = BTreeSet<PartnerRole>> {
    proptest::collection::btree_set(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..4)
}

fn some_entra_roles() -> impl Strategy<Value = Vec<EntraRole>> {
    proptest::collection::vec(proptest::sample::select(EntraRole::ALL.to_vec()), 0..4)
}

fn some_target() -> impl Strategy<Value = BTreeSet<Uuid>> {
    let known = proptest::sample::select(EntraRole::ALL.to_vec()).prop_map(EntraRole::template_id);
    proptest::collection::btree_set(prop_oneof![known, Just(Uuid::from_u128(7))], 0..3)
}

fn some_custom() -> impl Strategy<Value = CustomPermissions> {
    let can_be = Permission::ALL.into_iter().filter(|one| one.can_be_custom() && !one.is_for_all_customers());
    let permissions = proptest::collection::vec(proptest::sample::select(can_be.collect::<Vec<_>>()), 1..4);
    let customers = prop_oneof![
        Just(CustomersCovered::All),
        Just(CustomersCovered::Chosen([CUSTOMER].into())),
        Just(CustomersCovered::Chosen([CustomerId::new(Uuid::from_u128(4))].into())),
    ];
    (permissions, customers).prop_map(|(permissions, customers)| {
        CustomPermissions::new(PermissionSet::from(permissions), customers).unwrap()
    })
}

fn some_policy() -> impl Strategy<Value = RelationshipPolicy> {
    proptest::sample::select(RelationshipPolicy::ALL.to_vec())
}

/// A relationship that was in force once, whose roles the group has.
fn relationship(stage: Stage, ends: i64, extends: bool, granted: &[EntraRole], to: PartnerGroupId) -> Relationship {
    let assignment = AccessAssignment {
        id: AccessAssignmentId::new(Uuid::from_u128(3)),
        group: to,
        group_name: "Support".into(),
        roles: granted.iter().map(|role| (*role).into()).collect(),
        status: AssignmentStatus::Active,
        elsewhere: false,
    };
    Relationship {
        id: RelationshipId::new(Uuid::from_u128(1)),
        customer: CUSTOMER,
        name: "Support".into(),
        days: 30,
        roles: assignment.roles.clone(),
        auto_extend: extends,
        stage,
        created: ends - 31 * DAY_MS,
        approve_by: None,
        activated: Some(ends - 30 * DAY_MS),
        ends: Some(ends),
        imported: false,
        answered_by_link: false,
        assignments: vec![assignment],
    }
}

/// The grants of a relationship to somebody through groups at a moment.
fn given(actor: &Actor, one: &Relationship, policy: RelationshipPolicy, now: i64) -> Authority {
    let granted = actor.groups.iter().flat_map(|group| one.granted_to(*group, now));
    Authority::of(policy, one.activated.is_some(), granted.filter_map(|role| role.known()).collect())
}

proptest! {
    #[test]
    fn it_is_allowed_where_the_roles_and_the_relationships_both_allow_it(
        has in some_partner_roles(),
        entra in some_entra_roles(),
        permission in proptest::sample::select(Permission::ALL.to_vec()),
        is_reseller: bool,
        gap in proptest::option::of(Just(AccountGap::Agreement)),
    ) {
        let actor = with_roles(&has.iter().copied().collect::<Vec<_>>());
        let authority = Authority::Required(roles(&entra));
        let known = CustomerAccess { is_reseller, account_gap: gap, ..access(&actor, authority) };
        let by_relationship =
            permission.entra_roles().is_none_or(|needed| needed.iter().any(|role| entra.contains(&role)));
        let can_be_sold_to = permission != Permission::BuyLicenses || (is_reseller && gap.is_none());
        let expected = allowed(&has, permission).is_ok() && by_relationship && can_be_sold_to;
        let decided = decide(&actor, permission, CUSTOMER, Some(known));
        prop_assert_eq!(decided.scope().is_some(), expected);
    }

    #[test]
    fn more_roles_of_any_kind_never_allow_less(
        few in some_partner_roles(),
        more in some_partner_roles(),
        custom in proptest::collection::vec(some_custom(), 0..3),
        kept in 0..3usize,
        entra in some_entra_roles(),
        further in some_entra_roles(),
        policy in some_policy(),
        in_force: bool,
        target in some_target(),
    ) {
        let fewer = with_roles(&few.iter().copied().collect::<Vec<_>>());
        let fewer = Actor { custom: custom.iter().take(kept).cloned().collect(), ..fewer };
        let richer = Actor { roles: few.union(&more).copied().collect(), custom, ..fewer.clone() };
        let all: Vec<EntraRole> = entra.iter().chain(&further).copied().collect();
        let at = |actor: &Actor, has: &[EntraRole]| access(actor, Authority::of(policy, in_force, roles(has)));
        for permission in Permission::ALL {
            let less = may(&fewer, &at(&fewer, &entra), permission, &target);
            prop_assert!(!less || may(&richer, &at(&richer, &all), permission, &target), "{}", permission);
        }
    }

    #[test]
    fn an_expired_relationship_never_allows(
        has in some_partner_roles(),
        granted in some_entra_roles(),
        stage in proptest::sample::select(Stage::ALL.to_vec()),
        extends: bool,
        ends in -800..=0_i64,
        later in 0..800_i64,
        target in some_target(),
    ) {
        let people = grouped(
            &[Person { roles: has, ..person(1, &[]) }],
            &[group(1, &[], &[1])],
        );
        let actor = acting(&people, &people.people[0]);
        let one = relationship(stage, NOW + ends * DAY_MS, extends, &granted, group(1, &[], &[]).id);
        let now = NOW + later * DAY_MS;
        prop_assume!(!one.status_at(now).is_in_force());
        for policy in [RelationshipPolicy::WhereRecorded, RelationshipPolicy::Required] {
            let known = access(&actor, given(&actor, &one, policy, now));
            for permission in Permission::ALL.into_iter().filter(|permission| permission.entra_roles().is_some()) {
                prop_assert!(!may(&actor, &known, permission, &target), "{} {:?}", permission, policy);
            }
        }
    }

    #[test]
    fn a_relationship_ends_for_everybody_at_its_end(granted in some_entra_roles(), policy in some_policy()) {
        let people = grouped(&[person(1, &[PartnerRole::GlobalAdmin])], &[group(1, &[], &[1])]);
        let actor = acting(&people, &people.people[0]);
        let one = relationship(Stage::Active, NOW, false, &granted, group(1, &[], &[]).id);
        prop_assert_eq!(given(&actor, &one, policy, NOW - 1), Authority::of(policy, true, roles(&granted)));
        prop_assert_eq!(given(&actor, &one, policy, NOW), Authority::of(policy, true, roles(&[])));
    }

    #[test]
    fn a_group_decides_as_its_members_own_roles_would(
        own in some_partner_roles(),
        by_group in some_partner_roles(),
        custom in proptest::option::of(some_custom()),
        entra in some_entra_roles(),
        policy in some_policy(),
        in_force: bool,
        target in some_target(),
    ) {
        let member = Person { roles: own.clone(), ..person(1, &[]) };
        let one = Group { roles: by_group.clone(), custom: custom.clone(), ..group(1, &[], &[1]) };
        let through_group = grouped(&[member], &[one]);
        let all = own.union(&by_group).copied().collect();
        let alone = grouped(&[Person { roles: all, custom, ..person(1, &[]) }], &[]);
        let [member, alone] = [&through_group, &alone].map(|people| acting(people, &people.people[0]));
        let known = access(&member, Authority::of(policy, in_force, roles(&entra)));
        for permission in Permission::ALL {
            let decided = |actor: &Actor| decide(actor, permission, CUSTOMER, Some(known.clone()));
            prop_assert_eq!(decided(&member), decided(&alone), "{}", permission);
            prop_assert_eq!(may(&member, &known, permission, &target), may(&alone, &known, permission, &target));
            prop_assert_eq!(member.coverage(permission), alone.coverage(permission));
        }
    }

    #[test]
    fn a_relationship_gives_its_roles_to_members_of_its_group_only(
        granted in some_entra_roles(),
        is_member: bool,
        permission in proptest::sample::select(Permission::ALL.to_vec()),
    ) {
        let members: &[u128] = if is_member { &[1] } else { &[2] };
        let people = grouped(&[person(1, &[PartnerRole::GlobalAdmin]), person(2, &[])], &[group(1, &[], members)]);
        let actor = acting(&people, &people.people[0]);
        let one = relationship(Stage::Active, NOW + DAY_MS, false, &granted, group(1, &[], &[]).id);
        let known = access(&actor, given(&actor, &one, RelationshipPolicy::WhereRecorded, NOW));
        let has = |role: EntraRole| is_member && granted.contains(&role);
        let by_relationship = permission.entra_roles().is_none_or(|needed| needed.iter().any(has));
        let expected = by_relationship && allowed(&actor.roles, permission).is_ok();
        prop_assert_eq!(decide(&actor, permission, CUSTOMER, Some(known)).scope().is_some(), expected);
    }
}
