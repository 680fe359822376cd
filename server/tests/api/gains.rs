//! What gives rights without naming who gets them: relationships of groups, with applications that have live keys.

use super::anna::PERSON;
use super::applications::{add as add_application, new_key};
use super::authority::{GROUP, RELATIONSHIP, relationship};
use super::site::{Browser, Site};
use super::support::people::{add_person, new_person};
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
