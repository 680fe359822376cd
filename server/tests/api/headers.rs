//! The security headers of replies.

use super::site::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

/// The nonces of a page's inline scripts.
fn nonces(page: &str) -> Vec<&str> {
    let scripts = page.split("<script").skip(1).map(|rest| rest.split('>').next().unwrap());
    let inline = scripts.filter(|tag| !tag.contains("src="));
    inline.map(|tag| tag.split("nonce=\"").nth(1).expect(tag).split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn every_reply_has_the_security_headers() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let replies = [
        browser.get("/customers").await,
        browser.get("/sign-in").await,
        browser.get("/nowhere").await,
        browser.get("/healthz").await,
        browser.get("/pkg/tenantry.0123.css").await,
        browser.get("/pkg/nothing.js").await,
        browser.call("session/who", "{}").await,
        browser.get(&format!("/customers/{}/users/export.csv", site.customer)).await,
    ];
    for reply in &replies {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(reply.header(name), value);
        }
        let policy = reply.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(!reply.header("x-request-id").is_empty());
    }
}

#[tokio::test]
async fn a_style_sheet_names_its_character_set() {
    let site = Site::open().await;
    let sheet = Browser::of(&site).get("/pkg/tenantry.0123.css").await;
    assert_eq!((sheet.status, sheet.header(header::CONTENT_TYPE)), (StatusCode::OK, "text/css; charset=utf-8"));
}

#[tokio::test]
async fn a_pages_scripts_carry_the_nonce_of_its_policy_and_every_page_another() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/customers", "/sign-in", &format!("/customers/{}/users", site.customer)] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let policy = page.header(header::CONTENT_SECURITY_POLICY);
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonce.len() >= 16, "{nonce}");
        let own = nonces(&page.body);
        assert!(!own.is_empty() && own.iter().all(|found| *found == nonce), "{path}: {own:?}");
        assert!(!page.body.contains(" style=\"") && !page.body.contains(" onclick="), "{path}");
        assert!(page.body.contains("/pkg/tenantry.0123.css"));
        assert!(seen.insert(nonce.to_owned()), "a nonce was used twice");
    }
}

#[tokio::test]
async fn files_with_a_hash_are_kept_and_pages_are_not() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let file = browser.get("/pkg/tenantry.0123.css").await;
    assert_eq!((file.status, file.body.as_str()), (StatusCode::OK, "body {}"));
    assert_eq!(file.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    // A cache must keep the compressed file apart from the plain one.
    assert_eq!(file.header(header::VARY), "accept-encoding");
    for path in ["/customers", "/sign-in", "/healthz"] {
        assert_eq!(browser.get(path).await.header(header::CACHE_CONTROL), "no-store", "{path}");
    }
    // A missing file may exist after an update.
    let missing = browser.get("/pkg/missing.js").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(!missing.header(header::CACHE_CONTROL).contains("immutable"), "a missing file is kept for ever");
}

#[tokio::test]
async fn errors_under_pkg_are_never_kept() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    let range = Request::get("/pkg/tenantry.0123.css").header(header::RANGE, "bytes=100-200");
    let replies = [
        browser.post("/pkg/tenantry.0123.css", "").await,
        browser.get(&format!("/pkg/{}.css", "x".repeat(300))).await,
        browser.send(range.body(Body::empty()).unwrap()).await,
    ];
    let part = Request::get("/pkg/tenantry.0123.css").header(header::RANGE, "bytes=0-3").body(Body::empty());
    let part = browser.send(part.unwrap()).await;
    assert_eq!((part.status, part.body.as_str()), (StatusCode::PARTIAL_CONTENT, "body"));
    assert!(part.header(header::CACHE_CONTROL).contains("immutable"));
    for reply in replies {
        assert!(!reply.status.is_success(), "{}", reply.status);
        assert_eq!(reply.header(header::CACHE_CONTROL), "no-store", "{}", reply.status);
    }
}

#[tokio::test]
async fn over_tls_the_browser_is_told_to_stay_there() {
    let mut site = Site::open().await;
    for path in ["/sign-in", "/healthz", "/pkg/tenantry.0123.css", "/nowhere"] {
        let reply = Browser::of(&site).get(path).await;
        assert_eq!(reply.header(header::STRICT_TRANSPORT_SECURITY), "max-age=31536000", "{path}");
    }
    site.hsts_subdomains = true;
    site.serve(site.store.clone(), server::time::now);
    let reply = Browser::of(&site).get("/sign-in").await;
    assert_eq!(reply.header(header::STRICT_TRANSPORT_SECURITY), "max-age=31536000; includeSubDomains");
    site.serve_on_loopback();
    assert_eq!(Browser::of(&site).get("/sign-in").await.header(header::STRICT_TRANSPORT_SECURITY), "");
}

#[tokio::test]
async fn pages_with_a_token_in_their_address_name_it_to_nobody() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for path in ["/setup/token", "/password/token", "/reset/token", "/invitation/token"] {
        assert_eq!(browser.get(path).await.header(header::REFERRER_POLICY), "no-referrer", "{path}");
        assert_eq!(browser.post(path, "").await.header(header::REFERRER_POLICY), "no-referrer", "{path}");
    }
}

#[tokio::test]
async fn nothing_is_read_from_outside_the_folder() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for path in ["/pkg/../manifest.json", "/pkg/%2e%2e/%2e%2e/tenantry.sqlite", "/pkg/..%2f..%2ftenantry.sqlite"] {
        assert_ne!(browser.get(path).await.header(header::CONTENT_TYPE), "application/vnd.sqlite3", "{path}");
        assert!(!browser.get(path).await.body.contains("SQLite format"), "{path}");
    }
}
