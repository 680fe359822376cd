//! Repairs and parts left out, with their reports.

use super::graph::{ADELE, ALEX, ORGANIZATION, STAFF, SUBSCRIPTION, adele, e3, files, notes, read_users, ten_e3};
use super::*;
use crate::import::customer::CustomerImport;
use crate::import::graph::{GraphFiles, read};

fn read_organization(json: &str) -> CustomerImport {
    read(GraphFiles { organization: json, ..files("[]", "[]") }).unwrap()
}

#[test]
fn users_without_a_display_name_go_by_their_upn() {
    let import = read_users(&adele(r#""displayName": "", "assignedLicenses": []"#)).unwrap();
    assert_eq!(import.users[0].display_name, "adele@fabrikam.com");
    assert!(import.users[0].sign_in_allowed);
    assert_eq!(
        notes(&import),
        [
            "Without a display name, shown by their email: 1 user.",
            "users.json doesn't say accountEnabled; taken as allowed to sign in: 1 user.",
        ]
    );
}

#[test]
fn unreadable_locations_and_dates_are_left_empty() {
    let fields = r#""displayName": "Adele", "accountEnabled": true, "assignedLicenses": [], "usageLocation": "XX",
        "createdDateTime": "yesterday""#;
    let import = read_users(&adele(fields)).unwrap();
    assert_eq!((import.users[0].location, import.users[0].created), (None, None));
    assert_eq!(
        notes(&import),
        [
            "adele@fabrikam.com: “XX” is not a country code; the location is left empty.",
            "adele@fabrikam.com: “yesterday” is not a date and time; the day of creation is left empty.",
        ]
    );
}

#[test]
fn the_last_of_a_repeated_user_counts_and_deleted_ones_are_left_out() {
    let user = |id: &str, upn: &str, more: &str| {
        format!(
            r#"{{"id": "{id}", "userPrincipalName": "{upn}", "displayName": "{upn}", "accountEnabled": true,
            "assignedLicenses": []{more}}}"#
        )
    };
    let import = read_users(&format!(
        "[{}, {}, {}]",
        user(ADELE, "old@fabrikam.com", ""),
        user(ALEX, "new@fabrikam.com", r#", "deletedDateTime": "2026-10-01T08:00:00Z""#),
        user(ADELE, "new@fabrikam.com", ""),
    ))
    .unwrap();
    let upns: Vec<_> = import.users.iter().map(|user| user.upn.as_str()).collect();
    assert_eq!(upns, ["new@fabrikam.com"]);
    assert_eq!(
        notes(&import),
        [
            format!("User {ADELE} (new@fabrikam.com) is listed more than once; the last one was taken."),
            "Deleted and left out: 1 user.".to_owned(),
        ]
    );
}

#[test]
fn held_products_that_are_not_owned_are_kept_by_their_ids() {
    let fields = format!(
        r#""displayName": "Adele", "accountEnabled": true, "licenseAssignmentStates": [
           {{"skuId": "{E5}", "assignedByGroup": "{STAFF}"}}, {{"skuId": "{E5}"}}]"#
    );
    let import = read_users(&adele(&fields)).unwrap();
    let last = import.products.last().unwrap();
    assert_eq!((last.product.part_number.as_str(), last.product.name.as_str()), (E5, E5));
    assert_eq!((last.subscriptions.len(), import.products.len()), (0, 2));
    assert_eq!(import.groups, [(STAFF.parse().unwrap(), STAFF.to_owned())]);
    assert_eq!(
        notes(&import),
        [
            format!("The customer doesn't own product {E5}, but it is held: 1 user."),
            format!("Licenses come through group {STAFF}, which has no name in the files; it goes by its id."),
        ]
    );
}

#[test]
fn a_subscription_without_an_id_gets_the_same_one_every_time() {
    let id = |fields: &str| {
        let import = read(files("[]", &e3(fields))).unwrap();
        assert_eq!(notes(&import), ["SPE_E3 names no subscription of its own; an id was made for it."]);
        import.products[0].subscriptions[0].id
    };
    let made = id(r#""capabilityStatus": "Enabled""#);
    assert_eq!(made, id(r#""capabilityStatus": "Enabled", "subscriptionIds": []"#));
    assert_eq!(made, id(r#""capabilityStatus": "Enabled", "subscriptionIds": null"#));
    let other = ORGANIZATION.replace("cd613e30", "cd613e31");
    let skus = e3(r#""capabilityStatus": "Enabled""#);
    let import = read(GraphFiles { organization: &other, ..files("[]", &skus) }).unwrap();
    assert_ne!(made, import.products[0].subscriptions[0].id, "another customer's is another");
}

#[test]
fn a_product_listed_twice_has_two_subscriptions_of_different_ids() {
    let once = ten_e3();
    let inner = once.trim_start_matches('[').trim_end_matches(']');
    let import = read(files("[]", &format!("[{inner}, {inner}]"))).unwrap();
    let [product] = import.products.as_slice() else { panic!("{:?}", import.products) };
    let ids: Vec<_> = product.subscriptions.iter().map(|subscription| subscription.id.to_string()).collect();
    assert_eq!((ids.len(), ids[0].as_str()), (2, SUBSCRIPTION));
    assert_ne!(ids[0], ids[1]);
    assert_eq!(notes(&import).len(), 2);
}

#[test]
fn an_unknown_status_is_told() {
    let fields = format!(r#""capabilityStatus": "Paused", "subscriptionIds": ["{SUBSCRIPTION}"]"#);
    let import = read(files("[]", &e3(&fields))).unwrap();
    let told = "SPE_E3 has the unknown status “Paused”; it counts as locked out, so that nobody is assigned it.";
    assert_eq!(notes(&import), [told]);
}

#[test]
fn seats_that_microsoft_counts_otherwise_are_told() {
    let user = |fields: &str| adele(&format!(r#""displayName": "Adele", "accountEnabled": true, {fields}"#));
    let held = user(&format!(
        r#""licenseAssignmentStates": [{{"skuId": "{E3}"}}, {{"skuId": "{E3}", "assignedByGroup": "{STAFF}"}}]"#
    ));
    let error = user(&format!(r#""licenseAssignmentStates": [{{"skuId": "{E3}", "state": "Error"}}]"#));
    for (users, counted, told) in [
        (&held, 1, None),
        (&error, 0, None),
        (&held, 2, Some("counts 2 licenses in use, but in users.json it is held by 1 user.")),
        (&error, 1, Some("counts 1 license in use, but in users.json it is held by 0 users.")),
    ] {
        let skus = e3(&format!(r#""subscriptionIds": ["{SUBSCRIPTION}"], "consumedUnits": {counted}"#));
        let notes = notes(&read(files(users, &skus)).unwrap());
        let seats: Vec<_> = notes.iter().filter(|note| note.contains("in use")).collect();
        assert_eq!(seats.len(), usize::from(told.is_some()), "{notes:?}");
        assert!(
            told.is_none_or(|told| seats[0].starts_with("SPE_E3: subscribedSkus.json ") && seats[0].contains(told))
        );
    }
}

#[test]
fn a_disabled_plan_that_the_product_lacks_is_kept_and_told() {
    const SWAY: &str = "a23b959c-7ce8-4e57-9140-b90eb88a9e97";
    let fields = format!(
        r#""displayName": "Adele", "accountEnabled": true,
           "licenseAssignmentStates": [{{"skuId": "{E3}", "disabledPlans": ["{EXCHANGE}", "{SWAY}"]}}]"#
    );
    let import = read_users(&adele(&fields)).unwrap();
    assert!(import.users[0].licenses[0].disabled.contains(&SWAY.parse().unwrap()));
    let told = format!("SPE_E3 has no service plan {SWAY}, but licenses switch it off (1 user); it is kept by its id.");
    assert_eq!(notes(&import), [told]);
}

#[test]
fn unknown_words_are_told_once_with_their_number() {
    let user = |id: &str, name: &str| {
        format!(
            r#"{{"id": "{id}", "userPrincipalName": "{name}@fabrikam.com", "displayName": "{name}", "accountEnabled": true,
            "assignedLicenses": [], "userType": "Viral"}}"#
        )
    };
    let skus = e3(&format!(r#""subscriptionIds": ["{SUBSCRIPTION}"], "appliesTo": "Device""#));
    let import = read(files(&format!("[{}, {}]", user(ADELE, "adele"), user(ALEX, "alex")), &skus)).unwrap();
    assert_eq!(import.products[0].said.applies_to, None);
    assert_eq!(
        notes(&import),
        [
            "users.json: the userType “Viral” is not known and was read as Member (2 entries).",
            "subscribedSkus.json: the appliesTo “Device” is not known and was read as not said (1 entry).",
        ]
    );
}

#[test]
fn a_company_without_name_country_and_default_domain_is_taken() {
    let import = read_organization(
        r#"{"id": "cd613e30-d8f1-4adf-91b7-584a2265b1f5", "displayName": null, "countryLetterCode": "ZZ",
            "verifiedDomains": [{"name": "b.com"}, {"name": "a.onmicrosoft.com", "isInitial": true}]}"#,
    );
    assert_eq!((import.customer.name.as_str(), import.customer.country), ("a.onmicrosoft.com", None));
    assert_eq!(import.customer.domains.iter().filter(|domain| domain.is_default).count(), 1);
    assert_eq!(
        notes(&import),
        [
            "Not exactly one domain is marked as default; a.onmicrosoft.com was taken.",
            "“ZZ” is not a country code; the company's country is left empty.",
            "The company has no name; it is called a.onmicrosoft.com.",
        ]
    );
}

#[test]
fn of_two_default_domains_the_first_is_taken() {
    let import = read_organization(
        r#"[{"id": "cd613e30-d8f1-4adf-91b7-584a2265b1f5", "displayName": "Fabrikam", "verifiedDomains": [
            {"name": "a.com", "isDefault": true}, {"name": "b.com", "isDefault": true}]}]"#,
    );
    assert_eq!(import.customer.primary_domain(), "a.com");
    assert!(!import.customer.domains[1].is_default);
    assert_eq!(notes(&import).len(), 1);
}

#[test]
fn roles_are_given_once_and_what_is_unknown_is_told() {
    let users = adele(r#""displayName": "Adele", "accountEnabled": true, "assignedLicenses": []"#);
    let role = |name: &str, template: &str, members: &str| {
        format!(r#"{{"displayName": "{name}", "roleTemplateId": {template}, "members": {members}}}"#)
    };
    let template = r#""fe930be7-5e62-47db-91af-98c3a49a38b1""#;
    let both = format!(r#"[{{"id": "{ADELE}"}}, {{"id": "{ADELE}"}}, {{"id": "{ALEX}"}}]"#);
    let roles =
        [role("User Administrator", template, &both), role("Own", "null", "[]"), role("Empty", template, "null")];
    let roles = format!("[{}]", roles.join(","));
    let import = read(GraphFiles { directory_roles: Some(&roles), ..files(&users, "[]") }).unwrap();
    assert_eq!(import.users[0].roles.len(), 1);
    let named: Vec<_> = import.roles.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    assert_eq!(named, [("fe930be7-5e62-47db-91af-98c3a49a38b1".to_owned(), "Empty")]);
    assert_eq!(
        notes(&import),
        [
            "Role User Administrator: not among the users and left out: 1 member.",
            "Role Own has no roleTemplateId and was left out.",
        ]
    );
}

#[test]
fn roles_saved_without_members_are_told() {
    let roles = r#"{"value": [{"displayName": "User Administrator", "roleTemplateId": "fe930be7-5e62-47db-91af-98c3a49a38b1"}]}"#;
    let import = read(GraphFiles { directory_roles: Some(roles), ..files("[]", "[]") }).unwrap();
    assert_eq!(notes(&import).len(), 1);
    assert!(notes(&import)[0].contains("$expand=members"));
}
