//! Changes of directory roles of a customer's users need a proof of identity, in every way that such a change can be made.

use super::anna::PASSWORD;
use super::portal::{CHOSEN, change as change_users, petra};
use super::proof::{is_asked, pass, prove, site, with_old_proof};
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::http::StatusCode;
use domain::access::portal_role::PortalRole;
use domain::access::proof::PROOF_SECONDS;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn directory_roles_of_a_customers_users_need_a_proof_whichever_way_they_are_changed() {
    let site = site().await;
    let mut browser = with_old_proof(&site).await;
    let edit = |user, asked: Value| json!({ "user": user, "asked": { "Edit": asked } });
    let (missing, roles) = (Uuid::from_u128(999), json!({ "roles": ["Billing"] }));
    let request = |entries: &Value, digest: &Value| {
        let request = json!({ "key": Uuid::new_v4(), "kind": "Edit", "entries": entries, "digest": digest });
        json!({ "customer": site.customer, "request": request })
    };
    let name = json!({ "display_name": "Ada", "email": "ada@fabrikam.com" });
    let add = |roles: Value| {
        let asked = json!({ "display_name": name["display_name"], "email": name["email"], "roles": roles });
        json!({ "Each": [{ "user": missing, "asked": { "Add": asked } }] })
    };
    let same = |profile: Value| json!({ "Same": { "who": { "Listed": [user_id(1)] }, "profile": profile, "licenses": { "products": {}, "location": null } } });
    let department = json!({ "department": "Sales" });
    for (entries, expected) in [
        (json!({ "Each": [edit(user_id(1).to_string(), roles.clone())] }), true),
        (json!({ "Each": [edit(user_id(1).to_string(), json!({ "roles": [] }))] }), true),
        (json!({ "Each": [edit(user_id(1).to_string(), department.clone())] }), false),
        (add(json!(["Global"])), true),
        (add(json!([])), false),
        (same(roles.clone()), true),
        (same(department), false),
    ] {
        let reply = browser.call("entries/save", request(&entries, &json!("x"))).await;
        assert_eq!(is_asked(&reply), expected, "{entries}: {}", reply.body);
        assert!(expected || reply.status == StatusCode::OK, "{entries}: {}", reply.body);
    }

    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    let both = json!({ "Each": [edit(user_id(1).to_string(), roles.clone()), edit(missing.to_string(), roles)] });
    let preview = browser.call("entries/preview", json!({ "customer": site.customer, "entries": both })).await.json();
    let saved = browser.call("entries/save", request(&both, &preview["Ok"]["summary"]["digest"])).await.json();
    let operation = saved["Saved"].as_str().unwrap_or_else(|| panic!("not saved: {saved}")).to_owned();
    pass(PROOF_SECONDS);
    let failed = json!({ "FailedIn": operation });
    assert!(is_asked(&browser.call("entries/save", request(&failed, &json!("x"))).await), "trying again");
    let undo = json!({ "key": Uuid::new_v4(), "operation": operation, "digest": "x" });
    let undo = json!({ "customer": site.customer, "request": undo });
    assert!(is_asked(&browser.call("operations/undo", undo.clone()).await), "giving back");
    assert_eq!(prove(&mut browser, PASSWORD, None).await, json!({ "Ok": null }));
    let reply = browser.call("operations/undo", undo).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
}

/// Gives user 1 a directory role, with a proof.
async fn make_admin(browser: &mut Browser<'_>, site: &Site) {
    let entries = json!({ "Each": [{ "user": user_id(1), "asked": { "Edit": { "roles": ["Billing"] } } }] });
    let preview =
        browser.call("entries/preview", json!({ "customer": site.customer, "entries": entries })).await.json();
    let digest = &preview["Ok"]["summary"]["digest"];
    let request = json!({ "key": Uuid::new_v4(), "kind": "Edit", "entries": entries, "digest": digest });
    let saved = browser.call("entries/save", json!({ "customer": site.customer, "request": request })).await;
    assert!(saved.json()["Saved"].is_string(), "{}", saved.body);
}

#[tokio::test]
async fn directory_roles_that_come_back_with_deleted_users_need_a_proof() {
    let site = site().await;
    let mut browser = Browser::signed_in(&site).await;
    make_admin(&mut browser, &site).await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    pass(PROOF_SECONDS);
    let deleted = change_users(&mut browser, &site, &[1, 2], &json!("Delete")).await["Saved"].clone();
    let restore = json!({ "Restore": { "upns": {} } });
    let undo = json!({ "key": Uuid::new_v4(), "operation": deleted, "digest": "x" });
    let undo = json!({ "customer": site.customer, "request": undo });
    assert!(is_asked(&browser.call("operations/undo", undo.clone()).await), "undoing");
    for person in [&mut browser, &mut petra] {
        let asked = json!({ "ProofNeeded": "Password" });
        assert_eq!(change_users(person, &site, &[1, 2], &restore).await, asked, "restoring");
    }
    assert!(change_users(&mut browser, &site, &[2], &restore).await["Saved"].is_string(), "a user without roles");
    for (person, password) in [(&mut browser, PASSWORD), (&mut petra, CHOSEN)] {
        assert_eq!(prove(person, password, None).await, json!({ "Ok": null }));
    }
    assert!(!is_asked(&browser.call("operations/undo", undo).await));
    assert!(change_users(&mut petra, &site, &[1], &restore).await["Saved"].is_string());

    let offboard = json!({ "Offboard": { "block": true, "revoke": "All", "reset": false, "delete": "Now" } });
    let offboarded = change_users(&mut browser, &site, &[1], &offboard).await["Saved"].clone();
    pass(PROOF_SECONDS);
    let undo = json!({ "key": Uuid::new_v4(), "operation": offboarded, "digest": "x" });
    let undo = json!({ "customer": site.customer, "request": undo });
    assert!(is_asked(&browser.call("operations/undo", undo).await), "taking back an offboarding");
}
