//! A proof of identity: the functions that need it, how long it is valid, and the ways to give it.

use super::access::all_calls;
use super::anna::{HASH, NAME, PASSWORD, PERSON};
use super::second_factor::{kinds, turn_on_at};
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use axum::http::{StatusCode, header};
use domain::access::proof::PROOF_SECONDS;
use domain::access::role::PartnerRole;
use domain::access::second_factor::RequiredRoles;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security;
use server::totp::{STEP_MS, code_at};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// Functions that need a recent proof: roles and groups of people, who gets in, second factors, sessions, what
/// customers grant, what opens buying, handing out secrets, and deleting customers.
const SENSITIVE: &[&str] = &[
    "account/end-sessions",
    "account/unlink",
    "applications/add",
    "applications/change",
    "applications/make-key",
    "customers/delete",
    "groups/add",
    "groups/delete",
    "groups/edit",
    "partner-account/change",
    "partner-account/set-relationships",
    "passwords/create",
    "people/change",
    "people/create",
    "people/delete-user",
    "people/end-sessions",
    "people/invite",
    "people/renew",
    "people/reset",
    "people/withdraw",
    "portal/add",
    "portal/change",
    "portal/remove-provider",
    "portal/require-second-factor",
    "portal/reset",
    "portal/save-provider",
    "portal/switch",
    "products/show-keys",
    "providers/passwords",
    "providers/remove",
    "providers/save",
    "relationships/ask",
    "relationships/change",
    "relationships/request",
    "relationships/reseller",
    "second-factor/begin",
    "second-factor/confirm",
    "second-factor/renew",
    "second-factor/require",
    "tags/set",
    "tenants/change",
];

/// Functions that need one only for giving and taking directory roles.
const IN_PART: &[&str] = &["accounts/change", "entries/save", "operations/undo"];

/// Functions that need none. A new function stands in one of the three lists, or the first test fails.
const PLAIN: &[&str] = &[
    "account/identities",
    "account/sessions",
    "accounts/count-deleted",
    "accounts/deleted",
    "accounts/preview",
    "activity/all",
    "activity/list",
    "activity/people",
    "activity/refusals",
    "activity/report",
    "customers/contents",
    "customers/get",
    "customers/list",
    "entries/form",
    "entries/preview",
    "entries/upn-holders",
    "groups/directory",
    "licenses/holders",
    "licenses/preview",
    "licenses/save",
    "licenses/view",
    "operations/cancel",
    "operations/changes",
    "operations/get",
    "operations/outcomes",
    "operations/retry-preview",
    "operations/running",
    "operations/undo-preview",
    "partner-account/get",
    "partner-account/relationships",
    "people/invitation",
    "people/list",
    "people/sessions",
    "portal/activity",
    "portal/check-provider",
    "portal/home",
    "portal/manage",
    "portal/providers",
    "products/list",
    "providers/check",
    "providers/list",
    "purchases/buy",
    "purchases/confirm",
    "purchases/open",
    "relationships/of-all",
    "relationships/of-customer",
    "search/find",
    "second-factor/get",
    "security/events",
    "selection/change",
    "selection/failed",
    "session/prove",
    "session/who",
    "tags/list",
    "templates/delete",
    "templates/list",
    "templates/save",
    "tenants/list",
    "upload/decode",
    "users/count",
    "users/dismiss-errors",
    "users/filter-choices",
    "users/get",
    "users/list",
];

thread_local! {
    /// Each test has a thread of its own.
    static NOW: Cell<i64> = const { Cell::new(0) };
}

fn now() -> i64 {
    NOW.get()
}

pub fn pass(seconds: u16) {
    NOW.set(NOW.get() + i64::from(seconds) * 1000);
}

/// A site whose clock stands still.
pub async fn site() -> Site {
    let mut site = Site::open().await;
    NOW.set(server::time::now());
    site.serve(site.store.clone(), now);
    site
}

/// A browser with a session whose proof is too old.
pub async fn with_old_proof(site: &Site) -> Browser<'_> {
    let browser = Browser::signed_in(site).await;
    pass(PROOF_SECONDS);
    browser
}

pub async fn prove(browser: &mut Browser<'_>, password: &str, code: Option<&str>) -> Value {
    let typed = json!({ "password": password, "code": code });
    browser.call("session/prove", json!({ "typed": typed })).await.json()
}

pub fn is_asked(reply: &Reply) -> bool {
    reply.status == StatusCode::FORBIDDEN && reply.body.contains("ProofNeeded")
}

fn invitation() -> Value {
    let cleo = json!({ "name": "Cleo", "sign_in_name": "cleo@partner.example" });
    json!({ "form": { "people": [cleo], "roles": ["SalesAgent"] } })
}

#[tokio::test]
async fn every_function_stands_in_one_of_the_lists() {
    let sensitive: BTreeSet<&str> = SENSITIVE.iter().copied().collect();
    let plain: BTreeSet<&str> = PLAIN.iter().copied().collect();
    let in_part: BTreeSet<&str> = IN_PART.iter().copied().collect();
    let listed: BTreeSet<&str> = &(&sensitive | &plain) | &in_part;
    assert_eq!(listed.len(), sensitive.len() + plain.len() + in_part.len(), "none stands in two");
    assert_eq!(listed, all_calls("x").into_keys().collect(), "`access.rs` looks whether the calls are all functions");
}

#[test]
fn the_browser_asks_for_what_the_server_needs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/api");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let text: String = files.collect();
    for function in SENSITIVE.iter().chain(IN_PART) {
        let declared = format!("#[server(endpoint = \"{function}\", protocol = Proving)]");
        assert!(text.contains(&declared), "{function}");
    }
    assert_eq!(text.matches("protocol = Proving").count(), SENSITIVE.len() + IN_PART.len());
}

#[tokio::test]
async fn what_is_sensitive_refuses_an_old_proof_and_accepts_a_new_one() {
    let site = site().await;
    let mut browser = with_old_proof(&site).await;
    for (function, arguments) in all_calls(&site.customer.to_string()) {
        let reply = browser.call(function, arguments).await;
        assert_eq!(is_asked(&reply), SENSITIVE.contains(&function), "{function}: {}", reply.body);
        if is_asked(&reply) {
            assert_eq!(reply.json(), json!({ "ProofNeeded": "Password" }), "{function}");
        }
    }
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    for (function, arguments) in all_calls(&site.customer.to_string()) {
        let reply = browser.call(function, arguments).await;
        assert_ne!(reply.status, StatusCode::FORBIDDEN, "{function}: {}", reply.body);
    }
}

#[tokio::test]
async fn who_may_not_is_told_so_and_not_asked() {
    let site = site().await;
    let anna = site.store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let mut ben = new_person(Uuid::from_u128(40), "Ben", &HASH, 1);
    ben.roles = [PartnerRole::SalesAgent].into();
    add_person(&site.store, anna.partner, &ben).await;
    let mut browser = Browser::of(&site);
    assert_eq!(browser.sign_in("Ben", PASSWORD).await.leads_to(), "/customers");
    pass(PROOF_SECONDS);
    let reply = browser.call("people/invite", invitation()).await;
    assert_eq!(reply.json(), json!({ "Denied": { "Role": "ManagePeople" } }));
    let foreign = json!({ "customer": site.foreign, "change": "Request" });
    assert_eq!(browser.call("relationships/reseller", foreign).await.json(), json!("Missing"));
}

#[tokio::test]
async fn a_proof_is_good_for_ten_minutes() {
    let site = site().await;
    let mut browser = Browser::signed_in(&site).await;
    pass(PROOF_SECONDS - 1);
    assert!(!is_asked(&browser.call("people/invite", invitation()).await), "signing in is a proof");
    pass(1);
    assert!(is_asked(&browser.call("people/invite", invitation()).await), "use of a session is none");
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    pass(PROOF_SECONDS - 1);
    assert!(!is_asked(&browser.call("people/invite", invitation()).await));
    pass(1);
    assert!(is_asked(&browser.call("people/invite", invitation()).await));
}

#[tokio::test]
async fn a_proof_gives_the_session_another_id_and_no_longer_life() {
    let site = site().await;
    let mut browser = with_old_proof(&site).await;
    let before = browser.cookie.clone();
    let listed = async |browser: &mut Browser<'_>| browser.call("account/sessions", json!({})).await.json();
    let began = listed(&mut browser).await["sessions"][0]["began"].clone();
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    assert_ne!(browser.cookie, before);
    let after = listed(&mut browser).await;
    assert_eq!((after["sessions"].as_array().unwrap().len(), &after["sessions"][0]["began"]), (1, &began));
    // A request that was under way is refused, and its answer leaves the new cookie alone.
    let mut stale = Browser::with_cookie(&site, before);
    let reply = stale.call("people/list", json!({})).await;
    assert_eq!((reply.json(), reply.headers.get(header::SET_COOKIE)), (json!("SignedOut"), None));
    assert_eq!(stale.get("/customers").await.leads_to(), "/sign-in?next=/customers");
}

#[tokio::test]
async fn proofs_are_attempts_like_others() {
    let site = site().await;
    let mut browser = with_old_proof(&site).await;
    for _ in 0..10 {
        assert_eq!(prove(&mut browser, "a guess of ours", None).await, json!({ "Err": "WrongPassword" }));
    }
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Err": "TooMany" }));
    assert!(is_asked(&browser.call("people/invite", invitation()).await));
    // This browser has no attempts left for signing in either.
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=too-many&next=/customers");
    let kinds = kinds(&site).await;
    assert!(kinds.contains(&SecurityEventKind::ProofRefused) && kinds.contains(&SecurityEventKind::SignInThrottled));
    assert!(!kinds.contains(&SecurityEventKind::IdentityProven));
}

#[tokio::test]
async fn a_right_proof_is_a_security_event_and_takes_its_attempt_back() {
    let site = site().await;
    let mut browser = with_old_proof(&site).await;
    for _ in 0..12 {
        assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    }
    let long = "x".repeat(1025);
    assert_ne!(prove(&mut browser, &long, None).await, json!({ "Ok": null }));
    assert!(kinds(&site).await.contains(&SecurityEventKind::IdentityProven));
}

#[tokio::test]
async fn who_has_a_second_factor_proves_it_with_a_code_that_is_used_up() {
    let site = site().await;
    let (seed, codes) = turn_on_at(&site, now()).await;
    let mut browser = Browser::of(&site);
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in/code?next=/customers");
    let entered = browser.post("/sign-in/code", &format!("code={}&next=/customers", codes[0].reveal())).await;
    assert_eq!(entered.leads_to(), "/customers");
    assert!(!is_asked(&browser.call("people/invite", invitation()).await), "signing in was a proof");
    pass(PROOF_SECONDS);
    let asked = browser.call("people/invite", invitation()).await;
    assert_eq!(asked.json(), json!({ "ProofNeeded": "PasswordAndCode" }));
    let code = format!("{:06}", code_at(&seed, now().div_euclid(STEP_MS)));
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Err": "CodeMissing" }));
    assert_eq!(prove(&mut browser, PASSWORD, Some("12345")).await, json!({ "Err": "NotACode" }));
    assert_eq!(prove(&mut browser, "a guess of ours", Some(&code)).await, json!({ "Err": "WrongPassword" }));
    assert_eq!(prove(&mut browser, PASSWORD, Some(&code)).await, json!({ "Ok": null }));
    assert!(!is_asked(&browser.call("people/invite", invitation()).await));
    assert_eq!(prove(&mut browser, PASSWORD, Some(&code)).await, json!({ "Err": "WrongCode" }), "it was used");
    assert_eq!(prove(&mut browser, PASSWORD, Some(codes[1].reveal())).await, json!({ "Ok": null }));
    assert_eq!(prove(&mut browser, PASSWORD, Some(codes[1].reveal())).await, json!({ "Err": "WrongCode" }));
}

#[tokio::test]
async fn a_session_left_open_sets_up_no_second_factor_first() {
    let site = site().await;
    let anna = site.store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let event = security::event(SecurityEventKind::SecondFactorRolesChanged, now(), Caller::default());
    let roles = RequiredRoles([PartnerRole::GlobalAdmin].into());
    site.store.require_second_factor(&anna, &roles, &event.by(anna.partner, anna.id)).await.unwrap();
    let mut browser = with_old_proof(&site).await;
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in/second-factor?next=/customers");
    for (function, arguments) in [("second-factor/begin", json!({})), ("second-factor/confirm", json!({ "code": "1" }))]
    {
        assert!(is_asked(&browser.call(function, arguments).await), "{function}");
    }
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    assert!(browser.call("second-factor/begin", json!({})).await.json()["Ok"].is_object());
    // Signing out from there is noted, too.
    assert_eq!(browser.post("/sign-out", "").await.leads_to(), "/sign-in");
    assert!(kinds(&site).await.contains(&SecurityEventKind::SignedOut));
}

#[tokio::test]
async fn nobody_proves_anything_without_a_session() {
    let site = site().await;
    let mut nobody = Browser::of(&site);
    assert_eq!(prove(&mut nobody, PASSWORD, None).await, json!("SignedOut"));
    turn_on_at(&site, now()).await;
    let mut half_way = Browser::of(&site);
    assert_eq!(half_way.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in/code?next=/customers");
    assert_eq!(prove(&mut half_way, PASSWORD, None).await, json!("SignedOut"), "the code is missing");
}

#[tokio::test]
async fn another_password_is_no_proof() {
    let site = site().await;
    let mut browser = with_old_proof(&site).await;
    let form = format!("current={}&password=four+quiet+words+here", PASSWORD.replace(' ', "+"));
    assert_eq!(browser.post("/account/password", &form).await.leads_to(), "/account?done=password");
    assert!(is_asked(&browser.call("people/invite", invitation()).await));
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Err": "WrongPassword" }));
    assert_eq!(prove(&mut browser, "four quiet words here", None).await, json!({ "Ok": null }));
}
