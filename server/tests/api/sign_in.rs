//! Signing in and out.

use super::anna::{NAME, PASSWORD};
use super::site::{Browser, Reply, Site};
use super::support::people::new_person;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use server::hasher::Hasher;
use tokio::task::JoinSet;
use tower::ServiceExt;
use uuid::Uuid;

#[tokio::test]
async fn signing_in_leads_on_with_a_cookie_bound_to_this_host() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    let wanted = format!("/customers/{}/users", site.customer);
    let form = format!("sign_in_name={}&password=correct+horse+battery&next={wanted}", NAME.to_uppercase());
    let reply = browser.post("/sign-in", &form).await;
    assert_eq!(reply.leads_to(), wanted);
    let cookies: Vec<_> = reply.headers.get_all(header::SET_COOKIE).iter().map(|set| set.to_str().unwrap()).collect();
    for (name, lasts) in [("__Host-tenantry=", false), ("__Host-tenantry-device=", true)] {
        let cookie = cookies.iter().find(|cookie| cookie.starts_with(name)).unwrap_or_else(|| panic!("{cookies:?}"));
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(cookie.contains("Max-Age=34560000"), lasts, "{cookie}");
    }
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
    let cookies = || reply.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let cookie = cookies().find(|cookie| cookie.starts_with("tenantry=")).unwrap_or_default();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert!(cookies().all(|cookie| !cookie.contains("Secure")), "{cookie}");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    let reply = browser.post("/sign-out", "").await;
    assert_eq!(reply.header(header::SET_COOKIE), "tenantry=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

#[tokio::test]
async fn a_cookie_that_does_not_come_back_is_told_on_the_sign_in_page() {
    let site = Site::open().await;
    let signed_in = Browser::signed_in(&site).await.cookie;
    let ask = |cookie: Option<String>, from: &'static str| {
        let mut browser = Browser::with_cookie(&site, cookie);
        async move {
            let request = Request::get("/customers?last=1").header(header::REFERER, from).body(Body::empty());
            browser.send(request.unwrap()).await
        }
    };
    let from = "https://localhost/sign-in?next=/customers%3Flast%3D1";
    let reply = ask(None, from).await;
    assert_eq!(reply.leads_to(), "/sign-in?error=cookie&next=/customers%3Flast%3D1");
    let page = Browser::of(&site).get(reply.leads_to()).await;
    assert!(page.body.contains("the browser refused the sign-in cookie"), "{}", page.body);
    // With a session cookie, valid or not, or from another page, nothing is said about cookies.
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
    // Only this name must wait.
    let mut other = Browser::of(&site);
    assert_eq!(other.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
}

/// The number of answers that lead there.
fn leading_to(replies: &[Reply], place: &str) -> usize {
    replies.iter().filter(|reply| reply.status == StatusCode::SEE_OTHER && reply.leads_to().contains(place)).count()
}

async fn sign_in_at_once(site: &Site, times: usize, form: impl Fn(usize) -> String) -> Vec<Reply> {
    let mut tasks = JoinSet::new();
    for number in 0..times {
        let request = Request::post("/sign-in").header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        tasks.spawn(site.router.clone().oneshot(request.body(Body::from(form(number))).unwrap()));
    }
    let mut replies = Vec::new();
    for response in tasks.join_all().await {
        let (parts, body) = response.unwrap().into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        let body = String::from_utf8(body.into()).unwrap();
        replies.push(Reply { status: parts.status, headers: parts.headers, body });
    }
    replies
}

#[tokio::test]
async fn of_a_hundred_and_twenty_guesses_at_once_ten_are_checked() {
    let mut site = Site::open().await;
    site.hasher = Hasher::new(2, 200);
    site.serve(site.store.clone(), server::time::now);
    let replies =
        sign_in_at_once(&site, 120, |number| format!("sign_in_name=anna&password=guess+number+{number}")).await;
    assert_eq!((leading_to(&replies, "error=wrong"), leading_to(&replies, "error=too-many")), (10, 110));
}

#[tokio::test]
async fn who_finds_no_place_for_a_hash_is_asked_to_wait() {
    let mut site = Site::open().await;
    site.hasher = Hasher::new(1, 3);
    site.serve(site.store.clone(), server::time::now);
    let held: Vec<_> = (0..4).map(|_| site.hasher.place().unwrap()).collect();
    let mut browser = Browser::of(&site);
    let reply = browser.post("/sign-in", "sign_in_name=anna&password=correct+horse+battery&next=/activity?a=b").await;
    assert_eq!((reply.status, reply.header(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    assert!(reply.body.contains("Too many people are signing in") && !reply.body.contains("<script"), "{}", reply.body);
    assert!(reply.body.contains("href=\"/sign-in?next=/activity%3Fa%3Db\""), "{}", reply.body);
    assert!(browser.cookie.is_none());
    drop(held);
    // These attempts were not counted.
    for _ in 0..9 {
        browser.sign_in("anna", "wrong password 1").await;
    }
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
}

#[tokio::test]
async fn strangers_do_not_keep_a_person_out_of_a_browser_that_is_known() {
    let site = Site::open().await;
    let mut known = Browser::signed_in(&site).await;
    known.post("/sign-out", "").await;
    let mut stranger = Browser::of(&site);
    for _ in 0..12 {
        stranger.sign_in(NAME, "wrong password 1").await;
    }
    assert!(stranger.sign_in(NAME, PASSWORD).await.leads_to().contains("error=too-many"));
    assert_eq!(known.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    // The browser is known for Anna only.
    let mut mallory = Browser { device: known.device.clone(), ..Browser::of(&site) };
    for _ in 0..12 {
        mallory.sign_in("Stranger", "wrong password 1").await;
    }
    assert!(mallory.sign_in("Stranger", PASSWORD).await.leads_to().contains("error=too-many"));
    assert!(mallory.get("/customers").await.leads_to().starts_with("/sign-in"), "the cookie signs nobody in");
}

#[tokio::test]
async fn endless_names_and_passwords_are_not_written_down() {
    let site = Site::open().await;
    for (name, password) in [
        ("x".repeat(257), "some password".to_owned()),
        ("x".repeat(60_000), "some password".to_owned()),
        ("nobody".to_owned(), "x".repeat(1_025)),
    ] {
        let reply = Browser::of(&site).sign_in(&name, &password).await;
        assert_eq!(reply.leads_to(), "/sign-in?error=wrong&next=/customers");
    }
    let rows = "SELECT (SELECT COUNT(*) FROM sign_in_throttle) + (SELECT COUNT(*) FROM security_event)";
    let count = async || sqlx::query_scalar::<_, i64>(rows).fetch_one(site.store.read_pool()).await.unwrap();
    assert_eq!(count().await, 0);
    let reply = Browser::of(&site).sign_in(&"x".repeat(256), &"x".repeat(1_024)).await;
    assert_eq!(reply.leads_to(), "/sign-in?error=wrong&next=/customers");
    assert_eq!(count().await, 2, "as long as that may be somebody's");
}

#[tokio::test]
async fn where_attempts_can_not_be_noted_nobody_signs_in() {
    let site = Site::open().await;
    let refuse = "CREATE TRIGGER full BEFORE INSERT ON sign_in_throttle BEGIN SELECT RAISE(ABORT, 'full'); END";
    sqlx::query(refuse).execute(site.store.read_pool()).await.unwrap();
    for password in ["wrong password 1", PASSWORD] {
        let reply = Browser::of(&site).sign_in(NAME, password).await;
        assert_eq!(reply.leads_to(), "/sign-in?error=broken&next=/customers");
    }
}

#[tokio::test]
async fn signing_in_changes_the_session_id() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let first = browser.cookie.clone().unwrap();
    browser.sign_in(NAME, PASSWORD).await;
    assert_ne!(browser.cookie, Some(first.clone()));
    let mut old = Browser::with_cookie(&site, Some(first));
    assert_eq!(old.get("/customers").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_the_cookie() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let mut copy = Browser::with_cookie(&site, browser.cookie.clone());
    assert_eq!(copy.get("/customers").await.status, StatusCode::OK);
    let reply = browser.post("/sign-out", "").await;
    assert_eq!(reply.leads_to(), "/sign-in");
    // Browsers don't remove a `__Host-` cookie without `Secure`.
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
    let hash = server::password::hash("another horse battery").unwrap();
    let user = new_person(Uuid::new_v4(), NAME, &hash, 0);
    site.store.add_partner_user(partner, &user).await.unwrap();
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    assert_eq!(browser.sign_in(NAME, "another horse battery").await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
}
