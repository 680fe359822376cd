//! Refuses server functions to people who are not signed in, without waiting for the request's body.

use super::body_limits::BODY_MAX;
use app::error::ApiError;
use app::services::{MustSetUp, SessionUnknown};
use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::access::Actor;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

/// How long the rest of a refused request is received and dropped.
const DROP_FOR: Duration = Duration::from_secs(30);

/// Refuses a request without a signed-in person before its body is read, with the error that the function would give.
pub async fn refuse(request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    if extensions.get::<Actor>().is_some() {
        return next.run(request).await;
    }
    refused(request)
}

/// The same, but for a person who sets up a second factor before anything else.
pub async fn refuse_but_set_up(request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    if extensions.get::<Actor>().is_some() || extensions.get::<MustSetUp>().is_some() {
        return next.run(request).await;
    }
    refused(request)
}

fn refused(request: Request) -> Response {
    let extensions = request.extensions();
    let (status, error) = match extensions.get::<SessionUnknown>() {
        Some(SessionUnknown) => (StatusCode::SERVICE_UNAVAILABLE, ApiError::Unavailable),
        None => (StatusCode::UNAUTHORIZED, ApiError::SignedOut),
    };
    drop_body(request);
    (status, Json(error)).into_response()
}

/// Drops the body of a refused request as it comes, without waiting for it.
pub(super) fn drop_body(request: Request) {
    tokio::spawn(tokio::time::timeout(DROP_FOR, drop_all(request.into_body())));
}

/// Receives and drops a body. A browser that is cut off while sending does not see the answer, and reports a lost
/// connection.
async fn drop_all(mut body: Body) {
    let mut left = BODY_MAX;
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Some(less) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else { return };
        left = less;
    }
}
