//! The sessions of the partner's people.

use crate::ids::SessionId;
use serde::{Deserialize, Serialize};

/// The most sessions of a person that are shown.
pub const SESSIONS_MAX: i64 = 100;

/// A session as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSession {
    /// Id.
    pub id: SessionId,
    /// The browser, such as `Firefox on Windows`.
    pub browser: String,
    /// The network address that used the session last, if it is known.
    pub address: Option<String>,
    /// When the person signed in (UTC, epoch milliseconds).
    pub began: i64,
    /// When the session was used last, to the minute (UTC, epoch milliseconds).
    pub used: i64,
}

/// Which sessions of a person end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndSessions {
    /// One of them.
    One(SessionId),
    /// All but one.
    AllBut(SessionId),
    /// All of them.
    All,
}
