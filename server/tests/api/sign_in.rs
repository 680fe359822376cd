//! Signing in and out.

use super::site::{Browser, NAME, PASSWORD, Site};
use axum::http::{StatusCode, header};
use domain::ids::PartnerUserId;
use server::store::NewPartnerUser;
use uuid::Uuid;

#[tokio::test]
async fn signing_in_leads_on_with_a_cookie_bound_to_this_host() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    let wanted = format!("/customers/{}/users", site.customer);
    let form = format!("sign_in_name={}&password=correct+horse+battery&next={wanted}", NAME.to_uppercase());
    let reply = browser.post("/sign-in", &form).await;
    assert_eq!(reply.leads_to(), wanted);
    let cookie = reply.header(header::SET_COOKIE);
    assert!(cookie.starts_with("__Host-tenantry="), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let reply = browser.get("/customers").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.body.contains("Fabrikam 11") && !reply.body.contains("Fabrikam 12"));
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = Site::open().await;
    for next in ["https://evil.example", "//evil.example", "/%5Cevil.example"] {
        let form = format!("sign_in_name={NAME}&password=correct+horse+battery&next={next}");
        assert_eq!(Browser::of(&site).post("/sign-in", &form).await.leads_to(), "/customers", "{next}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_look_the_same() {
    let site = Site::open().await;
    for (name, password) in [(NAME, "correct horse batterY"), ("Nobody", PASSWORD)] {
        let mut browser = Browser::of(&site);
        let reply = browser.sign_in(name, password).await;
        assert_eq!(reply.leads_to(), "/sign-in?error=wrong&next=/customers");
        assert_eq!(browser.get("/customers").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn after_ten_wrong_passwords_the_right_one_waits_too() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for _ in 0..10 {
        assert!(browser.sign_in("anna", "wrong password 1").await.leads_to().contains("error=wrong"));
    }
    let reply = browser.sign_in(NAME, PASSWORD).await;
    assert_eq!(reply.leads_to(), "/sign-in?error=too-many&next=/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::SEE_OTHER);
    // Only this name waits.
    let mut other = Browser::of(&site);
    assert_eq!(other.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
}

#[tokio::test]
async fn signing_in_changes_the_session_id() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let first = browser.cookie.clone().unwrap();
    browser.sign_in(NAME, PASSWORD).await;
    assert_ne!(browser.cookie, Some(first.clone()));
    let mut old = Browser { site: &site, cookie: Some(first) };
    assert_eq!(old.get("/customers").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_the_cookie() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let mut copy = Browser { site: &site, cookie: browser.cookie.clone() };
    assert_eq!(copy.get("/customers").await.status, StatusCode::OK);
    assert_eq!(browser.post("/sign-out", "").await.leads_to(), "/sign-in");
    assert_eq!(copy.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    let arguments = serde_json::json!({ "customer": site.customer });
    assert_eq!(copy.call("customers/get", arguments).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn pages_lead_to_signing_in_and_back() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for (path, next) in [
        ("/", "/"),
        ("/customers", "/customers"),
        ("/customers/x/users?ready=guests&last=1", "/customers/x/users%3Fready%3Dguests%26last%3D1"),
        ("/customers/x/users/export.csv", "/customers/x/users/export.csv"),
    ] {
        assert_eq!(browser.get(path).await.leads_to(), format!("/sign-in?next={next}"));
    }
    let page = browser.get("/sign-in").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("name=\"sign_in_name\"") && page.body.contains("name=\"password\""));
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_the_old_one() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    let partner = site.store.partner().await.unwrap().unwrap();
    let user = NewPartnerUser {
        id: PartnerUserId::new(Uuid::new_v4()),
        name: "Anna".into(),
        sign_in_name: NAME.into(),
        password_hash: server::password::hash("another horse battery").unwrap(),
        created: 0,
    };
    site.store.add_partner_user(partner, &user).await.unwrap();
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    assert_eq!(browser.sign_in(NAME, "another horse battery").await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
}
