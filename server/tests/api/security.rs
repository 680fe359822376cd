//! Security events of requests.

use super::anna::{NAME, PASSWORD};
use super::site::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::console::security::{SecurityEventKind, SecurityEventRow};
use domain::directory::page::{Cursor, PageSize};
use domain::store::prelude::*;
use serde_json::json;

/// The events that Anna's partner sees, oldest first.
async fn events(site: &Site) -> Vec<SecurityEventRow> {
    let anna = site.store.partner_user_secret(NAME).await.unwrap().unwrap().actor;
    let page = site.store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap();
    page.rows.into_iter().rev().collect()
}

#[tokio::test]
async fn what_happens_at_the_door_is_noted() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    browser.sign_in("nobody at all", PASSWORD).await;
    browser.sign_in(NAME, "wrong password 1").await;
    browser.sign_in(NAME, PASSWORD).await;
    for _ in 0..3 {
        let request = Request::post("/sign-out").header("sec-fetch-site", "cross-site");
        let reply = site.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
    }
    let reply = browser.call("customers/get", json!({ "customer": site.foreign })).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let file = browser.get(&format!("/customers/{}/users/export.csv", site.foreign)).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND);
    browser.post("/sign-out", "").await;
    let events = events(&site).await;
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    use SecurityEventKind::*;
    let expected = [
        SignInRefused,
        SignInRefused,
        SignedIn,
        OtherSiteRefused,
        CustomerRefused,
        // The file is another thing that was refused.
        CustomerRefused,
        SignedOut,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(events[3].again, 2);
    let people: Vec<_> = events.iter().map(|event| event.person.as_ref().map(|(name, _)| name.as_str())).collect();
    assert_eq!(people, [None, Some(NAME), Some(NAME), None, Some(NAME), Some(NAME), Some(NAME)]);
    assert_eq!(events[4].customer, Some(site.foreign));
    assert_eq!(events[4].customer_name, None, "the name of another partner's customer is not told");
    assert!(events.iter().all(|event| event.request.is_some()), "{events:?}");
    let written = format!("{events:?}");
    assert!(!written.contains("nobody at all") && !written.contains("password 1"), "{written}");
}

#[tokio::test]
async fn attempts_beyond_the_allowance_are_noted_once() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for _ in 0..20 {
        browser.sign_in(NAME, "wrong password 1").await;
    }
    let kinds: Vec<_> = events(&site).await.iter().map(|event| event.kind).collect();
    let count = |kind| kinds.iter().filter(|other| **other == kind).count();
    assert_eq!((count(SecurityEventKind::SignInRefused), count(SecurityEventKind::SignInThrottled)), (10, 1));
}
