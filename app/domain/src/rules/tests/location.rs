//! Usage locations: who gets a new one, and the checks for a user who moves.

use super::fixtures::*;
use crate::directory::country::CountryCode;
use crate::rules::change::{Change, LocationChange};
use crate::rules::outcome::TouchedLocation;
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::Snapshot;

fn country(code: &str) -> CountryCode {
    code.parse().unwrap()
}

fn asked(location: LocationChange) -> Change {
    Change { location: Some(location), ..Change::default() }
}

fn one_with_and_one_without() -> Snapshot {
    let mut snapshot = customer_with(&[]);
    add_user(&mut snapshot, BO, &[]);
    snapshot.users.get_mut(&BO).unwrap().location = None;
    snapshot
}

#[test]
fn only_users_without_a_location_get_it() {
    let change = asked(LocationChange::OnlyWithout(country("CZ")));
    let plan = plan_all(&one_with_and_one_without(), &change, ShortagePolicy::default());
    assert_eq!(outcomes(&plan), ["Unchanged", "LocationChanged"]);
    assert_eq!(plan.users[1].before.location, Some(TouchedLocation { country: None }));
    assert_eq!(plan.users[1].after.location, Some(TouchedLocation { country: Some(country("CZ")) }));
}

#[test]
fn all_users_get_it_over_what_they_have() {
    let change = asked(LocationChange::All(country("CZ")));
    let plan = plan_all(&one_with_and_one_without(), &change, ShortagePolicy::default());
    assert_eq!(outcomes(&plan), ["LocationChanged", "LocationChanged"]);
    assert_eq!(plan.users[0].before.location, Some(TouchedLocation { country: Some(country("SK")) }));
}

#[test]
fn exactly_none_takes_it_away() {
    let change = asked(LocationChange::Exactly(None));
    let plan = plan_all(&one_with_and_one_without(), &change, ShortagePolicy::default());
    assert_eq!(outcomes(&plan), ["LocationChanged", "Unchanged"]);
    assert_eq!(plan.users[0].after.location, Some(TouchedLocation { country: None }));
}

#[test]
fn every_direct_license_is_looked_at_when_a_user_moves() {
    let words = "Domestic Calling Plan isn't available in China.";
    let snapshot = customer_with(&[direct(CALLING, &[])]);
    assert_eq!(failure(&snapshot, &locate("CN")), ("ProhibitedInLocation", words.into()));
    assert_eq!(failure(&snapshot, &locate("CZ")).0, "LocationChanged");
    assert_eq!(failure(&snapshot, &both(revoke(&[CALLING]), locate("CN"))).0, "Revoked");
    assert_eq!(failure(&customer_with(&[through(SALES, CALLING, &[])]), &locate("CN")).0, "LocationChanged");
}

#[test]
fn a_license_names_the_outcome_before_the_location_does() {
    let snapshot = customer_with(&[]);
    let planned = plan_adele(&snapshot, &both(assign(&[E3]), locate("CZ")));
    assert_eq!(planned.outcome.kind(), OutcomeKind::Assigned);
    assert_eq!(planned.after.location, Some(TouchedLocation { country: Some(country("CZ")) }));
}
