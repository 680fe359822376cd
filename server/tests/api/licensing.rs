//! Assigning and revoking licenses, for tests of something else.

use super::products::sku;
use super::site::{Browser, Reply};
use super::support::users::user_id;
use serde_json::{Value, json};
use uuid::Uuid;

/// Selects these users.
pub async fn select(browser: &mut Browser<'_>, selection: Uuid, users: &[u128]) {
    let users: Vec<_> = users.iter().copied().map(user_id).collect();
    let arguments = json!({ "customer": browser.site.customer, "selection": selection,
        "change": { "Clicks": { "add": users, "remove": [] } } });
    let reply = browser.call("selection/change", arguments).await;
    assert_eq!(reply.json()["count"], users.len(), "{}", reply.body);
}

/// The request to save a current preview: `Assign` or `Revoke` Visio.
pub async fn request(browser: &mut Browser<'_>, selection: Uuid, license: &str) -> Value {
    let customer = browser.site.customer;
    let sku = sku("VISIOCLIENT").to_string();
    let change = json!({ "products": { sku.as_str(): { "license": license } } });
    let arguments = json!({ "customer": customer, "selection": selection, "change": change, "in_order": [sku] });
    let digest = browser.call("licenses/preview", arguments).await.json()["digest"].clone();
    let request = json!({ "key": Uuid::new_v4(), "selection": selection, "change": change, "policy": "InOrder",
        "digest": digest });
    json!({ "customer": customer, "request": request })
}

/// Saves a request, and asserts that it was saved.
pub async fn saved(browser: &mut Browser<'_>, request: &Value) -> String {
    let reply: Reply = browser.call("licenses/save", request).await;
    reply.json()["Saved"].as_str().unwrap_or_else(|| panic!("not saved: {}", reply.body)).to_owned()
}

/// The operations of the customer, newest first.
pub async fn operations(browser: &mut Browser<'_>) -> Vec<Value> {
    let arguments = json!({ "customer": browser.site.customer, "place": "First", "size": 200 });
    let rows = browser.call("operations/changes", arguments).await.json()["rows"].take();
    rows.as_array().unwrap().iter().filter_map(|row| row.get("Operation").cloned()).collect()
}
