//! The order of the checks, and of products within one code.

use super::fixtures::*;
use crate::directory::product::Capability;
use crate::ids::SkuId;
use crate::rules::change::Switch;
use crate::rules::data::NamedSku;
use crate::rules::failure::Failure;
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::snapshot::Snapshot;

fn failed(snapshot: &Snapshot, change: &crate::rules::change::Change) -> Failure {
    plan_adele(snapshot, change).outcome.failure().cloned().unwrap()
}

/// Everything is wrong at first. Each step fixes the named failure, and the next code appears.
#[test]
fn checks_are_made_in_the_order_of_the_table() {
    let china = "CN".parse().unwrap();
    let mut snapshot = customer();
    set_available(&mut snapshot, CALLING, 0);
    snapshot.products.get_mut(&CALLING).unwrap().capability = Some(Capability::Suspended);
    let mut asked = both(assign(&[CALLING, PHONE]), revoke(&[VISIO]));
    asked = both(asked, assigning(switch(EXCHANGE_1, &[(SITES, Switch::Off)]), EXCHANGE_1));

    assert_eq!(failed(&snapshot, &asked), Failure::NotFound);
    add_user(&mut snapshot, ADELE, &[through(SALES, VISIO, &[]), direct(E3, &[TEAMS])]);
    snapshot.users.get_mut(&ADELE).unwrap().location = None;
    assert_eq!(failed(&snapshot, &asked), Failure::InvalidUsageLocation);
    asked = both(asked, locate("CN"));
    assert!(matches!(failed(&snapshot, &asked), Failure::NotAssignable(CALLING, _)));
    snapshot.products.get_mut(&CALLING).unwrap().capability = Some(Capability::Warning);
    assert_eq!(failed(&snapshot, &asked), Failure::InheritedFromGroup(VISIO, SALES));
    asked.reset(VISIO);
    assert_eq!(failed(&snapshot, &asked), Failure::UnknownServicePlan(EXCHANGE_1, SITES));
    asked = both(asked, assign(&[EXCHANGE_1]));
    assert_eq!(failed(&snapshot, &asked), Failure::MutuallyExclusive(given(MAIL_1, EXCHANGE_1), given(MAIL_2, E3)));
    asked.reset(EXCHANGE_1);
    assert_eq!(failed(&snapshot, &asked), Failure::Dependency(given(PHONE_SYSTEM, PHONE), vec![TEAMS, SKYPE]));
    asked = both(asked, switch(E3, &[(TEAMS, Switch::On)]));
    assert_eq!(failed(&snapshot, &asked), Failure::ProhibitedInLocation(CALLING, china));
    snapshot.rules.locations.clear();
    assert_eq!(failed(&snapshot, &asked), Failure::CountViolation(CALLING));
    set_available(&mut snapshot, CALLING, 1);
    assert_eq!(plan_adele(&snapshot, &asked).outcome.kind(), OutcomeKind::Assigned);
}

/// By id the order would be Visio, E3, Calling.
const BY_PART_NUMBER: [SkuId; 3] = [CALLING, E3, VISIO];

#[test]
fn products_that_cannot_be_assigned_are_named_by_part_number() {
    let mut snapshot = customer_with(&[]);
    for sku in BY_PART_NUMBER {
        snapshot.products.get_mut(&sku).unwrap().publisher = Some("Contoso".into());
    }
    assert!(matches!(failed(&snapshot, &assign(&BY_PART_NUMBER)), Failure::NotAssignable(CALLING, _)));
}

#[test]
fn group_held_products_are_named_by_part_number() {
    let held = BY_PART_NUMBER.map(|sku| through(SALES, sku, &[]));
    assert_eq!(failed(&customer_with(&held), &revoke(&BY_PART_NUMBER)), Failure::InheritedFromGroup(CALLING, SALES));
}

#[test]
fn unknown_plans_are_named_by_part_number_of_their_product() {
    let held = BY_PART_NUMBER.map(|sku| direct(sku, &[]));
    let asked = BY_PART_NUMBER.map(|sku| exactly(sku, &[MAIL_1])).into_iter().reduce(both).unwrap();
    assert_eq!(failed(&customer_with(&held), &asked), Failure::UnknownServicePlan(CALLING, MAIL_1));
}

#[test]
fn prohibited_products_are_named_by_part_number() {
    let mut snapshot = customer_with(&BY_PART_NUMBER.map(|sku| direct(sku, &[])));
    let others = [E3, VISIO].map(|id| NamedSku { id, name: String::new() });
    snapshot.rules.locations[0].products.splice(0..0, others);
    let china = "CN".parse().unwrap();
    assert_eq!(failed(&snapshot, &locate("CN")), Failure::ProhibitedInLocation(CALLING, china));
}

#[test]
fn products_without_seats_are_named_by_part_number() {
    let mut snapshot = customer_with(&[]);
    for sku in BY_PART_NUMBER {
        set_available(&mut snapshot, sku, 0);
    }
    assert_eq!(failed(&snapshot, &assign(&BY_PART_NUMBER)), Failure::CountViolation(CALLING));
}
