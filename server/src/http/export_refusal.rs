//! Why an export is refused.

use super::refusals::AccessRefused;
use axum::Extension;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::denied::Denied;
use domain::store::StoreError;

/// Seconds after which a refused request may be repeated.
pub(super) const RETRY_AFTER: &str = "30";

/// Why there is no file.
pub(super) enum ExportRefusal {
    Missing,
    Customer(AccessRefused),
    Denied(AccessRefused, Denied),
    Broken,
    Busy,
}

impl From<StoreError> for ExportRefusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "an export failed");
        Self::Broken
    }
}

impl IntoResponse for ExportRefusal {
    fn into_response(self) -> Response {
        match self {
            Self::Missing => (StatusCode::NOT_FOUND, "There is no such file.").into_response(),
            Self::Customer(refused) => (Extension(refused), Self::Missing).into_response(),
            Self::Denied(refused, denied) => {
                (StatusCode::FORBIDDEN, Extension(refused), denied.to_string()).into_response()
            }
            Self::Broken => {
                (StatusCode::SERVICE_UNAVAILABLE, "The file can't be made just now. Try again.").into_response()
            }
            Self::Busy => {
                let words = "Other files are being made. Try again in half a minute.";
                (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)], words).into_response()
            }
        }
    }
}
