//! Refusals of changes in the activity log: those about what somebody may do, each once, and none about what was typed.

use super::anna::{NAME, PERSON};
use super::site::{Browser, Site};
use domain::console::security::SecurityEventKind;
use domain::store::prelude::*;
use serde_json::{Value, json};

/// What was refused, each with how often it was noted and the customer it is about.
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
