//! Custom permissions: what they allow at a covered customer, and that any other customer is missing.

use super::access::{all_calls, needed};
use super::anna::{HASH, PASSWORD, PERSON};
use super::functions::calls;
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use super::support::users::user_id;
use axum::http::{StatusCode, header};
use domain::access::permission::Permission;
use domain::ids::PartnerUserId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const BEN: PartnerUserId = PartnerUserId::new(Uuid::from_u128(40));

/// A site with Ben, who has no custom permissions yet.
async fn with_ben() -> Site {
    let site = Site::open().await;
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    add_person(&site.store, partner, &new_person(BEN.uuid(), "Ben", &HASH, 1)).await;
    site
}

/// Gives Ben custom permissions in place of roles, as Anna does it in the browser.
async fn give(anna: &mut Browser<'_>, permissions: Value, customers: Value) -> Reply {
    let custom = json!({ "permissions": permissions, "customers": customers });
    let form = json!({ "name": "Ben", "sign_in_name": "Ben", "roles": [], "custom": custom });
    anna.call("people/change", json!({ "person": BEN, "change": { "Edit": form } })).await
}

async fn set_tags(anna: &mut Browser<'_>, site: &Site, seen: &[&str], tags: &[&str]) {
    let change = json!({ "seen": seen, "tags": tags });
    let reply = anna.call("tags/set", json!({ "customer": site.customer, "change": change })).await;
    assert_eq!(reply.json(), json!({ "Done": tags }));
}

async fn ben(site: &Site) -> Browser<'_> {
    let mut browser = Browser::of(site);
    assert_eq!(browser.sign_in("Ben", PASSWORD).await.leads_to(), "/customers");
    browser
}

/// The parts that two replies must have in common for nobody to tell them apart.
fn shown(reply: &Reply) -> (StatusCode, String, Vec<(String, String)>) {
    let differs = [header::DATE.as_str(), "x-request-id", header::SET_COOKIE.as_str()];
    let headers = reply.headers.iter().filter(|(name, _)| !differs.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (reply.status, reply.body.clone(), headers.collect())
}

#[tokio::test]
async fn a_customer_that_is_not_covered_is_answered_as_a_foreign_one() {
    let site = with_ben().await;
    let mut anna = Browser::signed_in(&site).await;
    let everything: Vec<Permission> =
        Permission::ALL.into_iter().filter(|one| one.can_be_custom() && !one.is_for_all_customers()).collect();
    let reply = give(&mut anna, json!(everything), json!({ "Tagged": ["Retail"] })).await;
    assert!(reply.json()["Done"].is_object(), "{}", reply.body);
    let mut ben = ben(&site).await;
    let (own, foreign) = (calls(&site.customer.to_string()), calls(&site.foreign.to_string()));
    for ((function, own), (_, foreign)) in own.into_iter().zip(foreign) {
        let (own, foreign) = (ben.call(function, own).await, ben.call(function, foreign).await);
        assert_eq!((own.status, own.json()), (StatusCode::NOT_FOUND, json!("Missing")), "{function}");
        assert_eq!(shown(&own), shown(&foreign), "{function}");
    }
    for rest in [
        "users/export.csv",
        "upload/template.csv",
        "activity/export.csv",
        "activity/report.csv",
        "changes/00000000-0000-0000-0000-00000000004d/failed.csv",
        "changes/00000000-0000-0000-0000-00000000004d/export.csv",
    ] {
        let own = ben.get(&format!("/customers/{}/{rest}", site.customer)).await;
        let foreign = ben.get(&format!("/customers/{}/{rest}", site.foreign)).await;
        assert_eq!(own.status, StatusCode::NOT_FOUND, "{rest}");
        assert_eq!(shown(&own), shown(&foreign), "{rest}");
    }
    let list = ben.call("customers/list", json!({ "query": { "search": "", "place": "First", "size": 25 } })).await;
    assert_eq!(list.json()["rows"], json!([]));
    let rows = ben.get("/activity/export.csv").await;
    assert_eq!((rows.status, rows.body.lines().count()), (StatusCode::OK, 1), "{}", rows.body);

    set_tags(&mut anna, &site, &[], &["retail"]).await;
    for (function, arguments) in calls(&site.customer.to_string()) {
        let reply = ben.call(function, arguments).await;
        let denied = matches!(needed()[function], Some(Permission::ManagePeople | Permission::DeleteCustomers));
        assert_eq!(reply.status == StatusCode::FORBIDDEN, denied, "{function}: {}", reply.body);
    }
    set_tags(&mut anna, &site, &["Retail"], &[]).await;
    let again = ben.call("customers/get", json!({ "customer": site.customer })).await;
    assert_eq!(again.json(), json!("Missing"), "a tag that is gone covers nothing from the next request on");
}

#[tokio::test]
async fn each_action_alone_calls_what_it_may_and_nothing_else() {
    let site = with_ben().await;
    let mut anna = Browser::signed_in(&site).await;
    let mut ben = ben(&site).await;
    let needed = needed();
    for action in Permission::ALL.into_iter().filter(|permission| permission.can_be_custom()) {
        let reply = give(&mut anna, json!([action]), json!("All")).await;
        assert!(reply.json()["Done"].is_object(), "{action}: {}", reply.body);
        for (function, arguments) in all_calls(&site.customer.to_string()) {
            let reply = ben.call(function, arguments).await;
            let denied = needed[function].filter(|needs| *needs != action && !action.needs().contains(needs));
            match denied {
                Some(needs) => {
                    let kind = if needs.can_be_custom() { "Custom" } else { "Role" };
                    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{action}: {function}");
                    assert_eq!(reply.json(), json!({ "Denied": { kind: needs } }), "{action}: {function}");
                }
                None => assert_ne!(reply.status, StatusCode::FORBIDDEN, "{action}: {function}: {}", reply.body),
            }
        }
    }
}

#[tokio::test]
async fn one_request_does_not_do_more_than_the_actions_allow() {
    let site = with_ben().await;
    let mut anna = Browser::signed_in(&site).await;
    let mut ben = ben(&site).await;
    let code = |reply: &Reply| reply.json()["Ok"]["summary"]["reasons"][0]["code"].clone();
    let who = json!({ "Listed": [user_id(1)] });

    // Offboarding is one request, and consists of several actions.
    let offboard = json!({ "Offboard": { "block": true, "revoke": "All", "reset": false, "delete": "Never" } });
    give(&mut anna, json!(["BlockUsers"]), json!("All")).await;
    let preview = json!({ "customer": site.customer, "who": who, "change": offboard });
    let refused = ben.call("accounts/preview", preview.clone()).await;
    assert_eq!(code(&refused), json!("NotPermitted"), "{}", refused.body);
    give(&mut anna, json!(["BlockUsers", "ManageLicenses"]), json!("All")).await;
    let allowed = ben.call("accounts/preview", preview).await;
    assert_eq!(code(&allowed), Value::Null, "{}", allowed.body);

    // So does editing a user.
    let roles = json!({ "roles": ["Global"] });
    let entries = json!({ "Each": [{ "user": user_id(1), "asked": { "Edit": roles } }] });
    let preview = json!({ "customer": site.customer, "entries": entries });
    give(&mut anna, json!(["EditUsers"]), json!("All")).await;
    let refused = ben.call("entries/preview", preview.clone()).await;
    assert_eq!(code(&refused), json!("NotPermitted"), "{}", refused.body);
    give(&mut anna, json!(["ChangeAdminRoles"]), json!("All")).await;
    let allowed = ben.call("entries/preview", preview).await;
    assert_eq!(code(&allowed), Value::Null, "{}", allowed.body);
}

#[tokio::test]
async fn what_is_not_well_formed_is_not_read_and_not_kept() {
    let site = with_ben().await;
    let mut anna = Browser::signed_in(&site).await;
    for (permissions, customers) in [
        (json!(["ManagePeople"]), json!("All")),
        (json!(["SeeSecurity"]), json!({ "Tagged": ["Retail"] })),
        (json!([]), json!("All")),
        (json!(["Everything"]), json!("All")),
        (json!(["SeeUsers"]), json!({ "Tagged": [] })),
        (json!(["SeeUsers"]), json!({ "Tagged": ["a".repeat(31)] })),
        (json!(["SeeUsers"]), json!({ "Chosen": [] })),
    ] {
        let reply = give(&mut anna, permissions.clone(), customers.clone()).await;
        assert!(reply.status.is_client_error(), "{permissions} {customers}: {}", reply.body);
    }
    let foreign = give(&mut anna, json!(["SeeUsers"]), json!({ "Chosen": [site.foreign] })).await;
    assert_eq!(foreign.json(), json!({ "Refused": "CustomerGone" }));
    let both = json!({ "name": "Ben", "sign_in_name": "Ben", "roles": ["SalesAgent"],
        "custom": { "permissions": ["SeeUsers"], "customers": "All" } });
    let both = anna.call("people/change", json!({ "person": BEN, "change": { "Edit": both } })).await;
    assert_eq!(both.json(), json!({ "Refused": "RolesAndCustom" }));
    let ben = site.store.partner_user(BEN).await.unwrap().unwrap().actor;
    assert!(ben.custom.is_empty() && !ben.roles.is_empty());
}

#[tokio::test]
async fn who_has_custom_permissions_is_told_what_they_allow_and_needs_a_second_factor_as_roles_do() {
    let site = with_ben().await;
    let mut anna = Browser::signed_in(&site).await;
    give(&mut anna, json!(["ResetPasswords"]), json!({ "Chosen": [site.customer] })).await;
    let mut ben = ben(&site).await;
    let session = ben.call("session/who", "{}").await.json();
    assert_eq!((&session["has_custom"], &session["actor"]["roles"]), (&json!(true), &json!([])));
    assert_eq!(session["permissions"], json!(["SeeCustomers", "SeeUsers", "ResetPasswords"]));
    assert!(session["actor"].get("custom").is_none(), "{session}");
    let rights = ben.call("customers/get", json!({ "customer": site.customer })).await.json()[1].clone();
    let withheld = rights["withheld"].as_array().unwrap();
    assert!(withheld.contains(&json!("EditUsers")) && !withheld.contains(&json!("ResetPasswords")), "{rights}");
    assert_eq!(ben.get("/customers").await.status, StatusCode::OK);
    let required = anna.call("second-factor/require", json!({ "roles": ["SalesAgent"] })).await;
    assert_eq!(required.status, StatusCode::OK, "{}", required.body);
    assert_eq!(ben.get("/customers").await.leads_to(), "/sign-in/second-factor?next=/customers");
}
