//! The walls around people of a customer's portal: that of the paths, and behind it those of pages and of server functions.

use super::access::all_calls;
use super::anna::NAME;
use super::portal::{PETRA, as_in_portal, petra};
use super::site::{Browser, Reply, Site};
use super::support::users::user_id;
use app::services::Services;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::IntoResponse;
use domain::access::Actor;
use domain::access::portal_role::PortalRole;
use domain::store::prelude::*;
use leptos::prelude::provide_context;
use serde_json::{Value, json};
use server::http::portal::FUNCTIONS;
use std::sync::Arc;
use uuid::Uuid;

const REASON: &str = "TICKET-4711";

/// Lets Anna block a user for a reason.
async fn with_a_change(site: &Site) {
    let mut anna = Browser::signed_in(site).await;
    let who = json!({ "Listed": [user_id(1)] });
    let preview = json!({ "customer": site.customer, "who": who, "change": "Block" });
    let digest = anna.call("accounts/preview", preview).await.json()["Ok"]["summary"]["digest"].clone();
    let request =
        json!({ "key": Uuid::from_u128(6), "who": who, "change": "Block", "digest": digest, "reason": REASON });
    let saved = anna.call("accounts/change", json!({ "customer": site.customer, "request": request })).await.json();
    assert!(saved["Saved"].is_string(), "{saved}");
}

/// The pages of the partner, as a browser never asks for them: through a path that is open.
fn roundabout(site: &Site) -> Vec<String> {
    let pages = ["activity", "activity/report", "changes", "users", "relationships", "portal"];
    let pages = pages.map(|page| format!("customers/{}/{page}", site.customer));
    let pages: Vec<String> = pages.into_iter().chain(["activity", "people", "customers"].map(String::from)).collect();
    let ways = [
        "/portal/../",
        "/portal/%2e%2e/",
        "/portal/%2E./",
        "/portal/x/../../",
        "/portal/./../",
        "/portal/x\\..\\..\\",
        "/sign-in/../",
        "/invitation/../",
        "/setup/%2e%2E/",
        "/password/../",
        "/reset/.%2e/",
        "/relationship/../",
    ];
    ways.iter().flat_map(|way| pages.iter().map(move |page| format!("{way}{page}"))).collect()
}

fn tells_nothing(reply: &Reply, path: &str) {
    for said in [NAME, REASON, "Fabrikam", "Adele", "<main", PETRA] {
        assert!(!reply.body.contains(said), "{path} tells {said}: {}", reply.body);
    }
}

#[tokio::test]
async fn nobody_reaches_a_page_by_a_path_that_is_read_in_two_ways() {
    let site = Site::open().await;
    with_a_change(&site).await;
    let log = format!("/customers/{}/activity", site.customer);
    let mut anna = Browser::signed_in(&site).await;
    assert!(anna.get(&log).await.body.contains(REASON), "the page has what must not be told");
    let mut petra = petra(&site, PortalRole::LicenseAdmin).await;
    for path in roundabout(&site) {
        for browser in [&mut petra, &mut anna, &mut Browser::of(&site)] {
            let reply = browser.get(&path).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{path}");
            tells_nothing(&reply, &path);
        }
    }
    let file = petra.get(&format!("/portal/..{log}/export.csv")).await;
    assert_eq!(file.status, StatusCode::BAD_REQUEST);
}

/// Calls a server function as a page that is rendered does: nothing stands before it.
async fn called_within(site: &Site, actor: &Actor, function: &str, arguments: &Value) -> (StatusCode, String) {
    let services = Services {
        store: Arc::new(site.store.clone()),
        now: server::time::now,
        post: None,
        passwords: Arc::new(site.hasher.clone()),
        identity: None,
    };
    let mut request = Request::post(format!("/api/{function}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .body(Body::from(arguments.to_string()))
        .unwrap();
    request.extensions_mut().insert(actor.clone());
    let provide = move || provide_context(services.clone());
    let response = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.into()).unwrap())
}

#[tokio::test]
async fn functions_that_are_not_named_do_not_exist_behind_the_door_either() {
    for role in PortalRole::ALL {
        let site = Site::open().await;
        petra(&site, role).await;
        let actor = site.store.partner_user_secret(PETRA).await.unwrap().unwrap().actor;
        for (function, arguments) in all_calls(&site.customer.to_string()) {
            let (status, body) = called_within(&site, &actor, function, &as_in_portal(function, arguments)).await;
            let is_missing = (status, body.as_str()) == (StatusCode::NOT_FOUND, "\"Missing\"");
            if FUNCTIONS.contains(&function) {
                // There is no such operation.
                assert!(!is_missing || function == "operations/get", "{role}: {function}: {body}");
            } else {
                assert!(is_missing, "{role}: {function}: {status} {body}");
            }
        }
    }
}
