//! Under load: health checks and signing in work while heavy pages hold every connection for reading; oversized
//! requests and too many downloads are refused.

use super::anna::{NAME, PASSWORD};
use super::site::{Browser, Site};
use axum::http::{StatusCode, header};
use serde_json::json;
use std::time::{Duration, Instant};
use uuid::Uuid;

#[tokio::test]
async fn health_and_signing_in_have_connections_of_their_own() {
    let site = Site::open().await;
    let mut taken = Vec::new();
    while let Some(connection) = site.store.read_pool().try_acquire() {
        taken.push(connection);
    }
    while taken.len() < site.store.read_pool().options().get_max_connections() as usize {
        taken.push(site.store.read_pool().acquire().await.unwrap());
    }
    let begun = Instant::now();
    let mut browser = Browser::of(&site);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::OK);
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(browser.get("/sign-in").await.status, StatusCode::OK);
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    let who = browser.call("session/who", json!({})).await;
    assert!(who.status == StatusCode::OK && who.body.contains(NAME), "{}", who.body);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    drop(taken);
    let page = browser.get(&format!("/customers/{}/users", site.customer)).await;
    assert!(page.body.contains("user2@fabrikam.com"), "{}", page.body);
}

#[tokio::test]
async fn who_asks_for_more_than_a_page_can_is_refused_before_anything_is_done() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let ids = |count: u128| (0..count).map(|id| json!(Uuid::from_u128(id))).collect::<Vec<_>>();
    let query = |filter| json!({ "filter": filter, "within": null, "sort": { "by": "Name", "descending": false }, "place": "First", "size": 50 });
    let most = json!({ "customer": site.customer, "query": query(json!({ "none_of": ids(100) })) });
    assert_eq!(browser.call("users/count", most).await.status, StatusCode::OK);
    for filter in [
        json!({ "none_of": ids(101) }),
        json!({ "all_of": ids(20_000) }),
        json!({ "search": "x".repeat(101) }),
        json!({ "department": "x".repeat(257) }),
    ] {
        let asked = json!({ "customer": site.customer, "query": query(filter) });
        let refused = browser.call("users/count", asked).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.body);
        assert!(refused.body.contains("more than"), "{}", refused.body);
    }
    let template = |domain: String, department: String| {
        json!({ "customer": site.customer, "template": {
        "id": Uuid::from_u128(1), "name": "Sales", "domain": domain, "mailbox": "FirstDotLast", "location": null,
        "department": department, "licenses": {},
    } })
    };
    let fits = browser.call("templates/save", template("fabrikam.com".into(), "Sales".into())).await;
    assert_eq!(fits.status, StatusCode::OK, "{}", fits.body);
    for (domain, department) in [("x".repeat(257), String::new()), (String::new(), "x".repeat(65))] {
        let refused = browser.call("templates/save", template(domain, department)).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.body);
    }
}

#[tokio::test]
async fn files_wait_for_their_turn_and_say_when_it_is_not_theirs() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let path = format!("/customers/{}/users/export.csv", site.customer);
    let whole = browser.get(&path).await;
    assert_eq!((whole.status, whole.header(header::CONTENT_TYPE)), (StatusCode::OK, "text/csv; charset=utf-16le"));
    // More downloads than allowed at once, one after another: each gives its turn back.
    for _ in 0..server::http::download::AT_ONCE + 1 {
        assert_eq!(browser.get(&path).await.body, whole.body);
    }
}
