//! Admin relationships over HTTP, and the customer's page, which needs no sign-in.

use super::site::{Browser, Site};
use axum::http::StatusCode;
use domain::access::portal_role::PortalRole;
use domain::console::security::SecurityEventKind;
use domain::store::prelude::*;
use serde_json::{Value, json};

async fn request(browser: &mut Browser<'_>, name: &str) -> Value {
    let form = json!({ "name": name, "days": 30, "roles": ["UserAdministrator"], "auto_extend": false });
    let customer = browser.site.customer;
    browser.call("relationships/request", json!({ "customer": customer, "form": form })).await.json()
}

async fn stages(browser: &mut Browser<'_>) -> Vec<String> {
    let customer = browser.site.customer;
    let shown = browser.call("relationships/of-customer", json!({ "customer": customer })).await.json();
    let stage = |one: &Value| one["stage"].as_str().unwrap().to_owned();
    shown["relationships"].as_array().unwrap().iter().map(stage).collect()
}

#[tokio::test]
async fn a_customer_approves_by_the_link_alone() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let asked = request(&mut browser, "Support & more").await;
    let path = asked["Asked"]["path"].as_str().unwrap().to_owned();
    assert_eq!(request(&mut browser, "SUPPORT & MORE").await, json!({ "Refused": "NameTaken" }));

    let mut customer = Browser::of(&site);
    let page = customer.get(&path).await;
    assert_eq!((page.status, page.header("referrer-policy")), (StatusCode::OK, "no-referrer"));
    for words in ["Support &amp; more", "User Administrator", "lasts 30 days", "does not create a relationship"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(stages(&mut browser).await, ["ApprovalPending"], "looking answers nothing");
    assert_eq!(customer.post(&path, "answer=perhaps").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let approved = customer.post(&path, "answer=approve").await;
    assert!(approved.status == StatusCode::OK && approved.body.contains("You approved"), "{}", approved.body);
    assert_eq!(stages(&mut browser).await, ["Active"]);
    assert_eq!(customer.post(&path, "answer=reject").await.status, StatusCode::GONE);
    assert_eq!(customer.get(&path).await.status, StatusCode::GONE);

    let actor = site.store.partner_user(super::anna::PERSON).await.unwrap().unwrap().actor;
    let rows = site.store.security_events(&actor, Default::default(), Default::default()).await.unwrap().rows;
    let approved = rows.iter().find(|row| row.kind == SecurityEventKind::RelationshipApproved).unwrap();
    assert_eq!((approved.customer, approved.done_to.as_deref()), (Some(site.customer), Some("Support & more")));
}

#[tokio::test]
async fn a_customer_rejects_and_a_new_link_voids_the_old_one() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let first = request(&mut browser, "Support").await;
    let relationship = first["Asked"]["relationships"]["relationships"][0]["id"].clone();
    let ask = json!({ "customer": site.customer, "relationship": relationship });
    let second = browser.call("relationships/ask", ask).await.json();
    let path = |asked: &Value| asked["Asked"]["path"].as_str().unwrap().to_owned();
    let mut customer = Browser::of(&site);
    assert_eq!(customer.get(&path(&first)).await.status, StatusCode::GONE);
    let rejected = customer.post(&path(&second), "answer=reject").await;
    assert!(rejected.body.contains("You rejected"), "{}", rejected.body);
    assert_eq!(stages(&mut browser).await, ["Rejected"]);
    let end = json!({ "customer": site.customer, "relationship": relationship, "change": "Terminate" });
    let refused = browser.call("relationships/change", end).await.json();
    assert_eq!(refused, json!({ "Refused": { "NotNow": "Rejected" } }));
}

#[tokio::test]
async fn nobody_of_the_partner_answers_for_the_customer() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let asked = request(&mut browser, "Support").await;
    let path = asked["Asked"]["path"].as_str().unwrap().to_owned();
    let shown = browser.get(&path).await;
    assert_eq!(shown.status, StatusCode::FORBIDDEN);
    assert!(shown.body.contains("answers it: send them the link") && !shown.body.contains("<form"), "{}", shown.body);
    for answer in ["answer=approve", "answer=reject"] {
        assert_eq!(browser.post(&path, answer).await.status, StatusCode::FORBIDDEN, "{answer}");
    }
    assert_eq!(stages(&mut browser).await, ["ApprovalPending"]);
    let actor = site.store.partner_user(super::anna::PERSON).await.unwrap().unwrap().actor;
    let rows = site.store.security_events(&actor, Default::default(), Default::default()).await.unwrap().rows;
    let refused = rows.iter().find(|row| row.kind == SecurityEventKind::ActionRefused).unwrap();
    assert_eq!((refused.customer, refused.person.is_some()), (Some(site.customer), true));
    // Of the customer's own people, those of the portal whose role is not enough can't either.
    let mut license_admin = super::portal::petra(&site, PortalRole::LicenseAdmin).await;
    assert_eq!(license_admin.post(&path, "answer=approve").await.status, StatusCode::FORBIDDEN);
    assert_eq!(Browser::of(&site).post(&path, "answer=approve").await.status, StatusCode::OK);
    assert_eq!(stages(&mut browser).await, ["Active"]);
}

#[tokio::test]
async fn a_global_admin_of_the_customers_portal_answers() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let mut admin = super::portal::petra(&site, PortalRole::GlobalAdmin).await;
    let asked = request(&mut browser, "Support").await;
    let path = asked["Asked"]["path"].as_str().unwrap().to_owned();
    // Before a second factor that the role needs is set up, nothing is answered in her name.
    let require = async |browser: &mut Browser<'_>, roles: Value| {
        let choice = json!({ "customer": site.customer, "roles": roles });
        assert!(browser.call("portal/require-second-factor", choice).await.json()["Done"].is_object());
    };
    require(&mut browser, json!(["GlobalAdmin"])).await;
    assert_eq!(admin.get(&path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.post(&path, "answer=approve").await.status, StatusCode::FORBIDDEN);
    assert_eq!(stages(&mut browser).await, ["ApprovalPending"]);
    require(&mut browser, json!([])).await;
    assert_eq!(admin.get(&path).await.status, StatusCode::OK);
    assert_eq!(admin.post(&path, "answer=approve").await.status, StatusCode::OK);
    assert_eq!(stages(&mut browser).await, ["Active"]);
}

#[tokio::test]
async fn pages_about_relationships_need_a_sign_in() {
    let site = Site::open().await;
    let customer = format!("/customers/{}/relationships", site.customer);
    for path in ["/relationships", &customer] {
        let reply = Browser::of(&site).get(path).await;
        assert_eq!(reply.leads_to(), format!("/sign-in?next={path}"));
        let page = Browser::signed_in(&site).await.get(path).await;
        assert!(page.status == StatusCode::OK && page.body.contains("Admin relationships"), "{path}");
    }
}
