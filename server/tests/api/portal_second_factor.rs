//! A second factor that roles of a customer's portal need: who chooses them, and what is open before it is set up.

use super::access::{all_calls, change_anna, with_ben, with_roles};
use super::functions::calls;
use super::portal::{CHOSEN, PETRA, as_in_portal, petra, petras_id, with_petra};
use super::second_factor::kinds;
use super::second_factor_set_up::seed_of;
use super::site::{Browser, Site};
use super::support::{arrivals, customers};
use axum::http::StatusCode;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::access::second_factor::Seed;
use domain::console::security::SecurityEventKind;
use domain::ids::CustomerId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::http::portal::FUNCTIONS;
use server::totp::{STEP_MS, code_at};
use uuid::Uuid;

const TO_SET_UP: &str = "/sign-in/second-factor?next=/portal";

/// The functions that answer before a second factor is set up: the session, and setting it up.
const BEFORE_SET_UP: [&str; 6] = [
    "session/who",
    "session/prove",
    "operations/running",
    "people/invitation",
    "second-factor/begin",
    "second-factor/confirm",
];

/// Chooses the roles of a customer's portal that need a second factor, as Anna.
async fn require(site: &Site, customer: CustomerId, roles: &[PortalRole]) -> Value {
    let choice = json!({ "customer": customer, "roles": roles });
    Browser::signed_in(site).await.call("portal/require-second-factor", choice).await.json()
}

async fn required(site: &Site, customer: CustomerId) -> Value {
    let view = Browser::signed_in(site).await.call("portal/manage", json!({ "customer": customer })).await.json();
    view["portal"]["required"].clone()
}

/// Another customer of Anna's partner, in whose portal somebody is signed in.
async fn neighbour(site: &Site) -> (CustomerId, Browser<'_>) {
    let partner = super::second_factor::anna(site).await.partner;
    let id = CustomerId::new(Uuid::from_u128(13));
    customers::write(&site.store, arrivals::local(partner, 1), &customers::empty(id, "Neighbour")).await;
    let mut anna = Browser::signed_in(site).await;
    anna.call("portal/switch", json!({ "customer": id, "on": true })).await;
    let form = json!({ "name": "Nora", "sign_in_name": "nora@neighbour.com", "role": "GlobalAdmin" });
    let added = anna.call("portal/add", json!({ "customer": id, "form": form })).await.json();
    let temporary = added["Made"]["password"].as_str().unwrap_or_else(|| panic!("not added: {added}"));
    let mut nora = Browser::of(site);
    nora.sign_in("nora@neighbour.com", temporary).await;
    let form = format!("current={temporary}&password={}", CHOSEN.replace(' ', "+"));
    assert_eq!(nora.post("/portal/password", &form).await.leads_to(), "/portal");
    (id, nora)
}

/// Sets a second factor up, and returns its seed and the recovery codes.
async fn set_up(browser: &mut Browser<'_>) -> (Seed, Vec<String>) {
    let begun = browser.call("second-factor/begin", "{}").await.json();
    let seed = seed_of(begun["Ok"]["key"].as_str().unwrap_or_else(|| panic!("not begun: {begun}")));
    let confirmed = browser.call("second-factor/confirm", json!({ "code": code(&seed, 0) })).await.json();
    let codes = confirmed["Ok"].as_array().unwrap_or_else(|| panic!("not confirmed: {confirmed}"));
    (seed, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

fn code(seed: &Seed, steps: i64) -> String {
    format!("{:06}", code_at(seed, server::time::now().div_euclid(STEP_MS) + steps))
}

#[tokio::test]
async fn whose_role_needs_one_reaches_nothing_but_the_set_up() {
    for role in PortalRole::ALL {
        let site = Site::open().await;
        let mut petra = petra(&site, role).await;
        let others: Vec<_> = PortalRole::ALL.into_iter().filter(|other| *other != role).collect();
        require(&site, site.customer, &others).await;
        assert_eq!(petra.get("/portal").await.status, StatusCode::OK, "{role}: the roles of others");
        require(&site, site.customer, &[role]).await;
        for page in ["/portal", "/portal/account", "/customers"] {
            let next = if page == "/customers" { "/portal" } else { page };
            let led = petra.get(page).await;
            assert_eq!(led.leads_to(), format!("/sign-in/second-factor?next={next}"), "{role}: {page}");
        }
        assert_eq!(petra.get("/").await.leads_to(), "/portal", "{role}");
        for (function, arguments) in all_calls(&site.customer.to_string()) {
            let reply = petra.call(function, as_in_portal(function, arguments)).await;
            let expected = match function {
                _ if !FUNCTIONS.contains(&function) => StatusCode::NOT_FOUND,
                _ if BEFORE_SET_UP.contains(&function) => StatusCode::OK,
                _ => StatusCode::UNAUTHORIZED,
            };
            assert_eq!(reply.status, expected, "{role}: {function}: {}", reply.body);
        }
        assert_eq!(petra.call("session/who", "{}").await.json(), Value::Null, "{role}");
        assert_eq!(petra.call("operations/running", "{}").await.json(), json!([]), "{role}");
        for (path, form) in [
            ("/account/second-factor/off", "password=x&code=123456"),
            ("/account/password", "current=a+password+of+her+own&password=four+quiet+words"),
            ("/portal/password", "current=a+password+of+her+own&password=four+quiet+words"),
        ] {
            assert!(petra.post(path, form).await.leads_to().starts_with("/sign-in?"), "{role}: {path}");
        }
        let page = petra.get(TO_SET_UP).await;
        assert!(page.body.contains("Set up your second factor"), "{role}: {}", page.body);
    }
}

#[tokio::test]
async fn it_is_set_up_at_signing_in_and_asked_for_from_then_on() {
    let site = Site::open().await;
    let temporary = with_petra(&site, PortalRole::LicenseAdmin).await;
    require(&site, site.customer, &[PortalRole::LicenseAdmin]).await;
    let mut petra = Browser::of(&site);
    petra.sign_in(PETRA, &temporary).await;
    assert_eq!(petra.get("/portal").await.leads_to(), "/portal/password", "the temporary password goes first");
    let begun = petra.call("second-factor/begin", "{}").await;
    assert_eq!(begun.status, StatusCode::UNAUTHORIZED, "nothing is set up with somebody else's password");
    let form = format!("current={temporary}&password={}", CHOSEN.replace(' ', "+"));
    assert_eq!(petra.post("/portal/password", &form).await.leads_to(), "/portal");
    assert_eq!(petra.get("/portal").await.leads_to(), TO_SET_UP);
    let (seed, codes) = set_up(&mut petra).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(petra.get("/portal").await.status, StatusCode::OK);
    assert_eq!(petra.get("/sign-in/second-factor").await.leads_to(), "/portal/account");
    let view = petra.call("second-factor/get", "{}").await.json();
    assert_eq!(view["factor"], json!({ "is_on": true, "is_required": true, "recovery_codes": 10 }));
    let off = |code: &str| format!("password={}&code={code}", CHOSEN.replace(' ', "+"));
    let required = petra.post("/account/second-factor/off", &off(&codes[0])).await;
    assert_eq!(required.leads_to(), "/portal/account?second-factor=required");

    assert_eq!(petra.sign_in(PETRA, CHOSEN).await.leads_to(), "/sign-in/code?next=/customers");
    assert_eq!(petra.get("/portal").await.leads_to(), "/sign-in?next=/portal");
    let typed = format!("code={}&next=/portal", code(&seed, 1));
    assert_eq!(petra.post("/sign-in/code", &typed).await.leads_to(), "/portal");
    assert_eq!(petra.get("/portal").await.status, StatusCode::OK);
    let mut lost = Browser::of(&site);
    lost.sign_in(PETRA, CHOSEN).await;
    assert_eq!(lost.post("/sign-in/code", &format!("code={}&next=/portal", codes[1])).await.leads_to(), "/portal");

    require(&site, site.customer, &[]).await;
    let ended = petra.post("/account/second-factor/off", &off(&codes[2])).await;
    assert_eq!(ended.leads_to(), "/portal/account?second-factor=off");
    let kinds = kinds(&site).await;
    for kind in [SecurityEventKind::SecondFactorRolesChanged, SecurityEventKind::SecondFactorOn] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[tokio::test]
async fn the_choice_of_one_portal_changes_no_other_and_not_the_partners() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    let (neighbour, mut nora) = neighbour(&site).await;
    let all = json!(["GlobalAdmin", "UserManagementAdmin", "LicenseAdmin"]);
    let done = require(&site, site.customer, &PortalRole::ALL).await;
    assert_eq!(done["Done"]["portal"]["required"], all, "{done}");
    assert_eq!((required(&site, site.customer).await, required(&site, neighbour).await), (all, json!([])));
    assert_eq!(nora.get("/portal").await.status, StatusCode::OK);
    assert_eq!(petra.get("/portal").await.leads_to(), TO_SET_UP);
    let mut anna = Browser::signed_in(&site).await;
    let own = anna.call("second-factor/get", "{}").await.json();
    assert_eq!((&own["factor"]["is_required"], &own["roles"]), (&json!(false), &json!([])));
    // Nor does that of the partner change a portal.
    anna.call("second-factor/require", json!({ "roles": PartnerRole::ALL })).await;
    assert_eq!(nora.get("/portal").await.status, StatusCode::OK);
    let event = first_choice(&site).await;
    assert_eq!(event["customer"], json!(site.customer), "the event tells whose portal it is");
}

/// The event of the first choice.
async fn first_choice(site: &Site) -> Value {
    let anna = super::second_factor::anna(site).await;
    let rows = site.store.security_events(&anna, Default::default(), Default::default()).await.unwrap().rows;
    let changed = rows.iter().rfind(|row| row.kind == SecurityEventKind::SecondFactorRolesChanged);
    json!(changed.unwrap())
}

#[tokio::test]
async fn only_who_may_give_every_role_there_chooses() {
    let site = Site::open().await;
    with_petra(&site, PortalRole::LicenseAdmin).await;
    require(&site, site.customer, &[PortalRole::LicenseAdmin]).await;
    let ben = with_ben(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let refused = require(&site, site.customer, &[]).await;
    assert_eq!(refused, json!({ "Refused": { "Beyond": "GlobalAdmin" } }));
    assert_eq!(required(&site, site.customer).await, json!(["LicenseAdmin"]));
    assert!(kinds(&site).await.contains(&SecurityEventKind::ActionRefused));
    let foreign = require(&site, site.foreign, &[PortalRole::LicenseAdmin]).await;
    assert_eq!(foreign, json!("Missing"));
}

#[tokio::test]
async fn a_lost_second_factor_is_removed_by_who_may_give_the_role() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::UserManagementAdmin).await;
    let remove = json!({ "customer": site.customer, "person": petras_id(&site).await, "change": "RemoveSecondFactor" });
    let mut anna = Browser::signed_in(&site).await;
    let none = json!({ "Refused": "NoSecondFactor" });
    assert_eq!(anna.call("portal/change", &remove).await.json(), none);
    require(&site, site.customer, &[PortalRole::UserManagementAdmin]).await;
    set_up(&mut petra).await;
    let view = anna.call("portal/manage", json!({ "customer": site.customer })).await.json();
    assert_eq!(view["portal"]["people"][0]["has_second_factor"], json!(true));

    let ben = with_ben(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let mut weak = Browser::signed_in(&site).await;
    let beyond = json!({ "Refused": { "Beyond": "UserManagementAdmin" } });
    assert_eq!(weak.call("portal/change", &remove).await.json(), beyond);
    assert_eq!(petra.get("/portal").await.status, StatusCode::OK);
    change_anna(&site, &ben, with_roles(&[PartnerRole::GlobalAdmin])).await;
    let mut anna = Browser::signed_in(&site).await;
    let removed = anna.call("portal/change", &remove).await.json();
    assert_eq!(removed["Done"]["portal"]["people"][0]["has_second_factor"], json!(false), "{removed}");
    assert_eq!(petra.get("/portal").await.leads_to(), "/sign-in?next=/portal", "its sessions are over");
    assert_eq!(petra.sign_in(PETRA, CHOSEN).await.leads_to(), "/portal");
    assert_eq!(petra.get("/portal").await.leads_to(), TO_SET_UP, "the role needs one again");
    assert!(kinds(&site).await.contains(&SecurityEventKind::SecondFactorRemoved));
}

#[tokio::test]
async fn another_temporary_password_needs_another_second_factor() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::LicenseAdmin).await;
    require(&site, site.customer, &[PortalRole::LicenseAdmin]).await;
    set_up(&mut petra).await;
    let reset = json!({ "customer": site.customer, "person": petras_id(&site).await });
    let made = Browser::signed_in(&site).await.call("portal/reset", reset).await.json();
    let temporary = made["Made"]["password"].as_str().unwrap_or_else(|| panic!("{made}"));
    petra.sign_in(PETRA, temporary).await;
    let form = format!("current={temporary}&password=another+password+of+hers");
    assert_eq!(petra.post("/portal/password", &form).await.leads_to(), "/portal");
    assert_eq!(petra.get("/portal").await.leads_to(), TO_SET_UP);
    let home = petra.call("portal/home", "{}").await;
    assert_eq!((home.status, home.json()), (StatusCode::UNAUTHORIZED, json!("SignedOut")));
    let users = &calls(&site.customer.to_string())[1];
    assert_eq!(petra.call(users.0, &users.1).await.json(), json!("SignedOut"));
}
