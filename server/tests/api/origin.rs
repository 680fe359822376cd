//! Requests that another site makes a browser send, and requests that are too large.

use super::anna::NAME;
use super::site::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use server::http::body_limits::BODY_MAX;
use server::http::transport::TLS_COOKIE;

async fn post(browser: &Browser<'_>, path: &str, headers: &[(&str, &str)]) -> StatusCode {
    let cookie = format!("{TLS_COOKIE}={}", browser.cookie.as_deref().unwrap_or_default());
    let mut request =
        Request::post(path).header(header::COOKIE, cookie).header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.site.send(request.body(Body::from("{}")).unwrap()).await.status
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let site = Site::open().await;
    let browser = Browser::signed_in(&site).await;
    let forms = ["/sign-in", "/sign-out", "/setup/token", "/api/session/who", "/api/licenses/save"];
    for path in forms {
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://localhost"), ("host", "localhost")],
            &[("origin", "https://evil.example"), ("host", "localhost")],
            &[("origin", "null"), ("host", "localhost")],
            &[],
        ] {
            assert_eq!(post(&browser, path, headers).await, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    // The session survives such attempts. Our own pages are let through with and without the newer header.
    for headers in [&[("sec-fetch-site", "same-origin")][..], &[("origin", "https://localhost"), ("host", "localhost")]]
    {
        assert_eq!(post(&browser, "/api/session/who", headers).await, StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn other_methods_change_nothing() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    for path in ["/sign-out", "/api/session/who", "/api/licenses/save"] {
        assert_ne!(browser.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK, "a link signed the person out");
}

#[tokio::test]
async fn too_large_a_request_is_refused() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let large = " ".repeat(BODY_MAX + 1);
    assert_eq!(browser.call("customers/list", &large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let form = format!("sign_in_name={NAME}&password={}", "x".repeat(BODY_MAX));
    assert_eq!(browser.post("/sign-in", &form).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
