//! Organization tenants: where they are not shown, whose people one manages, and when access is lost.

use super::anna::PERSON;
use super::site::{Browser, Site};
use super::support::users::{user, user_id};
use super::support::{arrivals, customers};
use axum::http::StatusCode;
use domain::ids::CustomerId;
use domain::import::customer::{CustomerImport, ImportedUser};
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::store::import::customer::Arrival;
use uuid::Uuid;

/// The first own organization.
pub const TENANT: u128 = 21;
/// The second own organization.
pub const OTHER: u128 = 22;
pub const PASSWORD: &str = "four quiet words here";

pub fn id(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

pub fn users() -> Vec<ImportedUser> {
    vec![user(1, "Dora Lind"), user(2, "Ben Novak")]
}

/// Imports an own organization, as a second import does too.
pub async fn import(site: &Site, number: u128, users: Vec<ImportedUser>) {
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    let arrival = Arrival { own_organization: true, ..arrivals::local(partner, server::time::now()) };
    let directory = CustomerImport { users, ..customers::empty(id(number), &format!("Own {number}")) };
    customers::write(&site.store, arrival, &directory).await;
}

pub async fn change(browser: &mut Browser<'_>, number: u128, change: &str) -> Value {
    browser.call("tenants/change", json!({ "tenant": id(number), "change": change })).await.json()
}

/// A site with two tenants that are associated, and Anna, who belongs to none.
pub async fn with_tenants(site: &Site) -> Browser<'_> {
    let mut anna = Browser::signed_in(site).await;
    for number in [TENANT, OTHER] {
        import(site, number, users()).await;
        assert!(change(&mut anna, number, "Associate").await["Done"].is_array());
    }
    anna
}

/// Invites a user of a tenant's directory, and returns the reply.
pub async fn invite(by: &mut Browser<'_>, tenant: u128, number: u128, name: &str, role: &str) -> Value {
    let invitee = json!({ "name": name, "sign_in_name": name, "directory_user": user_id(number) });
    let form = json!({ "people": [invitee], "roles": [role], "tenant": id(tenant) });
    by.call("people/invite", json!({ "form": form })).await.json()
}

/// Adds a user of a tenant's directory, who is signed in then.
pub async fn add<'a>(by: &mut Browser<'a>, tenant: u128, number: u128, name: &str, role: &str) -> Browser<'a> {
    let made = invite(by, tenant, number, name, role).await;
    let path = made["Made"]["links"][0]["path"].as_str().unwrap_or_else(|| panic!("not invited: {made}")).to_owned();
    let mut person = Browser::of(by.site);
    let accepted = person.post(&path, &format!("password={}", PASSWORD.replace(' ', "+"))).await;
    assert_eq!(accepted.leads_to(), "/customers");
    person
}

fn names(people: &Value) -> Vec<&str> {
    people["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_own_organization_is_in_no_list_of_customers_and_its_managers_open_it() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let listed = anna.call("customers/list", json!({ "query": { "search": "", "place": "First", "size": 25 } })).await;
    assert!(listed.body.contains(&site.customer.to_string()) && !listed.body.contains(&id(TENANT).to_string()));
    for text in ["Own".to_owned(), "Dora".to_owned(), id(TENANT).to_string(), user_id(1).to_string()] {
        let found = anna.call("search/find", json!({ "text": text })).await;
        assert!(!found.body.contains(&id(TENANT).to_string()), "{text}");
    }
    let activity = json!({ "action": null, "performer": null, "from": null, "until": null, "search": "",
        "place": "First", "size": 50 });
    let all = anna.call("activity/all", json!({ "query": activity })).await;
    assert!(!all.body.contains(&id(TENANT).to_string()));
    let own = anna.call("activity/list", json!({ "customer": id(TENANT), "query": activity })).await;
    assert_eq!(own.json()["rows"].as_array().unwrap().len(), 1, "{}", own.body);
    assert!(!anna.get("/customers/export.csv").await.body.contains("Own"));

    let query = json!({ "customer": id(TENANT), "query": { "filter": {}, "within": null,
        "sort": { "by": "Name", "descending": false }, "place": "First", "size": 25 }, "selection": null });
    assert_eq!(anna.call("users/list", &query).await.status, StatusCode::OK);
    let contents = json!({ "name": "", "users": 0, "deleted_users": 0, "purchases": 0, "relationships": 0,
        "portal_people": 0, "activity": 0 });
    let deletion = json!({ "name": "", "seen": contents });
    let own_organization = json!({ "Denied": "OwnOrganization" });
    for (function, rest) in [
        ("portal/switch", json!({ "on": true })),
        ("portal/manage", json!({})),
        ("tags/set", json!({ "change": { "tags": ["a"], "seen": [] } })),
        ("relationships/reseller", json!({ "change": "Request" })),
        ("customers/contents", json!({})),
        ("customers/delete", json!({ "form": deletion })),
    ] {
        let mut arguments = json!({ "customer": id(TENANT) });
        arguments.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        assert_eq!(anna.call(function, arguments).await.json(), own_organization, "{function}");
    }
    let mut dora = add(&mut anna, TENANT, 1, "dora", "AccountAdmin").await;
    assert_eq!(dora.call("users/list", &query).await.status, StatusCode::OK);
    let mut ben = add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    assert_eq!(ben.call("users/list", &query).await.json(), json!("Missing"));
    let mut eve = add(&mut anna, OTHER, 1, "eve", "GlobalAdmin").await;
    assert_eq!(eve.call("users/list", &query).await.json(), json!("Missing"));
}

#[tokio::test]
async fn people_groups_and_applications_are_managed_in_their_own_tenant_alone() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    add(&mut anna, OTHER, 1, "eve", "AccountAdmin").await;
    let group = |tenant: u128| {
        json!({ "form": { "name": format!("Group {tenant}"), "roles": [], "members": [],
        "tenant": id(tenant) } })
    };
    let application = |tenant: u128| {
        json!({ "form": { "name": format!("Sync {tenant}"), "roles": ["HelpdeskAgent"],
        "tenant": id(tenant) }, "application_id": null })
    };
    assert!(anna.call("groups/add", group(OTHER)).await.json()["Done"].is_object());
    assert!(anna.call("applications/add", application(OTHER)).await.json()["Done"].is_object());
    let all = anna.call("people/list", json!({})).await.json();
    assert_eq!(names(&all).len(), 4, "Anna belongs to no tenant and manages all: {all}");

    let listed = dora.call("people/list", json!({})).await.json();
    assert_eq!(names(&listed), ["ben", "dora"]);
    assert_eq!((&listed["groups"], &listed["applications"]), (&json!([]), &json!([])));
    let known = |list: &str| all[list][0]["id"].clone();
    let eve = all["people"].as_array().unwrap().iter().find(|person| person["name"] == "eve").unwrap()["id"].clone();
    let gone = json!({ "Refused": "Gone" });
    for person in [eve, json!(PERSON)] {
        for (function, arguments) in [
            ("people/change", json!({ "person": person, "change": "Block" })),
            ("people/reset", json!({ "person": person })),
            ("people/sessions", json!({ "person": person })),
            ("people/end-sessions", json!({ "person": person, "session": null })),
        ] {
            assert_eq!(dora.call(function, arguments).await.json(), gone, "{function}");
        }
        let added = json!({ "form": { "name": "With Eve", "roles": [], "members": [person], "tenant": id(TENANT) } });
        assert_eq!(dora.call("groups/add", added).await.json(), json!({ "Refused": "MemberGone" }));
    }
    assert_eq!(dora.call("groups/delete", json!({ "group": known("groups") })).await.json(), gone);
    let removed = json!({ "application": known("applications"), "change": "Remove" });
    assert_eq!(dora.call("applications/change", removed).await.json(), gone);
    let other = json!({ "Refused": { "People": "OtherTenant" } });
    assert_eq!(dora.call("groups/add", group(OTHER)).await.json(), other);
    assert_eq!(dora.call("applications/add", application(OTHER)).await.json(), other);
    assert_eq!(invite(&mut dora, OTHER, 2, "fay", "SalesAgent").await, json!({ "Refused": { "All": "OtherTenant" } }));
    // The name of a group is taken all the same.
    let same =
        json!({ "form": { "name": format!("Group {OTHER}"), "roles": [], "members": [], "tenant": id(TENANT) } });
    assert_eq!(dora.call("groups/add", same).await.json(), json!({ "Refused": "Taken" }));
    assert!(dora.call("groups/add", group(TENANT)).await.json()["Done"].is_object());
}

#[tokio::test]
async fn a_user_is_added_once_and_only_while_there() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let one = |why: &str| json!({ "Refused": { "One": { "at": 0, "why": why } } });
    assert_eq!(invite(&mut anna, TENANT, 9, "nobody", "SalesAgent").await, one("UserGone"));
    assert!(invite(&mut anna, TENANT, 1, "dora", "SalesAgent").await["Made"].is_object());
    assert_eq!(invite(&mut anna, TENANT, 1, "dora2", "SalesAgent").await, one("IsPerson"));
    // Dora is a user of the other directory too.
    assert!(invite(&mut anna, OTHER, 1, "dora3", "SalesAgent").await["Made"].is_object());
}

#[tokio::test]
async fn who_is_blocked_or_deleted_in_the_directory_loses_access_at_once() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "HelpdeskAgent").await;
    let mut ben = add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    let who = async |browser: &mut Browser<'_>| browser.call("session/who", "{}").await.json();
    assert_eq!(who(&mut dora).await["actor"]["tenant"], json!(id(TENANT)));

    let mut blocked = users();
    blocked[0].sign_in_allowed = false;
    import(&site, TENANT, blocked).await;
    assert_eq!(who(&mut dora).await, Value::Null);
    assert_eq!(Browser::of(&site).sign_in("dora", PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    assert_eq!(who(&mut ben).await["actor"]["name"], json!("ben"));
    let listed = anna.call("people/list", json!({})).await.json();
    let cut_off = |name: &str| {
        listed["people"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["is_cut_off"].clone()
    };
    assert_eq!((cut_off("dora"), cut_off("ben")), (json!(true), json!(false)));

    import(&site, TENANT, vec![user(1, "Dora Lind")]).await;
    assert_eq!(who(&mut ben).await, Value::Null);
    assert_eq!(who(&mut dora).await, Value::Null, "the session stays over when she is allowed again");
    assert_eq!(dora.sign_in("dora", PASSWORD).await.leads_to(), "/customers");
}

#[tokio::test]
async fn links_of_who_lost_access_in_the_directory_open_nothing() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "AccountAdmin").await;
    let ben = add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    let form =
        json!({ "people": [{ "name": "Eve", "sign_in_name": "eve" }], "roles": ["AdminAgent"], "tenant": id(TENANT) });
    let invited = dora.call("people/invite", json!({ "form": form })).await.json();
    let invitation = invited["Made"]["links"][0]["path"].as_str().unwrap().to_owned();
    let ben_id = site.store.partner_user_secret("ben").await.unwrap().unwrap().actor.id;
    let made = dora.call("people/reset", json!({ "person": ben_id })).await.json();
    let reset = made["Made"]["link"]["path"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    drop(ben);
    let password = "password=correct+donkey+battery";

    let mut blocked = users();
    blocked[0].sign_in_allowed = false;
    import(&site, TENANT, blocked).await;
    let mut stranger = Browser::of(&site);
    let token = invitation.rsplit('/').next().unwrap();
    assert_eq!(stranger.call("people/invitation", json!({ "token": token })).await.json(), Value::Null);
    assert_eq!(stranger.post(&invitation, password).await.leads_to(), format!("{invitation}?error=link"));
    assert!(site.store.partner_user_secret("eve").await.unwrap().is_none());
    assert_eq!(stranger.get(&reset).await.status, StatusCode::GONE);
    let all = anna.call("people/list", json!({})).await.json();
    assert_eq!(all["invitations"], json!([]), "nobody answers for it any more");
}

#[tokio::test]
async fn with_a_tenant_its_people_go_and_their_sessions_stay_over() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    assert_eq!(change(&mut dora, TENANT, "Dissociate").await, json!({ "Refused": "OwnTenant" }));
    assert_eq!(change(&mut dora, 99, "Associate").await, json!({ "Refused": "Gone" }));
    let pending = invite(&mut dora, TENANT, 2, "ben", "HelpdeskAgent").await;
    assert!(pending["Made"].is_object());
    assert!(change(&mut anna, TENANT, "Dissociate").await["Done"].is_array());
    assert_eq!(dora.call("session/who", "{}").await.json(), Value::Null);
    let link = pending["Made"]["links"][0]["path"].as_str().unwrap();
    let accepted = Browser::of(&site).post(link, &format!("password={}", PASSWORD.replace(' ', "+"))).await;
    assert_eq!(accepted.leads_to(), format!("{link}?error=link"), "who invited Ben could not any more");
    assert!(change(&mut anna, TENANT, "Associate").await["Done"].is_array());
    assert_eq!(dora.call("session/who", "{}").await.json(), Value::Null, "the session stays over");
    assert_eq!(dora.sign_in("dora", PASSWORD).await.leads_to(), "/customers");
}

#[tokio::test]
async fn a_refused_edit_changes_no_name_in_the_directory() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    add(&mut anna, TENANT, 1, "dora", "HelpdeskAgent").await;
    let mut ben = add(&mut anna, TENANT, 2, "ben", "AccountAdmin").await;
    let people = anna.call("people/list", json!({})).await.json();
    let dora = people["people"].as_array().unwrap().iter().find(|one| one["name"] == "dora").unwrap()["id"].clone();
    let query = json!({ "customer": id(TENANT), "user": user_id(1) });
    let gone = json!({ "permissions": ["SeeCustomers"], "customers": { "Chosen": [Uuid::from_u128(404)] } });
    let form = json!({ "name": "Ghost", "sign_in_name": "dora", "roles": [], "custom": gone });
    let refused = anna.call("people/change", json!({ "person": dora, "change": { "Edit": form } })).await;
    assert_eq!(refused.json(), json!({ "Refused": "CustomerGone" }), "{}", refused.body);
    let name = async |by: &mut Browser<'_>| {
        by.call("users/get", &query).await.json()["detail"]["user"]["display_name"].clone()
    };
    assert_eq!(name(&mut anna).await, json!("Dora Lind"));

    // Somebody who manages people of the tenant changes both names, and nothing else of the user.
    let form = json!({ "name": "Dora Park", "sign_in_name": "dora", "roles": ["HelpdeskAgent"] });
    let done = ben.call("people/change", json!({ "person": dora, "change": { "Edit": form } })).await;
    assert!(done.json()["Done"].is_object(), "{}", done.body);
    assert_eq!(name(&mut ben).await, json!("Dora Park"));
    let edit = json!({ "display_name": "Dora" });
    let entries = json!({ "Each": [{ "user": user_id(1), "asked": { "Edit": edit } }] });
    let denied = ben.call("entries/preview", json!({ "customer": id(TENANT), "entries": entries })).await;
    assert_eq!(denied.json(), json!({ "Denied": "OwnOrganization" }));
}

#[tokio::test]
async fn nobody_new_is_invited_into_a_tenant_that_is_synchronized_from_on_premises() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    let arrival = Arrival { own_organization: true, ..arrivals::local(partner, 2) };
    let mut directory = CustomerImport { users: users(), ..customers::empty(id(TENANT), "Own 21") };
    directory.customer.on_premises = true;
    customers::write(&site.store, arrival, &directory).await;
    let form =
        json!({ "people": [{ "name": "Fay", "sign_in_name": "fay" }], "roles": ["SalesAgent"], "tenant": id(TENANT) });
    let refused = anna.call("people/invite", json!({ "form": form })).await;
    assert_eq!(refused.json(), json!({ "Refused": { "All": "OnPremises" } }), "{}", refused.body);
    assert!(invite(&mut anna, TENANT, 1, "dora", "SalesAgent").await["Made"].is_object(), "who is there is added");
}

#[tokio::test]
async fn a_name_changes_in_the_directory_too_and_a_user_is_removed_from_both() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    add(&mut anna, TENANT, 1, "dora", "HelpdeskAgent").await;
    let mut synced = users();
    synced[1].directory_synced = true;
    import(&site, TENANT, synced).await;
    add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    let people = anna.call("people/list", json!({})).await.json();
    let person =
        |name: &str| people["people"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].clone();
    let edit = |name: &str, renamed: &str| {
        let form = json!({ "name": renamed, "sign_in_name": name, "roles": ["HelpdeskAgent"] });
        json!({ "person": person(name), "change": { "Edit": form } })
    };
    assert!(anna.call("people/change", edit("dora", "Dora Lind-Park")).await.json()["Done"].is_object());
    let query = json!({ "customer": id(TENANT), "user": user_id(1) });
    let seen = anna.call("users/get", &query).await;
    assert_eq!(seen.json()["detail"]["user"]["display_name"], json!("Dora Lind-Park"), "{}", seen.body);
    let refused = json!({ "Refused": "SyncedUser" });
    assert_eq!(anna.call("people/change", edit("ben", "Benjamin")).await.json(), refused);
    assert!(anna.call("people/change", edit("ben", "ben")).await.json()["Done"].is_object(), "the same name");

    let delete = |name: &str, here_too: bool| json!({ "person": person(name), "here_too": here_too });
    assert_eq!(anna.call("people/delete-user", delete("ben", true)).await.json(), refused);
    let no_user = json!({ "person": PERSON, "here_too": true });
    assert_eq!(anna.call("people/delete-user", no_user).await.json(), json!({ "Refused": "Yourself" }));
    let left = anna.call("people/delete-user", delete("dora", false)).await.json();
    let dora = left["Done"]["people"].as_array().unwrap().iter().find(|one| one["id"] == person("dora")).unwrap();
    assert_eq!(dora["is_cut_off"], json!(true));
    assert_eq!(anna.call("users/get", &query).await.json(), json!("Missing"));
    // Her user is deleted already, so only she is left.
    let done = anna.call("people/delete-user", delete("dora", true)).await.json();
    assert_eq!(names(&done["Done"]), ["Anna", "ben"]);
}
