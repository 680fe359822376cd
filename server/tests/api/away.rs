//! A database that does not answer.

use super::site::{Browser, Site};
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn who_is_signed_in_is_told_so_and_not_sent_to_sign_in_again() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let users = format!("/customers/{}/users", site.customer);
    site.store.clone().close().await;
    let words = "The server is temporarily unavailable.";
    for path in ["/customers", &users, "/activity"] {
        let reply = browser.get(path).await;
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", reply.body);
        assert!(reply.body.contains(words), "{path}: {}", reply.body);
    }
    for (function, arguments) in [("session/who", json!({})), ("operations/running", json!({}))] {
        let reply = browser.call(function, arguments).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::SERVICE_UNAVAILABLE, json!("Unavailable")), "{function}");
    }
    let file = browser.get(&format!("{users}/export.csv")).await;
    assert_eq!(file.status, StatusCode::SERVICE_UNAVAILABLE, "{}", file.body);
}
