//! Roles of a customer's portal: nobody gives more than they are allowed at the customer themselves.

use super::access::{change_anna, with_ben, with_roles};
use super::portal::{CHOSEN, PETRA, petra, petras_id, switch};
use super::site::{Browser, Site};
use domain::access::entra_role::EntraRole;
use domain::access::portal_role::PortalRole;
use domain::access::relationship::DAY_MS;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::role::PartnerRole;
use serde_json::{Value, json};

#[tokio::test]
async fn nobody_gives_a_role_that_allows_more_than_their_own() {
    let site = Site::open().await;
    petra(&site, PortalRole::LicenseAdmin).await;
    let id = petras_id(&site).await;
    let ben = with_ben(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let mut anna = Browser::signed_in(&site).await;
    let beyond = json!({ "Refused": { "Beyond": "LicenseAdmin" } });
    let form = json!({ "name": "Otto", "sign_in_name": "otto@fabrikam.com", "role": "LicenseAdmin" });
    let at = |rest: Value| {
        let mut arguments = json!({ "customer": site.customer });
        arguments.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        arguments
    };
    assert_eq!(anna.call("portal/add", at(json!({ "form": form }))).await.json(), beyond);
    assert_eq!(anna.call("portal/reset", at(json!({ "person": id }))).await.json(), beyond);
    let blocked = anna.call("portal/change", at(json!({ "person": id, "change": "Block" }))).await.json();
    assert_eq!(blocked["Done"]["portal"]["people"][0]["blocked"], json!(true));
    assert_eq!(anna.call("portal/change", at(json!({ "person": id, "change": "Allow" }))).await.json(), beyond);
}

#[tokio::test]
async fn nobody_switches_on_a_portal_whose_people_may_do_more_than_they() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::LicenseAdmin).await;
    let id = petras_id(&site).await;
    switch(&site, false).await;
    let ben = with_ben(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let mut anna = Browser::signed_in(&site).await;
    let on = json!({ "customer": site.customer, "on": true });
    let refused = json!({ "Refused": { "LetsIn": "LicenseAdmin" } });
    assert_eq!(anna.call("portal/switch", &on).await.json(), refused);
    let view = anna.call("portal/manage", json!({ "customer": site.customer })).await.json();
    assert_eq!(view["portal"]["is_on"], json!(false));
    assert_eq!(petra.sign_in(PETRA, CHOSEN).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    let events = anna.call("security/events", json!({ "place": "First", "size": 50 })).await.json()["rows"].clone();
    let noted = events.as_array().unwrap().iter().find(|row| row["kind"] == "ActionRefused");
    assert!(noted.is_some_and(|row| row.to_string().contains("Switching on lets people")), "{events}");
    let block = json!({ "customer": site.customer, "person": id, "change": "Block" });
    assert!(anna.call("portal/change", block).await.json()["Done"].is_object());
    assert_eq!(anna.call("portal/switch", &on).await.json()["Done"]["portal"]["is_on"], json!(true));
    assert_eq!(petra.sign_in(PETRA, CHOSEN).await.leads_to(), "/sign-in?error=wrong&next=/customers");
}

#[tokio::test]
async fn relationships_that_a_customer_must_have_granted_bound_what_can_be_given() {
    let site = Site::open().await;
    super::authority::require(&site, RelationshipPolicy::Required).await;
    let mut anna = Browser::signed_in(&site).await;
    let view = anna.call("portal/manage", json!({ "customer": site.customer })).await.json();
    assert_eq!(view["gives"], json!([]));
    let form = json!({ "name": "Petra", "sign_in_name": PETRA, "role": "LicenseAdmin" });
    let added = anna.call("portal/add", json!({ "customer": site.customer, "form": form })).await.json();
    assert_eq!(added, json!({ "Refused": { "Beyond": "LicenseAdmin" } }));
}

#[tokio::test]
async fn nobody_gives_a_role_over_users_whom_they_do_not_reach() {
    let site = Site::open().await;
    petra(&site, PortalRole::GlobalAdmin).await;
    let id = petras_id(&site).await;
    let two = [EntraRole::UserAdministrator, EntraRole::PrivilegedRoleAdministrator];
    super::authority::relationship(&site, &two, server::time::now() - DAY_MS).await;
    let mut anna = Browser::signed_in(&site).await;
    let view = anna.call("portal/manage", json!({ "customer": site.customer })).await.json();
    assert_eq!(view["gives"], json!(["UserManagementAdmin", "LicenseAdmin"]));
    let beyond = json!({ "Refused": { "Beyond": "GlobalAdmin" } });
    let form = |role: &str| json!({ "name": "Otto", "sign_in_name": "otto@fabrikam.com", "role": role });
    let add = json!({ "customer": site.customer, "form": form("GlobalAdmin") });
    assert_eq!(anna.call("portal/add", add).await.json(), beyond);
    let person = |change: Value| json!({ "customer": site.customer, "person": id, "change": change });
    assert_eq!(anna.call("portal/reset", json!({ "customer": site.customer, "person": id })).await.json(), beyond);
    let edit = json!({ "Edit": { "name": "Petra", "sign_in_name": PETRA, "role": "LicenseAdmin" } });
    assert_eq!(anna.call("portal/change", person(edit)).await.json(), beyond);
    assert!(anna.call("portal/change", person(json!("Block"))).await.json()["Done"].is_object());
    assert_eq!(anna.call("portal/change", person(json!("Allow"))).await.json(), beyond);
    let add = json!({ "customer": site.customer, "form": form("UserManagementAdmin") });
    assert!(anna.call("portal/add", add).await.json()["Made"].is_object());
}
