//! Each failure: when it occurs, and its words.

use super::fixtures::*;
use crate::directory::product::{AppliesTo, Capability};
use crate::rules::change::{PlansChange, ProductChange, Switch};
use crate::rules::data::CompanyProduct;
use crate::rules::failure::{Failure, FailureCode};
use crate::rules::given::GivenPlan;
use crate::rules::outcome::{Outcome, Touched};
use crate::rules::plan::plan;
use crate::rules::shortage_policy::ShortagePolicy;

#[test]
fn a_user_who_is_gone() {
    let snapshot = customer();
    assert_eq!(failure(&snapshot, &assign(&[E3])), ("NotFound", "This user no longer exists.".into()));
}

#[test]
fn a_user_without_a_location() {
    let mut snapshot = customer_with(&[direct(VISIO, &[])]);
    snapshot.users.get_mut(&ADELE).unwrap().location = None;
    let words = "Set a location for this user before assigning licenses.";
    assert_eq!(failure(&snapshot, &assign(&[E3])), ("InvalidUsageLocation", words.into()));
    assert_eq!(failure(&snapshot, &both(assign(&[E3]), locate("SK"))).0, "Assigned");
    assert_eq!(failure(&snapshot, &revoke(&[VISIO])).0, "Revoked");
    assert_eq!(failure(&snapshot, &switch(VISIO, &[(DRAWINGS, Switch::Off)])).0, "PlansChanged");
}

#[test]
fn a_product_that_the_customer_does_not_own() {
    let mut snapshot = customer_with(&[]);
    snapshot.products.get_mut(&E3).unwrap().seats = None;
    let words = "Microsoft 365 E3 can't be assigned to users here: the customer doesn't own it.";
    assert_eq!(failure(&snapshot, &assign(&[E3])), ("NotAssignable", words.into()));
}

#[test]
fn a_product_that_nobody_has_heard_of() {
    let words = "00000000-0000-0000-0000-000000000099 can't be assigned to users here: the customer doesn't own it.";
    assert_eq!(failure(&customer_with(&[]), &assign(&[sku(0x99)])), ("NotAssignable", words.into()));
}

#[test]
fn a_product_for_the_whole_company() {
    let words = "Microsoft 365 E3 can't be assigned to users here: it is for the whole company.";
    let mut by_catalogue = customer_with(&[]);
    by_catalogue.products.get_mut(&E3).unwrap().product.applies_to = AppliesTo::Company;
    assert_eq!(failure(&by_catalogue, &assign(&[E3])), ("NotAssignable", words.into()));

    let mut by_rules = customer_with(&[]);
    by_rules.rules.company_products.push(CompanyProduct { id: E3, name: "SPE_E3".into(), evidence: String::new() });
    assert_eq!(failure(&by_rules, &assign(&[E3])), ("NotAssignable", words.into()));
}

#[test]
fn a_product_that_its_publisher_manages() {
    let mut snapshot = customer_with(&[]);
    snapshot.products.get_mut(&VISIO).unwrap().publisher = Some("Contoso Apps".into());
    let words = "Visio Plan 2 can't be assigned to users here: its publisher, Contoso Apps, manages its licenses.";
    assert_eq!(failure(&snapshot, &assign(&[VISIO])), ("NotAssignable", words.into()));
}

#[test]
fn a_product_whose_best_subscription_is_out_of_order() {
    let why = |capability| {
        let mut snapshot = customer_with(&[]);
        snapshot.products.get_mut(&E3).unwrap().capability = Some(capability);
        let (code, words) = failure(&snapshot, &assign(&[E3]));
        format!("{code} {}", words.strip_prefix("Microsoft 365 E3 can't be assigned to users here: ").unwrap_or("-"))
    };
    assert_eq!(why(Capability::Suspended), "NotAssignable its subscription is suspended.");
    assert_eq!(why(Capability::LockedOut), "NotAssignable its subscription is locked out.");
    assert_eq!(why(Capability::Deleted), "NotAssignable its subscription has ended.");
    assert_eq!(why(Capability::Warning), "Assigned -");
}

#[test]
fn a_product_that_cannot_be_assigned_can_be_revoked_and_switched() {
    let mut snapshot = customer_with(&[direct(E3, &[])]);
    snapshot.products.get_mut(&E3).unwrap().capability = Some(Capability::Suspended);
    assert_eq!(failure(&snapshot, &revoke(&[E3])).0, "Revoked");
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::Off)])).0, "PlansChanged");
}

#[test]
fn a_license_from_a_group() {
    let snapshot = customer_with(&[through(SALES, E3, &[])]);
    let words = "This license comes from the group Sales; change it there.";
    assert_eq!(failure(&snapshot, &revoke(&[E3])), ("InheritedFromGroup", words.into()));
    assert_eq!(failure(&snapshot, &switch(E3, &[(APPS, Switch::Off)])), ("InheritedFromGroup", words.into()));
}

#[test]
fn a_plan_that_is_not_in_the_product() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    let words = "Visio is not part of Microsoft 365 E3.";
    assert_eq!(failure(&snapshot, &switch(E3, &[(DRAWINGS, Switch::Off)])), ("UnknownServicePlan", words.into()));
    assert_eq!(failure(&snapshot, &switch(E3, &[(DRAWINGS, Switch::On)])), ("UnknownServicePlan", words.into()));
    assert_eq!(failure(&snapshot, &exactly(E3, &[APPS, DRAWINGS])), ("UnknownServicePlan", words.into()));
    let new = assigning(switch(VISIO, &[(TEAMS, Switch::Off)]), VISIO);
    assert_eq!(failure(&snapshot, &new), ("UnknownServicePlan", "Microsoft Teams is not part of Visio Plan 2.".into()));
}

#[test]
fn two_plans_that_exclude_each_other() {
    let words = "Exchange Online (Plan 1) and Exchange Online (Plan 2) of Microsoft 365 E3 \
                 can't be assigned together.";
    let snapshot = customer_with(&[direct(EXCHANGE_1, &[])]);
    assert_eq!(failure(&snapshot, &assign(&[E3])), ("MutuallyExclusive", words.into()));
    let without_mail = assigning(switch(E3, &[(MAIL_2, Switch::Off)]), E3);
    assert_eq!(failure(&snapshot, &without_mail).0, "Assigned");
    assert_eq!(failure(&snapshot, &swap(EXCHANGE_1, E3)).0, "Assigned");

    let snapshot = customer_with(&[direct(EXCHANGE_1, &[]), direct(E3, &[MAIL_2])]);
    assert_eq!(failure(&snapshot, &switch(E3, &[(MAIL_2, Switch::On)])), ("MutuallyExclusive", words.into()));

    let words = "Exchange Online (Plan 1) (group Sales) and Exchange Online (Plan 2) of \
                 Microsoft 365 E3 can't be assigned together.";
    let snapshot = customer_with(&[through(SALES, EXCHANGE_1, &[])]);
    assert_eq!(failure(&snapshot, &assign(&[E3])), ("MutuallyExclusive", words.into()));
}

#[test]
fn a_plan_that_needs_another() {
    let words = "Teams Phone of Teams Phone Standard needs Microsoft Teams or MCOSTANDARD.";
    assert_eq!(failure(&customer_with(&[]), &assign(&[PHONE])), ("Dependency", words.into()));
    assert_eq!(failure(&customer_with(&[]), &assign(&[PHONE, E3])).0, "Assigned");
    assert_eq!(failure(&customer_with(&[through(SALES, E3, &[])]), &assign(&[PHONE])).0, "Assigned");
    assert_eq!(failure(&customer_with(&[through(SALES, E3, &[TEAMS])]), &assign(&[PHONE])).0, "Dependency");

    let snapshot = customer_with(&[direct(E3, &[]), direct(PHONE, &[])]);
    assert_eq!(failure(&snapshot, &revoke(&[E3])), ("Dependency", words.into()));
    assert_eq!(failure(&snapshot, &switch(E3, &[(TEAMS, Switch::Off)])), ("Dependency", words.into()));
    assert_eq!(failure(&snapshot, &revoke(&[E3, PHONE])).0, "Revoked");
}

#[test]
fn a_product_that_is_not_available_where_the_user_is() {
    let mut snapshot = customer_with(&[]);
    snapshot.users.get_mut(&ADELE).unwrap().location = Some("CN".parse().unwrap());
    let words = "Domestic Calling Plan isn't available in China.";
    assert_eq!(failure(&snapshot, &assign(&[CALLING])), ("ProhibitedInLocation", words.into()));
    assert_eq!(failure(&snapshot, &both(assign(&[CALLING]), locate("SK"))).0, "Assigned");
}

#[test]
fn no_seat_is_left() {
    let mut snapshot = customer_with(&[]);
    set_available(&mut snapshot, E3, 0);
    let words = "No licenses of Microsoft 365 E3 are left. Buy more, or unassign one.";
    assert_eq!(failure(&snapshot, &assign(&[E3])), ("CountViolation", words.into()));
}

#[test]
fn names_that_are_unknown_are_written_as_ids() {
    let mut snapshot = customer_with(&[through(SALES, E3, &[])]);
    snapshot.groups.clear();
    let words = "This license comes from the group 00000000-0000-0000-0000-000000000061; change it there.";
    assert_eq!(failure(&snapshot, &revoke(&[E3])).1, words);
    let unknown = Failure::UnknownServicePlan(E3, plan_id(0x77)).words(&snapshot);
    assert_eq!(unknown, "00000000-0000-0000-0000-000000000077 is not part of Microsoft 365 E3.");
}

#[test]
fn a_failed_user_stays_wholly_as_before_location_too() {
    let mut snapshot = customer_with(&[direct(VISIO, &[])]);
    set_available(&mut snapshot, E5, 0);
    let asked = both(both(assign(&[E3, E5]), revoke(&[VISIO])), locate("CZ"));
    let plan = plan(&snapshot, &[(ADELE, &asked)], ShortagePolicy::InOrder);
    assert_eq!(plan.users[0].outcome, Outcome::Failed(Failure::CountViolation(E5)));
    assert_eq!((&plan.users[0].before, &plan.users[0].after), (&Touched::default(), &Touched::default()));
    assert!(plan.users[0].warnings.is_empty() && !plan.users[0].left_unlicensed);
    assert!(plan.seats.values().all(|seats| seats.used == 0));
}

#[test]
fn what_is_asked_of_a_revoked_products_plans_is_of_no_account() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    let mut asked = revoke(&[E3]);
    let plans = PlansChange::Each([(DRAWINGS, Switch::On)].into());
    asked.products.entry(E3).and_modify(|asked: &mut ProductChange| asked.plans = plans);
    assert_eq!(failure(&snapshot, &asked).0, "Revoked");
}

#[test]
fn failures_that_were_stored_before_products_were_named_are_read() {
    let names = customer();
    let stored = |json: String| serde_json::from_str::<Failure>(&json).unwrap().words(&names);
    assert_eq!(
        stored(format!(r#"{{"MutuallyExclusive":["{MAIL_1}","{MAIL_2}"]}}"#)),
        "Exchange Online (Plan 1) and Exchange Online (Plan 2) can't be assigned together."
    );
    assert_eq!(
        stored(format!(r#"{{"Dependency":["{PHONE_SYSTEM}",["{TEAMS}"]]}}"#)),
        "Teams Phone needs Microsoft Teams."
    );
}

#[test]
fn what_is_stored_now_is_read_as_it_was() {
    let held = GivenPlan { plan: MAIL_1, product: Some(EXCHANGE_1), group: Some(SALES) };
    let failure = Failure::MutuallyExclusive(held, GivenPlan { plan: MAIL_2, product: Some(E3), group: None });
    let stored = serde_json::to_string(&failure).unwrap();
    assert_eq!(serde_json::from_str::<Failure>(&stored).unwrap(), failure);
}

#[test]
fn a_code_is_found_by_its_name() {
    for code in [FailureCode::CountViolation, FailureCode::MutuallyExclusive, FailureCode::StaysByGroup] {
        assert_eq!(FailureCode::parse(code.as_str()), Some(code));
    }
    assert_eq!(FailureCode::parse("Weather"), None);
}
