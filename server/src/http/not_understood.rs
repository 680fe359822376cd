//! Logs the sender of a request that can't be parsed. Nothing else of it is kept: anybody can send one, with any content.

use super::{caller, refusals};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

/// The answers to input that was not read: it does not parse, is too large, or is of a type that nothing reads.
const NOT_READ: [StatusCode; 4] = [
    StatusCode::BAD_REQUEST,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    StatusCode::UNPROCESSABLE_ENTITY,
];

/// Logs a line with the kind of request, the answer and where it came from.
pub async fn note(request: Request, next: Next) -> Response {
    let caller = caller::of(&request);
    let what = refusals::what("input that does not parse", request.uri().path());
    let response = next.run(request).await;
    let status = response.status();
    if NOT_READ.contains(&status) {
        let address = caller.address.map(|address| address.to_string()).unwrap_or_default();
        let request = caller.request.map(|request| request.to_string()).unwrap_or_default();
        tracing::warn!(target: "security", address, request, status = status.as_u16(), "Not understood: {what}");
    }
    response
}
