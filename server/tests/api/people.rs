//! People who are invited, changed or put into groups while they are signed in.

use super::access::{BEN, change_anna, with_ben, with_roles};
use super::anna::{NAME, PASSWORD, PERSON};
use super::site::{Browser, Site};
use axum::http::StatusCode;
use domain::access::Actor;
use domain::access::group::{GroupChange, GroupForm};
use domain::access::invitation_form::InvitationForm;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::ids::{InvitationId, PartnerGroupId, PartnerUserId};
use domain::store::InvitationLink;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security::event;
use uuid::Uuid;

#[tokio::test]
async fn who_is_blocked_or_removed_is_out_at_once() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    change_anna(&site, &ben, PersonChange::Block).await;
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(browser.call("customers/list", "{}").await.json(), json!("SignedOut"));
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    change_anna(&site, &ben, PersonChange::Allow).await;
    let again = browser.get("/customers").await;
    assert_eq!(again.leads_to(), "/sign-in?next=/customers", "an old session stays over");
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    change_anna(&site, &ben, PersonChange::Remove).await;
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
}

#[tokio::test]
async fn ten_people_are_invited_at_once_and_an_eleventh_is_refused_with_all() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let form = |count: u32| {
        let invitee = |number| json!({ "name": "Guest", "sign_in_name": format!("guest{number}@partner.example") });
        let people: Vec<Value> = (1..=count).map(invitee).collect();
        json!({ "form": { "people": people, "roles": ["HelpdeskAgent"] } })
    };
    let refused = browser.call("people/invite", form(11)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.body);
    assert!(refused.body.contains("more than 10"), "{}", refused.body);
    assert_eq!(browser.call("people/list", "{}").await.json()["invitations"], json!([]));
    let made = browser.call("people/invite", form(10)).await.json();
    assert_eq!(made["Made"]["links"].as_array().map(Vec::len), Some(10), "{made}");
}

#[tokio::test]
async fn an_invited_person_makes_an_account_once() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let form = json!({ "people": [{ "name": "Cleo", "sign_in_name": "cleo@partner.example" }],
        "roles": ["HelpdeskAgent"] });
    let invited = browser.call("people/invite", json!({ "form": form })).await.json();
    let path = invited["Made"]["links"][0]["path"].as_str().unwrap().to_owned();
    let taken = json!({ "Refused": { "One": { "at": 0, "why": "Taken" } } });
    assert_eq!(browser.call("people/invite", json!({ "form": form })).await.json(), taken);

    let mut cleo = Browser::of(&site);
    let page = cleo.get(&path).await;
    assert!(page.body.contains("cleo@partner.example"), "the page names the account");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(cleo.post(&path, "password=short").await.leads_to(), format!("{path}?error=password"));
    assert_eq!(cleo.post(&path, "password=correct+donkey+battery").await.leads_to(), "/customers");
    assert_eq!(cleo.call("session/who", "{}").await.json()["actor"]["roles"], json!(["HelpdeskAgent"]));
    let again = Browser::of(&site).post(&path, "password=correct+donkey+battery").await;
    assert_eq!(again.leads_to(), format!("{path}?error=link"));
    let token = path.rsplit('/').next().unwrap();
    assert_eq!(browser.call("people/invitation", json!({ "token": token })).await.json(), Value::Null);
}

fn invitation_link() -> InvitationLink {
    let (id, now) = (InvitationId::new(Uuid::from_u128(50)), server::time::now());
    InvitationLink { id, token_hash: "hash".into(), created: now, expires: now + 60_000 }
}

#[tokio::test]
async fn nobody_gives_a_role_above_their_own() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let form = |roles: Value| json!({ "name": "Cleo", "sign_in_name": "cleo", "roles": roles });
    let refused = json!({ "Refused": "OnlyGlobalAdmin" });
    let invited = json!({ "people": [{ "name": "Cleo", "sign_in_name": "cleo" }], "roles": ["GlobalAdmin"] });
    let invite = browser.call("people/invite", json!({ "form": invited })).await;
    assert_eq!(invite.json(), json!({ "Refused": { "All": "OnlyGlobalAdmin" } }));
    let myself = json!({ "person": PERSON, "change": { "Edit": form(json!(["GlobalAdmin"])) } });
    assert_eq!(browser.call("people/change", myself).await.json(), refused);
    let block = json!({ "person": BEN, "change": "Block" });
    assert_eq!(browser.call("people/change", block).await.json(), refused);

    // The link of an invitation is as good as its roles.
    let (link, event) = (invitation_link(), event(SecurityEventKind::PersonInvited, 1, Caller::default()));
    let global =
        PersonForm { name: "Dora".into(), sign_in_name: "dora".into(), roles: PartnerRole::FIRST.into(), custom: None };
    let (global, link) = (InvitationForm::of_one(global), [link]);
    site.store.invite(&ben, &global, &link, &event.by(ben.partner, ben.id)).await.unwrap().unwrap();
    let renew = json!({ "invitation": link[0].id });
    assert_eq!(browser.call("people/renew", renew.clone()).await.json(), refused);
    assert_eq!(browser.call("people/withdraw", renew).await.json(), refused);
    let rows = site.store.security_events(&ben, Default::default(), Default::default()).await.unwrap().rows;
    assert!(rows.iter().any(|row| row.kind == SecurityEventKind::ActionRefused), "tries are noted");
}

/// Adds a group as Ben and returns its id.
async fn add_group(site: &Site, ben: &Actor, roles: &[PartnerRole], members: &[PartnerUserId]) -> PartnerGroupId {
    let id = PartnerGroupId::new(Uuid::new_v4());
    let (roles, members) = (roles.iter().copied().collect(), members.iter().copied().collect());
    let add = GroupChange::Add(GroupForm { name: id.to_string(), roles, members, ..GroupForm::default() });
    let event = event(SecurityEventKind::GroupCreated, server::time::now(), Caller::default());
    site.store.change_group(ben, id, &add, &event.by(ben.partner, ben.id)).await.unwrap().unwrap();
    id
}

#[tokio::test]
async fn roles_through_a_group_count_from_the_next_request_on() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::BillingAdmin])).await;
    let security = json!({ "place": "First", "size": 50 });
    assert_eq!(browser.call("security/events", security.clone()).await.status, StatusCode::FORBIDDEN);
    let group = add_group(&site, &ben, &[PartnerRole::AccountAdmin], &[PERSON]).await;
    assert_eq!(browser.call("security/events", security.clone()).await.status, StatusCode::OK);
    let roles = browser.call("session/who", "{}").await.json()["actor"]["roles"].clone();
    assert_eq!(roles, json!(["AccountAdmin", "BillingAdmin"]));
    // Anna now manages people, so she can take the role from herself.
    let deleted = browser.call("groups/delete", json!({ "group": group })).await.json();
    assert_eq!(deleted["Done"]["groups"], json!([]), "{deleted}");
    assert_eq!(browser.call("security/events", security).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_gains_a_role_by_a_group_that_they_could_not_give() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    let global = add_group(&site, &ben, &[PartnerRole::GlobalAdmin], &[]).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let form = |roles: Value, members: Value| json!({ "name": "Own", "roles": roles, "members": members });
    let refused = json!({ "Refused": { "People": "OnlyGlobalAdmin" } });
    for (function, arguments) in [
        ("groups/add", json!({ "form": form(json!(["GlobalAdmin"]), json!([PERSON])) })),
        ("groups/edit", json!({ "group": global, "form": form(json!(["GlobalAdmin"]), json!([PERSON])) })),
        ("groups/edit", json!({ "group": global, "form": form(json!([]), json!([])) })),
        ("groups/delete", json!({ "group": global })),
        // Ben is Global admin.
        ("groups/add", json!({ "form": form(json!([]), json!([BEN])) })),
    ] {
        assert_eq!(browser.call(function, arguments).await.json(), refused, "{function}");
    }
    let rows = site.store.security_events(&ben, Default::default(), Default::default()).await.unwrap().rows;
    assert!(rows.iter().any(|row| row.kind == SecurityEventKind::ActionRefused), "tries are noted");
    let gone = json!({ "group": Uuid::from_u128(78) });
    assert_eq!(browser.call("groups/delete", gone).await.json(), json!({ "Refused": "Gone" }));
}
