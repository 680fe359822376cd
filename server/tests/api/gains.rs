//! Changes that give rights to others without naming them: relationships of groups and tags of customers, with applications that have live
//! keys, and people of other tenants.

use super::anna::PERSON;
use super::applications::{add as add_application, call, new_key};
use super::authority::{GROUP, RELATIONSHIP, relationship};
use super::site::{Browser, Site};
use super::support::people::{add_person, new_person};
use super::tenants::{OTHER, TENANT, add, id, with_tenants};
use axum::http::StatusCode;
use domain::access::entra_role::EntraRole;
use domain::access::role::PartnerRole;
use domain::store::prelude::*;
use serde_json::{Value, json};
use std::slice::from_ref;
use uuid::Uuid;

const KEYS_WOULD_GAIN: &str = "KeysWouldGain";

/// Cleo with these roles, who is in no group, signed in.
async fn cleo<'a>(site: &'a Site, roles: &[PartnerRole]) -> Browser<'a> {
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    let mut cleo = new_person(Uuid::from_u128(41), "Cleo", &super::anna::HASH, 1);
    cleo.roles = roles.iter().copied().collect();
    add_person(&site.store, partner, &cleo).await;
    let mut browser = Browser::of(site);
    assert_eq!(browser.sign_in("Cleo", super::anna::PASSWORD).await.leads_to(), "/customers");
    browser
}

/// An application without and with a live key, both of a role that does little.
async fn two_applications(anna: &mut Browser<'_>) -> [Value; 2] {
    let without = add_application(anna, "Without", json!(["HelpdeskAgent"])).await["id"].clone();
    let with = add_application(anna, "With", json!(["HelpdeskAgent"])).await["id"].clone();
    new_key(anna, with.as_str().unwrap()).await;
    [without, with]
}

fn support(members: &[Value]) -> Value {
    json!({ "group": GROUP, "form": { "name": "Support", "roles": [], "members": members } })
}

#[tokio::test]
async fn a_live_key_gains_no_role_of_a_relationship_that_the_giver_lacks() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    relationship(&site, &[EntraRole::GlobalAdministrator], server::time::now()).await;
    let [without, with] = two_applications(&mut anna).await;
    let mut cleo = cleo(&site, &[PartnerRole::AccountAdmin, PartnerRole::HelpdeskAgent]).await;
    let anna_id = json!(PERSON);
    let refused = json!({ "Refused": KEYS_WOULD_GAIN });
    let joining = support(&[anna_id.clone(), with.clone()]);
    assert_eq!(cleo.call("groups/edit", joining.clone()).await.json(), refused);
    // Without a key it may join, and then Cleo makes no key for it.
    let joined = cleo.call("groups/edit", support(&[anna_id.clone(), without.clone()])).await;
    assert!(joined.json()["Done"].is_object(), "{}", joined.body);
    let key = json!({ "application": without, "form": { "description": "Mine", "months": 6 } });
    assert_eq!(cleo.call("applications/make-key", key.clone()).await.json(), json!({ "Refused": "MoreThanYou" }));
    // Anna has the role herself.
    assert!(anna.call("applications/make-key", key).await.json()["Made"].is_object());
    assert!(anna.call("groups/edit", joining).await.json()["Done"].is_object());
    let rename = json!({ "group": GROUP, "form": { "name": "Help", "roles": [], "members": [anna_id, with] } });
    assert!(cleo.call("groups/edit", rename).await.json()["Done"].is_object(), "what it has is no gain");
}

#[tokio::test]
async fn a_group_with_a_live_key_gets_no_role_of_a_relationship_that_the_giver_lacks() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    relationship(&site, &[EntraRole::UserAdministrator], server::time::now()).await;
    let [without, with] = two_applications(&mut anna).await;
    let mut groups = Vec::new();
    for (name, member) in [("Plain", &without), ("Keys", &with)] {
        let form = json!({ "form": { "name": name, "roles": [], "members": from_ref(member) } });
        let done = anna.call("groups/add", form).await.json();
        let all = done["Done"]["groups"].as_array().unwrap_or_else(|| panic!("not added: {done}")).clone();
        groups.push(all.iter().find(|one| one["name"] == name).unwrap()["id"].clone());
    }
    let mut cleo = cleo(&site, &[PartnerRole::AdminAgent]).await;
    let assign = |group: &Value| {
        let change = json!({ "Assign": { "group": group, "roles": [EntraRole::UserAdministrator.template_id()] } });
        json!({ "customer": site.customer, "relationship": RELATIONSHIP, "change": change })
    };
    let refused = cleo.call("relationships/change", assign(&groups[1])).await;
    assert_eq!(refused.json(), json!({ "Refused": KEYS_WOULD_GAIN }));
    assert!(cleo.call("relationships/change", assign(&groups[0])).await.json()["Done"].is_object());
    let done = anna.call("relationships/change", assign(&groups[1])).await;
    assert!(done.json()["Done"].is_object(), "Anna has the role: {}", done.body);
}

/// Sets tags of the customer in place of others.
async fn set(browser: &mut Browser<'_>, seen: &[&str], tags: &[&str]) -> Value {
    let change = json!({ "seen": seen, "tags": tags });
    let customer = browser.site.customer;
    browser.call("tags/set", json!({ "customer": customer, "change": change })).await.json()
}

/// The form of a group with custom permissions for customers with a tag.
fn tagged(members: &[Value], tenant: &Value) -> Value {
    let custom = json!({ "permissions": ["ManageLicenses"], "customers": { "Tagged": ["nobodys"] } });
    json!({ "form": { "name": "Tagged", "roles": [], "custom": custom, "members": members, "tenant": tenant } })
}

#[tokio::test]
async fn a_tag_gives_a_live_key_nothing_that_the_person_lacks() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = add_application(&mut anna, "Sync", json!(["SupportRequestAdmin"])).await["id"].clone();
    let key = new_key(&mut anna, sync.as_str().unwrap()).await;
    assert!(anna.call("groups/add", tagged(&[sync], &Value::Null)).await.json()["Done"].is_object());
    let mut cleo = cleo(&site, &[PartnerRole::AccountAdmin]).await;
    assert_eq!(set(&mut cleo, &[], &["nobodys"]).await, json!({ "Refused": KEYS_WOULD_GAIN }));
    let view = json!({ "customer": site.customer, "selection": Uuid::from_u128(1) });
    assert_eq!(call(&site, &key, "licenses/view", &view).await.status, StatusCode::FORBIDDEN);
    assert_eq!(set(&mut cleo, &[], &["other"]).await, json!({ "Done": ["other"] }));
    assert_eq!(set(&mut anna, &["other"], &["nobodys"]).await, json!({ "Done": ["nobodys"] }), "Anna may do it");
    assert_eq!(set(&mut cleo, &["nobodys"], &[]).await, json!({ "Done": [] }), "the key loses something");
}

#[tokio::test]
async fn a_tag_that_people_of_another_tenant_have_customers_by_is_neither_set_nor_taken() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    assert!(anna.call("groups/add", tagged(&[], &json!(id(TENANT)))).await.json()["Done"].is_object());
    let mut eve = add(&mut anna, OTHER, 1, "eve", "AccountAdmin").await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "AccountAdmin").await;
    let refused = json!({ "Refused": "OtherTenants" });
    assert_eq!(set(&mut eve, &[], &["NOBODYS"]).await, refused);
    assert_eq!(set(&mut dora, &[], &["nobodys"]).await, json!({ "Done": ["nobodys"] }), "her own group alone");
    assert_eq!(set(&mut eve, &["nobodys"], &["other"]).await, refused);
    assert_eq!(set(&mut anna, &["nobodys"], &[]).await, json!({ "Done": [] }), "who manages everybody");
}
