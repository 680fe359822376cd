//! Tests of the rules about organization tenants.

use super::*;
use crate::access::denied::Denied;
use crate::access::fixtures::{acting, group, people, person};
use crate::access::people_rules::check_change;
use crate::access::permission::Permission;
use crate::access::person::PersonChange;
use crate::access::tenant::{OwnDecision, OwnOrganizations, deletes_users, may_in_own};
use crate::access::{CustomerAccess, Decision, decide};
use PartnerRole::{AccountAdmin, GlobalAdmin, HelpdeskAgent};
use uuid::Uuid;

fn id(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

fn tenant(number: u128) -> Tenant {
    Tenant {
        id: id(number),
        name: format!("Tenant {number}"),
        primary_domain: "tenant.example".into(),
        users: 1,
        on_premises: false,
        associated: Some(1),
    }
}

fn of(number: u128, person: Person) -> Person {
    Person { tenant: Some(id(number)), ..person }
}

/// Anna (Global admin) and Cleo (Account admin) are in no tenant; Dora (Global admin) and Ben (Helpdesk agent) in tenant 1, Eve
/// (Account admin) in tenant 2.
fn some() -> People {
    let all = [
        person(1, &[GlobalAdmin]),
        person(2, &[AccountAdmin]),
        of(1, person(3, &[GlobalAdmin])),
        of(1, person(4, &[HelpdeskAgent])),
        of(2, person(5, &[AccountAdmin])),
    ];
    People { tenants: vec![tenant(1), tenant(2)], ..people(&all) }
}

fn by(people: &People, at: usize) -> Actor {
    acting(people, &people.people[at])
}

#[test]
fn people_of_another_tenant_are_as_if_they_were_not_there() {
    let all = some();
    let reached = |at: usize| -> Vec<u128> {
        let reached = all.clone().reached_by(&by(&all, at));
        reached.people.iter().map(|person| person.id.uuid().as_u128()).collect()
    };
    assert_eq!(reached(0), [1, 2, 3, 4, 5], "a Global admin without a tenant");
    assert_eq!(reached(1), [1, 2], "an Account admin without a tenant");
    assert_eq!(reached(2), [3, 4], "a Global admin of a tenant");
    assert_eq!(reached(4), [5]);
    let tenants = |at: usize| all.clone().reached_by(&by(&all, at)).tenants.len();
    assert_eq!([0, 1, 2, 4].map(tenants), [2, 0, 1, 1]);
    for at in [1, 2] {
        let (actor, seen) = (by(&all, at), all.clone().reached_by(&by(&all, at)));
        let eve = all.people[4].id;
        assert_eq!(check_change(&seen, &actor, eve, &PersonChange::Block), Err(PersonRefused::Gone));
    }
}

#[test]
fn who_is_elsewhere_still_counts() {
    let mut all = some();
    all.groups = vec![Group { tenant: Some(id(2)), ..group(1, &[], &[]) }];
    let seen = all.clone().reached_by(&by(&all, 2));
    assert_eq!((seen.elsewhere.people, seen.elsewhere.managers.len()), (3, 3));
    assert!(seen.elsewhere.group_keys.contains("group 1"));
    assert!(!seen.needs_manager());
    // Dora is not the last Global admin, because there is Anna.
    let mut less = seen.clone();
    less.people[0].roles = [AccountAdmin].into();
    assert_eq!(check_who_stays(&seen, &less), Ok(()));
    let alone = |people: &People| People { elsewhere: Box::default(), ..people.clone() };
    assert_eq!(check_who_stays(&alone(&seen), &alone(&less)), Err(PersonRefused::LastGlobalAdmin));
}

#[test]
fn who_reaches_a_tenant_and_manages_people_manages_its_people() {
    let all = some();
    let manages = |at: usize, tenant| by(&all, at).manages_people_of(tenant);
    assert!(manages(0, None) && manages(0, Some(id(1))) && manages(0, Some(id(9))));
    assert!(manages(1, None) && !manages(1, Some(id(1))));
    assert!(manages(2, Some(id(1))) && !manages(2, None) && !manages(2, Some(id(2))));
    assert!(!manages(3, Some(id(1))), "a Helpdesk agent of the tenant");
    assert_eq!(all.check_place(&by(&all, 0), Some(id(9))), Err(PersonRefused::OtherTenant), "not associated");
    assert_eq!(all.check_place(&by(&all, 4), Some(id(2))), Ok(()));
    assert_eq!(all.check_place(&by(&all, 4), None), Err(PersonRefused::OtherTenant));
}

#[test]
fn a_global_admin_who_manages_a_tenant_deletes_its_users() {
    let all = some();
    let deletes = |number| [0, 1, 2, 3, 4].map(|at| deletes_users(&by(&all, at), id(number)));
    assert_eq!(deletes(1), [true, false, true, false, false]);
    assert_eq!(deletes(2), [true, false, false, false, false], "Eve is an Account admin");
}

#[test]
fn who_manages_people_of_a_tenant_belongs_to_it_or_manages_all() {
    let mut all = some();
    let managers = |people: &People, tenant| -> Vec<u128> {
        people.managers_of(tenant).map(|person| person.id.uuid().as_u128()).collect()
    };
    assert_eq!(managers(&all, None), [1, 2]);
    assert_eq!(managers(&all, Some(id(1))), [1, 3]);
    assert_eq!(managers(&all, Some(id(2))), [1, 5]);
    all.people[4].is_cut_off = true;
    all.people[0].blocked = true;
    assert_eq!(managers(&all, Some(id(2))), [0; 0]);
}

#[test]
fn what_holds_for_everybody_is_for_who_manages_everybody() {
    let all = some();
    let reached = |people: &People, at: usize| {
        let actor = by(people, at);
        let both = [people.clone(), people.clone().reached_by(&actor)].map(|people| people.are_all_reached_by(&actor));
        assert_eq!(both[0], both[1], "whether people elsewhere are known or not");
        both[0]
    };
    assert_eq!([0, 1, 2, 3, 4].map(|at| reached(&all, at)), [true, false, false, false, false]);
    let none = people(&all.people[..2]);
    assert!(reached(&none, 1), "nobody belongs to a tenant");
    let one = people(&all.people[2..4]);
    assert!(reached(&one, 0), "everybody belongs to one");
}

#[test]
fn nothing_is_created_in_a_tenant_that_is_synchronized_from_on_premises() {
    let mut all = some();
    all.tenants[0].on_premises = true;
    let dora = by(&all, 2);
    assert_eq!(all.check_creates(&dora, Some(id(1))), Err(PersonRefused::OnPremises));
    assert_eq!(all.check_place(&dora, Some(id(1))), Ok(()), "who is there can be added");
    assert_eq!(all.check_creates(&by(&all, 0), None), Ok(()));
}

#[test]
fn a_global_admin_changes_tenants_and_somebody_stays() {
    let all = some();
    let check =
        |people: &People, at: usize, number, change| check_tenant_change(people, &by(people, at), id(number), change);
    assert_eq!(check(&all, 0, 1, TenantChange::Dissociate), Ok(()));
    assert_eq!(check(&all, 1, 1, TenantChange::Associate), Err(TenantRefused::OnlyGlobalAdmin));
    assert_eq!(check(&all, 2, 1, TenantChange::Dissociate), Err(TenantRefused::OwnTenant));
    for change in [TenantChange::Associate, TenantChange::Dissociate] {
        assert_eq!(check(&all, 2, 2, change), Err(TenantRefused::Gone), "a tenant of others");
    }
    assert_eq!(check(&all, 0, 9, TenantChange::Associate), Err(TenantRefused::Gone));
    // Passwords are off, and only somebody of the tenant has a linked account.
    let mut off = People { passwords_off: true, ..all };
    off.people[2].has_identity = true;
    let last = Err(TenantRefused::People(PersonRefused::LastManager));
    assert_eq!(check(&off, 0, 1, TenantChange::Dissociate), last);
}

#[test]
fn what_is_told_of_an_own_organization_is_what_is_decided() {
    let all = some();
    for by in [by(&all, 0), by(&all, 2), by(&all, 4)] {
        for tenant in [id(1), id(2)] {
            let access = || CustomerAccess { is_own_organization: true, ..CustomerAccess::of(by.partner) };
            let decided = |permission| decide(&by, permission, tenant, Some(access()));
            let Some(scope) = decided(Permission::SeeUsers).scope() else { continue };
            for permission in Permission::ALL {
                let is_told = scope.rights().allows(permission, false).is_ok();
                assert_eq!(is_told, decided(permission).scope().is_some(), "{permission} by {}", by.name);
            }
            assert_eq!(scope.rights().allows(Permission::BuyLicenses, false), Err(Denied::OwnOrganization));
        }
    }
}

#[test]
fn managers_see_the_users_of_their_own_organization_and_a_global_admin_changes_them() {
    let all = some();
    let may = |at: usize, permission| may_in_own(&by(&all, at), id(1), permission);
    for at in [0, 2] {
        assert_eq!(may(at, Permission::EditUsers), OwnDecision::Allowed);
        for never in [Permission::BuyLicenses, Permission::ManageRelationships, Permission::ManagePeople] {
            assert_eq!(may(at, never), OwnDecision::Denied);
        }
    }
    for at in [1, 3, 4] {
        assert_eq!(may(at, Permission::SeeUsers), OwnDecision::Missing);
    }
    assert_eq!(may_in_own(&by(&all, 4), id(2), Permission::SeeUsers), OwnDecision::Allowed);
    assert_eq!(may_in_own(&by(&all, 4), id(2), Permission::DeleteUsers), OwnDecision::Denied);
}

#[test]
fn the_own_organizations_that_exist_for_somebody_are_those_that_are_not_answered_as_missing() {
    let all = some();
    for at in 0..all.people.len() {
        let by = by(&all, at);
        for tenant in [id(1), id(2), id(3)] {
            let exists = match by.own_organizations() {
                OwnOrganizations::All => true,
                OwnOrganizations::One(own) => own == tenant,
                OwnOrganizations::None => false,
            };
            for permission in Permission::ALL {
                let access = CustomerAccess { is_own_organization: true, ..CustomerAccess::of(by.partner) };
                let is_missing = decide(&by, permission, tenant, Some(access)) == Decision::Missing;
                assert_eq!(exists, !is_missing, "{permission} by {} at {tenant}", by.name);
            }
        }
    }
}
