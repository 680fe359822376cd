//! The walls between organization tenants: people of one neither see nor change what is of another, or of all.

use super::anna::NAME;
use super::portal::{change as change_users, petra};
use super::site::{Browser, Site};
use super::tenants::{OTHER, PASSWORD, TENANT, add, change, id, with_tenants};
use axum::http::StatusCode;
use domain::access::portal_role::PortalRole;
use serde_json::{Value, json};

#[tokio::test]
async fn only_a_global_admin_associates_a_tenant() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "AccountAdmin").await;
    for change_to in ["Associate", "Dissociate"] {
        assert_eq!(change(&mut dora, OTHER, change_to).await, json!({ "Refused": "OnlyGlobalAdmin" }));
    }
}

#[tokio::test]
async fn a_tenant_of_others_is_as_if_it_were_not_there() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    let mut eve = add(&mut anna, OTHER, 1, "eve", "AccountAdmin").await;
    let never = change(&mut dora, 99, "Dissociate").await;
    for what in ["Associate", "Dissociate"] {
        assert_eq!(change(&mut dora, OTHER, what).await, never);
    }
    assert_eq!(eve.call("session/who", "{}").await.json()["actor"]["name"], json!("eve"), "she is still signed in");
    for (person, own) in [(&mut dora, TENANT), (&mut eve, OTHER)] {
        let listed = person.call("tenants/list", json!({})).await.json();
        let people = person.call("people/list", json!({})).await.json();
        for tenants in [&listed, &people["tenants"]] {
            let ids: Vec<&Value> = tenants.as_array().unwrap().iter().map(|tenant| &tenant["id"]).collect();
            assert_eq!(ids, [&json!(id(own))]);
        }
    }
    assert_eq!(anna.call("tenants/list", json!({})).await.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_holds_for_everybody_is_changed_by_who_manages_everybody() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    let mut eve = add(&mut anna, OTHER, 1, "eve", "AccountAdmin").await;
    let roles = |roles: &[&str]| json!({ "roles": roles });
    assert_eq!(anna.call("second-factor/require", roles(&["BillingAdmin"])).await.status, StatusCode::OK);
    for person in [&mut dora, &mut eve] {
        let refused = person.call("second-factor/require", roles(&[])).await;
        assert!(
            refused.status == StatusCode::BAD_REQUEST && refused.body.contains("other directories"),
            "{}",
            refused.body
        );
        assert_eq!(person.call("second-factor/get", "{}").await.json()["roles"], Value::Null);
    }
    assert_eq!(anna.call("second-factor/get", "{}").await.json()["roles"], json!(["BillingAdmin"]));

    let refused = json!({ "Refused": "OtherTenants" });
    let passwords = json!({ "choice": "Off" });
    assert_eq!(dora.call("providers/list", "{}").await.json()["why_not"], json!("OtherTenants"));
    assert_eq!(dora.call("providers/passwords", passwords).await.json(), refused);
    let mine = json!({ "name": "Mine", "issuer": "https://id.example", "client_id": "a", "scopes": [], "enabled": true,
        "domains": ["other.example"], "second_factor": [], "group_claim": "", "groups": {} });
    let form = json!({ "settings": mine, "secret": "secret" });
    let saved = dora.call("providers/save", json!({ "provider": null, "form": form })).await;
    assert_eq!(saved.json(), refused, "{}", saved.body);
    assert_eq!(anna.call("providers/list", "{}").await.json()["why_not"], Value::Null);
}

#[tokio::test]
async fn the_filter_of_performers_names_people_of_ones_own_tenant_and_who_did_something_one_may_see() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "AccountAdmin").await;
    let mut ben = add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    let mut eve = add(&mut anna, OTHER, 1, "eve", "AdminAgent").await;
    let application =
        json!({ "form": { "name": "Sync", "roles": ["HelpdeskAgent"], "tenant": id(OTHER) }, "application_id": null });
    assert!(anna.call("applications/add", application).await.json()["Done"].is_object());
    let _petra = petra(&site, PortalRole::GlobalAdmin).await;
    let names = async |person: &mut Browser<'_>| {
        let people = person.call("activity/people", "{}").await.json();
        people.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&mut anna).await.len(), 6, "she manages everybody");
    for person in [&mut dora, &mut ben] {
        assert_eq!(names(person).await, ["ben", "dora"]);
    }
    for (person, user) in [(&mut eve, 1), (&mut anna, 2)] {
        let reply = change_users(person, &site, &[user], &json!("Block")).await;
        assert!(reply["Saved"].is_string(), "{reply}");
    }
    assert_eq!(names(&mut dora).await, [NAME, "ben", "dora", "eve"]);
    assert_eq!(names(&mut eve).await, ["Sync", NAME, "eve"]);
}

#[tokio::test]
async fn security_events_about_people_of_other_tenants_are_not_shown() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "AccountAdmin").await;
    add(&mut anna, OTHER, 1, "eve", "HelpdeskAgent").await;
    let group = |tenant: u128| json!({ "form": { "name": format!("Group {tenant}"), "roles": [], "members": [], "tenant": id(tenant) } });
    for tenant in [TENANT, OTHER] {
        assert!(anna.call("groups/add", group(tenant)).await.json()["Done"].is_object());
    }
    Browser::of(&site).sign_in("nobody at all", PASSWORD).await;
    let events = async |person: &mut Browser<'_>| {
        person.call("security/events", json!({ "place": "First", "size": 50 })).await.json()["rows"].clone()
    };
    let all = events(&mut anna).await.to_string();
    let seen = events(&mut dora).await;
    for (about, is_hers) in
        [("eve", false), ("dora", true), ("Own 22", false), ("Own 21", true), ("Group 22", false), ("Group 21", true)]
    {
        assert!(all.contains(&format!("\"{about}\"")), "{about}: {all}");
        assert_eq!(seen.to_string().contains(&format!("\"{about}\"")), is_hers, "{about}: {seen}");
    }
    let has = |what: &dyn Fn(&Value) -> bool| seen.as_array().unwrap().iter().any(what);
    assert!(
        has(&|row: &Value| row["done_to"] == "dora" && row["person"][0] == "Anna"),
        "what was done to her by somebody else: {seen}"
    );
    assert!(has(&|row: &Value| row["name_hash"].is_string()), "who tried names that nobody has: {seen}");
}

#[tokio::test]
async fn custom_permissions_are_for_customers_and_name_no_own_organization() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    for (customer, is_customer) in [(id(OTHER), false), (id(TENANT), false), (id(99), false), (site.customer, true)] {
        let custom = json!({ "permissions": ["SeeCustomers"], "customers": { "Chosen": [customer] } });
        let form = json!({ "name": format!("Group {customer}"), "roles": [], "custom": custom, "members": [],
            "tenant": id(TENANT) });
        let reply = dora.call("groups/add", json!({ "form": form })).await;
        assert_eq!(reply.json()["Done"].is_object(), is_customer, "{customer}: {}", reply.body);
        assert!(!reply.body.contains(&format!("Own {OTHER}")), "{customer}: {}", reply.body);
    }
}
