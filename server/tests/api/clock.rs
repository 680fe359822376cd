//! A clock that was ahead and is corrected.

use super::anna::{NAME, PASSWORD};
use super::licensing::{operations, request, saved, select};
use super::site::{Browser, Site};
use serde_json::json;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> i64 {
    NOW.load(Ordering::Relaxed)
}

#[tokio::test]
async fn a_clock_that_goes_back_locks_nobody_out_and_loses_nothing() {
    let mut site = Site::open().await;
    let right = server::time::now();
    NOW.store(right + DAY_MS, Ordering::Relaxed);
    site.serve(site.store.clone(), now);
    let mut browser = Browser::signed_in(&site).await;
    let selection = Uuid::from_u128(5);
    select(&mut browser, selection, &[2]).await;
    let assign = request(&mut browser, selection, "Assign").await;
    let first = saved(&mut browser, &assign).await;
    let mut stranger = Browser::of(&site);
    for _ in 0..10 {
        stranger.sign_in(NAME, "a guess").await;
    }
    assert_eq!(stranger.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=too-many&next=/customers");
    NOW.store(right, Ordering::Relaxed);
    // A person locked out for a quarter of an hour is not locked out for a day, and a signed-in person stays signed in.
    assert_eq!(stranger.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    assert_eq!(saved(&mut browser, &assign).await, first, "sent again after the clock went back");
    let revoke = request(&mut browser, selection, "Revoke").await;
    let second = saved(&mut browser, &revoke).await;
    let arguments = json!({ "customer": site.customer, "operation": second, "upns": {} });
    let preview = browser.call("operations/undo-preview", arguments).await.json();
    let digest = preview["summary"]["digest"].clone();
    let undo = json!({ "key": Uuid::new_v4(), "operation": second, "digest": digest });
    let reply = browser.call("operations/undo", json!({ "customer": site.customer, "request": undo })).await;
    let third = reply.json()["Saved"].clone();
    let listed: Vec<_> =
        operations(&mut browser).await.iter().map(|row| (row["id"].clone(), row["created"].clone())).collect();
    let expected = [(third, json!(right)), (json!(second), json!(right)), (json!(first), json!(right + DAY_MS))];
    assert_eq!(listed, expected, "each is listed once, in the order in which they were saved");
    assert_eq!(site.store.violations().await.unwrap(), []);
}
