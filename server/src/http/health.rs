//! `/healthz`: the process is alive. `/readyz`: the database answers, so it can serve.

use super::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// Says that the process is alive.
pub async fn healthz() -> &'static str {
    "ok"
}

/// Says whether the database answers.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match state.services.store.ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "The database does not answer.")
        }
    }
}
