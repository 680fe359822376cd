//! The one error that server functions give: what went wrong, in words a person can act on.

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Why a server function gave no answer. Expected refusals are not errors but typed replies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ApiError {
    /// The session has ended.
    #[error("You are signed out. Sign in again; nothing you selected or chose is lost.")]
    SignedOut,
    /// There is no such thing, or it belongs to somebody else.
    #[error("This page doesn't exist, or it isn't yours to see.")]
    Missing,
    /// The request is not one that the pages make.
    #[error("The server didn't understand the request: {0}")]
    Invalid(String),
    /// The server could not do it just now; nothing was written.
    #[error("The server couldn't answer just now. Nothing was changed. Try again.")]
    Unavailable,
    /// It took longer than the server allows; nothing was written.
    #[error(
        "The server stopped this because it took too long. Nothing was changed. Ask for less, such as with a narrower \
         filter, then try again."
    )]
    TooLong,
    /// The server has no room to write anything; nothing was written.
    #[error(
        "The server's disk is full. Nothing was changed. Whoever runs the server has to make room there; then try again."
    )]
    Full,
    /// The server may not write its database; nothing was written.
    #[error(
        "The server can only read its database. Nothing was changed. Whoever runs the server has to make the database \
         writable; then try again."
    )]
    ReadOnly,
    /// The server was not reached.
    #[error("No connection to the server. Nothing you selected or chose is lost. Try again when you are online.")]
    Offline,
}

impl ApiError {
    /// Whether the same request may be answered a moment later, without anybody doing anything.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable | Self::Offline)
    }

    /// Whether the server refused a request before it did anything of it.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::SignedOut | Self::Missing | Self::Invalid(_))
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(words) | ServerFnErrorErr::MissingArg(words) => {
                set_status(400);
                Self::Invalid(words)
            }
            // On the server it is the request that can't be read, in the browser the reply.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Deserialization(words) => {
                set_status(400);
                Self::Invalid(words)
            }
            _ => Self::Unavailable,
        }
    }
}

/// Gives the reply an HTTP status; without it every error would be 500.
#[cfg(feature = "ssr")]
fn set_status(code: u16) {
    use leptos::prelude::use_context;
    if let (Some(options), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), axum::http::StatusCode::from_u16(code))
    {
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
        tracing::error!(%error, "the store failed");
        match error {
            StoreError::Unavailable(_) | StoreError::Corrupt(_) => Self::Unavailable,
            StoreError::TooLong(_) => Self::TooLong,
            StoreError::Full(_) => Self::Full,
            StoreError::ReadOnly(_) => Self::ReadOnly,
        }
        .with_status()
    }
}
