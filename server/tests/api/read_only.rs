//! A read-only database.

use super::licensing::{operations, request, select};
use super::site::{Browser, Site};
use super::support::stores;
use axum::http::StatusCode;
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn what_may_only_be_read_is_read_and_saving_says_why_not() {
    let mut site = Site::open().await;
    let selection = Uuid::from_u128(5);
    let mut browser = Browser::signed_in(&site).await;
    select(&mut browser, selection, &[2]).await;
    let request = request(&mut browser, selection, "Assign").await;
    let cookie = browser.cookie.clone();
    let reading = stores::open(&format!("{}?mode=ro", site.url)).await;
    site.serve(reading, server::time::now);
    let mut browser = Browser::with_cookie(&site, cookie);
    let page = browser.get(&format!("/customers/{}/users", site.customer)).await;
    assert!(page.status == StatusCode::OK && page.body.contains("user2@fabrikam.com"), "{}", page.body);
    for (function, arguments) in [
        ("licenses/save", request),
        ("selection/change", json!({ "customer": site.customer, "selection": selection, "change": "Clear" })),
    ] {
        let reply = browser.call(function, arguments).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::SERVICE_UNAVAILABLE, json!("ReadOnly")), "{function}");
    }
    assert_eq!(operations(&mut browser).await.len(), 0);
}
