//! One's own account: the password and the sessions.

use super::anna::{HASH, NAME, PASSWORD, PERSON};
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::Actor;
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerUserId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
const NEW: &str = "four quiet words here";
const BEN: PartnerUserId = PartnerUserId::new(Uuid::from_u128(40));

pub async fn anna(site: &Site) -> Actor {
    site.store.partner_user(PERSON).await.unwrap().unwrap().actor
}

/// Ben, who has the password and the roles of Anna.
pub async fn with_ben(site: &Site) -> Actor {
    let partner = anna(site).await.partner;
    add_person(&site.store, partner, &new_person(BEN.uuid(), "Ben", &HASH, 1)).await
}

/// The kinds of security events, oldest first.
pub async fn kinds(site: &Site) -> Vec<SecurityEventKind> {
    let rows =
        site.store.security_events(&anna(site).await, Default::default(), Default::default()).await.unwrap().rows;
    rows.into_iter().rev().map(|row| row.kind).collect()
}

async fn change(browser: &mut Browser<'_>, current: &str, new: &str) -> Reply {
    let form = format!("current={}&password={}", current.replace(' ', "+"), new.replace(' ', "+"));
    browser.post("/account/password", &form).await
}

async fn sessions(browser: &mut Browser<'_>) -> (Vec<Value>, Value) {
    let list = browser.call("account/sessions", "{}").await.json();
    (list["sessions"].as_array().unwrap().clone(), list["this"].clone())
}

async fn sign_in_with_firefox(browser: &mut Browser<'_>) {
    let form = format!("sign_in_name={NAME}&password={}", PASSWORD.replace(' ', "+"));
    let request = Request::post("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::USER_AGENT, FIREFOX)
        .body(Body::from(form));
    assert_eq!(browser.send(request.unwrap()).await.leads_to(), "/customers");
}

#[tokio::test]
async fn a_new_password_keeps_this_session_and_ends_the_others() {
    let site = Site::open().await;
    let mut here = Browser::signed_in(&site).await;
    let mut elsewhere = Browser::signed_in(&site).await;
    let before = here.cookie.clone();
    assert_eq!(change(&mut here, PASSWORD, NEW).await.leads_to(), "/account?done=password");
    assert_ne!(here.cookie, before, "the session has a new id");
    assert_eq!(here.get("/account").await.status, StatusCode::OK);
    assert_eq!(sessions(&mut here).await.0.len(), 1);
    assert_eq!(elsewhere.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(Browser::with_cookie(&site, before).get("/customers").await.status, StatusCode::SEE_OTHER);
    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    assert_eq!(Browser::of(&site).sign_in(NAME, NEW).await.leads_to(), "/customers");
    assert!(kinds(&site).await.contains(&SecurityEventKind::PasswordChanged));
}

#[tokio::test]
async fn a_password_is_not_changed_by_who_does_not_know_it_or_to_one_that_is_easily_guessed() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    for (current, new, error) in [
        ("wrong password 1", NEW, "wrong"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "password1234", "password-common"),
        (PASSWORD, "anna anna anna", "password-is-name"),
        (PASSWORD, PASSWORD, "same"),
    ] {
        assert_eq!(change(&mut browser, current, new).await.leads_to(), format!("/account?error={error}"), "{new}");
    }
    let page = browser.get("/account?error=wrong").await;
    assert!(page.body.contains("This is not your current password."), "{}", page.body);
    assert!(kinds(&site).await.contains(&SecurityEventKind::PasswordChangeRefused));
    assert_eq!(change(&mut Browser::of(&site), PASSWORD, NEW).await.leads_to(), "/sign-in?next=/account");
    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
}

#[tokio::test]
async fn guessing_the_current_password_is_throttled() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    for _ in 0..10 {
        assert_eq!(change(&mut browser, "wrong password 1", NEW).await.leads_to(), "/account?error=wrong");
    }
    assert_eq!(change(&mut browser, PASSWORD, NEW).await.leads_to(), "/account?error=too-many");
    assert!(kinds(&site).await.contains(&SecurityEventKind::SignInThrottled));
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_person() {
    let site = Site::open().await;
    let mut here = Browser::signed_in(&site).await;
    let mut firefox = Browser::of(&site);
    sign_in_with_firefox(&mut firefox).await;
    let mut third = Browser::signed_in(&site).await;
    let (all, this) = sessions(&mut here).await;
    assert_eq!(all.len(), 3);
    let named = all.iter().find(|one| one["browser"] == "Firefox on Windows").unwrap();
    assert!(all.iter().any(|one| one["id"] == this) && named["id"] != this);

    let left = here.call("account/end-sessions", json!({ "session": named["id"] })).await.json();
    assert_eq!(left["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(firefox.call("customers/list", "{}").await.json(), json!("SignedOut"));
    let left = here.call("account/end-sessions", json!({ "session": null })).await.json();
    assert_eq!(left["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(third.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(here.get("/customers").await.status, StatusCode::OK);
    let ended = kinds(&site).await.into_iter().filter(|kind| *kind == SecurityEventKind::SessionsEnded).count();
    assert_eq!(ended, 2);
}

#[tokio::test]
async fn the_account_needs_a_session() {
    let site = Site::open().await;
    let mut nobody = Browser::of(&site);
    assert_eq!(nobody.get("/account").await.leads_to(), "/sign-in?next=/account");
    for function in ["account/sessions", "account/end-sessions"] {
        let reply = nobody.call(function, json!({ "session": null })).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::UNAUTHORIZED, json!("SignedOut")), "{function}");
    }
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else_as_their_own() {
    let site = Site::open().await;
    with_ben(&site).await;
    let mut anna = Browser::signed_in(&site).await;
    let mut ben = Browser::of(&site);
    ben.sign_in("Ben", PASSWORD).await;
    let (_, theirs) = sessions(&mut anna).await;
    ben.call("account/end-sessions", json!({ "session": theirs })).await;
    assert_eq!(anna.get("/customers").await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_manages_people_sees_and_ends_their_sessions() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut anna = Browser::signed_in(&site).await;
    let mut of_ben = Browser::of(&site);
    of_ben.sign_in("Ben", PASSWORD).await;
    let listed = anna.call("people/sessions", json!({ "person": ben.id })).await.json();
    assert_eq!(listed["Sessions"]["sessions"].as_array().unwrap().len(), 1);
    let left = anna.call("people/end-sessions", json!({ "person": ben.id, "session": null })).await.json();
    assert_eq!(left["Sessions"]["sessions"], json!([]));
    assert_eq!(of_ben.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    // All of one's own means all but the one that asks.
    anna.call("people/end-sessions", json!({ "person": PERSON, "session": null })).await;
    assert_eq!(anna.get("/customers").await.status, StatusCode::OK);
}

async fn run(site: &Site, sql: &'static str) {
    sqlx::query(sql).execute(site.store.read_pool()).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_the_sign_in_page_says_so() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    run(&site, "UPDATE session SET idle_until = 1").await;
    assert_eq!(browser.call("customers/list", "{}").await.json(), json!("SignedOut"));
    let page = browser.get("/sign-in?next=/customers%3Flast%3D1").await;
    assert_eq!(page.leads_to(), "/sign-in?error=idle-30&next=/customers%3Flast%3D1");
    let page = browser.get(page.leads_to()).await;
    assert!(page.body.contains("You were signed out after 30 minutes without activity."), "{}", page.body);
    assert_eq!(browser.cookie, None, "it is told once");

    let mut browser = Browser::signed_in(&site).await;
    run(&site, "UPDATE session SET idle_until = 1").await;
    assert_eq!(browser.get("/customers?last=1").await.leads_to(), "/sign-in?error=idle-30&next=/customers%3Flast%3D1");
}

/// Until when the only session lives without being used, once that is later than before.
async fn is_extended(site: &Site) -> bool {
    for _ in 0..50 {
        let sql = "SELECT idle_until FROM session";
        let until: i64 = sqlx::query_scalar(sql).fetch_one(site.store.read_pool()).await.unwrap();
        if until < i64::MAX {
            return true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    false
}

#[tokio::test]
async fn what_pages_ask_by_themselves_keeps_no_session_alive() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    run(&site, "UPDATE session SET used = 1, idle_until = 9223372036854775807").await;
    for function in ["session/who", "operations/running"] {
        assert_eq!(browser.call(function, "{}").await.status, StatusCode::OK);
    }
    assert!(!is_extended(&site).await);
    browser.call("customers/list", json!({ "query": { "search": "", "place": "First", "size": 25 } })).await;
    assert!(is_extended(&site).await);
}

#[tokio::test]
async fn a_session_of_an_earlier_version_goes_on_and_is_named_when_it_is_used() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let forget = "UPDATE session SET id = NULL, partner_user_id = NULL, began = NULL, used = NULL, idle_until = NULL";
    run(&site, forget).await;
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    for _ in 0..100 {
        let (all, this) = sessions(&mut browser).await;
        if all.len() == 1 && all[0]["id"] == this {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the session has no name");
}
