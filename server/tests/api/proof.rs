//! Proving again who one is: which functions need it, how long it is good, and what it is checked with.

use super::access::all_calls;
use super::anna::{HASH, NAME, PASSWORD, PERSON};
use super::portal::{CHOSEN, change as change_users, petra};
use super::second_factor::{kinds, turn_on_at};
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use super::support::users::user_id;
use axum::http::{StatusCode, header};
use domain::access::portal::PortalRole;
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

fn pass(seconds: u16) {
    NOW.set(NOW.get() + i64::from(seconds) * 1000);
}

/// A site whose clock stands still.
async fn site() -> Site {
    let mut site = Site::open().await;
    NOW.set(server::time::now());
    site.serve(site.store.clone(), now);
    site
}

/// A browser with a session whose proof is too old.
async fn with_old_proof(site: &Site) -> Browser<'_> {
    let browser = Browser::signed_in(site).await;
    pass(PROOF_SECONDS);
    browser
}

async fn prove(browser: &mut Browser<'_>, password: &str, code: Option<&str>) -> Value {
    let typed = json!({ "password": password, "code": code });
    browser.call("session/prove", json!({ "typed": typed })).await.json()
}

fn is_asked(reply: &Reply) -> bool {
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
async fn directory_roles_of_a_customers_users_need_a_proof_whichever_way_they_are_changed() {
    let site = site().await;
    let mut browser = with_old_proof(&site).await;
    let edit = |user, asked: Value| json!({ "user": user, "asked": { "Edit": asked } });
    let (missing, roles) = (Uuid::from_u128(999), json!({ "roles": ["Billing"] }));
    let request = |entries: &Value, digest: &Value| {
        let request = json!({ "key": Uuid::new_v4(), "kind": "Edit", "entries": entries, "digest": digest });
        json!({ "customer": site.customer, "request": request })
    };
    let name = json!({ "display_name": "Ada", "email": "ada@fabrikam.com" });
    let add = |roles: Value| {
        let asked = json!({ "display_name": name["display_name"], "email": name["email"], "roles": roles });
        json!({ "Each": [{ "user": missing, "asked": { "Add": asked } }] })
    };
    let same = |profile: Value| json!({ "Same": { "who": { "Listed": [user_id(1)] }, "profile": profile, "licenses": { "products": {}, "location": null } } });
    let department = json!({ "department": "Sales" });
    for (entries, expected) in [
        (json!({ "Each": [edit(user_id(1).to_string(), roles.clone())] }), true),
        (json!({ "Each": [edit(user_id(1).to_string(), json!({ "roles": [] }))] }), true),
        (json!({ "Each": [edit(user_id(1).to_string(), department.clone())] }), false),
        (add(json!(["Global"])), true),
        (add(json!([])), false),
        (same(roles.clone()), true),
        (same(department), false),
    ] {
        let reply = browser.call("entries/save", request(&entries, &json!("x"))).await;
        assert_eq!(is_asked(&reply), expected, "{entries}: {}", reply.body);
        assert!(expected || reply.status == StatusCode::OK, "{entries}: {}", reply.body);
    }

    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    let both = json!({ "Each": [edit(user_id(1).to_string(), roles.clone()), edit(missing.to_string(), roles)] });
    let preview = browser.call("entries/preview", json!({ "customer": site.customer, "entries": both })).await.json();
    let saved = browser.call("entries/save", request(&both, &preview["Ok"]["summary"]["digest"])).await.json();
    let operation = saved["Saved"].as_str().unwrap_or_else(|| panic!("not saved: {saved}")).to_owned();
    pass(PROOF_SECONDS);
    let failed = json!({ "FailedIn": operation });
    assert!(is_asked(&browser.call("entries/save", request(&failed, &json!("x"))).await), "trying again");
    let undo = json!({ "key": Uuid::new_v4(), "operation": operation, "digest": "x" });
    let undo = json!({ "customer": site.customer, "request": undo });
    assert!(is_asked(&browser.call("operations/undo", undo.clone()).await), "giving back");
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    let reply = browser.call("operations/undo", undo).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
}

/// Gives user 1 a directory role, with a proof.
async fn make_admin(browser: &mut Browser<'_>, site: &Site) {
    let entries = json!({ "Each": [{ "user": user_id(1), "asked": { "Edit": { "roles": ["Billing"] } } }] });
    let preview =
        browser.call("entries/preview", json!({ "customer": site.customer, "entries": entries })).await.json();
    let digest = &preview["Ok"]["summary"]["digest"];
    let request = json!({ "key": Uuid::new_v4(), "kind": "Edit", "entries": entries, "digest": digest });
    let saved = browser.call("entries/save", json!({ "customer": site.customer, "request": request })).await;
    assert!(saved.json()["Saved"].is_string(), "{}", saved.body);
}

#[tokio::test]
async fn directory_roles_that_come_back_with_deleted_users_need_a_proof() {
    let site = site().await;
    let mut browser = Browser::signed_in(&site).await;
    make_admin(&mut browser, &site).await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    pass(PROOF_SECONDS);
    let deleted = change_users(&mut browser, &site, &[1, 2], &json!("Delete")).await["Saved"].clone();
    let restore = json!({ "Restore": { "upns": {} } });
    let undo = json!({ "key": Uuid::new_v4(), "operation": deleted, "digest": "x" });
    let undo = json!({ "customer": site.customer, "request": undo });
    assert!(is_asked(&browser.call("operations/undo", undo.clone()).await), "undoing");
    for person in [&mut browser, &mut petra] {
        let asked = json!({ "ProofNeeded": "Password" });
        assert_eq!(change_users(person, &site, &[1, 2], &restore).await, asked, "restoring");
    }
    assert!(change_users(&mut browser, &site, &[2], &restore).await["Saved"].is_string(), "a user without roles");
    for (person, password) in [(&mut browser, PASSWORD), (&mut petra, CHOSEN)] {
        assert_eq!(prove(person, password, None).await, json!({ "Ok": null }));
    }
    assert!(!is_asked(&browser.call("operations/undo", undo).await));
    assert!(change_users(&mut petra, &site, &[1], &restore).await["Saved"].is_string());

    let offboard = json!({ "Offboard": { "block": true, "revoke": "All", "reset": false, "delete": "Now" } });
    let offboarded = change_users(&mut browser, &site, &[1], &offboard).await["Saved"].clone();
    pass(PROOF_SECONDS);
    let undo = json!({ "key": Uuid::new_v4(), "operation": offboarded, "digest": "x" });
    let undo = json!({ "customer": site.customer, "request": undo });
    assert!(is_asked(&browser.call("operations/undo", undo).await), "taking back an offboarding");
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
