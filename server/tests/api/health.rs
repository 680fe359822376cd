//! Whether the server is alive and ready.

use super::site::{Browser, Site};
use axum::http::StatusCode;

#[tokio::test]
async fn a_live_server_says_so_without_signing_in() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for (path, words) in [("/healthz", "ok"), ("/readyz", "ready")] {
        let reply = browser.get(path).await;
        assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, words));
    }
}

#[tokio::test]
async fn without_its_database_the_server_lives_but_is_not_ready() {
    let site = Site::open().await;
    site.store.close().await;
    let mut browser = Browser::of(&site);
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let reply = browser.get("/readyz").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.body, "The database does not answer.");
}
