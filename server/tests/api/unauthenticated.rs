//! People who are not signed in: their requests' bodies are not waited for.

use super::site::{Browser, Site};
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use http_body::{Body as HttpBody, Frame};
use serde_json::json;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

/// A body that never arrives.
struct Late;

impl HttpBody for Late {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

/// An endless body that counts how much of it is read.
struct Endless(Arc<AtomicUsize>);

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.fetch_add(1 << 16, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 1 << 16])))))
    }
}

async fn post(browser: &Browser<'_>, function: &str, body: Body) -> StatusCode {
    let cookie = format!("{}={}", browser.site.transport.cookie(), browser.cookie.as_deref().unwrap_or_default());
    let request = Request::post(format!("/api/{function}"))
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json");
    browser.site.send(request.body(body).unwrap()).await.status
}

/// Sends an endless request. Returns the answer's status, and how much of the body was read.
async fn post_without_end(browser: &Browser<'_>, function: &str) -> (StatusCode, usize) {
    let read = Arc::new(AtomicUsize::new(0));
    let status = post(browser, function, Body::new(Endless(Arc::clone(&read)))).await;
    (status, read.load(Ordering::Relaxed))
}

#[tokio::test]
async fn people_who_are_not_signed_in_are_refused_before_anything_comes() {
    let site = Site::open().await;
    let nobody = Browser::of(&site);
    for function in ["customers/list", "entries/save", "licenses/save", "nothing/there"] {
        assert_eq!(post(&nobody, function, Body::new(Late)).await, StatusCode::UNAUTHORIZED, "{function}");
    }
    for function in ["session/who", "operations/running"] {
        let (status, read) = post_without_end(&nobody, function).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{function}");
        assert!(read <= 3 << 16, "{function} read {read}");
    }
    // For a signed-in person, the body is read up to the limit.
    let anna = Browser::signed_in(&site).await;
    let (status, read) = post_without_end(&anna, "customers/list").await;
    assert!(status == StatusCode::PAYLOAD_TOO_LARGE && read > 1 << 20, "{status} {read}");
}

#[tokio::test]
async fn pages_that_nobody_is_signed_in_to_still_ask_who_it_is() {
    let site = Site::open().await;
    let mut nobody = Browser::of(&site);
    let running = nobody.call("operations/running", "{}").await;
    assert_eq!((running.status, running.json()), (StatusCode::OK, json!([])));
    let refused = nobody.call("customers/list", "{}").await;
    assert_eq!((refused.status, refused.json()), (StatusCode::UNAUTHORIZED, json!("SignedOut")));
}
