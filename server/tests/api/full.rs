//! A full disk. Saves are refused with a message, lists are still shown, and once there is room everything works again.

use super::licensing::{operations, request, saved, select};
use super::site::{Browser, Site};
use super::small_disk::SmallDisk;
use axum::http::StatusCode;
use serde_json::json;
use uuid::Uuid;

/// More than enough to make the write-ahead log exceed the disk.
const SAVES_MAX: usize = 2_000;

#[tokio::test]
async fn a_full_disk_refuses_saves_shows_lists_and_recovers_without_a_restart() {
    let Some(disk) = SmallDisk::mount() else { return };
    let site = Site::open_in(disk.path()).await;
    let mut browser = Browser::signed_in(&site).await;
    let selection = Uuid::from_u128(5);
    select(&mut browser, selection, &[2]).await;
    disk.fill();
    let mut done = 0;
    let refused = loop {
        assert!(done < SAVES_MAX, "the disk never got full");
        let request = request(&mut browser, selection, if done % 2 == 0 { "Assign" } else { "Revoke" }).await;
        let reply = browser.call("licenses/save", &request).await;
        if reply.status != StatusCode::OK {
            assert_eq!((reply.status, reply.json()), (StatusCode::INSUFFICIENT_STORAGE, json!("Full")));
            break request;
        }
        done += 1;
    };
    // Nothing is half done, and a repeated request gets the same answer.
    assert_eq!(site.store.violations().await.unwrap(), []);
    assert_eq!(operations(&mut browser).await.len(), done);
    for _ in 0..3 {
        assert_eq!(browser.call("licenses/save", &refused).await.status, StatusCode::INSUFFICIENT_STORAGE);
    }
    let page = browser.get(&format!("/customers/{}/users", site.customer)).await;
    assert!(page.status == StatusCode::OK && page.body.contains("user2@fabrikam.com"), "{}", page.body);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::OK);
    disk.clear();
    let operation = saved(&mut browser, &refused).await;
    assert_eq!(operations(&mut browser).await[0]["id"], operation);
    assert_eq!(operations(&mut browser).await.len(), done + 1);
    assert_eq!(site.store.violations().await.unwrap(), []);
}
