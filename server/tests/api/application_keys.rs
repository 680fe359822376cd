//! Keys of applications: what one reaches, and every refusal.

use super::access::all_calls;
use super::anna::{NAME, PERSON};
use super::applications::{
    SYNC, add, application, application_with, assert_refused, call, change, customers, events, get, make_key, new_key,
};
use super::functions::calls;
use super::site::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::application_key::KeyMonths;
use domain::console::security::SecurityEventKind;
use domain::store::prelude::*;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

#[tokio::test]
async fn a_key_calls_functions_and_gets_files_as_its_application() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application_with(&mut anna, json!(["HelpdeskAgent"])).await;
    let listed = call(&site, &sync.key, "customers/list", customers()).await;
    assert_eq!((listed.status, &listed.json()["rows"][0]["name"]), (StatusCode::OK, &json!("Fabrikam 11")));
    let path = format!("/customers/{}/users/export.csv?columns=name&format=csv", site.customer);
    let file = get(&site, &sync.key, &path).await;
    assert_eq!((file.status, file.body.lines().count()), (StatusCode::OK, 4), "{}", file.body);
    let who = call(&site, &sync.key, "session/who", "{}").await;
    assert_eq!(who.json()["actor"]["name"], SYNC);
    assert_eq!(who.json()["actor"]["roles"], json!(["HelpdeskAgent"]));
    for reply in [listed, file, who] {
        assert_eq!(reply.header(header::SET_COOKIE), "");
    }
    let foreign = call(&site, &sync.key, "users/list", &calls(&site.foreign.to_string())[1].1).await;
    assert_eq!((foreign.status, foreign.json()), (StatusCode::NOT_FOUND, json!("Missing")));
    let buy = calls(&site.customer.to_string()).into_iter().find(|(name, _)| *name == "purchases/buy").unwrap().1;
    let denied = call(&site, &sync.key, "purchases/buy", buy).await;
    assert_eq!((denied.status, denied.json()), (StatusCode::FORBIDDEN, json!({ "Denied": { "Role": "BuyLicenses" } })));
}

#[tokio::test]
async fn every_void_key_is_refused_in_the_same_words() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    assert_refused(&site, "", "no key at all").await;
    let unknown = format!("tnk_{}_{}", Uuid::from_u128(5).as_simple(), "0".repeat(64));
    assert_refused(&site, &unknown, "an unknown key").await;
    let (id, _) = sync.key.rsplit_once('_').unwrap();
    assert_refused(&site, &format!("{id}_{}", "0".repeat(64)), "a wrong secret").await;
    assert_refused(&site, &sync.key.to_uppercase(), "another spelling").await;

    change(&mut anna, &sync.id, json!("Block")).await;
    assert_refused(&site, &sync.key, "a blocked application").await;
    change(&mut anna, &sync.id, json!("Allow")).await;
    assert_eq!(call(&site, &sync.key, "customers/list", customers()).await.status, StatusCode::OK);

    let other = new_key(&mut anna, &sync.id).await;
    let listed = anna.call("people/list", "{}").await.json();
    let keys = listed["applications"][0]["keys"].as_array().unwrap().clone();
    let of = |key: &str| {
        let found = keys.iter().find(|one| key.contains(&one["id"].as_str().unwrap().replace('-', "")));
        found.unwrap()["id"].clone()
    };
    change(&mut anna, &sync.id, json!({ "Revoke": of(&sync.key) })).await;
    assert_refused(&site, &sync.key, "a revoked key").await;
    assert_eq!(call(&site, &other, "customers/list", customers()).await.status, StatusCode::OK, "the other one works");
    let again = change(&mut anna, &sync.id, json!({ "Revoke": of(&sync.key) })).await;
    assert_eq!(again, json!({ "Refused": "KeyGone" }));

    change(&mut anna, &sync.id, json!("Remove")).await;
    assert_refused(&site, &other, "a removed application").await;
    assert_eq!(make_key(&mut anna, &sync.id).await, json!({ "Refused": "Gone" }));
    assert_eq!(site.store.violations().await.unwrap(), []);
}

static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> i64 {
    NOW.load(Ordering::Relaxed)
}

#[tokio::test]
async fn a_key_expires_by_the_clock_and_its_use_is_noted_once_a_minute() {
    let mut site = Site::open().await;
    let began = server::time::now();
    NOW.store(began, Ordering::Relaxed);
    site.serve(site.store.clone(), now);
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    let expires = KeyMonths::default().after(began);

    let used = async || {
        let anna = site.store.partner_user(PERSON).await.unwrap().unwrap().actor;
        site.store.partner_people(&anna, now()).await.unwrap().applications[0].keys[0].last_used
    };
    let use_at = async |at: i64, noted: i64| {
        NOW.store(at, Ordering::Relaxed);
        assert_eq!(call(&site, &sync.key, "customers/list", customers()).await.status, StatusCode::OK);
        for _ in 0..200 {
            if used().await == Some(noted) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(used().await, Some(noted));
    };
    assert_eq!(used().await, None);
    use_at(began, began).await;
    use_at(began + 59_999, began).await;
    use_at(began + 60_000, began + 60_000).await;

    NOW.store(expires - 1, Ordering::Relaxed);
    assert_eq!(call(&site, &sync.key, "customers/list", customers()).await.status, StatusCode::OK);
    NOW.store(expires, Ordering::Relaxed);
    assert_refused(&site, &sync.key, "an expired key").await;
    assert_eq!(new_keys_possible(&site, &sync.id).await, 2, "an expired key makes room");
}

/// How many keys can be made at once.
async fn new_keys_possible(site: &Site, application: &str) -> usize {
    let anna = Browser::signed_in(site).await;
    let one = || async {
        let mut browser = Browser::with_cookie(site, anna.cookie.clone());
        make_key(&mut browser, application).await
    };
    let made: [Value; 4] = tokio::join!(one(), one(), one(), one()).into();
    let refused = made.iter().filter(|reply| **reply == json!({ "Refused": "TooManyKeys" })).count();
    let made = made.iter().filter(|reply| reply["Made"]["key"].is_string()).count();
    assert_eq!(made + refused, 4);
    made
}

#[tokio::test]
async fn two_keys_are_live_at_most_however_many_are_made_at_once() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let id = add(&mut anna, SYNC, json!(["HelpdeskAgent"])).await["id"].as_str().unwrap().to_owned();
    assert_eq!(new_keys_possible(&site, &id).await, 2);
    let keys = anna.call("people/list", "{}").await.json()["applications"][0]["keys"].clone();
    assert_eq!(keys.as_array().unwrap().len(), 2);
    change(&mut anna, &id, json!({ "Revoke": keys[0]["id"] })).await;
    assert_eq!(new_keys_possible(&site, &id).await, 1);
}

#[tokio::test]
async fn a_session_beside_a_key_is_not_looked_at() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    let cookie = format!("{}={}", site.transport.cookie(), anna.cookie.clone().unwrap());
    let both = async |key: &str, from: &str| {
        let request = Request::post("/api/session/who")
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .header(header::COOKIE, &cookie)
            .header("sec-fetch-site", from)
            .header(header::CONTENT_TYPE, "application/json");
        site.send(request.body(Body::from("{}")).unwrap()).await
    };
    for from in ["same-origin", "cross-site"] {
        assert_eq!(both(&sync.key, from).await.json()["actor"]["name"], SYNC, "{from}");
        assert_eq!(
            both("wrong", from).await.status,
            StatusCode::UNAUTHORIZED,
            "{from}: the session stands in for no key"
        );
    }
    // Two keys, or a key beside something else, are none.
    let request = Request::post("/api/customers/list")
        .header(header::AUTHORIZATION, "Basic YTpi")
        .header(header::AUTHORIZATION, format!("Bearer {}", sync.key))
        .header(header::CONTENT_TYPE, "application/json");
    let reply = site.send(request.body(Body::from(customers().to_string())).unwrap()).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    // Elsewhere a key is nothing: pages want a session, and forms a proof of where they come from.
    assert_eq!(get(&site, &sync.key, "/customers").await.leads_to(), "/sign-in?next=/customers");
    for path in ["/sign-out", "/account/password", "/account/second-factor/off", "/sign-in"] {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", sync.key))
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let reply = site.send(request.body(Body::from("a=b")).unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(anna.call("session/who", "{}").await.json()["actor"]["name"], NAME, "the session is as it was");
}

#[tokio::test]
async fn a_key_reaches_nothing_that_decides_who_comes_in() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    let mut refused = Vec::new();
    for (function, arguments) in all_calls(&site.customer.to_string()) {
        let reply = call(&site, &sync.key, function, arguments).await;
        assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{function}");
        if reply.status == StatusCode::FORBIDDEN {
            assert_eq!(reply.json(), json!("NotByKey"), "{function}: the application has every permission");
            refused.push(function);
        }
    }
    let matters = [
        "account/",
        "applications/",
        "customers/delete",
        "groups/",
        "partner-account/",
        "people/",
        "portal/",
        "providers/",
        "relationships/ask",
        "relationships/change",
        "relationships/request",
        "relationships/reseller",
        "second-factor/",
        "session/prove",
        "tags/",
        "tenants/",
    ];
    let all = all_calls(&site.customer.to_string());
    let expected: Vec<_> =
        all.keys().filter(|name| matters.iter().any(|matter| name.starts_with(matter))).copied().collect();
    assert_eq!(refused, expected);
    assert!(refused.len() > 35, "{refused:?}");
    let rows = events(&site).await;
    let noted = rows.iter().find(|row| row.kind == SecurityEventKind::ActionRefused).unwrap();
    assert_eq!(noted.person, Some((SYNC.to_owned(), sync.application_id.clone())));
}

#[tokio::test]
async fn wrong_keys_are_throttled_and_right_ones_are_not() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    for attempt in 0..30 {
        let reply = call(&site, "tnk_wrong", "customers/list", customers()).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{attempt}");
    }
    let reply = call(&site, "tnk_wrong", "customers/list", customers()).await;
    assert_eq!((reply.status, reply.json()), (StatusCode::TOO_MANY_REQUESTS, json!("TooManyWrongKeys")));
    assert_eq!(reply.header(header::RETRY_AFTER), "30");
    assert_eq!(call(&site, &sync.key, "customers/list", customers()).await.status, StatusCode::OK);
    assert_eq!(Browser::signed_in(&site).await.get("/customers").await.status, StatusCode::OK, "people sign in");
    let rows = events(&site).await;
    let refused = rows.iter().filter(|row| row.kind == SecurityEventKind::KeyRefused).count();
    assert_eq!(refused, 1, "what strangers repeat is kept once");
}

#[tokio::test]
async fn a_refused_key_names_its_application_to_those_who_see_security() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    change(&mut anna, &sync.id, json!("Block")).await;
    assert_refused(&site, &sync.key, "a blocked application").await;
    let rows = events(&site).await;
    let named = rows.iter().filter(|row| row.kind == SecurityEventKind::KeyRefused).map(|row| row.person.clone());
    let named: Vec<_> = named.collect();
    assert!(
        named.contains(&Some((SYNC.to_owned(), sync.application_id.clone()))) && named.contains(&None),
        "{named:?}"
    );
    let made = rows.iter().find(|row| row.kind == SecurityEventKind::KeyCreated).unwrap();
    assert_eq!(made.done_to.as_deref(), Some("Nightly sync, key Server room"));
    assert_eq!(made.person.as_ref().map(|(name, _)| name.as_str()), Some(NAME));
}
