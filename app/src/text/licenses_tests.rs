//! Tests of the words of managing licenses.

use super::*;
use domain::directory::product::{Capability, Product};
use domain::directory::seats::Seats;
use domain::ids::SkuId;
use domain::rules::change::LocationChange;
use domain::rules::plan::PlanDigest;
use domain::rules::summary::PlanSummary;

fn sku() -> SkuId {
    "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap()
}

fn product(owned: i64, consumed: i64) -> CustomerProduct {
    CustomerProduct {
        product: Product {
            sku_id: sku(),
            part_number: "SPE_E3".into(),
            name: "Microsoft 365 E3".into(),
            applies_to: Default::default(),
            plans: Vec::new(),
        },
        seats: Some(Seats { owned, consumed, reserved: 0 }),
        capability: Some(Capability::Enabled),
        publisher: None,
    }
}

fn summary(assigned: usize, revoked: usize, changed: usize) -> PlanSummary {
    PlanSummary {
        users: 5,
        changed,
        failed: 2,
        unchanged: 1,
        left_out: 0,
        assigned,
        revoked,
        failures: Default::default(),
        losing: revoked,
        left_unlicensed: 0,
        first_left_unlicensed: Vec::new(),
        first_failed: Vec::new(),
        first_changed: Vec::new(),
        first_unchanged: Vec::new(),
        seats: Default::default(),
        freed: Vec::new(),
        refused_for_seats: false,
        digest: PlanDigest(String::new()),
    }
}

#[test]
fn save_names_the_parts_that_apply() {
    let label = |assigned, revoked| save_label(&Change::default(), Some(&summary(assigned, revoked, 2)));
    assert_eq!(
        [label(1_200, 3), label(12, 0), label(0, 3)],
        ["Save: assign 1,200, revoke 3", "Save: assign 12", "Save: revoke 3"]
    );
}

#[test]
fn save_names_plans_or_the_location_only_where_no_license_moves() {
    let mut plans = Change::default();
    let plan = "113feb6c-3fe4-4440-bddc-54d774bf0318".parse().unwrap();
    plans.choose_plan(sku(), plan, Choice::Empty);
    let place = LocationChange::All("SK".parse().unwrap());
    let location = Change { location: Some(place), ..Change::default() };
    assert_eq!(save_label(&plans, Some(&summary(0, 0, 2))), "Save: change plans");
    assert_eq!(save_label(&location, Some(&summary(0, 0, 2))), "Save: set location");
    assert_eq!(save_label(&location, Some(&summary(1, 0, 2))), "Save: assign 1");
    assert_eq!(save_label(&location, Some(&summary(0, 0, 0))), "Save");
    assert_eq!(save_label(&plans, None), "Save");
}

#[test]
fn seats_stand_in_words() {
    let short = SeatEffect { available: 2, needed: 4, used: 2, short: 2 };
    assert_eq!(
        [
            availability(&product(20, 6), None),
            availability(&product(20, 19), None),
            availability(&product(20, 23), None),
            availability(&product(3, 1), Some(&short)),
            availability(&CustomerProduct { seats: None, ..product(0, 0) }, None),
        ],
        [
            Availability::Enough("14 Available licenses".into()),
            Availability::Enough("1 Available license".into()),
            Availability::OverAssigned("3 over-assigned".into()),
            Availability::Short("2 available · 4 needed · 2 short".into()),
            Availability::NotOwned,
        ]
    );
}

#[test]
fn more_is_offered_where_there_is_none_or_too_few() {
    let short = SeatEffect { available: 2, needed: 4, used: 2, short: 2 };
    assert!(needs_more(&product(5, 5), None));
    assert!(needs_more(&product(5, 3), Some(&short)));
    assert!(!needs_more(&product(5, 3), None));
    assert!(!needs_more(&CustomerProduct { seats: None, ..product(0, 0) }, None));
}

#[test]
fn holders_are_all_some_or_none() {
    assert_eq!(
        [assigned_to(5, 5), assigned_to(2, 5), assigned_to(0, 5)],
        ["All users", "2 of 5 users", "Not assigned"]
    );
}

#[test]
fn overwritten_locations_are_listed_and_bounded() {
    let all = CountryCode::all();
    let two = [(&all[0], &3), (&all[1], &2)];
    assert_eq!(overwrites(two.into_iter()), format!("Overwrites: {} (3), {} (2)", all[0].name(), all[1].name()));
    assert_eq!(overwrites(std::iter::empty()), "Overwrites nothing.");
    assert!(overwrites(all.iter().take(12).map(|country| (country, &1))).ends_with("(1), and 2 more"));
}

#[test]
fn numbers_in_short_leave_out_what_is_none() {
    assert_eq!(in_short(&summary(1, 0, 2)), "2 fail · 2 change · 1 stays");
    let nobody_fails = PlanSummary { failed: 0, unchanged: 0, ..summary(1, 0, 1) };
    assert_eq!(in_short(&nobody_fails), "1 changes");
}

#[test]
fn seats_taken_and_given_back_carry_their_sign() {
    assert_eq!([signed(1), signed(-1), signed(0)], ["+1", "−1", "±0"]);
}
