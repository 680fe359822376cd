//! A small customer, field by field, and helpers for the other tests of saved files.

use super::*;
use crate::directory::license::Source;
use crate::directory::product::{AppliesTo, Capability, Channel};
use crate::directory::user::UserType;
use crate::import::customer::{CustomerImport, ProductSaid};
use crate::import::graph::{GraphFiles, read};
use crate::import::graph_error::ImportError;

pub(super) const TENANT: &str = "cd613e30-d8f1-4adf-91b7-584a2265b1f5";
pub(super) const SUBSCRIPTION: &str = "7e1060c6-1481-473b-8b28-74c87729cdf6";
pub(super) const ADELE: &str = "c4647159-c324-4985-9b81-0e766ec9d286";
pub(super) const ALEX: &str = "c381e88f-38c0-48fd-8712-b8bc076f3787";
pub(super) const STAFF: &str = "1e2feb89-414c-443c-9027-c4d1c386bbc4";

pub(super) const ORGANIZATION: &str = r#"{"value": [{"id": "cd613e30-d8f1-4adf-91b7-584a2265b1f5",
    "displayName": "Fabrikam, Inc.", "countryLetterCode": "SK", "verifiedDomains": [
    {"name": "Fabrikam.com", "isDefault": true, "isInitial": false, "type": "Managed"},
    {"name": "fabrikam.onmicrosoft.com", "isDefault": false, "isInitial": true}]}]}"#;

/// subscribedSkus.json with Microsoft 365 E3 and the given other fields.
pub(super) fn e3(fields: &str) -> String {
    format!(r#"[{{"skuId": "{E3}", "skuPartNumber": "SPE_E3", {fields}}}]"#)
}

/// subscribedSkus.json with ten licenses of Microsoft 365 E3.
pub(super) fn ten_e3() -> String {
    e3(&format!(
        r#""capabilityStatus": "Enabled", "subscriptionIds": ["{SUBSCRIPTION}"], "prepaidUnits": {{"enabled": 10}},
           "servicePlans": [{{"servicePlanId": "{EXCHANGE}", "servicePlanName": "EXCHANGE_S_ENTERPRISE"}},
           {{"servicePlanId": "{TEAMS}", "servicePlanName": "TEAMS1"}}]"#
    ))
}

/// users.json with one user and the given other fields.
pub(super) fn adele(fields: &str) -> String {
    format!(r#"[{{"id": "{ADELE}", "userPrincipalName": "adele@fabrikam.com", {fields}}}]"#)
}

pub(super) fn files<'a>(users: &'a str, subscribed_skus: &'a str) -> GraphFiles<'a> {
    GraphFiles { users, subscribed_skus, organization: ORGANIZATION, ..GraphFiles::default() }
}

pub(super) fn read_users(users: &str) -> Result<CustomerImport, ImportError> {
    read(files(users, &ten_e3()))
}

/// Reads files with users, products, the company, groups and roles.
pub(super) fn read_all([users, subscribed_skus, organization, groups, roles]: [&str; 5]) -> CustomerImport {
    let files = GraphFiles {
        users,
        subscribed_skus,
        organization,
        groups: Some(groups),
        directory_roles: Some(roles),
        ..GraphFiles::default()
    };
    read(files).unwrap()
}

pub(super) fn notes(import: &CustomerImport) -> Vec<String> {
    import.notes.iter().map(|note| note.words()).collect()
}

fn user_role() -> uuid::Uuid {
    uuid::Uuid::from_u128(0x62e90394_69f5_4237_9190_012177145e10)
}

#[test]
fn a_customer_is_read_field_by_field() {
    let users = adele(&format!(
        r#""displayName": "Adele Vance", "givenName": "Adele", "surname": "Vance", "mail": "adele@fabrikam.com",
           "mailNickname": "adele", "usageLocation": "SK", "accountEnabled": false, "userType": "Guest",
           "onPremisesSyncEnabled": true, "department": "Sales", "jobTitle": " ", "unheardOf": {{"a": [1]}},
           "createdDateTime": "2026-10-01T08:00:00Z", "assignedLicenses": [{{"skuId": "{E3}", "disabledPlans": []}}],
           "licenseAssignmentStates": [{{"skuId": "{E3}", "disabledPlans": ["{EXCHANGE}"], "assignedByGroup": "{STAFF}",
           "state": "Active", "error": "None"}}]"#
    ));
    let groups = format!(r#"{{"value": [{{"id": "{STAFF}", "displayName": "All staff"}}]}}"#);
    let roles = format!(
        r##"{{"value": [{{"displayName": "Global Administrator", "roleTemplateId": "62e90394-69f5-4237-9190-012177145e10",
           "members": [{{"@odata.type": "#microsoft.graph.user", "id": "{ADELE}"}},
           {{"@odata.type": "#microsoft.graph.group", "id": "{STAFF}"}}]}}]}}"##
    );
    // Only members that are users in the files count.
    let members = format!(r#"[{{"value": [{{"id": "{ADELE}"}}, {{"id": "{STAFF}"}}]}}]"#);
    let group_members = [(STAFF.parse().unwrap(), members)];
    let skus = ten_e3();
    let files = GraphFiles { groups: Some(&groups), directory_roles: Some(&roles), ..files(&users, &skus) };
    let import = read(GraphFiles { group_members: &group_members, ..files }).unwrap();
    let wrong = [(STAFF.parse().unwrap(), r#"[{"id": "x"}]"#.to_owned())];
    let refused = read(GraphFiles { group_members: &wrong, ..files }).unwrap_err().to_string();
    assert!(refused.starts_with("group-members/ID.json, entry 1 (x): id must be an id"), "{refused}");
    assert_eq!(notes(&import), Vec::<String>::new());

    let customer = &import.customer;
    assert_eq!((customer.id.to_string().as_str(), customer.name.as_str()), (TENANT, "Fabrikam, Inc."));
    assert_eq!(customer.country, "SK".parse().ok());
    assert_eq!(customer.primary_domain(), "fabrikam.com");
    assert_eq!(customer.domains.len(), 2);
    assert!(customer.domains[1].is_initial && !customer.domains[1].is_default);

    let [product] = import.products.as_slice() else { panic!("{:?}", import.products) };
    assert_eq!((product.product.part_number.as_str(), product.product.name.as_str()), ("SPE_E3", "SPE_E3"));
    assert_eq!(product.product.plans[0].id.to_string(), EXCHANGE);
    assert_eq!(product.product.applies_to, AppliesTo::User);
    let [subscription] = product.subscriptions.as_slice() else { panic!("{:?}", product.subscriptions) };
    assert_eq!(subscription.id.to_string(), SUBSCRIPTION);
    assert_eq!((subscription.enabled, subscription.warning, subscription.suspended), (10, 0, 0));
    assert_eq!((subscription.capability, subscription.channel), (Capability::Enabled, Channel::Unknown));

    let role = (user_role(), "Global Administrator".to_owned());
    assert_eq!(import.roles, [role]);
    assert_eq!(import.groups, [(STAFF.parse().unwrap(), "All staff".to_owned())]);
    assert_eq!(import.group_members, [(STAFF.parse().unwrap(), [ADELE.parse().unwrap()].into())].into());

    let [user] = import.users.as_slice() else { panic!("{:?}", import.users) };
    assert_eq!((user.id.to_string().as_str(), user.upn.as_str()), (ADELE, "adele@fabrikam.com"));
    assert_eq!((user.display_name.as_str(), user.first_name.as_deref()), ("Adele Vance", Some("Adele")));
    assert_eq!((user.last_name.as_deref(), user.mail_nickname.as_deref()), (Some("Vance"), Some("adele")));
    assert_eq!(user.mail.as_deref(), Some("adele@fabrikam.com"));
    assert_eq!((user.location, user.user_type), ("SK".parse().ok(), UserType::Guest));
    assert!(!user.sign_in_allowed && user.directory_synced);
    assert_eq!((user.department.as_deref(), user.job_title.as_deref()), (Some("Sales"), None));
    assert_eq!(user.created, Some(1_790_841_600_000));
    assert_eq!(user.roles, [user_role()]);
    let [license] = user.licenses.as_slice() else { panic!("{:?}", user.licenses) };
    assert_eq!(license.source, Source::Group(STAFF.parse().unwrap()));
    assert_eq!(license.disabled, [EXCHANGE.parse().unwrap()].into());
    assert_eq!(license.error, None);
}

#[test]
fn seats_and_capability_are_read() {
    for (fields, capability, seats) in [
        (r#""capabilityStatus": "Warning", "prepaidUnits": {"warning": 3}"#, Capability::Warning, (0, 3, 0)),
        (
            r#""capabilityStatus": "Suspended", "prepaidUnits": {"suspended": 4, "lockedOut": 2}"#,
            Capability::Suspended,
            (0, 0, 6),
        ),
        (r#""capabilityStatus": "LockedOut""#, Capability::LockedOut, (0, 0, 0)),
        (r#""capabilityStatus": "Deleted", "prepaidUnits": null"#, Capability::Deleted, (0, 0, 0)),
        (r#""prepaidUnits": {"enabled": 1, "warning": null}"#, Capability::Enabled, (1, 0, 0)),
        (r#""prepaidUnits": {"warning": 1}"#, Capability::Warning, (0, 1, 0)),
        (r#""prepaidUnits": {}"#, Capability::Suspended, (0, 0, 0)),
        (r#""capabilityStatus": "Paused", "prepaidUnits": {"enabled": 1}"#, Capability::LockedOut, (1, 0, 0)),
    ] {
        let import = read(files("[]", &e3(fields))).unwrap();
        let found = &import.products[0].subscriptions[0];
        assert_eq!(found.capability, capability, "{fields}");
        assert_eq!((found.enabled, found.warning, found.suspended), seats, "{fields}");
    }
}

#[test]
fn company_products_and_plans_are_read() {
    let fields = format!(
        r#""appliesTo": "Company", "servicePlans": [
           {{"servicePlanId": "{TEAMS}", "servicePlanName": "TEAMS1", "appliesTo": "User"}},
           {{"servicePlanId": "{EXCHANGE}", "appliesTo": "Company"}},
           {{"servicePlanId": "{TEAMS}", "servicePlanName": "TEAMS1", "appliesTo": "User"}}]"#
    );
    let product = read(files("[]", &e3(&fields))).unwrap().products.remove(0).product;
    assert_eq!(product.applies_to, AppliesTo::Company);
    let said = read(files("[]", &e3(&fields))).unwrap().products.remove(0).said;
    assert_eq!(said.applies_to, Some(AppliesTo::Company));
    let said: Vec<_> = said.plans.iter().map(|plan| (plan.id.to_string(), plan.applies_to)).collect();
    let expected = [(TEAMS.to_owned(), Some(AppliesTo::User)), (EXCHANGE.to_owned(), Some(AppliesTo::Company))];
    assert_eq!(said, expected);
    assert_eq!(read(files("[]", &e3(r#""servicePlans": []"#))).unwrap().products[0].said, ProductSaid::default());
    let plans: Vec<_> = product.plans.iter().map(|plan| (plan.name.as_str(), plan.applies_to)).collect();
    assert_eq!(plans, [("TEAMS1", AppliesTo::User), (EXCHANGE, AppliesTo::Company)]);
}
