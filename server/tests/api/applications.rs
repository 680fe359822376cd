//! Applications and their keys: what a key reaches, every refusal, and that no secret is kept.

use super::access::all_calls;
use super::anna::{HASH, NAME, PERSON};
use super::functions::calls;
use super::logging::listen_everywhere;
use super::products::sku;
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use super::support::users::user_id;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::application_key::KeyMonths;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEventKind, SecurityEventRow};
use domain::directory::page::{Cursor, PageSize};
use domain::directory::password::digest;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security::event;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

const SYNC: &str = "Nightly sync";

/// An application with a key.
struct Application {
    id: String,
    application_id: String,
    key: String,
}

async fn add(browser: &mut Browser<'_>, name: &str, roles: Value) -> Value {
    let form = json!({ "name": name, "roles": roles });
    let reply = browser.call("applications/add", json!({ "form": form, "application_id": null })).await.json();
    let found = reply["Done"]["applications"].as_array().unwrap().iter().find(|one| one["name"] == name);
    found.unwrap_or_else(|| panic!("not added: {reply}")).clone()
}

async fn make_key(browser: &mut Browser<'_>, application: &str) -> Value {
    let form = json!({ "description": "Server room", "months": 6 });
    browser.call("applications/make-key", json!({ "application": application, "form": form })).await.json()
}

async fn new_key(browser: &mut Browser<'_>, application: &str) -> String {
    let made = make_key(browser, application).await;
    made["Made"]["key"].as_str().unwrap_or_else(|| panic!("no key: {made}")).to_owned()
}

async fn application_with(browser: &mut Browser<'_>, roles: Value) -> Application {
    let added = add(browser, SYNC, roles).await;
    let id = added["id"].as_str().unwrap().to_owned();
    let application_id = added["application_id"].as_str().unwrap().to_owned();
    let key = new_key(browser, &id).await;
    Application { id, application_id, key }
}

/// An application that may do everything.
async fn application(browser: &mut Browser<'_>) -> Application {
    application_with(browser, json!(["GlobalAdmin", "AdminAgent"])).await
}

async fn change(browser: &mut Browser<'_>, application: &str, change: Value) -> Value {
    browser.call("applications/change", json!({ "application": application, "change": change })).await.json()
}

/// Calls a server function with a key, as a program does: without a cookie and without what browsers say of themselves.
async fn call(site: &Site, key: &str, function: &str, arguments: impl ToString) -> Reply {
    let request = Request::post(format!("/api/{function}"))
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, "application/json");
    site.send(request.body(Body::from(arguments.to_string())).unwrap()).await
}

async fn get(site: &Site, key: &str, path: &str) -> Reply {
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {key}"));
    site.send(request.body(Body::empty()).unwrap()).await
}

fn customers() -> Value {
    json!({ "query": { "search": "", "place": "First", "size": 25 } })
}

async fn events(site: &Site) -> Vec<SecurityEventRow> {
    let anna = site.store.partner_user(PERSON).await.unwrap().unwrap().actor;
    site.store.security_events(&anna, Cursor::First, PageSize::LARGEST).await.unwrap().rows
}

/// Asserts that a key is refused everywhere, with the one answer that there is.
async fn assert_refused(site: &Site, key: &str, why: &str) {
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
    let form = json!({ "name": "Cleo", "sign_in_name": sync.application_id, "roles": ["BillingAdmin"] });
    let invited = anna.call("people/invite", json!({ "form": form })).await.json();
    let path = invited["Made"]["link"]["path"].as_str().unwrap();
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

/// What the program logs, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The files of the database.
fn database_files(site: &Site) -> Vec<u8> {
    let path = site.url.strip_prefix("sqlite://").unwrap();
    let folder = Path::new(path).parent().unwrap();
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    files.flat_map(|file| std::fs::read(file).unwrap()).collect()
}

fn holds(text: &[u8], sought: &str) -> bool {
    text.windows(sought.len()).any(|part| part == sought.as_bytes())
}

#[tokio::test]
async fn what_an_application_does_is_told_under_its_name_and_no_secret_with_it() {
    listen_everywhere();
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    let values = Values::of(&site, &sync.key);
    for example in examples() {
        example.send(&site, &values).await;
    }
    call(&site, &format!("{}0", sync.key), "customers/list", customers()).await;
    change(&mut anna, &sync.id, json!("Block")).await;
    call(&site, &sync.key, "customers/list", customers()).await;

    let query = json!({ "action": null, "performer": null, "from": null, "until": null, "search": "",
        "place": "First", "size": 50 });
    let activity = anna.call("activity/list", json!({ "customer": site.customer, "query": query })).await;
    assert_eq!(activity.json()["rows"][0]["name"], SYNC, "{}", activity.body);
    let changes = json!({ "customer": site.customer, "place": "First", "size": 25 });
    let changes = anna.call("operations/changes", changes).await;
    assert_eq!(changes.json()["rows"][0]["Operation"]["actor"], SYNC, "{}", changes.body);
    let people = anna.call("activity/people", "{}").await;
    assert!(people.body.contains(SYNC), "its rows can be asked for: {}", people.body);
    let security = anna.call("security/events", json!({ "place": "First", "size": 50 })).await;
    let page = anna.get("/people?view=applications").await;
    assert!(page.body.contains(SYNC), "{}", page.body);

    let logged = log.0.lock().unwrap().clone();
    let secret = sync.key.rsplit_once('_').unwrap().1;
    for (what, text) in [
        ("the log", logged.as_slice()),
        ("the database", database_files(&site).as_slice()),
        ("the activity", activity.body.as_bytes()),
        ("operations", changes.body.as_bytes()),
        ("security events", security.body.as_bytes()),
        ("the page", page.body.as_bytes()),
    ] {
        assert!(!holds(text, secret), "{what} holds the secret");
        assert!(what == "the database" || !holds(text, &digest(&sync.key)), "{what} holds the hash");
    }
    // The search works: it finds the hash in the database and the refusals in the log.
    assert!(holds(&database_files(&site), &digest(&sync.key)) && holds(&logged, "Application key refused"));
}

/// What stands for the variables of the examples in docs/api.md.
struct Values {
    key: String,
    customer: String,
    digest: Mutex<String>,
}

impl Values {
    fn of(site: &Site, key: &str) -> Self {
        Self { key: key.to_owned(), customer: site.customer.to_string(), digest: Mutex::default() }
    }

    fn put_into(&self, text: &str) -> String {
        let text = text.replace("$TENANTRY", "").replace("$KEY", &self.key).replace("$CUSTOMER", &self.customer);
        let text = text.replace("$USER", &user_id(2).to_string()).replace("$SKU", &sku("VISIOCLIENT").to_string());
        let text = text.replace("$SELECTION", &Uuid::from_u128(5).to_string());
        let text = text.replace("$SAVE", &Uuid::from_u128(6).to_string());
        text.replace("$DIGEST", &self.digest.lock().unwrap())
    }
}

/// An example of docs/api.md: a call of curl.
struct Example {
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Example {
    /// Reads `curl "URL" -H "NAME: VALUE" … -d @- <<JSON`, with the body below it up to `JSON`.
    fn read(block: &str) -> Self {
        let (command, rest) = block.split_once('\n').unwrap();
        let mut quoted = command.split('"').skip(1).step_by(2);
        let url = quoted.next().unwrap().to_owned();
        let header =
            |text: &str| text.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
        let headers: Vec<_> = quoted.map(header).collect();
        let plain: Vec<&str> = command.split('"').step_by(2).map(str::trim).collect();
        let mut expected = vec!["curl"];
        expected.extend(headers.iter().map(|_| "-H"));
        let has_body = command.ends_with("-d @- <<JSON");
        expected.push(if has_body { "-d @- <<JSON" } else { "" });
        assert_eq!(plain, expected, "the test knows nothing else that curl is told");
        let body = has_body.then(|| rest.strip_suffix("JSON\n").unwrap().to_owned());
        Self { url, headers, body }
    }

    async fn send(&self, site: &Site, values: &Values) -> Reply {
        let method = if self.body.is_some() { "POST" } else { "GET" };
        // As curl does.
        let mut request = Request::builder().method(method).uri(values.put_into(&self.url)).header("accept", "*/*");
        for (name, value) in &self.headers {
            request = request.header(name.as_str(), values.put_into(value));
        }
        let body = values.put_into(self.body.as_deref().unwrap_or_default());
        let reply = site.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}: {}", self.url, reply.body);
        if self.url.ends_with("/licenses/preview") {
            reply.json()["digest"].as_str().unwrap().clone_into(&mut values.digest.lock().unwrap());
        }
        reply
    }
}

fn examples() -> Vec<Example> {
    let docs = include_str!("../../../docs/api.md");
    let blocks = docs.split("```sh\n").skip(1).map(|block| block.split_once("```").unwrap().0);
    blocks.map(Example::read).collect()
}

#[tokio::test]
async fn the_examples_of_the_docs_are_true() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application_with(&mut anna, json!(["HelpdeskAgent"])).await;
    let values = Values::of(&site, &sync.key);
    let mut replies = Vec::new();
    for example in examples() {
        replies.push((example.url.clone(), example.send(&site, &values).await));
    }
    let names: Vec<&str> = replies.iter().map(|(url, _)| url.rsplit('/').next().unwrap()).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    assert_eq!(replies[0].1.json()["rows"][0]["name"], "Fabrikam 11");
    assert_eq!(replies[0].1.json()["has_next"], false);
    assert_eq!(replies[1].1.json()["page"]["rows"].as_array().unwrap().len(), 3);
    assert!(replies[2].1.body.starts_with("\"Name\",\"Email\"\r\n"), "{}", replies[2].1.body);
    assert_eq!(replies[3].1.json()["count"], 1);
    assert_eq!(replies[4].1.json()["changed"], 1);
    let saved = replies[5].1.json();
    assert!(saved["Saved"].is_string(), "{saved}");
    let again = examples().pop().unwrap().send(&site, &values).await.json();
    assert_eq!(again, saved, "sent twice, done once");
}
