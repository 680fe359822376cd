//! Tests of the words of managing licenses.

use super::*;
use domain::ids::SkuId;
use domain::rules::change::LocationChange;
use domain::rules::plan::PlanDigest;
use domain::rules::summary::PlanSummary;

fn sku() -> SkuId {
    "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap()
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
        direct_removed: 0,
        revoked_products: Vec::new(),
        reasons: Vec::new(),
        warned: 0,
        warnings: Vec::new(),
        failures: Default::default(),
        losing: revoked,
        left_unlicensed: 0,
        first_left_unlicensed: Vec::new(),
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
fn direct_licenses_beside_a_groups_are_counted_apart() {
    let both = PlanSummary { direct_removed: 1, ..summary(0, 2, 3) };
    assert_eq!(save_label(&Change::default(), Some(&both)), "Save: revoke 2, remove 1 direct license");
    let only = PlanSummary { direct_removed: 2, ..summary(0, 0, 2) };
    assert_eq!(save_label(&Change::default(), Some(&only)), "Save: remove 2 direct licenses");
    assert_eq!(direct_removed(1), "1 direct license is removed from users who are still licensed by a group.");
}

#[test]
fn what_is_revoked_is_named_and_bounded() {
    let products = [("Microsoft 365 F3".to_owned(), 1_200), ("Visio Plan 2".to_owned(), 1)];
    assert_eq!(revokes(&products), "Revokes Microsoft 365 F3 (1,200), Visio Plan 2 (1).");
    let many: Vec<_> = (0..12).map(|number| (format!("P{number}"), 1)).collect();
    assert!(revokes(&many).ends_with("P9 (1), and 2 more."));
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
fn holders_are_all_some_or_none() {
    assert_eq!(
        [assigned_to(5, 5), assigned_to(2, 5), assigned_to(0, 5), assigned_to(1, 1)],
        ["All users", "2 of 5 users", "Not assigned", "Assigned"]
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
