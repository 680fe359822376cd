//! Applications: what counts for them, who may make one, and that none signs in.

use super::anna::{HASH, NAME, PERSON};
use super::functions::calls;
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::person::{PersonChange, PersonForm};
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEventKind, SecurityEventRow};
use domain::directory::page::{Cursor, PageSize};
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security::event;
use uuid::Uuid;

pub(super) const SYNC: &str = "Nightly sync";

/// An application with a key.
pub(super) struct Application {
    pub(super) id: String,
    pub(super) application_id: String,
    pub(super) key: String,
}

pub(super) async fn add(browser: &mut Browser<'_>, name: &str, roles: Value) -> Value {
    let form = json!({ "name": name, "roles": roles });
    let reply = browser.call("applications/add", json!({ "form": form, "application_id": null })).await.json();
    let found = reply["Done"]["applications"].as_array().unwrap().iter().find(|one| one["name"] == name);
    found.unwrap_or_else(|| panic!("not added: {reply}")).clone()
}

pub(super) async fn make_key(browser: &mut Browser<'_>, application: &str) -> Value {
    let form = json!({ "description": "Server room", "months": 6 });
    browser.call("applications/make-key", json!({ "application": application, "form": form })).await.json()
}

pub(super) async fn new_key(browser: &mut Browser<'_>, application: &str) -> String {
    let made = make_key(browser, application).await;
    made["Made"]["key"].as_str().unwrap_or_else(|| panic!("no key: {made}")).to_owned()
}

pub(super) async fn application_with(browser: &mut Browser<'_>, roles: Value) -> Application {
    let added = add(browser, SYNC, roles).await;
    let id = added["id"].as_str().unwrap().to_owned();
    let application_id = added["application_id"].as_str().unwrap().to_owned();
    let key = new_key(browser, &id).await;
    Application { id, application_id, key }
}

/// An application that may do everything.
pub(super) async fn application(browser: &mut Browser<'_>) -> Application {
    application_with(browser, json!(["GlobalAdmin", "AdminAgent"])).await
}

pub(super) async fn change(browser: &mut Browser<'_>, application: &str, change: Value) -> Value {
    browser.call("applications/change", json!({ "application": application, "change": change })).await.json()
}

/// Calls a server function with a key, as a program does: without a cookie and without what browsers say of themselves.
pub(super) async fn call(site: &Site, key: &str, function: &str, arguments: impl ToString) -> Reply {
    let request = Request::post(format!("/api/{function}"))
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, "application/json");
    site.send(request.body(Body::from(arguments.to_string())).unwrap()).await
}

pub(super) async fn get(site: &Site, key: &str, path: &str) -> Reply {
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {key}"));
    site.send(request.body(Body::empty()).unwrap()).await
}

pub(super) fn customers() -> Value {
    json!({ "query": { "search": "", "place": "First", "size": 25 } })
}

pub(super) async fn events(site: &Site) -> Vec<SecurityEventRow> {
    let anna = site.store.partner_user(PERSON).await.unwrap().unwrap().actor;
    site.store.security_events(&anna, Cursor::First, PageSize::LARGEST).await.unwrap().rows
}

/// Asserts that a key is refused everywhere, with the one answer that there is.
pub(super) async fn assert_refused(site: &Site, key: &str, why: &str) {
    let function = call(site, key, "customers/list", customers()).await;
    assert_eq!((function.status, function.json()), (StatusCode::UNAUTHORIZED, json!("KeyRefused")), "{why}");
    assert_eq!(function.header(header::WWW_AUTHENTICATE), "Bearer", "{why}");
    let file = get(site, key, &format!("/customers/{}/users/export.csv", site.customer)).await;
    assert_eq!(file.status, StatusCode::UNAUTHORIZED, "{why}");
    assert_eq!(file.body, "The key does not work. Make another under User management.", "{why}");
    assert_eq!(file.header(header::WWW_AUTHENTICATE), "Bearer", "{why}");
    let head = |reply: &Reply| {
        let headers = reply.headers.iter().filter(|(name, _)| *name != "x-request-id");
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect::<Vec<_>>()
    };
    let nonsense = call(site, "no key", "customers/list", customers()).await;
    assert_eq!((head(&function), function.body), (head(&nonsense), nonsense.body), "{why}");
}

#[tokio::test]
async fn roles_and_groups_count_from_the_next_request_on() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application_with(&mut anna, json!(["BillingAdmin"])).await;
    let users = calls(&site.customer.to_string()).swap_remove(1).1;
    assert_eq!(call(&site, &sync.key, "users/list", &users).await.status, StatusCode::FORBIDDEN);
    let group = json!({ "name": "Support", "roles": ["HelpdeskAgent"], "members": [sync.id] });
    let added = anna.call("groups/add", json!({ "form": group })).await.json();
    assert_eq!(added["Done"]["groups"][0]["members"], json!([sync.id]), "{added}");
    assert_eq!(call(&site, &sync.key, "users/list", &users).await.status, StatusCode::OK);
    let edit = json!({ "Edit": { "name": SYNC, "roles": ["SalesAgent"] } });
    change(&mut anna, &sync.id, edit).await;
    let who = call(&site, &sync.key, "session/who", "{}").await.json();
    assert_eq!(who["actor"]["roles"], json!(["SalesAgent", "HelpdeskAgent"]));
}

#[tokio::test]
async fn an_application_never_signs_in() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    let mut stranger = Browser::of(&site);
    for name in [sync.application_id.clone(), format!("Application {}", sync.application_id), SYNC.to_owned()] {
        for password in ["", &sync.key] {
            let reply = stranger.sign_in(&name.replace(' ', "+"), password).await;
            assert_eq!(reply.leads_to(), "/sign-in?error=wrong&next=/customers", "{name}");
        }
    }
    let gone = json!({ "Refused": "Gone" });
    let edit = json!({ "Edit": { "name": SYNC, "sign_in_name": "sync", "roles": ["SalesAgent"] } });
    for (function, arguments) in [
        ("people/reset", json!({ "person": sync.id })),
        ("people/sessions", json!({ "person": sync.id })),
        ("people/end-sessions", json!({ "person": sync.id, "session": null })),
        ("people/change", json!({ "person": sync.id, "change": edit })),
        ("people/change", json!({ "person": sync.id, "change": "Remove" })),
    ] {
        assert_eq!(anna.call(function, arguments).await.json(), gone, "{function}");
    }
    let people = anna.call("people/list", "{}").await.json();
    let names: Vec<_> = people["people"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, [NAME], "it is no person");
    // Nor does a person who has its id as a sign-in name get anything of it.
    let cleo = json!({ "name": "Cleo", "sign_in_name": sync.application_id });
    let form = json!({ "people": [cleo], "roles": ["BillingAdmin"] });
    let invited = anna.call("people/invite", json!({ "form": form })).await.json();
    let path = invited["Made"]["links"][0]["path"].as_str().unwrap();
    let mut cleo = Browser::of(&site);
    assert_eq!(cleo.post(path, "password=correct+donkey+battery").await.leads_to(), "/customers");
    assert_eq!(cleo.call("session/who", "{}").await.json()["actor"]["roles"], json!(["BillingAdmin"]));
    assert_eq!(site.store.violations().await.unwrap(), []);
}

#[tokio::test]
async fn nobody_makes_a_key_that_may_do_more_than_they_may() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let help = add(&mut anna, "Help", json!(["HelpdeskAgent"])).await["id"].as_str().unwrap().to_owned();
    let global = add(&mut anna, "Global", json!(["GlobalAdmin"])).await["id"].as_str().unwrap().to_owned();
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    let ben = add_person(&site.store, partner, &new_person(Uuid::from_u128(40), "Ben", &HASH, 1)).await;
    let form = PersonForm {
        name: NAME.to_owned(),
        sign_in_name: NAME.to_owned(),
        roles: [PartnerRole::AccountAdmin].into(),
        custom: None,
    };
    let edited = event(SecurityEventKind::PersonEdited, server::time::now(), Caller::default());
    let edited = edited.by(ben.partner, ben.id);
    site.store.change_person(&ben, PERSON, &PersonChange::Edit(form), &edited).await.unwrap().unwrap();

    assert_eq!(make_key(&mut anna, &help).await, json!({ "Refused": "MoreThanYou" }));
    let only_global = json!({ "Refused": { "People": "OnlyGlobalAdmin" } });
    assert_eq!(make_key(&mut anna, &global).await, only_global);
    for what in [json!("Block"), json!("Remove"), json!({ "Edit": { "name": "Global", "roles": ["SalesAgent"] } })] {
        assert_eq!(change(&mut anna, &global, what).await, only_global);
    }
    let own = add(&mut anna, "Own", json!(["AccountAdmin"])).await["id"].as_str().unwrap().to_owned();
    let key = new_key(&mut anna, &own).await;
    let more = json!({ "Edit": { "name": "Own", "roles": ["AdminAgent"] } });
    assert_eq!(change(&mut anna, &own, more).await, json!({ "Refused": "KeysWouldGain" }));
    let group = json!({ "name": "Help", "roles": ["HelpdeskAgent"], "members": [own] });
    let joined = anna.call("groups/add", json!({ "form": group })).await.json();
    assert_eq!(joined, json!({ "Refused": "KeysWouldGain" }));
    let roles = call(&site, &key, "session/who", "{}").await.json()["actor"]["roles"].clone();
    assert_eq!(roles, json!(["AccountAdmin"]));
    let rows = events(&site).await;
    assert!(rows.iter().any(|row| row.kind == SecurityEventKind::ActionRefused), "tries are noted");
}

#[tokio::test]
async fn custom_permissions_of_an_application_are_its_own_and_reach_the_chosen_customers() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let custom = |permissions: Value, customers: Value| json!({ "permissions": permissions, "customers": customers });
    let form = |roles: Value, custom: Value| json!({ "name": SYNC, "roles": roles, "custom": custom });
    let sees = json!(["SeeUsers", "SeeCustomers"]);
    let added = async |browser: &mut Browser<'_>, form: Value| {
        browser.call("applications/add", json!({ "form": form, "application_id": null })).await.json()
    };
    let nowhere = custom(sees.clone(), json!({ "Chosen": [Uuid::from_u128(7)] }));
    let gone = added(&mut anna, form(json!([]), nowhere)).await;
    assert_eq!(gone, json!({ "Refused": { "People": "CustomerGone" } }));
    let both = form(json!(["SalesAgent"]), custom(sees.clone(), json!("All")));
    assert_eq!(added(&mut anna, both).await, json!({ "Refused": { "People": "RolesAndCustom" } }));

    let here = custom(sees.clone(), json!({ "Chosen": [site.customer] }));
    let reply = added(&mut anna, form(json!([]), here)).await;
    let id = reply["Done"]["applications"][0]["id"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned();
    assert!(reply["Done"]["customers"][site.customer.to_string()].is_string(), "its name is told: {reply}");
    let key = new_key(&mut anna, &id).await;
    let listed = async || call(&site, &key, "customers/list", customers()).await;
    assert!(listed().await.body.contains(&site.customer.to_string()));
    let changes = json!({ "customer": site.customer, "place": "First", "size": 25 });
    assert_eq!(call(&site, &key, "operations/changes", changes).await.status, StatusCode::OK);

    // They are changed as those of a person, and nothing is left of them.
    let other = custom(sees, json!({ "Tagged": ["Elsewhere"] }));
    let edited = change(&mut anna, &id, json!({ "Edit": form(json!([]), other) })).await;
    assert!(edited["Done"].is_object(), "{edited}");
    assert!(!listed().await.body.contains(&site.customer.to_string()));
    let role = change(&mut anna, &id, json!({ "Edit": form(json!(["SalesAgent"]), Value::Null) })).await;
    assert_eq!(role["Done"]["applications"][0]["custom"], Value::Null, "{role}");
    assert!(listed().await.body.contains(&site.customer.to_string()));
    let told = |row: &SecurityEventRow| row.roles.as_ref().is_some_and(|roles| roles.custom_after.is_some());
    assert_eq!(events(&site).await.iter().filter(|row| told(row)).count(), 2);
}

#[tokio::test]
async fn a_form_that_asks_for_nonsense_is_not_read() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let id = add(&mut anna, SYNC, json!(["HelpdeskAgent"])).await["id"].clone();
    for form in [
        json!({ "description": "x", "months": 0 }),
        json!({ "description": "x", "months": 25 }),
        json!({ "description": "x".repeat(101), "months": 6 }),
    ] {
        let reply = anna.call("applications/make-key", json!({ "application": id, "form": form })).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{form}");
    }
    let form = json!({ "name": "Other", "roles": ["HelpdeskAgent"] });
    let no_id = anna.call("applications/add", json!({ "form": form, "application_id": "sync" })).await;
    assert_eq!(no_id.status, StatusCode::BAD_REQUEST);
}
