//! `/healthz`: the process lives. `/readyz`: it can serve, the database answers.

use super::router::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// The process lives.
pub async fn healthz() -> &'static str {
    "ok"
}

/// The database answers.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match state.services.store.ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "The database does not answer.")
        }
    }
}
