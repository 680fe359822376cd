//! Refusals of changes in the activity log: those about what somebody may do, each once, and none about what was typed.

use super::access::{change_anna, with_ben, with_roles};
use super::anna::{NAME, PASSWORD, PERSON};
use super::portal::petra;
use super::site::{Browser, Site};
use axum::http::StatusCode;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::console::security::SecurityEventKind;
use domain::ids::CustomerId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use std::slice::from_ref;

/// The refused actions, each with how often it was noted, and whether it is about the customer.
async fn noted(site: &Site) -> Vec<(String, i64, bool)> {
    let actor = site.store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let rows = site.store.security_events(&actor, Default::default(), Default::default()).await.unwrap().rows;
    let refused = rows.into_iter().filter(|row| row.kind == SecurityEventKind::ActionRefused);
    refused.map(|row| (row.refused.unwrap(), row.again + 1, row.customer == Some(site.customer))).collect()
}

async fn expect_noted(site: &Site, words: &str, about_customer: bool) {
    let noted = noted(site).await;
    let found: Vec<_> = noted.iter().filter(|(refused, ..)| refused.contains(words)).collect();
    assert!(matches!(found[..], [(_, 1, about)] if *about == about_customer), "{words}: {noted:?}");
}

#[tokio::test]
async fn what_relationships_do_not_allow_is_noted_and_what_was_typed_is_not() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let form = json!({ "name": "Support", "days": 30, "roles": ["UserAdministrator"], "auto_extend": false });
    let request = json!({ "customer": site.customer, "form": form });
    let asked = anna.call("relationships/request", request.clone()).await.json();
    assert_eq!(anna.call("relationships/request", request).await.json(), json!({ "Refused": "NameTaken" }));
    assert_eq!(noted(&site).await, []);
    let relationship = asked["Asked"]["relationships"]["relationships"][0]["id"].clone();
    let change = |change: Value| json!({ "customer": site.customer, "relationship": relationship, "change": change });
    assert!(anna.call("relationships/change", change(json!("Terminate"))).await.json()["Done"].is_object());
    assert!(anna.call("relationships/change", change(json!("Terminate"))).await.json()["Refused"].is_object());
    expect_noted(&site, "(relationships/change)", true).await;
    let ask = json!({ "customer": site.customer, "relationship": relationship });
    assert!(anna.call("relationships/ask", ask).await.json()["Refused"].is_object());
    expect_noted(&site, "(relationships/ask)", true).await;
    let accept = json!({ "customer": site.customer, "change": "Accept" });
    assert_eq!(anna.call("relationships/reseller", accept).await.json(), json!({ "Refused": null }));
    expect_noted(&site, "(relationships/reseller)", true).await;
}

#[tokio::test]
async fn what_must_stay_is_noted() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    for (change, refused, words) in [
        (json!("Block"), "Yourself", "block or remove yourself"),
        (
            json!({ "Edit": { "name": NAME, "sign_in_name": NAME, "roles": ["HelpdeskAgent"] } }),
            "LastManager",
            "must be able to sign in as Global admin or Account admin",
        ),
    ] {
        let reply = anna.call("people/change", json!({ "person": PERSON, "change": change })).await.json();
        assert_eq!(reply, json!({ "Refused": refused }));
        expect_noted(&site, words, false).await;
    }
    let before = noted(&site).await.len();
    let nameless = json!({ "Edit": { "name": " ", "sign_in_name": NAME, "roles": ["GlobalAdmin"] } });
    let reply = anna.call("people/change", json!({ "person": PERSON, "change": nameless })).await.json();
    assert_eq!((reply, noted(&site).await.len()), (json!({ "Refused": "NoName" }), before));
}

/// The refusals in a customer's activity: who was refused, and what.
async fn refusals_at(browser: &mut Browser<'_>, customer: CustomerId) -> Vec<(String, String)> {
    let asked = json!({ "customer": customer, "place": "First", "size": 50 });
    let rows = browser.call("activity/refusals", asked).await.json()["rows"].clone();
    let rows = rows.as_array().unwrap_or_else(|| panic!("no rows: {rows}")).clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.iter().map(|row| (text(&row["person"][0]), text(&row["refused"]))).collect()
}

#[tokio::test]
async fn what_is_refused_at_a_customer_stands_in_its_activity_and_in_no_other() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut petra = petra(&site, PortalRole::LicenseAdmin).await;
    let mut anna = Browser::signed_in(&site).await;
    assert_eq!(refusals_at(&mut anna, site.customer).await, []);
    change_anna(&site, &ben, with_roles(&[PartnerRole::SalesAgent])).await;
    let block = |customer: CustomerId| json!({ "customer": customer, "who": { "Listed": [] }, "change": "Block" });
    assert_eq!(anna.call("accounts/preview", block(site.customer)).await.status, StatusCode::FORBIDDEN);
    // Refusals that name no customer, or another one, are not there.
    assert_eq!(anna.call("people/list", "{}").await.status, StatusCode::FORBIDDEN);
    assert_eq!(anna.call("accounts/preview", block(site.foreign)).await.status, StatusCode::NOT_FOUND);
    let blocked = (NAME.to_owned(), "changing sign-in (accounts/preview)".to_owned());
    assert_eq!(refusals_at(&mut anna, site.customer).await, from_ref(&blocked));
    // Another partner's request for the customer is its own affair.
    let mut stranger = Browser::of(&site);
    assert_eq!(stranger.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
    assert_eq!(stranger.call("accounts/preview", block(site.customer)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(refusals_at(&mut stranger, site.foreign).await, []);
    assert_eq!(refusals_at(&mut anna, site.customer).await, from_ref(&blocked));
    // The customer's own people see none of it, and theirs is there.
    let restore =
        json!({ "customer": site.customer, "who": { "Listed": [] }, "change": { "Restore": { "upns": {} } } });
    assert_eq!(petra.call("accounts/preview", restore).await.status, StatusCode::FORBIDDEN);
    let own = petra.call("portal/activity", json!({ "place": "First", "size": 50 })).await;
    assert_eq!((own.status, own.body.contains("changing sign-in")), (StatusCode::OK, false), "{}", own.body);
    let [theirs, ours] = &refusals_at(&mut anna, site.customer).await[..] else { panic!("two are expected") };
    assert_eq!((theirs.0.as_str(), ours), ("Petra", &blocked));
}
