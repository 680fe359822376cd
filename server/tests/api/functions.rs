//! Server functions: who may call them, and their errors.

use super::products::sku;
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

const MISSING: &str = "00000000-0000-0000-0000-0000000000ff";

/// Every function about a customer, with valid arguments.
pub(super) fn calls(customer: &str) -> Vec<(&'static str, Value)> {
    let (id, sku) = (Uuid::from_u128(77).to_string(), sku("VISIOCLIENT"));
    let change = json!({ "products": {}, "location": null });
    let query = json!({ "filter": {}, "within": null, "sort": { "by": "Name", "descending": false }, "place": "First", "size": 50 });
    let save = json!({ "key": id, "selection": id, "change": change, "policy": "InOrder", "digest": "x" });
    let undo = json!({ "key": id, "operation": id, "digest": "x" });
    let who = json!({ "Listed": [user_id(1)] });
    let block = json!({ "key": id, "who": who, "change": "Block", "digest": "x" });
    let deleted = json!({ "search": "", "place": "First", "size": 50 });
    let entries = json!({ "Each": [{ "user": id, "asked": { "Add": { "display_name": "Ada" } } }] });
    let add = json!({ "key": id, "kind": "Add", "entries": entries, "digest": "x" });
    let template = json!({ "id": id, "name": "Sales", "domain": "fabrikam.com", "mailbox": "First", "location": null,
        "department": "", "licenses": {} });
    let buy = json!({ "key": id, "sku_id": sku, "quantity": 1 });
    let outcomes = json!({ "customer": customer, "operation": id, "tab": "All", "place": "First", "size": 50 });
    let activity = json!({ "action": null, "performer": null, "from": null, "until": null, "search": id,
        "place": "First", "size": 50 });
    let portal = json!({ "name": "", "sign_in_name": "", "role": "LicenseAdmin" });
    let settings = json!({ "name": "", "issuer": "", "client_id": "", "scopes": [], "domains": [], "second_factor": [],
        "group_claim": "", "groups": {}, "enabled": false });
    let provider = json!({ "settings": settings, "secret": null });
    let contents = json!({ "name": "", "users": 0, "deleted_users": 0, "purchases": 0, "relationships": 0,
        "portal_people": 0, "activity": 0 });
    let relationship = json!({ "name": "", "days": 1, "roles": [], "auto_extend": false });
    vec![
        ("customers/get", json!({ "customer": customer })),
        ("users/list", json!({ "customer": customer, "query": query, "selection": id })),
        ("users/count", json!({ "customer": customer, "query": query })),
        ("users/get", json!({ "customer": customer, "user": user_id(1) })),
        ("users/filter-choices", json!({ "customer": customer })),
        ("selection/change", json!({ "customer": customer, "selection": id, "change": "Clear" })),
        ("selection/failed", json!({ "customer": customer, "selection": id, "operation": id })),
        ("licenses/view", json!({ "customer": customer, "selection": id })),
        ("licenses/preview", json!({ "customer": customer, "selection": id, "change": change, "in_order": [] })),
        ("licenses/holders", json!({ "customer": customer, "selection": id, "sku": sku, "place": "First" })),
        ("licenses/save", json!({ "customer": customer, "request": save })),
        ("accounts/preview", json!({ "customer": customer, "who": who, "change": "Block" })),
        ("accounts/change", json!({ "customer": customer, "request": block })),
        ("passwords/create", json!({ "customer": customer, "operation": id, "how": "Passwords" })),
        ("entries/form", json!({ "customer": customer })),
        ("entries/upn-holders", json!({ "customer": customer, "upns": ["a@fabrikam.com"] })),
        ("entries/preview", json!({ "customer": customer, "entries": entries })),
        ("entries/save", json!({ "customer": customer, "request": add })),
        ("relationships/of-customer", json!({ "customer": customer })),
        ("relationships/request", json!({ "customer": customer, "form": relationship })),
        ("relationships/ask", json!({ "customer": customer, "relationship": id })),
        ("relationships/change", json!({ "customer": customer, "relationship": id, "change": "Terminate" })),
        ("relationships/reseller", json!({ "customer": customer, "change": "Request" })),
        ("templates/list", json!({ "customer": customer })),
        ("templates/save", json!({ "customer": customer, "template": template })),
        ("templates/delete", json!({ "customer": customer, "template": id })),
        ("accounts/deleted", json!({ "customer": customer, "query": deleted })),
        ("accounts/count-deleted", json!({ "customer": customer })),
        ("purchases/buy", json!({ "customer": customer, "request": buy })),
        ("purchases/confirm", json!({ "customer": customer, "order": id })),
        ("purchases/open", json!({ "customer": customer })),
        ("operations/get", json!({ "customer": customer, "operation": id })),
        ("operations/outcomes", outcomes),
        ("operations/undo-preview", json!({ "customer": customer, "operation": id, "upns": {} })),
        ("operations/undo", json!({ "customer": customer, "request": undo })),
        ("activity/list", json!({ "customer": customer, "query": activity })),
        ("activity/refusals", json!({ "customer": customer, "place": "First", "size": 50 })),
        ("activity/report", json!({ "customer": customer, "from": null, "until": 1 })),
        ("operations/changes", json!({ "customer": customer, "place": "First", "size": 50 })),
        ("users/dismiss-errors", json!({ "customer": customer, "of": { "Matching": {} } })),
        ("tags/set", json!({ "customer": customer, "change": { "seen": [], "tags": [] } })),
        ("products/list", json!({ "customer": customer })),
        ("products/show-keys", json!({ "customer": customer, "purchase": id })),
        ("portal/manage", json!({ "customer": customer })),
        ("portal/switch", json!({ "customer": customer, "on": false })),
        ("portal/add", json!({ "customer": customer, "form": portal })),
        ("portal/change", json!({ "customer": customer, "person": id, "change": "Block" })),
        ("portal/reset", json!({ "customer": customer, "person": id })),
        ("portal/require-second-factor", json!({ "customer": customer, "roles": [] })),
        ("portal/providers", json!({ "customer": customer })),
        ("portal/save-provider", json!({ "customer": customer, "provider": id, "form": provider })),
        ("portal/remove-provider", json!({ "customer": customer, "provider": id })),
        ("portal/check-provider", json!({ "customer": customer, "provider": id })),
        ("customers/contents", json!({ "customer": customer })),
        ("customers/delete", json!({ "customer": customer, "form": { "name": "", "seen": contents } })),
    ]
}

#[tokio::test]
async fn nobody_signed_in_gets_nothing() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for (function, arguments) in calls(&site.customer.to_string()) {
        let reply = browser.call(function, &arguments).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::UNAUTHORIZED, json!("SignedOut")), "{function}");
    }
    let who = browser.call("session/who", "{}").await;
    assert_eq!((who.status, who.json()), (StatusCode::OK, Value::Null));
}

#[tokio::test]
async fn a_foreign_customer_is_answered_as_a_missing_one() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let (foreign, missing) = (calls(&site.foreign.to_string()), calls(MISSING));
    for ((function, foreign), (_, missing)) in foreign.into_iter().zip(missing) {
        let (foreign, missing) = (browser.call(function, foreign).await, browser.call(function, missing).await);
        assert_eq!((foreign.status, foreign.json()), (StatusCode::NOT_FOUND, json!("Missing")), "{function}");
        assert_eq!((foreign.status, &foreign.body), (missing.status, &missing.body), "{function}");
        let type_of = |reply: &super::site::Reply| reply.header(header::CONTENT_TYPE).to_owned();
        assert_eq!(type_of(&foreign), type_of(&missing), "{function}");
    }
}

#[tokio::test]
async fn ones_own_customer_is_answered() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    for (function, arguments) in calls(&site.customer.to_string()) {
        let reply = browser.call(function, arguments).await;
        // These functions name an order, operation or purchase that does not exist.
        let absent =
            ["purchases/confirm", "operations/get", "passwords/create", "products/show-keys"].contains(&function);
        let expected = if absent { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_eq!(reply.status, expected, "{function}: {}", reply.body);
    }
    let customers =
        browser.call("customers/list", json!({ "query": { "search": "", "place": "First", "size": 25 } })).await;
    let names: Vec<_> = customers.json()["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, ["Fabrikam 11"]);
    let session = browser.call("session/who", "{}").await.json();
    assert_eq!((&session["actor"]["name"], &session["reason_policy"]), (&json!("Anna"), &json!("Optional")));
}

#[tokio::test]
async fn licenses_are_saved_as_previewed() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let (customer, selection) = (site.customer, Uuid::from_u128(5));
    let clicks = json!({ "Clicks": { "add": [user_id(1), user_id(2)], "remove": [] } });
    let arguments = json!({ "customer": customer, "selection": selection, "change": clicks });
    assert_eq!(browser.call("selection/change", arguments).await.json()["count"], 2);
    let sku = sku("VISIOCLIENT").to_string();
    let change = json!({ "products": { sku: { "license": "Assign" } } });
    let arguments = json!({ "customer": customer, "selection": selection, "change": change, "in_order": [] });
    let preview = browser.call("licenses/preview", arguments).await.json();
    assert_eq!((&preview["changed"], &preview["unchanged"], &preview["failed"]), (&json!(1), &json!(1), &json!(0)));
    let request = json!({ "key": Uuid::from_u128(6), "selection": selection, "change": change,
        "policy": "EverybodyOrNobody", "digest": preview["digest"] });
    let save = json!({ "customer": customer, "request": request });
    let saved = browser.call("licenses/save", &save).await.json();
    assert_eq!(browser.call("licenses/save", &save).await.json(), saved, "sent twice, done once");
    let operation = saved["Saved"].as_str().unwrap();
    let found = browser.call("operations/get", json!({ "customer": customer, "operation": operation })).await.json();
    assert_eq!(
        found["counts"],
        json!({ "users": 2, "changed": 1, "failed": 0, "unchanged": 1, "assigned": 1, "revoked": 0 })
    );
    assert_eq!(found["actor"], "Anna");
}

#[tokio::test]
async fn what_is_not_a_request_of_ours_is_refused_in_words() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    for (function, arguments) in [
        ("customers/get", "{"),
        ("customers/get", ""),
        ("customers/get", "[]"),
        ("customers/get", r#"{"customer":"fabrikam"}"#),
        ("customers/get", r#"{"other":1}"#),
        ("purchases/buy", r#"{"customer":"00000000-0000-0000-0000-00000000000b","request":{"quantity":0}}"#),
        ("operations/changes", r#"{"customer":"00000000-0000-0000-0000-00000000000b","place":"First","size":7}"#),
    ] {
        let reply = browser.call(function, arguments).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{function} {arguments}: {}", reply.body);
        assert!(reply.json()["Invalid"].is_string(), "{function} {arguments}: {}", reply.body);
    }
    let many: Vec<_> = (0..1_001).map(user_id).collect();
    let clicks = json!({ "Clicks": { "add": many, "remove": [] } });
    let arguments = json!({ "customer": site.customer, "selection": Uuid::nil(), "change": clicks });
    assert_eq!(browser.call("selection/change", arguments).await.status, StatusCode::BAD_REQUEST);
    assert_ne!(browser.call("nothing/there", "{}").await.status, StatusCode::OK);
}
