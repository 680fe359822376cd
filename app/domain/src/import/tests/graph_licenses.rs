//! The sources of licenses, and their errors.

use super::graph::{STAFF, adele, notes, read_users};
use super::*;
use crate::directory::license::{License, Source};

fn licenses(fields: &str) -> (Vec<License>, Vec<String>) {
    let import = read_users(&adele(&format!(r#""displayName": "Adele", "accountEnabled": true, {fields}"#))).unwrap();
    let notes = notes(&import).into_iter().filter(|note| !note.contains("has no name in the files")).collect();
    (import.users[0].licenses.clone(), notes)
}

fn license(source: Source, disabled: &[&str], error: Option<&str>) -> License {
    License {
        sku_id: E3.parse().unwrap(),
        source,
        disabled: disabled.iter().map(|plan| plan.parse().unwrap()).collect(),
        error: error.map(str::to_owned),
    }
}

#[test]
fn one_product_is_held_directly_and_through_a_group() {
    let fields = format!(
        r#""assignedLicenses": [{{"skuId": "{E3}", "disabledPlans": []}}], "licenseAssignmentStates": [
           {{"skuId": "{E3}", "disabledPlans": null, "assignedByGroup": "{STAFF}", "state": "Active", "error": "None"}},
           {{"skuId": "{E3}", "disabledPlans": ["{TEAMS}"], "assignedByGroup": null, "state": "Active", "error": "None"}}]"#
    );
    let group = Source::Group(STAFF.parse().unwrap());
    let expected = vec![license(Source::Direct, &[TEAMS], None), license(group, &[], None)];
    assert_eq!(licenses(&fields), (expected, Vec::new()));
}

#[test]
fn errors_keep_their_code_and_active_ones_have_none() {
    for (state, error, expected) in [
        ("Active", "None", None),
        ("active", "None", None),
        ("Error", "CountViolation", Some("CountViolation")),
        ("ActiveWithError", "MutuallyExclusiveViolation", None),
        ("Error", "None", Some("Error")),
        ("Disabled", "", Some("Disabled")),
    ] {
        let fields =
            format!(r#""licenseAssignmentStates": [{{"skuId": "{E3}", "state": "{state}", "error": "{error}"}}]"#);
        assert_eq!(licenses(&fields).0, [license(Source::Direct, &[], expected)], "{state} {error}");
    }
}

#[test]
fn without_states_licenses_count_as_direct_and_that_is_told() {
    let assigned = format!(r#""assignedLicenses": [{{"skuId": "{E3}", "disabledPlans": ["{TEAMS}"]}}]"#);
    let told = "users.json doesn't say licenseAssignmentStates for some licenses; taken as assigned directly: 1 user.";
    let expected = (vec![license(Source::Direct, &[TEAMS], None)], vec![told.to_owned()]);
    assert_eq!(licenses(&assigned), expected);
    assert_eq!(licenses(&format!(r#"{assigned}, "licenseAssignmentStates": null"#)), expected);
    assert_eq!(licenses(&format!(r#"{assigned}, "licenseAssignmentStates": []"#)), expected);
}

#[test]
fn null_and_empty_lists_are_no_licenses() {
    for fields in [
        r#""assignedLicenses": null, "licenseAssignmentStates": []"#,
        r#""assignedLicenses": null"#,
        r#""assignedLicenses": []"#,
    ] {
        assert_eq!(licenses(fields), (Vec::new(), Vec::new()), "{fields}");
    }
}

#[test]
fn an_unknown_state_counts_as_an_error_and_is_told() {
    let fields = format!(r#""licenseAssignmentStates": [{{"skuId": "{E3}", "state": "Parked", "error": "None"}}]"#);
    let told =
        "users.json: the licenseAssignmentStates.state “Parked” is not known and was read as an error (1 entry).";
    assert_eq!(licenses(&fields), (vec![license(Source::Direct, &[], Some("Parked"))], vec![told.to_owned()]));
}

#[test]
fn a_license_listed_twice_counts_once() {
    let fields = format!(
        r#""licenseAssignmentStates": [{{"skuId": "{E3}"}}, {{"skuId": "{E3}", "disabledPlans": ["{TEAMS}"]}}]"#
    );
    let (licenses, notes) = licenses(&fields);
    assert_eq!(licenses, [license(Source::Direct, &[TEAMS], None)]);
    assert_eq!(notes.len(), 1, "{notes:?}");
}
