//! Direction marks in names do not affect the rest of a sentence.

use super::fixtures::*;
use crate::directory::deleted_user::LostLicense;
use crate::directory::invisible::turns_text;
use crate::directory::product::Capability;
use crate::rules::failure::Failure;
use crate::rules::given::GivenPlan;
use crate::rules::plans_off::PlansOff;
use crate::rules::reasons::ReasonLicense;
use crate::rules::snapshot::NotAssignable;
use crate::rules::snapshot::Snapshot;

/// Ends an isolate around the name, and reverses the text after it.
const MARKS: &str = "\u{2069}\u{202e}";

/// A customer with such marks in the names of all products, service plans and groups.
fn marked(mut snapshot: Snapshot) -> Snapshot {
    for held in snapshot.products.values_mut() {
        held.product.name.push_str(MARKS);
        held.product.plans.iter_mut().for_each(|plan| plan.friendly_name.push_str(MARKS));
    }
    snapshot.groups.values_mut().for_each(|name| name.push_str(MARKS));
    snapshot
}

/// Expects marks, all of them within a closed isolate.
fn expect_isolated(words: &str) {
    let mut is_within = false;
    for c in words.chars() {
        match c {
            '\u{2068}' => is_within = true,
            '\u{2069}' => {
                assert!(is_within, "{words:?} ends what did not begin");
                is_within = false;
            }
            c => assert!(is_within || !turns_text(c), "{words:?} turns itself"),
        }
    }
    assert!(!is_within && words.contains('\u{202e}'), "{words:?}");
}

#[test]
fn names_in_failures_turn_nothing_else() {
    let snapshot = marked(customer());
    let by_group = GivenPlan { group: Some(SALES), ..given(MAIL_1, EXCHANGE_1) };
    for failure in [
        Failure::NotAssignable(E3, NotAssignable::Capability(Capability::Suspended)),
        Failure::NotAssignable(E3, NotAssignable::Publisher(format!("Contoso{MARKS}"))),
        Failure::InheritedFromGroup(E3, SALES),
        Failure::UnknownServicePlan(E3, CALLS),
        Failure::MutuallyExclusive(by_group, given(MAIL_2, E3)),
        Failure::Dependency(given(PHONE_SYSTEM, PHONE), vec![TEAMS, APPS]),
        Failure::ProhibitedInLocation(CALLING, "CN".parse().unwrap()),
        Failure::CountViolation(E3),
        Failure::StaysByGroup(E3, SALES, E5),
    ] {
        expect_isolated(&failure.words(&snapshot));
    }
}

#[test]
fn names_in_what_happens_turn_nothing_else() {
    let snapshot = marked(customer_with(&[direct(E3, &[APPS]), direct(VISIO, &[]), through(SALES, VISIO, &[])]));
    for change in [
        swap(E3, E5),
        switch(E3, &[(APPS, crate::rules::change::Switch::On), (SITES, crate::rules::change::Switch::Off)]),
        revoke(&[VISIO]),
        assigning(exactly(E5, &[MAIL_2, SITES, TEAMS, APPS, PHONE_SYSTEM]), E5),
    ] {
        expect_isolated(&plan_adele(&snapshot, &change).words(&snapshot));
    }
}

#[test]
fn names_in_lists_turn_nothing_else() {
    let [product, group] = ["Visio", "Sales"].map(|name| format!("{name}{MARKS}"));
    expect_isolated(&PlansOff { product: product.clone(), plans: vec![group.clone(), group.clone()] }.words());
    expect_isolated(&LostLicense { product: product.clone(), group: Some(group.clone()) }.words());
    expect_isolated(&ReasonLicense { sku: VISIO, product, group: Some(group) }.words());
}
