//! Custom permissions: the actions that they allow, and properties.

use super::*;
use crate::access::authority::Authority;
use crate::access::denied::{Denied, allowed};
use crate::access::portal::PortalPlace;
use crate::access::portal_role::PortalRole;
use crate::access::role::PartnerRole;
use crate::access::{Actor, CustomerAccess, Decision, decide, scope_of_begun, scope_of_saved};
use crate::ids::{PartnerId, PartnerUserId};
use proptest::prelude::*;
use uuid::Uuid;

const PARTNER: PartnerId = PartnerId::new(Uuid::from_u128(1));

fn customer(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

fn tag(name: &str) -> Tag {
    name.parse().unwrap()
}

fn set(permissions: &[Permission]) -> PermissionSet {
    permissions.iter().copied().collect()
}

fn custom(permissions: &[Permission], customers: CustomersCovered) -> CustomPermissions {
    CustomPermissions::new(set(permissions), customers).unwrap()
}

fn actor(roles: &[PartnerRole], custom: &[CustomPermissions]) -> Actor {
    Actor {
        id: PartnerUserId::new(Uuid::from_u128(2)),
        partner: PARTNER,
        name: "Ben".into(),
        sign_in_name: "ben".into(),
        roles: roles.iter().copied().collect(),
        groups: BTreeSet::new(),
        custom: custom.to_vec(),
        portal: None,
        tenant: None,
    }
}

fn access(tags: &[&str]) -> CustomerAccess {
    CustomerAccess { tags: tags.iter().copied().map(tag).collect(), ..CustomerAccess::of(PARTNER) }
}

/// A line for each action alone: the permissions at a covered customer, in the order of [`Permission::ALL`].
#[test]
fn each_action_allows_what_the_table_says() {
    let table = [
        "SeeCustomers         x . . . . . . . . . . . . . .",
        "SeeUsers             x x . . . . . . . . . . . . .",
        "ManageLicenses       x x x . . . . . . . . . . . .",
        "EditUsers            x x x x . . . . . . . . . . .",
        "ChangeAdminRoles     x x x x x . . . . . . . . . .",
        "BlockUsers           x x . . . x . . . . . . . . .",
        "DeleteUsers          x x . . . . x . . . . . . . .",
        "RestoreUsers         x x . . . . . x . . . . . . .",
        "ResetPasswords       x x . . . . . . x . . . . . .",
        "BuyLicenses          x x . . . . . . . x . . . . .",
        "ManageRelationships  x . . . . . . . . . x . . . .",
        "SeeSecurity          x . . . . . . . . . . . . x .",
    ];
    let line = |permission: Permission| {
        let actor = actor(&[], &[custom(&[permission], CustomersCovered::All)]);
        let of = |asked| matches!(decide(&actor, asked, customer(1), Some(access(&[]))), Decision::Allowed(_));
        let marks = Permission::ALL.map(|asked| if of(asked) { "x" } else { "." });
        format!("{:<20} {}", format!("{permission:?}"), marks.join(" "))
    };
    let custom = Permission::ALL.into_iter().filter(|permission| permission.can_be_custom());
    assert_eq!(custom.map(line).collect::<Vec<_>>(), table.map(str::to_owned));
}

#[test]
fn they_are_never_empty_and_never_more_than_roles_give() {
    let new = |permissions: &[Permission], customers| CustomPermissions::new(set(permissions), customers);
    let one = || CustomersCovered::Chosen([customer(1)].into());
    assert_eq!(new(&[], one()), Err(NotCustom::NoAction));
    assert_eq!(
        new(&[Permission::ManagePeople], CustomersCovered::All),
        Err(NotCustom::OnlyByRole(Permission::ManagePeople))
    );
    assert_eq!(
        new(&[Permission::ManageAccount], CustomersCovered::All),
        Err(NotCustom::OnlyByRole(Permission::ManageAccount))
    );
    assert_eq!(new(&[Permission::SeeSecurity], one()), Err(NotCustom::OnlyForAll(Permission::SeeSecurity)));
    assert!(new(&[Permission::SeeSecurity], CustomersCovered::All).is_ok());
    let see = [Permission::SeeUsers];
    assert_eq!(new(&see, CustomersCovered::Tagged(BTreeSet::new())), Err(NotCustom::NoTag));
    assert_eq!(new(&see, CustomersCovered::Chosen(BTreeSet::new())), Err(NotCustom::NoCustomer));
    let many = (0..=CHOSEN_MAX as u128).map(customer).collect();
    assert_eq!(new(&see, CustomersCovered::Chosen(many)), Err(NotCustom::TooManyCustomers));
}

#[test]
fn a_deleted_customer_is_named_no_more() {
    let of = |customers| custom(&[Permission::SeeUsers], customers);
    let both = of(CustomersCovered::Chosen([customer(1), customer(2)].into()));
    let second = of(CustomersCovered::Chosen([customer(2)].into()));
    assert_eq!(both.without_customer(customer(1)), Some(second.clone()));
    assert_eq!(second.without_customer(customer(2)), None);
    for other in [of(CustomersCovered::All), of(CustomersCovered::Tagged([tag("Retail")].into())), second] {
        assert_eq!(other.without_customer(customer(1)), Some(other.clone()));
    }
}

#[test]
fn what_an_action_needs_stays_with_it() {
    let all = with_needed(set(&[Permission::EditUsers, Permission::ResetPasswords]));
    assert!(all.contains(Permission::SeeUsers) && all.contains(Permission::ManageLicenses));
    let fewer = without(all, Permission::ManageLicenses);
    assert_eq!(fewer, set(&[Permission::SeeCustomers, Permission::SeeUsers, Permission::ResetPasswords]));
    assert!(without(all, Permission::SeeCustomers).is_empty());
    for permission in Permission::ALL {
        for needed in permission.needs() {
            let missing: Vec<_> = needed.needs().iter().filter(|one| !permission.needs().contains(one)).collect();
            assert!(missing.is_empty(), "{permission} needs {needed}, which needs {missing:?}");
        }
    }
}

#[test]
fn only_well_formed_ones_are_read() {
    let read = |text: &str| serde_json::from_str::<CustomPermissions>(text);
    let stored =
        serde_json::to_string(&custom(&[Permission::SeeUsers], CustomersCovered::Tagged([tag("Retail")].into())));
    assert_eq!(
        stored.as_deref().unwrap(),
        r#"{"permissions":["SeeCustomers","SeeUsers"],"customers":{"Tagged":["Retail"]}}"#
    );
    assert!(read(&stored.unwrap()).is_ok());
    assert!(read(r#"{"permissions":["ManagePeople"],"customers":"All"}"#).is_err());
    assert!(read(r#"{"permissions":["SeeSecurity"],"customers":{"Tagged":["Retail"]}}"#).is_err());
    assert!(read(r#"{"permissions":[],"customers":"All"}"#).is_err());
    assert!(read(r#"{"permissions":["SeeUsers"],"customers":{"Tagged":[]}}"#).is_err());
    let many: Vec<String> = (0..21).map(|number| format!("\"{number}\"")).collect();
    assert!(read(&format!(r#"{{"permissions":["SeeUsers"],"customers":{{"Tagged":[{}]}}}}"#, many.join(","))).is_err());
}

#[test]
fn a_customer_that_is_not_covered_is_missing_unless_a_role_shows_it() {
    let retail = custom(&[Permission::ResetPasswords], CustomersCovered::Tagged([tag("Retail")].into()));
    let of = |actor: &Actor, permission, tags: &[&str]| decide(actor, permission, customer(1), Some(access(tags)));
    let alone = actor(&[], std::slice::from_ref(&retail));
    assert!(of(&alone, Permission::ResetPasswords, &["retail"]).scope().is_some());
    assert_eq!(
        of(&alone, Permission::BlockUsers, &["retail"]),
        Decision::Denied(Denied::Custom(Permission::BlockUsers))
    );
    for permission in Permission::ALL {
        assert_eq!(of(&alone, permission, &["Bank"]), Decision::Missing);
        assert_eq!(decide(&alone, permission, customer(1), None), Decision::Missing);
    }
    let billing = actor(&[PartnerRole::BillingAdmin], &[retail]);
    assert!(of(&billing, Permission::SeeCustomers, &["Bank"]).scope().is_some());
    assert_eq!(
        of(&billing, Permission::ResetPasswords, &["Bank"]),
        Decision::Denied(Denied::Custom(Permission::ResetPasswords))
    );
    assert_eq!(of(&billing, Permission::ManagePeople, &[]), Decision::Denied(Denied::Role(Permission::ManagePeople)));
}

#[test]
fn a_refusal_says_what_would_allow_it() {
    assert_eq!(
        Denied::Custom(Permission::BuyLicenses).to_string(),
        "Your custom permissions don't allow buying licenses here. Somebody who manages people can allow it, or give you \
         the role Admin agent or Sales agent."
    );
}

#[test]
fn admin_relationships_apply_on_top() {
    let all = actor(&[], &[custom(&[Permission::EditUsers], CustomersCovered::All)]);
    let nothing = CustomerAccess { authority: Authority::Required([].into_iter().collect()), ..access(&[]) };
    assert_eq!(
        decide(&all, Permission::EditUsers, customer(1), Some(nothing)),
        Decision::Denied(Denied::Relationship(Permission::EditUsers))
    );
}

#[test]
fn one_coverage_includes_another_by_the_same_tags_and_names() {
    let some = |tags: &[&str], customers: &[u128]| Coverage::Some {
        tags: tags.iter().copied().map(tag).collect(),
        customers: customers.iter().copied().map(customer).collect(),
    };
    assert!(Coverage::All.includes(&Coverage::All) && Coverage::All.includes(&some(&["a"], &[1])));
    assert!(!some(&["a"], &[1]).includes(&Coverage::All));
    assert!(some(&["a", "b"], &[1, 2]).includes(&some(&["A"], &[2])));
    assert!(!some(&["a"], &[1]).includes(&some(&["b"], &[])) && !some(&["a"], &[1]).includes(&some(&[], &[2])));
    assert!(some(&["a"], &[]).or(some(&["b"], &[1])).includes(&some(&["a", "b"], &[1])));
    assert_eq!(some(&["a"], &[]).or(Coverage::All), Coverage::All);
}

fn permissions() -> impl Strategy<Value = PermissionSet> {
    let custom = Permission::ALL.into_iter().filter(|one| one.can_be_custom() && !one.is_for_all_customers());
    proptest::collection::vec(proptest::sample::select(custom.collect::<Vec<_>>()), 1..5).prop_map(PermissionSet::from)
}

fn tags(fewest: usize) -> impl Strategy<Value = BTreeSet<Tag>> {
    let names = ["a", "b", "c", "d"].map(tag).to_vec();
    proptest::collection::btree_set(proptest::sample::select(names), fewest..4)
}

fn covered() -> impl Strategy<Value = CustomersCovered> {
    prop_oneof![
        Just(CustomersCovered::All),
        tags(1).prop_map(CustomersCovered::Tagged),
        proptest::collection::btree_set((1..5u128).prop_map(customer), 1..4).prop_map(CustomersCovered::Chosen),
    ]
}

fn some_custom() -> impl Strategy<Value = CustomPermissions> {
    (permissions(), covered())
        .prop_map(|(permissions, customers)| CustomPermissions::new(permissions, customers).unwrap())
}

fn some_actor() -> impl Strategy<Value = Actor> {
    let roles = proptest::collection::vec(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..2);
    (roles, proptest::collection::vec(some_custom(), 0..3)).prop_map(|(roles, custom)| actor(&roles, &custom))
}

fn may(actor: &Actor, permission: Permission, number: u128, tags: &BTreeSet<Tag>) -> bool {
    let access = CustomerAccess { tags: tags.clone(), ..CustomerAccess::of(PARTNER) };
    matches!(decide(actor, permission, customer(number), Some(access)), Decision::Allowed(_))
}

proptest! {
    #[test]
    fn a_covered_customer_allows_what_the_set_says_and_nothing_else(
        custom in some_custom(),
        number in 1..5u128,
        tags in tags(0),
    ) {
        let actor = actor(&[], std::slice::from_ref(&custom));
        for permission in Permission::ALL {
            let expected = custom.cover(customer(number), &tags) && custom.permissions().contains(permission);
            prop_assert_eq!(may(&actor, permission, number, &tags), expected);
        }
    }

    #[test]
    fn more_permissions_never_allow_less(actor in some_actor(), more in some_custom(), number in 1..5u128, tags in tags(0)) {
        let mut richer = actor.clone();
        richer.custom.push(more);
        for permission in Permission::ALL {
            prop_assert!(!may(&actor, permission, number, &tags) || may(&richer, permission, number, &tags));
        }
    }

    #[test]
    fn another_customer_or_tag_never_takes_anything_away(
        permissions in permissions(),
        first in covered(),
        second in covered(),
        number in 1..5u128,
        tags in tags(0),
    ) {
        let both = match (&first, &second) {
            (CustomersCovered::Tagged(one), CustomersCovered::Tagged(other)) => {
                CustomersCovered::Tagged(one.union(other).cloned().collect())
            }
            (CustomersCovered::Chosen(one), CustomersCovered::Chosen(other)) => {
                CustomersCovered::Chosen(one.union(other).copied().collect())
            }
            _ => CustomersCovered::All,
        };
        let of = |customers| actor(&[], &[CustomPermissions::new(permissions, customers).unwrap()]);
        let (fewer, more) = (of(first), of(both));
        for permission in Permission::ALL {
            prop_assert!(!may(&fewer, permission, number, &tags) || may(&more, permission, number, &tags));
        }
    }

    #[test]
    fn another_tag_of_a_customer_never_takes_anything_away(actor in some_actor(), number in 1..5u128, few in tags(0), more in tags(0)) {
        let all = few.union(&more).cloned().collect();
        for permission in Permission::ALL {
            prop_assert!(!may(&actor, permission, number, &few) || may(&actor, permission, number, &all));
        }
    }

    #[test]
    fn lists_show_the_customers_for_whom_the_decision_allows_it(actor in some_actor(), number in 1..5u128, tags in tags(0)) {
        for permission in Permission::ALL {
            let listed = actor.coverage(permission).covers(customer(number), &tags);
            prop_assert_eq!(listed, may(&actor, permission, number, &tags), "{}", permission);
        }
    }

    #[test]
    fn what_does_not_exist_for_somebody_is_missing_and_the_rest_is_not(
        actor in some_actor(),
        place in proptest::option::of((1..5u128, proptest::sample::select(PortalRole::ALL.to_vec()))),
        number in 1..5u128,
        tags in tags(0),
    ) {
        let portal = place.map(|(own, role)| PortalPlace { customer: customer(own), role });
        let actor = Actor { portal, ..actor };
        let access = CustomerAccess { tags: tags.clone(), ..CustomerAccess::of(PARTNER) };
        for permission in Permission::ALL {
            let missing = decide(&actor, permission, customer(number), Some(access.clone())) == Decision::Missing;
            prop_assert_eq!(missing, !actor.existing().covers(customer(number), &tags), "{}", permission);
        }
    }

    #[test]
    fn who_may_do_nothing_anywhere_sees_no_customer_by_custom_permissions_alone(actor in some_actor()) {
        for permission in Permission::ALL {
            let somewhere = actor.coverage(permission) != Coverage::none();
            prop_assert_eq!(actor.may(permission).is_ok(), somewhere);
            if allowed(&actor.roles, permission).is_ok() {
                prop_assert_eq!(actor.coverage(permission), Coverage::All);
            }
        }
    }
}

#[test]
fn what_was_begun_is_planned_again_with_what_was_withheld() {
    let scope = |actor: &Actor| scope_of_begun(actor, customer(1), Some(access(&[]))).unwrap().rights().withheld;
    let edits = actor(&[], &[custom(&[Permission::EditUsers], CustomersCovered::All)]);
    assert!(scope(&edits).contains(Permission::ChangeAdminRoles) && !scope(&edits).contains(Permission::EditUsers));
    // A person who has other roles by now finishes all that was saved, and a planned deletion is done as well.
    assert!(scope(&actor(&[], &[])).is_empty());
    assert!(scope_of_saved(&edits, customer(1), Some(access(&[]))).unwrap().rights().withheld.is_empty());
}
