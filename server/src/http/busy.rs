//! The answer to a form while too many passwords are being checked.

use super::state::AppState;
use app::pages::busy::document;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// When to try again, in seconds. The whole queue is done by then.
const AGAIN_IN: &str = "5";

/// A page that leads back to the form and says when to try again.
pub(super) fn answer(state: &AppState, back: &str) -> Response {
    let headers = [(header::RETRY_AFTER, AGAIN_IN), (header::CONTENT_SECURITY_POLICY, super::headers::form_policy())];
    (StatusCode::SERVICE_UNAVAILABLE, headers, Html(document(&state.assets, back))).into_response()
}
