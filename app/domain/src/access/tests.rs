//! Tests of scopes: their customers, and the actions that they allow.

use super::denied::Denied;
use super::permission::Permission;
use super::role::PartnerRole;
use super::*;
use crate::ids::{CustomerId, PartnerId, PartnerUserId};
use std::collections::BTreeSet;
use uuid::Uuid;

fn actor(roles: &[PartnerRole]) -> Actor {
    Actor {
        id: PartnerUserId::new(Uuid::from_u128(1)),
        partner: PartnerId::new(Uuid::from_u128(2)),
        name: "Anna".into(),
        sign_in_name: "anna".into(),
        roles: roles.iter().copied().collect(),
        groups: BTreeSet::new(),
        custom: Vec::new(),
        portal: None,
        tenant: None,
    }
}

#[test]
fn foreign_and_missing_customers_are_the_same() {
    let customer = CustomerId::new(Uuid::from_u128(3));
    for roles in [&[][..], &[PartnerRole::GlobalAdmin]] {
        let actor = actor(roles);
        for access in [Some(CustomerAccess::of(PartnerId::new(Uuid::from_u128(4)))), None] {
            assert_eq!(decide(&actor, Permission::SeeUsers, customer, access), Decision::Missing);
        }
    }
}

#[test]
fn who_manages_people_of_a_tenant_renames_their_users_and_does_no_more() {
    let tenant = CustomerId::new(Uuid::from_u128(3));
    let rename = |roles: &[PartnerRole], own: Option<CustomerId>, is_own_organization| {
        let actor = Actor { tenant: own, ..actor(roles) };
        let access = CustomerAccess { is_own_organization, ..CustomerAccess::of(actor.partner) };
        scope_of_rename(&actor, tenant, Some(access))
    };
    let scope = rename(&[PartnerRole::AccountAdmin], Some(tenant), true).unwrap();
    let allowed = scope.rights().withheld.others();
    assert!(allowed.contains(Permission::EditUsers) && !allowed.contains(Permission::BlockUsers));
    assert!(rename(&[PartnerRole::GlobalAdmin], None, true).is_some());
    assert_eq!(rename(&[PartnerRole::HelpdeskAgent], Some(tenant), true), None);
    assert_eq!(rename(&[PartnerRole::AccountAdmin], None, true), None, "people of another tenant");
    assert_eq!(rename(&[PartnerRole::GlobalAdmin], None, false), None, "a customer");
}

#[test]
fn who_manages_people_of_a_tenant_creates_users_there_without_directory_roles() {
    let tenant = CustomerId::new(Uuid::from_u128(3));
    let create = |roles: &[PartnerRole], own: Option<CustomerId>, is_own_organization| {
        let actor = Actor { tenant: own, ..actor(roles) };
        let access = CustomerAccess { is_own_organization, ..CustomerAccess::of(actor.partner) };
        scope_of_creation(&actor, tenant, Some(access)).map(|scope| scope.rights().withheld.others())
    };
    let allowed = create(&[PartnerRole::AccountAdmin], Some(tenant), true).unwrap();
    assert!(allowed.contains(Permission::EditUsers));
    for more in [Permission::ChangeAdminRoles, Permission::ResetPasswords, Permission::ManageLicenses] {
        assert!(!allowed.contains(more), "{more}");
        let admin = create(&[PartnerRole::GlobalAdmin], Some(tenant), true).unwrap();
        assert!(admin.contains(more), "{more}");
    }
    assert_eq!(create(&[PartnerRole::HelpdeskAgent], Some(tenant), true), None);
    assert_eq!(create(&[PartnerRole::AccountAdmin], None, true), None, "people of another tenant");
    assert_eq!(create(&[PartnerRole::GlobalAdmin], None, false), None, "a customer");
}

#[test]
fn ones_own_customer_is_a_matter_of_roles() {
    let customer = CustomerId::new(Uuid::from_u128(3));
    let sales = actor(&[PartnerRole::SalesAgent]);
    let of = |permission| decide(&sales, permission, customer, Some(CustomerAccess::of(sales.partner)));
    assert!(of(Permission::BuyLicenses).scope().is_some());
    assert_eq!(of(Permission::EditUsers), Decision::Denied(Denied::Role(Permission::EditUsers)));
}
