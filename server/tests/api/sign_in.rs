//! Signing in and out.

use super::site::{Browser, NAME, PASSWORD, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
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
async fn over_plain_http_the_cookie_is_one_that_every_browser_takes() {
    let mut site = Site::open().await;
    site.serve_on_loopback();
    let mut browser = Browser::of(&site);
    let reply = browser.sign_in(NAME, PASSWORD).await;
    let cookie = reply.header(header::SET_COOKIE);
    assert!(
        cookie.starts_with("tenantry=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "{cookie}");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    let reply = browser.post("/sign-out", "").await;
    assert_eq!(reply.header(header::SET_COOKIE), "tenantry=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

#[tokio::test]
async fn a_cookie_that_does_not_come_back_is_told_on_the_sign_in_page() {
    let site = Site::open().await;
    let signed_in = Browser::signed_in(&site).await.cookie;
    let ask = |cookie: Option<String>, from: &'static str| {
        let mut browser = Browser { site: &site, cookie };
        async move {
            let request = Request::get("/customers?last=1").header(header::REFERER, from).body(Body::empty());
            browser.send(request.unwrap()).await
        }
    };
    let from = "https://localhost/sign-in?next=/customers%3Flast%3D1";
    let reply = ask(None, from).await;
    assert_eq!(reply.leads_to(), "/sign-in?error=cookie&next=/customers%3Flast%3D1");
    let page = Browser::of(&site).get(reply.leads_to()).await;
    assert!(page.body.contains("your browser did not keep the sign-in cookie"), "{}", page.body);
    // Who has a session, had one, or comes from elsewhere is told nothing of cookies.
    assert_eq!(ask(signed_in, from).await.status, StatusCode::OK);
    let plain = "/sign-in?next=/customers%3Flast%3D1";
    assert_eq!(ask(Some("AAAAAAAAAAAAAAAAAAAAAA".into()), from).await.leads_to(), plain);
    assert_eq!(ask(None, "https://localhost/customers").await.leads_to(), plain);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = Site::open().await;
    for next in ["https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "/%0d%0aa:b"] {
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
    let reply = browser.post("/sign-out", "").await;
    assert_eq!(reply.leads_to(), "/sign-in");
    // Browsers refuse to take a `__Host-` cookie back without `Secure`.
    let gone = "__Host-tenantry=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";
    assert_eq!(reply.headers.get_all(header::SET_COOKIE).iter().collect::<Vec<_>>(), [gone]);
    assert_eq!(reply.header("clear-site-data"), "\"cache\", \"storage\"");
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
