//! Signing in with a second factor, and everything that is refused before the code.

use super::anna::{HASH, NAME, PASSWORD, PERSON};
use super::second_factor_set_up::seed_of;
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use axum::http::StatusCode;
use domain::access::Actor;
use domain::access::person::PersonChange;
use domain::access::proof::PROOF_SECONDS;
use domain::access::role::PartnerRole;
use domain::access::second_factor::{CODE_WITHIN_MS, RequiredRoles, Seed, TypedCode, recovery_codes, recovery_hash};
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::password::Secret;
use domain::ids::SessionId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security;
use server::totp::{STEP_MS, code_at};
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// A session that is none.
const NO_SESSION: SessionId = SessionId::new(Uuid::nil());
const LATE: &str = "/sign-in?error=late&next=/customers";

fn seed() -> Seed {
    Seed::from_bytes(b"12345678901234567890").unwrap()
}

pub async fn anna(site: &Site) -> Actor {
    site.store.partner_user(PERSON).await.unwrap().unwrap().actor
}

fn event(actor: &Actor) -> SecurityEvent {
    security::event(SecurityEventKind::SecondFactorOn, server::time::now(), Caller::default())
        .by(actor.partner, actor.id)
}

/// The code of Anna's app, this many steps from now.
pub fn code(steps: i64) -> String {
    format!("{:06}", code_at(&seed(), server::time::now().div_euclid(STEP_MS) + steps))
}

/// A site where Anna has a second factor. Returns her recovery codes. The code of the step before now is used up.
pub async fn with_second_factor() -> (Site, Vec<Secret>) {
    let site = Site::open().await;
    let codes = turn_on(&site).await;
    (site, codes)
}

async fn turn_on(site: &Site) -> Vec<Secret> {
    turn_on_at(site, server::time::now()).await.1
}

/// Turns Anna's second factor on, and returns its seed and the recovery codes. The code of the step before then is used up.
pub async fn turn_on_at(site: &Site, now: i64) -> (Seed, Vec<Secret>) {
    let anna = anna(site).await;
    site.store.begin_second_factor(&anna, &seed(), 1).await.unwrap().unwrap();
    let codes = recovery_codes(app::services::random);
    let hashes: Vec<String> = codes.iter().map(recovery_hash).collect();
    let typed = TypedCode::App(code_at(&seed(), now.div_euclid(STEP_MS) - 1));
    let event = SecurityEvent { at: now, ..event(&anna) };
    site.store.confirm_second_factor(&anna, &typed, &hashes, NO_SESSION, &event).await.unwrap().unwrap();
    (seed(), codes)
}

pub async fn require(site: &Site, roles: &[PartnerRole]) {
    let anna = anna(site).await;
    let roles = RequiredRoles(roles.iter().copied().collect());
    site.store.require_second_factor(&anna, &roles, &event(&anna)).await.unwrap();
}

pub async fn kinds(site: &Site) -> Vec<SecurityEventKind> {
    let anna = anna(site).await;
    let rows = site.store.security_events(&anna, Default::default(), Default::default()).await.unwrap().rows;
    rows.into_iter().map(|row| row.kind).collect()
}

/// A browser in which Anna's password was right.
async fn password_right(site: &Site) -> Browser<'_> {
    let mut browser = Browser::of(site);
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in/code?next=/customers");
    browser
}

async fn enter(browser: &mut Browser<'_>, code: &str) -> Reply {
    browser.post("/sign-in/code", &format!("code={code}&next=/customers")).await
}

/// Expects that this browser reaches no page, no file and no function.
pub async fn expect_signed_out(browser: &mut Browser<'_>) {
    let customer = browser.site.customer;
    for path in ["/customers", "/people", "/account", "/activity", "/activity/export.csv"] {
        let lead = browser.get(path).await.leads_to().to_owned();
        assert!(lead.starts_with("/sign-in?"), "{path}: {lead}");
    }
    let file = browser.get(&format!("/customers/{customer}/users/export.csv")).await;
    assert!(file.leads_to().starts_with("/sign-in?"));
    assert_eq!(browser.get("/sign-in/second-factor").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(browser.call("session/who", "{}").await.json(), Value::Null);
    expect_no_function(browser).await;
    for function in ["second-factor/begin", "second-factor/confirm"] {
        assert_eq!(browser.call(function, json!({ "code": "123456" })).await.status, StatusCode::UNAUTHORIZED);
    }
}

pub async fn expect_no_function(browser: &mut Browser<'_>) {
    let customer = browser.site.customer;
    for function in [
        "customers/list",
        "customers/get",
        "people/list",
        "people/reset",
        "people/sessions",
        "people/end-sessions",
        "account/sessions",
        "account/end-sessions",
        "second-factor/get",
        "second-factor/renew",
    ] {
        let arguments = json!({ "customer": customer, "code": "", "person": PERSON, "session": null });
        let reply = browser.call(function, arguments).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::UNAUTHORIZED, json!("SignedOut")), "{function}");
    }
    let off = browser.post("/account/second-factor/off", "password=x&code=123456").await;
    assert!(off.leads_to().starts_with("/sign-in?"));
    let form = format!("current={}&password=four+quiet+words+here", PASSWORD.replace(' ', "+"));
    assert!(browser.post("/account/password", &form).await.leads_to().starts_with("/sign-in?"));
}

#[tokio::test]
async fn the_password_alone_opens_nothing_and_a_code_signs_in() {
    let (site, _) = with_second_factor().await;
    let mut browser = Browser::of(&site);
    let form = format!("sign_in_name={NAME}&password=correct+horse+battery&next=/activity?a=b");
    let asked = browser.post("/sign-in", &form).await.leads_to().to_owned();
    assert_eq!(asked, "/sign-in/code?next=/activity%3Fa%3Db");
    assert_eq!(browser.device, None, "the browser is not known yet");
    expect_signed_out(&mut browser).await;
    let page = browser.get(&asked).await;
    assert!(page.body.contains("Enter your code") && page.body.contains("value=\"/activity?a=b\""), "{}", page.body);
    assert!(!page.body.contains("<script"), "it works without scripts");
    let half = browser.cookie.clone();
    let form = format!("code={}&next=/activity?a=b", code(0));
    assert_eq!(browser.post("/sign-in/code", &form).await.leads_to(), "/activity?a=b");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    assert!(browser.device.is_some());
    // The session that held the password is over, also for a copy of its cookie.
    let mut copy = Browser::with_cookie(&site, half);
    assert_eq!(enter(&mut copy, &code(1)).await.leads_to(), "/sign-in?next=/customers");
    expect_signed_out(&mut copy).await;
    let kinds = kinds(&site).await;
    assert!(kinds.contains(&SecurityEventKind::CodeAsked) && kinds.contains(&SecurityEventKind::SignedIn));
}

#[tokio::test]
async fn a_wrong_or_used_code_is_refused_and_noted() {
    let (site, _) = with_second_factor().await;
    let mut browser = password_right(&site).await;
    let wrong = "/sign-in/code?next=/customers&error=wrong";
    for refused in [code(-1), code(5), "nothing".into(), String::new(), "AAAA-AAAA-AAAA-AAAA".into()] {
        assert_eq!(enter(&mut browser, &refused).await.leads_to(), wrong, "{refused}");
    }
    let page = browser.get(wrong).await;
    assert!(page.body.contains("The code is wrong or was used already"), "{}", page.body);
    expect_signed_out(&mut browser).await;
    let used = code(0);
    assert_eq!(enter(&mut browser, &used).await.leads_to(), "/customers");
    let mut another = password_right(&site).await;
    assert_eq!(enter(&mut another, &used).await.leads_to(), wrong, "a code is good once");
    assert!(kinds(&site).await.contains(&SecurityEventKind::CodeRefused));
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let (site, codes) = with_second_factor().await;
    let typed = codes[0].reveal().to_lowercase().replace('-', "+");
    assert_eq!(enter(&mut password_right(&site).await, &typed).await.leads_to(), "/customers");
    let again = enter(&mut password_right(&site).await, &typed).await;
    assert_eq!(again.leads_to(), "/sign-in/code?next=/customers&error=wrong");
    assert!(kinds(&site).await.contains(&SecurityEventKind::RecoveryCodeUsed));
}

#[tokio::test]
async fn codes_are_not_guessed_without_end() {
    let (site, codes) = with_second_factor().await;
    let mut browser = password_right(&site).await;
    let mut wrong = 0;
    for guess in 0..20 {
        let reply = enter(&mut browser, &format!("{guess:06}")).await;
        wrong += usize::from(reply.leads_to().ends_with("error=wrong"));
    }
    assert_eq!(wrong, 9, "the password counted as an attempt too");
    let waits = "/sign-in/code?next=/customers&error=too-many";
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), waits);
    // A right password gives no further guesses.
    let mut another = Browser::of(&site);
    assert_eq!(another.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=too-many&next=/customers");
    assert!(kinds(&site).await.contains(&SecurityEventKind::SignInThrottled));
}

static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> i64 {
    NOW.load(Ordering::Relaxed)
}

#[tokio::test]
async fn after_five_minutes_the_password_is_asked_for_again() {
    let (mut site, codes) = with_second_factor().await;
    let start = server::time::now();
    NOW.store(start, Ordering::Relaxed);
    site.serve(site.store.clone(), now);
    let mut browser = password_right(&site).await;
    NOW.store(start + CODE_WITHIN_MS - 1, Ordering::Relaxed);
    assert_eq!(browser.get("/sign-in/code?next=/customers").await.status, StatusCode::OK);
    NOW.store(start + CODE_WITHIN_MS, Ordering::Relaxed);
    assert_eq!(browser.get("/sign-in/code?next=/customers").await.leads_to(), LATE);
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), LATE);
    let page = browser.get(LATE).await;
    assert!(page.body.contains("The sign-in took too long"), "{}", page.body);
    expect_signed_out(&mut browser).await;
}

#[tokio::test]
async fn what_changes_the_account_ends_the_half_way_in() {
    let (site, codes) = with_second_factor().await;
    let anna = anna(&site).await;
    let ben = add_person(&site.store, anna.partner, &new_person(Uuid::from_u128(40), "Ben", &HASH, 1)).await;
    let change = async |change: PersonChange| {
        // Certainly after the password was right.
        let event = SecurityEvent { at: server::time::now() + 1, ..event(&ben) };
        site.store.change_person(&ben, PERSON, &change, &event).await.unwrap().unwrap();
    };
    let mut blocked = password_right(&site).await;
    change(PersonChange::Block).await;
    assert_eq!(enter(&mut blocked, codes[0].reveal()).await.leads_to(), LATE);
    change(PersonChange::Allow).await;
    assert_eq!(enter(&mut blocked, codes[0].reveal()).await.leads_to(), LATE, "also when allowed again");
    let mut with_old_password = password_right(&site).await;
    let hash = server::password::hash("another horse battery").unwrap();
    site.store.add_partner_user(anna.partner, &new_person(Uuid::new_v4(), NAME, &hash, 0)).await.unwrap();
    let again = "/sign-in?next=/customers";
    assert_eq!(enter(&mut with_old_password, codes[0].reveal()).await.leads_to(), again);
    expect_signed_out(&mut with_old_password).await;
}

#[tokio::test]
async fn nobody_is_asked_for_a_code_without_a_password() {
    let (site, codes) = with_second_factor().await;
    let mut nobody = Browser::of(&site);
    assert_eq!(nobody.get("/sign-in/code?next=/activity").await.leads_to(), "/sign-in?next=/activity");
    assert_eq!(enter(&mut nobody, codes[0].reveal()).await.leads_to(), "/sign-in?next=/customers");
    // Signing in as somebody without a second factor forgets the earlier password.
    let mut browser = password_right(&site).await;
    assert_eq!(browser.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), "/sign-in?next=/customers");
    // And beginning to sign in again ends the earlier session.
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in/code?next=/customers");
    expect_signed_out(&mut browser).await;
}

#[tokio::test]
async fn a_reset_link_leads_to_the_code_and_opens_nothing_before() {
    let (site, codes) = with_second_factor().await;
    let anna = anna(&site).await;
    add_person(&site.store, anna.partner, &new_person(Uuid::from_u128(40), "Ben", &HASH, 1)).await;
    let mut ben = Browser::of(&site);
    assert_eq!(ben.sign_in("Ben", PASSWORD).await.leads_to(), "/customers");
    let made = ben.call("people/reset", json!({ "person": PERSON })).await.json();
    let link = made["Made"]["link"]["path"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let mut with_old_password = password_right(&site).await;
    let mut browser = Browser::of(&site);
    let asked = browser.post(&link, "password=four+quiet+words+here").await;
    assert_eq!(asked.leads_to(), "/sign-in/code?next=/customers");
    expect_signed_out(&mut browser).await;
    let again = enter(&mut with_old_password, codes[0].reveal()).await;
    assert_eq!(again.leads_to(), "/sign-in?next=/customers", "the old password is worth nothing");
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    assert!(kinds(&site).await.contains(&SecurityEventKind::CodeAsked));
}

#[tokio::test]
async fn who_waits_for_a_code_has_no_session_and_is_ended_with_the_others() {
    let (site, codes) = with_second_factor().await;
    let mut browser = password_right(&site).await;
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), "/customers");
    let mut waiting = password_right(&site).await;
    let listed = browser.call("account/sessions", "{}").await.json();
    assert_eq!(listed["sessions"].as_array().unwrap().len(), 1, "{listed}");
    browser.call("account/end-sessions", json!({ "session": null })).await;
    assert_eq!(enter(&mut waiting, codes[1].reveal()).await.leads_to(), "/sign-in?next=/customers");
    expect_signed_out(&mut waiting).await;
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_lost_second_factor_is_removed_by_another_manager() {
    let (site, codes) = with_second_factor().await;
    let anna = anna(&site).await;
    add_person(&site.store, anna.partner, &new_person(Uuid::from_u128(40), "Ben", &HASH, 1)).await;
    let mut browser = password_right(&site).await;
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), "/customers");
    let remove = json!({ "person": PERSON, "change": "RemoveSecondFactor" });
    assert_eq!(browser.call("people/change", &remove).await.json(), json!({ "Refused": "OwnSecondFactor" }));
    let mut ben = Browser::of(&site);
    assert_eq!(ben.sign_in("Ben", PASSWORD).await.leads_to(), "/customers");
    assert!(ben.call("people/change", &remove).await.json()["Done"].is_object());
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in?next=/customers", "sessions are over");
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    assert!(kinds(&site).await.contains(&SecurityEventKind::SecondFactorRemoved));
}

#[tokio::test]
async fn whose_role_needs_one_replaces_a_lost_phone_without_a_manager() {
    let (site, codes) = with_second_factor().await;
    require(&site, &[PartnerRole::GlobalAdmin]).await;
    let mut browser = password_right(&site).await;
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), "/customers");
    let mut elsewhere = password_right(&site).await;
    assert_eq!(enter(&mut elsewhere, codes[1].reveal()).await.leads_to(), "/customers");
    let key = browser.call("second-factor/begin", "{}").await.json()["Ok"]["key"].as_str().unwrap().to_owned();
    let old = browser.call("second-factor/confirm", json!({ "code": code(0) })).await.json();
    assert_eq!(old, json!({ "Err": "WrongCode" }), "the code of the phone before confirms no other");
    let new = code_at(&seed_of(&key), server::time::now().div_euclid(STEP_MS));
    let confirmed = browser.call("second-factor/confirm", json!({ "code": format!("{new:06}") })).await.json();
    assert_eq!(confirmed["Ok"].as_array().unwrap().len(), 10, "{confirmed}");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    expect_signed_out(&mut elsewhere).await;
    let mut again = password_right(&site).await;
    let wrong = "/sign-in/code?next=/customers&error=wrong";
    assert_eq!(enter(&mut again, codes[2].reveal()).await.leads_to(), wrong);
    assert_eq!(enter(&mut again, &code(1)).await.leads_to(), wrong);
    let next = code_at(&seed_of(&key), server::time::now().div_euclid(STEP_MS) + 1);
    assert_eq!(enter(&mut again, &format!("{next:06}")).await.leads_to(), "/customers");
    assert!(kinds(&site).await.contains(&SecurityEventKind::SecondFactorReplaced));
}

#[tokio::test]
async fn a_password_is_changed_with_a_code_where_the_proof_is_old() {
    let (mut site, codes) = with_second_factor().await;
    let start = server::time::now();
    PROVEN_AT.store(start, Ordering::Relaxed);
    site.serve(site.store.clone(), || PROVEN_AT.load(Ordering::Relaxed));
    let mut browser = password_right(&site).await;
    assert_eq!(enter(&mut browser, codes[0].reveal()).await.leads_to(), "/customers");
    let change = async |browser: &mut Browser<'_>, current: &str, new: &str, code: &str| {
        let form = format!("current={}&password={}&code={code}", current.replace(' ', "+"), new.replace(' ', "+"));
        browser.post("/account/password", &form).await.leads_to().to_owned()
    };
    let (second, third) = ("four quiet words here", "seven loud trains there");
    assert_eq!(change(&mut browser, PASSWORD, second, "").await, "/account?done=password", "signing in was a proof");
    PROVEN_AT.store(start + i64::from(PROOF_SECONDS) * 1000, Ordering::Relaxed);
    assert_eq!(change(&mut browser, second, third, "").await, "/account?error=code");
    assert_eq!(change(&mut browser, second, third, "nothing").await, "/account?error=code-wrong");
    assert_eq!(change(&mut browser, second, third, codes[0].reveal()).await, "/account?error=code-wrong", "used");
    assert_eq!(change(&mut browser, PASSWORD, third, codes[1].reveal()).await, "/account?error=wrong");
    let page = browser.get("/account?error=code").await;
    assert!(page.body.contains("name=\"code\"") && page.body.contains("Type both passwords again"), "{}", page.body);
    assert_eq!(change(&mut browser, second, third, codes[1].reveal()).await, "/account?done=password");
    assert!(kinds(&site).await.contains(&SecurityEventKind::CodeRefused));
}

static PROVEN_AT: AtomicI64 = AtomicI64::new(0);
