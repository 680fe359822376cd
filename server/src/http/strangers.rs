//! Server functions for whoever is not signed in: none, and their requests are not waited for.

use super::router::BODY_MAX;
use app::error::ApiError;
use app::services::SessionUnknown;
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

/// What still comes of a refused request is dropped for so long.
const DROP_FOR: Duration = Duration::from_secs(30);

/// Refuses a request of nobody before its body is read, in the words that the function would use.
pub async fn refuse(request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    if extensions.get::<Actor>().is_some() {
        return next.run(request).await;
    }
    let (status, error) = match extensions.get::<SessionUnknown>() {
        Some(SessionUnknown) => (StatusCode::SERVICE_UNAVAILABLE, ApiError::Unavailable),
        None => (StatusCode::UNAUTHORIZED, ApiError::SignedOut),
    };
    tokio::spawn(tokio::time::timeout(DROP_FOR, drop_all(request.into_body())));
    (status, Json(error)).into_response()
}

/// Drops a body, piece by piece. A browser that is cut off while it sends would not see the answer, and tell its person that
/// there is no connection.
async fn drop_all(mut body: Body) {
    let mut left = BODY_MAX;
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Some(less) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else { return };
        left = less;
    }
}
