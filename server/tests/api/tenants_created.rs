//! Creating a user in the directory of a tenant with access: both are made once, or neither.

use super::site::{Browser, Reply, Site};
use super::support::users::{user, user_id};
use super::support::{arrivals, customers};
use super::tenants::{OTHER, PASSWORD, TENANT, add, id, with_tenants};
use domain::import::customer::CustomerImport;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::store::import::customer::Arrival;
use uuid::Uuid;

fn request(key: u128, number: u128, email: &str, rest: &Value) -> Value {
    let profile = json!({ "display_name": "Fay Park", "email": email, "location": "US" });
    let mut request = json!({ "key": Uuid::from_u128(key), "tenant": id(TENANT), "user": user_id(number),
        "profile": profile, "roles": ["HelpdeskAgent"] });
    request.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    json!({ "request": request })
}

async fn create(by: &mut Browser<'_>, arguments: &Value) -> Reply {
    by.call("people/create", arguments).await
}

fn nothing() -> Value {
    json!({})
}

/// The users of the tenant's directory, the invitations, and the operations that added users.
async fn made(by: &mut Browser<'_>) -> (usize, usize, usize) {
    let query = json!({ "customer": id(TENANT), "query": { "filter": {}, "within": null,
        "sort": { "by": "Name", "descending": false }, "place": "First", "size": 25 }, "selection": null });
    let users = by.call("users/list", query).await.json()["page"]["rows"].as_array().unwrap().len();
    let people = by.call("people/list", "{}").await.json();
    let changes = json!({ "customer": id(TENANT), "place": "First", "size": 50 });
    let changes = by.call("operations/changes", changes).await.json()["rows"].as_array().unwrap().len();
    (users, people["invitations"].as_array().unwrap().len(), changes)
}

#[tokio::test]
async fn a_user_is_created_and_invited_once_however_often_it_is_sent() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    let group = json!({ "form": { "name": "Support", "roles": ["SalesAgent"], "members": [], "tenant": id(TENANT) } });
    let group = dora.call("groups/add", group).await.json()["Done"]["groups"][0]["id"].clone();
    let asked = request(1, 9, "fay@fabrikam.com", &json!({ "groups": [group] }));
    let first = create(&mut dora, &asked).await.json();
    let link = first["Made"]["link"]["path"].as_str().unwrap_or_else(|| panic!("{first}")).to_owned();
    let handed = first["Made"]["password"]["handed"].as_array().unwrap();
    assert_eq!((handed.len(), &handed[0]["upn"]), (1, &json!("fay@fabrikam.com")));
    assert!(!handed[0]["secret"].as_str().unwrap().is_empty());
    assert_eq!(made(&mut dora).await, (3, 1, 1));

    // The answer was lost.
    let again = create(&mut dora, &asked).await.json();
    assert_eq!(again["Made"]["operation"], first["Made"]["operation"]);
    let link_now = again["Made"]["link"]["path"].as_str().unwrap().to_owned();
    assert_ne!(link, link_now);
    assert_ne!(
        again["Made"]["password"]["handed"][0]["secret"], handed[0]["secret"],
        "another one, not the same again"
    );
    assert_eq!(made(&mut dora).await, (3, 1, 1));
    let other = create(&mut dora, &request(1, 9, "fay.park@fabrikam.com", &nothing())).await.json();
    assert_eq!(other, json!({ "Refused": "KeyReused" }));

    let password = json!({ "customer": id(TENANT), "operation": first["Made"]["operation"], "how": "Passwords" });
    let password = dora.call("passwords/create", password).await.json();
    assert_eq!(password["handed"][0]["upn"], json!("fay@fabrikam.com"), "{password}");

    let accept = async |link: &str| {
        let mut fay = Browser::of(&site);
        let accepted = fay.post(link, &format!("password={}", PASSWORD.replace(' ', "+"))).await;
        (accepted.leads_to().to_owned(), fay)
    };
    assert_eq!(accept(&link).await.0, format!("{link}?error=link"), "the link before is void");
    let (leads_to, mut fay) = accept(&link_now).await;
    assert_eq!(leads_to, "/customers");
    let who = fay.call("session/who", "{}").await.json();
    assert_eq!((&who["actor"]["tenant"], &who["actor"]["name"]), (&json!(id(TENANT)), &json!("Fay Park")));
    assert_eq!(who["actor"]["groups"], json!([group]));
    let roles = who["actor"]["roles"].as_array().unwrap();
    assert!(roles.contains(&json!("HelpdeskAgent")) && roles.contains(&json!("SalesAgent")), "{who}");
    let late = create(&mut dora, &asked).await.json();
    assert_eq!((&late["Made"]["link"], made(&mut dora).await), (&Value::Null, (3, 0, 1)), "it was accepted");
    assert_eq!(late["Made"]["password"], Value::Null);
}

#[tokio::test]
async fn when_one_of_the_two_is_refused_nothing_is_made() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    let before = made(&mut dora).await;
    let elsewhere = user_id(1);
    let taken = user(1, "Dora Lind").upn;
    let directory_refuses = create(&mut dora, &request(1, 9, &taken, &nothing())).await.json();
    assert!(directory_refuses["Refused"]["Email"].is_string(), "{directory_refuses}");
    let no_domain = create(&mut dora, &request(2, 9, "fay@contoso.com", &nothing())).await.json();
    assert!(no_domain["Refused"]["Email"].is_string(), "{no_domain}");
    let is_there = json!({ "user": elsewhere });
    let same_user = create(&mut dora, &request(3, 9, "fay@fabrikam.com", &is_there)).await.json();
    assert_eq!(same_user, json!({ "Refused": { "Person": "IsPerson" } }));
    let person = |why: &str| json!({ "Refused": { "Person": why } });
    for (key, rest, why) in [
        (4, json!({ "roles": [] }), "NoRole"),
        (5, json!({ "groups": [Uuid::from_u128(1)] }), "GroupGone"),
        (6, json!({ "profile": { "display_name": "", "email": "fay@fabrikam.com" } }), "NoName"),
    ] {
        let refused = create(&mut anna, &request(key, 9, "fay@fabrikam.com", &rest)).await.json();
        assert_eq!(refused, person(why), "{rest}");
    }
    let customer = request(7, 9, "fay@fabrikam.com", &json!({ "tenant": site.customer }));
    assert_eq!(create(&mut anna, &customer).await.json(), json!("Missing"), "a customer is no tenant");
    assert_eq!(made(&mut dora).await, before);

    // Somebody signs in with the name, or is invited with it, elsewhere.
    let invited = json!({ "form": { "people": [{ "name": "Fay", "sign_in_name": "FAY@fabrikam.com" }],
        "roles": ["SalesAgent"] } });
    assert!(anna.call("people/invite", invited).await.json()["Made"].is_object());
    let refused = create(&mut dora, &request(8, 9, "fay@fabrikam.com", &nothing())).await.json();
    assert_eq!((refused, made(&mut dora).await), (person("Taken"), before));
    // The key of what was refused is free for what is asked next.
    let next = create(&mut dora, &request(8, 9, "fay.park@fabrikam.com", &nothing())).await.json();
    assert!(next["Made"].is_object(), "{next}");
}

#[tokio::test]
async fn an_account_admin_of_the_tenant_creates_users_and_changes_nobody_else_there() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut cleo = add(&mut anna, TENANT, 1, "cleo", "AccountAdmin").await;
    let asked = request(1, 9, "fay@fabrikam.com", &nothing());
    let first = create(&mut cleo, &asked).await.json();
    assert_eq!(first["Made"]["password"]["handed"].as_array().map(Vec::len), Some(1), "{first}");
    assert_eq!(made(&mut cleo).await, (3, 1, 1));

    // A password that was handed out is reset by a Global admin.
    let again = create(&mut cleo, &asked).await.json();
    assert!(again["Made"]["link"]["path"].is_string(), "{again}");
    assert_eq!(again["Made"]["password"]["handed"], json!([]));
    assert_eq!(again["Made"]["password"]["left_out"].as_array().map(Vec::len), Some(1), "{again}");
    let passwords = json!({ "customer": id(TENANT), "operation": first["Made"]["operation"], "how": "Passwords" });
    assert_eq!(cleo.call("passwords/create", passwords).await.json(), json!({ "Denied": "OwnOrganization" }));

    // Nobody gets a directory role in this way, or a role here that an Account admin can't give.
    let profile = |more: Value| {
        let mut profile = json!({ "display_name": "Eli Park", "email": "eli@fabrikam.com", "location": "US" });
        profile.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "profile": profile })
    };
    let admin = profile(json!({ "roles": ["Global"] }));
    let refused = create(&mut cleo, &request(2, 10, "eli@fabrikam.com", &admin)).await.json();
    assert!(refused["Refused"]["User"].is_string(), "{refused}");
    let global = json!({ "roles": ["GlobalAdmin"] });
    let refused = create(&mut cleo, &request(3, 10, "eli@fabrikam.com", &global)).await.json();
    assert_eq!(refused, json!({ "Refused": { "Person": "OnlyGlobalAdmin" } }));
    let entry = json!({ "customer": id(TENANT), "entries": { "Each": [] } });
    assert_eq!(cleo.call("entries/preview", entry).await.json(), json!({ "Denied": "OwnOrganization" }));
    assert_eq!(made(&mut cleo).await, (3, 1, 1));
}

#[tokio::test]
async fn who_manages_no_people_or_not_the_tenant_creates_nobody() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "HelpdeskAgent").await;
    let mut eve = add(&mut anna, OTHER, 1, "eve", "GlobalAdmin").await;
    let asked = request(1, 9, "fay@fabrikam.com", &nothing());
    assert_eq!(create(&mut dora, &asked).await.json(), json!({ "Denied": { "Role": "ManagePeople" } }));
    assert_eq!(create(&mut eve, &asked).await.json(), json!("Missing"));
    assert_eq!(made(&mut anna).await, (2, 0, 0));
}

#[tokio::test]
async fn a_tenant_that_is_synchronized_from_on_premises_creates_nobody_here() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let partner = site.store.partner_user(super::anna::PERSON).await.unwrap().unwrap().actor.partner;
    let arrival = Arrival { own_organization: true, ..arrivals::local(partner, 1) };
    let mut directory = CustomerImport { users: super::tenants::users(), ..customers::empty(id(TENANT), "Own") };
    directory.customer.on_premises = true;
    customers::write(&site.store, arrival, &directory).await;
    let refused = create(&mut anna, &request(1, 9, "fay@fabrikam.com", &nothing())).await.json();
    assert_eq!(refused, json!({ "Refused": { "Person": "OnPremises" } }));
    assert_eq!(made(&mut anna).await, (2, 0, 0));
}

#[tokio::test]
async fn who_invites_puts_nobody_into_a_group_that_gained_more_than_they_could_give() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "AccountAdmin").await;
    let form = |roles: Value| json!({ "name": "Support", "roles": roles, "members": [], "tenant": id(TENANT) });
    let added = dora.call("groups/add", json!({ "form": form(json!(["SalesAgent"])) })).await.json();
    let group = added["Done"]["groups"][0]["id"].clone();
    let invitee = json!({ "name": "ben", "sign_in_name": "ben", "directory_user": user_id(2) });
    let invited = json!({ "form": { "people": [invitee], "roles": [], "groups": [group], "tenant": id(TENANT) } });
    let made = dora.call("people/invite", invited.clone()).await.json();
    let link = made["Made"]["links"][0]["path"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let edited = json!({ "group": group, "form": form(json!(["GlobalAdmin"])) });
    assert!(anna.call("groups/edit", edited).await.json()["Done"].is_object());
    let mut ben = Browser::of(&site);
    assert_eq!(ben.post(&link, &format!("password={}", PASSWORD.replace(' ', "+"))).await.leads_to(), "/customers");
    let who = ben.call("session/who", "{}").await.json();
    assert_eq!((&who["actor"]["groups"], &who["actor"]["roles"]), (&json!([]), &json!([])), "{who}");
}
