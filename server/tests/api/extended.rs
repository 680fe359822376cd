//! A relationship that the server extends by itself: what people and applications may do at the customer goes on.

use super::anna::PERSON;
use super::applications::{application_with, call};
use super::authority::{GROUP, RELATIONSHIP, relationship, require};
use super::functions::calls;
use super::site::{Browser, Site};
use axum::http::StatusCode;
use domain::access::entra_role::EntraRole;
use domain::access::relationship::DAY_MS;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};

const MINUTE_MS: i64 = 60 * 1000;

static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> i64 {
    NOW.load(Ordering::Relaxed)
}

/// The functions that a person and a program are denied at the customer, by their names.
async fn denied(site: &Site, anna: &mut Browser<'_>, key: &str) -> [BTreeSet<&'static str>; 2] {
    let mut denied = [BTreeSet::new(), BTreeSet::new()];
    for (function, arguments) in calls(&site.customer.to_string()) {
        let replies = [anna.call(function, &arguments).await, call(site, key, function, arguments).await];
        for (reply, denied) in replies.into_iter().zip(&mut denied) {
            assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{function}");
            if reply.status == StatusCode::FORBIDDEN {
                denied.insert(function);
            }
        }
    }
    denied
}

#[tokio::test]
async fn extending_a_relationship_ends_nothing_of_what_people_and_keys_may_do() {
    let mut site = Site::open().await;
    let began = server::time::now();
    NOW.store(began, Ordering::Relaxed);
    site.serve(site.store.clone(), now);
    // One more minute of its ten days is left.
    relationship(&site, &[EntraRole::LicenseAdministrator], began - 10 * DAY_MS + MINUTE_MS).await;
    require(&site, RelationshipPolicy::Required).await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application_with(&mut anna, json!(["HelpdeskAgent"])).await;
    let members = json!({ "name": "Support", "roles": [], "members": [json!(PERSON), sync.id] });
    let joined = anna.call("groups/edit", json!({ "group": GROUP, "form": members })).await;
    assert!(joined.json()["Done"].is_object(), "{}", joined.body);
    let change = json!({ "AutoExtend": true });
    let change = json!({ "customer": site.customer, "relationship": RELATIONSHIP, "change": change });
    let done = anna.call("relationships/change", change).await;
    assert!(done.json()["Done"].is_object(), "{}", done.body);

    let before = denied(&site, &mut anna, &sync.key).await;
    for (denied, who) in before.iter().zip(["Anna", "the key"]) {
        // The role is about licenses: without the relationship nothing of both would be allowed.
        assert!(denied.contains("entries/save") && !denied.contains("licenses/save"), "{who}: {denied:?}");
    }
    let over = began + 2 * MINUTE_MS;
    NOW.store(over, Ordering::Relaxed);
    assert_eq!(denied(&site, &mut anna, &sync.key).await, before, "it has ended, and is not extended yet");
    let event = || server::security::event(SecurityEventKind::RelationshipExtended, over, Caller::default());
    assert_eq!(site.store.extend_relationships(over, event).await.unwrap(), 1);
    assert_eq!(denied(&site, &mut anna, &sync.key).await, before, "it is extended");
    // Until the end that it has now, and as long as it goes on by itself.
    let later = over + 60 * MINUTE_MS;
    NOW.store(later, Ordering::Relaxed);
    assert_eq!(site.store.extend_relationships(later, event).await.unwrap(), 0);
    let seen = call(&site, &sync.key, "licenses/view", json!({ "customer": site.customer, "selection": PERSON })).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
}
