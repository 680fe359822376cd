//! Requests that are too large are refused before their body is read.

use super::site::{Browser, Site};
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use server::http::body_limits::BODY_MAX;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

const LARGE: usize = 100 * 1024 * 1024;
const PIECE: usize = 64 * 1024;

/// A body of 100 MiB that counts how much of it is read.
struct Counted {
    left: usize,
    read: Arc<AtomicUsize>,
}

impl axum::body::HttpBody for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= PIECE;
        self.read.fetch_add(PIECE, Ordering::Relaxed);
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from(vec![b' '; PIECE])))))
    }
}

#[tokio::test]
async fn a_hundred_megabytes_are_refused_early() {
    let site = Site::open().await;
    let cookie = Browser::signed_in(&site).await.cookie.unwrap();
    for (path, kind) in [
        ("/api/selection/change", "application/json"),
        ("/sign-in", "application/x-www-form-urlencoded"),
        ("/api/users/list", "application/json"),
    ] {
        for told in [true, false] {
            let read = Arc::new(AtomicUsize::new(0));
            let mut request = Request::post(path)
                .header(header::CONTENT_TYPE, kind)
                .header(header::COOKIE, format!("{}={cookie}", server::http::transport::TLS_COOKIE))
                .header("sec-fetch-site", "same-origin");
            if told {
                request = request.header(header::CONTENT_LENGTH, LARGE);
            }
            let body = Body::new(Counted { left: LARGE, read: read.clone() });
            let reply = site.send(request.body(body).unwrap()).await;
            assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}: {}", reply.body);
            let most = if told { 0 } else { BODY_MAX + PIECE };
            assert!(read.load(Ordering::Relaxed) <= most, "{path}: {} bytes were read", read.load(Ordering::Relaxed));
        }
    }
}
