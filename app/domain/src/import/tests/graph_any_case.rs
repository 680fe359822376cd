//! Files of Graph PowerShell, with capitalized names, give the same result as those of Microsoft Graph.

use super::graph::{ADELE, STAFF, SUBSCRIPTION, TENANT, notes, read_all};
use super::*;
use crate::import::customer::CustomerImport;
use crate::import::graph::{GraphFiles, read};
use serde_json::{Map, Value, json};

/// Responses of Microsoft Graph: users, products, company, groups, roles.
fn answers() -> [Value; 5] {
    [
        json!([{"id": ADELE, "userPrincipalName": "adele@fabrikam.com", "displayName": "Adele", "givenName": "Adele",
            "surname": "Vance", "mail": "adele@fabrikam.com", "mailNickname": "adele", "usageLocation": "SK",
            "accountEnabled": false, "userType": "Guest", "onPremisesSyncEnabled": true, "department": "Sales",
            "jobTitle": "Clerk", "createdDateTime": "2026-10-01T08:00:00Z",
            "assignedLicenses": [{"skuId": E3, "disabledPlans": [EXCHANGE]}],
            "licenseAssignmentStates": [{"skuId": E3, "disabledPlans": [EXCHANGE], "assignedByGroup": STAFF,
                "state": "Active", "error": "None"}]}]),
        json!([{"skuId": E3, "skuPartNumber": "SPE_E3", "appliesTo": "Company", "capabilityStatus": "Warning",
            "consumedUnits": 1, "subscriptionIds": [SUBSCRIPTION],
            "prepaidUnits": {"enabled": 0, "warning": 3, "suspended": 2, "lockedOut": 1},
            "servicePlans": [{"servicePlanId": EXCHANGE, "servicePlanName": "EXCHANGE", "appliesTo": "Company"}]}]),
        json!([{"id": TENANT, "displayName": "Fabrikam", "countryLetterCode": "SK", "verifiedDomains": [
            {"name": "fabrikam.com", "isDefault": true, "isInitial": false}]}]),
        json!([{"id": STAFF, "displayName": "All staff"}]),
        json!([{"id": E5, "displayName": "Own role", "roleTemplateId": TEAMS, "members": [
            {"@odata.type": "#microsoft.graph.user", "id": ADELE},
            {"@odata.type": "#microsoft.graph.group", "id": STAFF}]}]),
    ]
}

/// The value with every name changed, at every depth.
fn renamed(value: Value, name: fn(&str) -> String) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| renamed(item, name)).collect(),
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (name(&key), renamed(value, name))).collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn imported(name: fn(&str) -> String, page: bool) -> CustomerImport {
    let [users, skus, organization, groups, roles] = answers().map(|answer| {
        let answer = if page { json!({"value": answer, "@odata.context": "x"}) } else { answer };
        renamed(answer, name).to_string()
    });
    read_all([&users, &skus, &organization, &groups, &roles])
}

#[test]
fn every_casing_of_every_file_says_the_same() {
    let expected = imported(str::to_owned, false);
    assert_eq!(notes(&expected), Vec::<String>::new());
    assert_eq!((expected.users[0].licenses.len(), expected.users[0].roles.len()), (1, 1));
    for name in [pascal, str::to_uppercase, str::to_lowercase] {
        for page in [false, true] {
            assert_eq!(imported(name, page), expected);
        }
    }
}

#[test]
fn the_kind_of_a_member_is_found_among_additional_properties() {
    let [users, skus, organization, ..] = answers().map(|answer| answer.to_string());
    let roles = json!([{"DisplayName": "Own role", "RoleTemplateId": TEAMS, "Members": [
        {"Id": ADELE, "AdditionalProperties": {"@odata.type": "#microsoft.graph.user"}},
        {"Id": STAFF, "AdditionalProperties": {"@odata.type": "#microsoft.graph.group"}}]}])
    .to_string();
    let groups = json!([{"Id": STAFF, "DisplayName": "All staff", "AdditionalProperties": {}}]).to_string();
    let import = read_all([&users, &skus, &organization, &groups, &roles]);
    assert_eq!(notes(&import), Vec::<String>::new(), "a group that holds a role is no missing user");
    assert_eq!(import.users[0].roles.len(), 1);
}

#[test]
fn a_refusal_and_a_further_page_are_seen_in_every_casing() {
    let [_, skus, organization, ..] = answers().map(|answer| answer.to_string());
    let error = |users: &str| {
        let files = GraphFiles {
            users,
            subscribed_skus: &skus,
            organization: &organization,
            groups: None,
            directory_roles: None,
            ..GraphFiles::default()
        };
        read(files).unwrap_err().to_string()
    };
    assert!(error(r#"{"Error": {"Code": "Denied", "Message": "No."}}"#).ends_with("Denied: No."));
    assert!(error(r#"{"Value": [], "@odata.NextLink": "https://graph"}"#).contains("is not whole"));
}

#[test]
fn the_file_of_graph_powershell_is_read() {
    let file = |name: &str| shared_data(&format!("reports/t01_pascal/{name}.json"));
    let (Some(users), Some(skus), Some(organization)) = (file("users"), file("subscribedSkus"), file("organization"))
    else {
        return;
    };
    let files = GraphFiles {
        users: &users,
        subscribed_skus: &skus,
        organization: &organization,
        groups: None,
        directory_roles: None,
        ..GraphFiles::default()
    };
    let import = read(files).unwrap();
    assert_eq!(notes(&import), Vec::<String>::new());
    let licenses: Vec<_> =
        import.users.iter().map(|user| (user.upn.as_str(), user.licenses.len(), user.location.is_some())).collect();
    assert_eq!(licenses, [("mara@t01.example", 1, true), ("ned@t01.example", 0, true)]);
}
