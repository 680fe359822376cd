//! The portal of a customer: signing in, the reach of its people, and the facts that they never see.

use super::access::{all_calls, change_anna, needed, with_ben, with_roles};
use super::anna::{NAME, PASSWORD, PERSON};
use super::functions::calls;
use super::site::{Browser, Site};
use super::support::users::user_id;
use super::support::{arrivals, customers};
use axum::http::StatusCode;
use domain::access::permission::Permission;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::ids::CustomerId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::http::portal::FUNCTIONS;
use uuid::Uuid;

pub const PETRA: &str = "petra@fabrikam.com";
pub const CHOSEN: &str = "a password of her own";

/// Another customer of Anna's partner.
async fn neighbour(site: &Site) -> CustomerId {
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    let id = CustomerId::new(Uuid::from_u128(13));
    customers::write(&site.store, arrivals::local(partner, 1), &customers::empty(id, "Neighbour")).await;
    id
}

pub async fn switch(site: &Site, on: bool) {
    switch_as(&mut Browser::signed_in(site).await, site, on).await;
}

pub async fn switch_as(browser: &mut Browser<'_>, site: &Site, on: bool) {
    let reply = browser.call("portal/switch", json!({ "customer": site.customer, "on": on })).await.json();
    assert_eq!(reply["Done"]["portal"]["is_on"], json!(on), "{reply}");
}

/// Switches the portal on, and adds Petra. Returns her temporary password.
pub async fn with_petra(site: &Site, role: PortalRole) -> String {
    let mut anna = Browser::signed_in(site).await;
    anna.call("portal/switch", json!({ "customer": site.customer, "on": true })).await;
    let form = json!({ "name": "Petra", "sign_in_name": PETRA, "role": role });
    let added = anna.call("portal/add", json!({ "customer": site.customer, "form": form })).await.json();
    added["Made"]["password"].as_str().unwrap_or_else(|| panic!("not added: {added}")).to_owned()
}

/// Petra, signed in with a password of her own.
pub async fn petra(site: &Site, role: PortalRole) -> Browser<'_> {
    let temporary = with_petra(site, role).await;
    let mut petra = Browser::of(site);
    assert_eq!(petra.sign_in(PETRA, &temporary).await.leads_to(), "/portal");
    choose(&mut petra, &temporary).await;
    petra
}

async fn choose(petra: &mut Browser<'_>, temporary: &str) {
    let form = format!("current={temporary}&password={}", CHOSEN.replace(' ', "+"));
    assert_eq!(petra.post("/portal/password", &form).await.leads_to(), "/portal");
}

/// The arguments as the portal's pages send them: of accounts they change nothing but restore.
pub fn as_in_portal(function: &str, mut arguments: Value) -> Value {
    match function {
        "accounts/preview" => arguments["change"] = restoring(),
        "accounts/change" => arguments["request"]["change"] = restoring(),
        _ => {}
    }
    arguments
}

pub fn restoring() -> Value {
    json!({ "Restore": { "upns": {} } })
}

/// Changes accounts of users as previewed, and returns the reply.
pub async fn change(browser: &mut Browser<'_>, site: &Site, users: &[u64], change: &Value) -> Value {
    let who = json!({ "Listed": users.iter().map(|number| user_id(u128::from(*number))).collect::<Vec<_>>() });
    let preview = json!({ "customer": site.customer, "who": who, "change": change });
    let digest = browser.call("accounts/preview", preview).await.json()["Ok"]["summary"]["digest"].clone();
    let digest = if digest.is_string() { digest } else { json!("made up") };
    let request = json!({ "key": Uuid::new_v4(), "who": who, "change": change, "digest": digest });
    browser.call("accounts/change", json!({ "customer": site.customer, "request": request })).await.json()
}

pub async fn petras_id(site: &Site) -> Value {
    json!(site.store.partner_user_secret(PETRA).await.unwrap().unwrap().actor.id)
}

#[tokio::test]
async fn each_role_calls_at_its_customer_what_it_may_and_nothing_else() {
    for role in PortalRole::ALL {
        let site = Site::open().await;
        let mut petra = petra(&site, role).await;
        let needed = needed();
        for (function, arguments) in all_calls(&site.customer.to_string()) {
            let reply = petra.call(function, as_in_portal(function, arguments)).await;
            let what = format!("{role}: {function}: {}", reply.body);
            let needed = if function.starts_with("accounts/") && needed[function] == Some(Permission::BlockUsers) {
                Some(Permission::RestoreUsers)
            } else {
                needed[function]
            };
            let permission = needed.filter(|permission| permission.entra_roles().is_some());
            match permission.map(|permission| (permission, role.may(permission))) {
                _ if !FUNCTIONS.contains(&function) => {
                    assert_eq!((reply.status, reply.json()), (StatusCode::NOT_FOUND, json!("Missing")), "{what}");
                }
                Some((permission, Err(_))) => {
                    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{what}");
                    assert_eq!(reply.json(), json!({ "Denied": { "Portal": permission } }), "{what}");
                }
                // There is no such operation or purchase.
                _ if ["operations/get", "products/show-keys"].contains(&function) => {
                    assert_eq!(reply.status, StatusCode::NOT_FOUND, "{what}")
                }
                _ => assert_eq!(reply.status, StatusCode::OK, "{what}"),
            }
        }
    }
}

#[tokio::test]
async fn every_other_customer_is_missing() {
    let site = Site::open().await;
    let neighbour = neighbour(&site).await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    for customer in [neighbour, site.foreign, CustomerId::new(Uuid::from_u128(0xff))] {
        for (function, arguments) in calls(&customer.to_string()) {
            let reply = petra.call(function, arguments).await;
            assert_eq!((reply.status, reply.json()), (StatusCode::NOT_FOUND, json!("Missing")), "{function}");
        }
    }
}

#[tokio::test]
async fn pages_and_files_of_the_partner_are_missing() {
    let site = Site::open().await;
    neighbour(&site).await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    assert_eq!(petra.get("/").await.leads_to(), "/portal");
    let at = |rest: &str| format!("/customers/{}/{rest}", site.customer);
    let of_customer = ["users", "licenses", "changes", "activity", "relationships", "portal", "products", "deleted"];
    let files = ["users/export.csv", "upload/template.csv", "activity/export.csv", "activity/report.csv"];
    let elsewhere = ["/customers", "/people", "/activity", "/activity/export.csv", "/relationships", "/account"];
    let paths = of_customer.into_iter().chain(files).map(at).chain(elsewhere.map(str::to_owned));
    for path in paths {
        let reply = petra.get(&path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        for said in ["Neighbour", "Fabrikam", NAME] {
            assert!(!reply.body.contains(said), "{path}: {said}");
        }
    }
    let in_portal =
        ["users", "edit", "deleted", "billing", "activity"].map(|page| format!("/portal/{}/{page}", site.customer));
    for page in ["/portal".to_owned(), "/portal/account".to_owned()].into_iter().chain(in_portal) {
        let reply = petra.get(&page).await;
        assert_eq!(reply.status, StatusCode::OK, "{page}");
        assert!(!reply.body.contains("Neighbour") && !reply.body.contains(NAME), "{page}");
    }
}

#[tokio::test]
async fn for_people_of_the_partner_each_page_of_a_portal_is_missing_whatever_their_role() {
    let site = Site::open().await;
    with_petra(&site, PortalRole::GlobalAdmin).await;
    let mut anna = Browser::signed_in(&site).await;
    let ben = with_ben(&site).await;
    let of_customer = ["users", "edit", "deleted", "billing", "activity"];
    let paths = of_customer.map(|page| format!("/portal/{}/{page}", site.customer));
    for role in PartnerRole::ALL {
        change_anna(&site, &ben, with_roles(&[role])).await;
        for path in paths.iter().map(String::as_str).chain(["/portal", "/portal/account"]) {
            assert_eq!(anna.get(path).await.status, StatusCode::NOT_FOUND, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn switched_off_its_people_are_signed_out_and_stay_out() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    switch(&site, false).await;
    assert_eq!(petra.get("/portal").await.leads_to(), "/sign-in?next=/portal");
    assert_eq!(petra.call("portal/home", "{}").await.json(), json!("SignedOut"));
    let off = petra.sign_in(PETRA, CHOSEN).await;
    let wrong = Browser::of(&site).sign_in(PETRA, "not her password").await;
    assert_eq!((off.status, off.leads_to()), (wrong.status, wrong.leads_to()));
    assert_eq!(off.leads_to(), "/sign-in?error=wrong&next=/customers");
    switch(&site, true).await;
    assert_eq!(petra.get("/portal").await.leads_to(), "/sign-in?next=/portal", "an old session stays over");
    assert_eq!(petra.sign_in(PETRA, CHOSEN).await.leads_to(), "/portal");
}

#[tokio::test]
async fn a_temporary_password_is_replaced_before_anything_else() {
    let site = Site::open().await;
    let temporary = with_petra(&site, PortalRole::GlobalAdmin).await;
    let mut petra = Browser::of(&site);
    petra.sign_in(PETRA, &temporary).await;
    for page in ["/portal", "/portal/users", "/"] {
        assert_eq!(petra.get(page).await.leads_to(), "/portal/password", "{page}");
    }
    assert_eq!(petra.call("portal/home", "{}").await.json(), json!("SignedOut"));
    assert_eq!(petra.call("users/list", &calls(&site.customer.to_string())[1].1).await.json(), json!("SignedOut"));
    assert!(petra.get("/portal/password").await.body.contains(PETRA));
    let same = petra.post("/portal/password", &format!("current={temporary}&password={temporary}")).await;
    assert_eq!(same.leads_to(), "/portal/password?error=same");
    let wrong = petra.post("/portal/password", "current=wrong&password=a+password+of+her+own").await;
    assert_eq!(wrong.leads_to(), "/portal/password?error=wrong");
    choose(&mut petra, &temporary).await;
    assert_eq!(petra.call("portal/home", "{}").await.json()["name"], json!("Fabrikam 11"));
    assert_eq!(petra.sign_in(PETRA, &temporary).await.leads_to(), "/sign-in?error=wrong&next=/customers");
}

#[tokio::test]
async fn a_temporary_password_is_good_for_a_time() {
    let mut site = Site::open().await;
    let temporary = with_petra(&site, PortalRole::GlobalAdmin).await;
    site.serve(site.store.clone(), || server::time::now() + domain::directory::password::GOOD_FOR_MS);
    let late = Browser::of(&site).sign_in(PETRA, &temporary).await;
    assert_eq!(late.leads_to(), "/sign-in?error=wrong&next=/customers");
}

#[tokio::test]
async fn the_partner_sees_who_of_the_customer_did_what() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    assert!(change(&mut anna, &site, &[1], &json!("Delete")).await["Saved"].is_string());
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    let saved = change(&mut petra, &site, &[1], &restoring()).await;
    assert!(saved["Saved"].is_string(), "{saved}");
    let own = petra.call("portal/activity", json!({ "place": "First", "size": 50 })).await.json();
    assert_eq!(own["rows"][0]["by"], json!({ "Own": "Petra" }));
    let id = petras_id(&site).await;
    let query = json!({ "action": null, "performer": null, "from": null, "until": null, "search": "", "place": "First",
        "size": 50 });
    let rows = anna.call("activity/list", json!({ "customer": site.customer, "query": query })).await.json();
    assert_eq!(rows["rows"][0]["name"], json!("Petra (of the customer)"));
    // The filter of people has those of portals after the partner's own, and finds what they did.
    let people = anna.call("activity/people", "{}").await.json();
    assert_eq!(people[0]["name"], json!(NAME));
    let last = people.as_array().unwrap().last().unwrap();
    assert_eq!(last, &json!({ "id": id, "name": "Petra (of Fabrikam 11)" }));
    let query = json!({ "action": null, "performer": { "Person": id }, "from": null, "until": null, "search": "",
        "place": "First", "size": 50 });
    let found = anna.call("activity/list", json!({ "customer": site.customer, "query": query })).await.json();
    assert_eq!(found["rows"].as_array().map(Vec::len), Some(1), "{found}");
    let operation = json!({ "customer": site.customer, "operation": saved["Saved"] });
    assert_eq!(anna.call("operations/get", operation).await.json()["actor"], json!("Petra (of the customer)"));
}

#[tokio::test]
async fn the_partners_lists_neither_show_nor_take_people_of_a_portal() {
    let site = Site::open().await;
    petra(&site, PortalRole::GlobalAdmin).await;
    let id = petras_id(&site).await;
    let mut anna = Browser::signed_in(&site).await;
    assert!(!anna.call("people/list", "{}").await.body.contains("Petra"));
    let gone = json!({ "Refused": "Gone" });
    for (function, arguments) in [
        ("people/change", json!({ "person": id, "change": "Block" })),
        ("people/reset", json!({ "person": id })),
        ("people/sessions", json!({ "person": id })),
        ("people/end-sessions", json!({ "person": id, "session": null })),
    ] {
        assert_eq!(anna.call(function, arguments).await.json(), gone, "{function}");
    }
    let group = json!({ "name": "Friends", "roles": [], "members": [id] });
    let added = anna.call("groups/add", json!({ "form": group })).await.json();
    assert!(added["Refused"].is_string() || added["Refused"].is_object(), "{added}");
    let form = json!({ "people": [{ "name": "Petra", "sign_in_name": PETRA }], "roles": ["HelpdeskAgent"] });
    let taken = json!({ "Refused": { "One": { "at": 0, "why": "Taken" } } });
    assert_eq!(anna.call("people/invite", json!({ "form": form })).await.json(), taken);
    let form = json!({ "name": "Anna", "sign_in_name": NAME, "role": "LicenseAdmin" });
    let added = anna.call("portal/add", json!({ "customer": site.customer, "form": form })).await.json();
    assert_eq!(added, json!({ "Refused": "Taken" }));
}

/// The pages of a portal restore users, and nothing else about accounts.
#[tokio::test]
async fn what_no_page_of_the_portal_offers_is_missing_there() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    assert!(change(&mut anna, &site, &[1], &json!("Delete")).await["Saved"].is_string());
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    let offboard = json!({ "Offboard": { "block": true, "revoke": "All", "reset": true, "delete": "Now" } });
    let renamed = json!({ "Restore": { "upns": { user_id(1).to_string(): "other@fabrikam.com" } } });
    let partly = json!({ "Restore": { "upns": {}, "without": { "licenses": true } } });
    let taken_back = json!({ "Reinstate": { "upns": {} } });
    let plain = ["Block", "Allow", "Delete", "Erase", "Reset", "Keep"].map(|change| json!(change));
    for asked in plain.into_iter().chain([offboard, renamed, partly, taken_back]) {
        for users in [[1], [2]] {
            assert_eq!(change(&mut petra, &site, &users, &asked).await, json!("Missing"), "{asked}");
            let who = json!({ "Listed": [user_id(u128::from(users[0]))] });
            let preview = json!({ "customer": site.customer, "who": who, "change": asked });
            let previewed = petra.call("accounts/preview", preview).await;
            assert_eq!((previewed.status, previewed.json()), (StatusCode::NOT_FOUND, json!("Missing")), "{asked}");
        }
    }
    let events = anna.call("security/events", json!({ "place": "First", "size": 50 })).await.json()["rows"].clone();
    let noted = |row: &Value| row["refused"] == "what is not open in a portal (accounts/change)";
    assert!(events.as_array().unwrap().iter().any(noted), "{events}");
    assert!(change(&mut petra, &site, &[1], &restoring()).await["Saved"].is_string());
}

#[tokio::test]
async fn a_reset_password_and_a_removal_end_the_session() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    let id = petras_id(&site).await;
    let mut anna = Browser::signed_in(&site).await;
    let person = json!({ "customer": site.customer, "person": id });
    let reset = anna.call("portal/reset", &person).await.json();
    assert_eq!(petra.get("/portal").await.leads_to(), "/sign-in?next=/portal");
    assert_eq!(petra.sign_in(PETRA, CHOSEN).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    let temporary = reset["Made"]["password"].as_str().unwrap().to_owned();
    assert_eq!(petra.sign_in(PETRA, &temporary).await.leads_to(), "/portal");
    choose(&mut petra, &temporary).await;
    let remove = json!({ "customer": site.customer, "person": id, "change": "Remove" });
    let removed = anna.call("portal/change", remove).await.json();
    assert_eq!(removed["Done"]["portal"]["people"], json!([]));
    assert_eq!(petra.get("/portal").await.leads_to(), "/sign-in?next=/portal");
    let again = with_petra(&site, PortalRole::LicenseAdmin).await;
    assert_eq!(Browser::of(&site).sign_in(PETRA, &again).await.leads_to(), "/portal");
}

#[tokio::test]
async fn people_of_a_portal_have_their_own_account() {
    let site = Site::open().await;
    let mut petra = petra(&site, PortalRole::LicenseAdmin).await;
    let sessions = petra.call("account/sessions", "{}").await;
    assert_eq!(sessions.json()["sessions"].as_array().map(Vec::len), Some(1), "{}", sessions.body);
    assert_eq!(petra.call("second-factor/get", "{}").await.json()["roles"], Value::Null);
    let form = "current=a+password+of+her+own&password=another+one+of+hers";
    assert_eq!(petra.post("/account/password", form).await.leads_to(), "/portal/account?done=password");
    let who = petra.call("session/who", "{}").await.json();
    assert_eq!((&who["reason_policy"], &who["ending_relationships"]), (&json!("Off"), &json!(0)));
    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
}
