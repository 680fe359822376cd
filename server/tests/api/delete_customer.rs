//! Deleting a customer: who may, what is asked before, and that nothing of it is left for anybody.

use super::access::{change_anna, with_ben, with_roles};
use super::anna::{PASSWORD, PERSON};
use super::functions::calls;
use super::portal::{CHOSEN, PETRA, petra};
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::http::StatusCode;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::console::security::SecurityEventKind;
use domain::store::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const MISSING: &str = "00000000-0000-0000-0000-0000000000ff";

async fn contents(browser: &mut Browser<'_>) -> Value {
    let customer = browser.site.customer;
    browser.call("customers/contents", json!({ "customer": customer })).await.json()
}

async fn delete(browser: &mut Browser<'_>, name: &str, seen: &Value) -> Value {
    let customer = browser.site.customer;
    let form = json!({ "name": name, "seen": seen });
    browser.call("customers/delete", json!({ "customer": customer, "form": form })).await.json()
}

/// Deletes the site's customer, and returns its name.
async fn deleted(browser: &mut Browser<'_>) -> String {
    let seen = contents(browser).await;
    let name = seen["name"].as_str().unwrap().to_owned();
    assert_eq!(delete(browser, &format!(" {} ", name.to_uppercase()), &seen).await, json!("Done"));
    name
}

#[tokio::test]
async fn a_global_admin_alone_may() {
    for role in PartnerRole::ALL {
        let site = Site::open().await;
        let ben = with_ben(&site).await;
        change_anna(&site, &ben, with_roles(&[role])).await;
        let mut anna = Browser::signed_in(&site).await;
        let seen = contents(&mut anna).await;
        if role == PartnerRole::GlobalAdmin {
            deleted(&mut anna).await;
            continue;
        }
        assert_eq!(seen, json!({ "Denied": { "Role": "DeleteCustomers" } }), "{role}");
        assert_eq!(delete(&mut anna, "", &no_contents()).await, seen, "{role}");
        let rows = site.store.security_events(&ben, Default::default(), Default::default()).await.unwrap().rows;
        let noted = rows.iter().find(|row| row.kind == SecurityEventKind::ActionRefused).unwrap();
        assert!(noted.refused.as_ref().is_some_and(|refused| refused.contains("deleting customers")), "{noted:?}");
    }
}

fn no_contents() -> Value {
    json!({ "name": "", "users": 0, "deleted_users": 0, "purchases": 0, "relationships": 0, "portal_people": 0,
        "activity": 0 })
}

#[tokio::test]
async fn what_is_refused_says_why_and_can_be_mended() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let seen = contents(&mut anna).await;
    let name = seen["name"].as_str().unwrap().to_owned();
    assert_eq!(delete(&mut anna, "Contoso", &seen).await, json!({ "Refused": "Name" }));
    anna.call("portal/switch", json!({ "customer": site.customer, "on": true })).await;
    let form = json!({ "name": "Petra", "sign_in_name": PETRA, "role": "LicenseAdmin" });
    let added = anna.call("portal/add", json!({ "customer": site.customer, "form": form })).await;
    assert!(added.json()["Made"].is_object(), "{}", added.body);
    assert_eq!(delete(&mut anna, &name, &seen).await, json!({ "Refused": "Changed" }));
    let now = contents(&mut anna).await;
    assert_eq!(now["portal_people"], 1);
    let actor = site.store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let rows = site.store.security_events(&actor, Default::default(), Default::default()).await.unwrap().rows;
    assert!(rows.iter().all(|row| row.kind != SecurityEventKind::ActionRefused), "what was typed is not noted");
    assert_eq!(delete(&mut anna, &name, &now).await, json!("Done"));
}

#[tokio::test]
async fn afterwards_every_function_and_page_answers_as_if_it_had_never_been() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let name = deleted(&mut anna).await;
    // The security log says who did it, and names no customer to link to.
    let events = anna.call("security/events", json!({ "place": "First", "size": 50 })).await.json();
    let event = events["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "CustomerDeleted").unwrap();
    assert_eq!((&event["done_to"], &event["customer_name"]), (&json!(name), &Value::Null), "{event}");
    assert_eq!(event["person"][1], json!(super::anna::NAME), "{event}");
    for removed in [false, true] {
        while removed && site.store.remove_deleted_customer(1).await.unwrap() {}
        let (gone, never) = (calls(&site.customer.to_string()), calls(MISSING));
        for ((function, gone), (_, never)) in gone.into_iter().zip(never) {
            let (gone, never) = (anna.call(function, gone).await, anna.call(function, never).await);
            assert_eq!((gone.status, gone.json()), (StatusCode::NOT_FOUND, json!("Missing")), "{function}");
            assert_eq!(gone.body, never.body, "{function}");
        }
        for page in ["users", "relationships", "activity", "changes", "products", "portal", "users/export.csv"] {
            let reply = anna.get(&format!("/customers/{}/{page}", site.customer)).await;
            assert!(!reply.body.contains(&name), "{page}: {}", reply.body);
        }
        for (function, arguments) in [
            ("customers/list", json!({ "query": { "search": "", "place": "First", "size": 25 } })),
            ("search/find", json!({ "text": "fabrikam" })),
            ("search/find", json!({ "text": user_id(1) })),
            (
                "relationships/of-all",
                json!({ "query": { "filter": "All", "descending": false, "place": "First", "size": 25 } }),
            ),
            ("operations/running", json!({})),
        ] {
            let reply = anna.call(function, arguments).await;
            assert_eq!(reply.status, StatusCode::OK);
            assert!(!reply.body.contains(&name) && !reply.body.contains(&site.customer.to_string()), "{}", reply.body);
        }
        assert!(!anna.get("/customers/export.csv").await.body.contains(&name));
        assert!(!anna.get("/activity/export.csv").await.body.contains(&name));
    }
}

#[tokio::test]
async fn people_of_its_portal_are_thrown_out_at_once() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    assert_eq!(petra.call("portal/home", json!({})).await.status, StatusCode::OK);
    let mut anna = Browser::signed_in(&site).await;
    assert_eq!(petra.call("customers/contents", json!({ "customer": site.customer })).await.json(), json!("Missing"));
    assert_eq!(delete(&mut petra, "", &no_contents()).await, json!("Missing"));
    deleted(&mut anna).await;
    assert_eq!(petra.call("portal/home", json!({})).await.json(), json!("SignedOut"));
    assert_eq!(
        petra.call("users/list", json!({ "customer": site.customer, "query": {}, "selection": null })).await.status,
        StatusCode::UNAUTHORIZED
    );
    let again = Browser::of(&site).sign_in(PETRA, CHOSEN).await;
    let nobody = Browser::of(&site).sign_in("nobody@fabrikam.com", CHOSEN).await;
    assert_eq!(again.leads_to(), nobody.leads_to());
    assert_ne!(again.leads_to(), "/portal");
}

#[tokio::test]
async fn links_of_the_customer_are_void() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let form = json!({ "name": "Support", "days": 30, "roles": ["UserAdministrator"], "auto_extend": false });
    let asked = anna.call("relationships/request", json!({ "customer": site.customer, "form": form })).await.json();
    let approval = asked["Asked"]["path"].as_str().unwrap().to_owned();
    let reset = super::portal::change(&mut anna, &site, &[1], &json!("Reset")).await;
    let operation = reset["Saved"].clone();
    let links = json!({ "customer": site.customer, "operation": operation, "how": "Links" });
    let links = anna.call("passwords/create", links).await.json();
    let password = links["handed"][0]["secret"].as_str().unwrap_or_else(|| panic!("{links}"));
    let password = format!("/password/{}", password.rsplit('/').next().unwrap());
    for path in [&approval, &password] {
        assert_eq!(Browser::of(&site).get(path).await.status, StatusCode::OK, "{path}");
    }
    deleted(&mut anna).await;
    for path in [&approval, &password] {
        let never =
            format!("{}/{}", path.rsplit_once('/').unwrap().0, "A".repeat(path.rsplit('/').next().unwrap().len()));
        let (gone, never) = (Browser::of(&site).get(path).await, Browser::of(&site).get(&never).await);
        assert_ne!(gone.status, StatusCode::OK, "{path}");
        assert_eq!(gone.status, never.status, "{path}");
        assert!(!gone.body.contains("Fabrikam"), "{}", gone.body);
    }
    let answered = Browser::of(&site).post(&approval, "answer=approve").await;
    assert!(!answered.status.is_success(), "{}", answered.body);
}

#[tokio::test]
async fn of_two_who_delete_it_at_once_one_does() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let mut again = Browser::of(&site);
    assert_eq!(again.sign_in(super::anna::NAME, PASSWORD).await.leads_to(), "/customers");
    let seen = contents(&mut anna).await;
    let name = seen["name"].as_str().unwrap().to_owned();
    let (first, second) = tokio::join!(delete(&mut anna, &name, &seen), delete(&mut again, &name, &seen));
    let mut answers = [first, second].map(|answer| answer.as_str().unwrap_or_default().to_owned());
    answers.sort();
    assert_eq!(answers, ["Done", "Missing"]);
    // A request with an earlier key is answered like the others.
    let buy = json!({ "key": Uuid::new_v4(), "sku_id": super::products::sku("VISIOCLIENT"), "quantity": 1 });
    let bought = anna.call("purchases/buy", json!({ "customer": site.customer, "request": buy })).await;
    assert_eq!(bought.json(), json!("Missing"));
}
