//! The error type of server functions, with messages that suggest the next step.

use crate::json::JsonText;
use domain::access::denied::Denied;
use domain::access::proof::ProofKind;
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Why a server function failed. Expected refusals are typed replies, not errors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ApiError {
    /// The session has ended.
    #[error("You are signed out. Sign in again; your selection and choices are kept.")]
    SignedOut,
    /// The item does not exist, or belongs to another partner.
    #[error("This page doesn't exist, or you don't have access to it.")]
    Missing,
    /// The signed-in person's roles do not allow it.
    #[error("{0}")]
    Denied(Denied),
    /// It is sensitive, and the latest proof of identity is too old.
    #[error("Nothing was changed. First confirm that it is you.")]
    ProofNeeded(ProofKind),
    /// The pages never send such a request.
    #[error("The server didn't understand the request: {0}")]
    Invalid(String),
    /// The server was temporarily unable to respond; nothing was written.
    #[error("The server is temporarily unavailable. Nothing was changed. Try again.")]
    Unavailable,
    /// The request exceeded the server's time limit; nothing was written.
    #[error(
        "The request took too long and was stopped. Nothing was changed. Narrow it, for example with a filter, then \
         try again."
    )]
    TooLong,
    /// The server's disk is full; nothing was written.
    #[error(
        "The server's disk is full. Nothing was changed. Ask the server's administrator to free space, then try again."
    )]
    Full,
    /// The server's database is read-only; nothing was written.
    #[error(
        "The server's database is read-only. Nothing was changed. Ask the server's administrator to make it writable, \
         then try again."
    )]
    ReadOnly,
    /// The server could not be reached.
    #[error("No connection to the server. Your selection and choices are kept. Try again when you are online.")]
    Offline,
}

impl ApiError {
    /// Whether the same request may soon succeed without intervention.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable | Self::Offline)
    }

    /// Whether the server refused a request before it did anything of it.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::SignedOut | Self::Missing | Self::Denied(_) | Self::ProofNeeded(_) | Self::Invalid(_))
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(words) | ServerFnErrorErr::MissingArg(words) => {
                set_status(400);
                Self::Invalid(words)
            }
            // On the server the request is unreadable, in the browser the reply.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Deserialization(words) => {
                set_status(400);
                Self::Invalid(words)
            }
            _ => Self::Unavailable,
        }
    }
}

/// Sets the HTTP status of the reply; otherwise every error would be 500. A missing page stays 404, even if parts of it
/// fail with another status, in any order.
#[cfg(feature = "ssr")]
fn set_status(code: u16) {
    use axum::http::StatusCode;
    use leptos::prelude::use_context;
    let (Some(options), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), StatusCode::from_u16(code))
    else {
        return;
    };
    let is_missing = options.0.read().is_ok_and(|parts| parts.status == Some(StatusCode::NOT_FOUND));
    if !is_missing {
        options.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
fn set_status(_code: u16) {}

#[cfg(feature = "ssr")]
impl ApiError {
    /// Sets the reply's HTTP status to that of the error.
    #[must_use]
    pub fn with_status(self) -> Self {
        set_status(match self {
            Self::SignedOut => 401,
            Self::Missing => 404,
            Self::Denied(_) | Self::ProofNeeded(_) => 403,
            Self::Invalid(_) => 400,
            Self::Full => 507,
            Self::Unavailable | Self::TooLong | Self::ReadOnly | Self::Offline => 503,
        });
        self
    }
}

#[cfg(feature = "ssr")]
impl From<domain::store::StoreError> for ApiError {
    fn from(error: domain::store::StoreError) -> Self {
        use domain::store::StoreError;
        if error != StoreError::CustomerGone {
            tracing::error!(%error, "the store failed");
        }
        match error {
            StoreError::CustomerGone => Self::Missing,
            StoreError::Unavailable(_) | StoreError::Corrupt(_) => Self::Unavailable,
            StoreError::TooLong(_) => Self::TooLong,
            StoreError::Full(_) => Self::Full,
            StoreError::ReadOnly(_) => Self::ReadOnly,
        }
        .with_status()
    }
}
