//! Handing out passwords: what an operation that gives users new ones leaves to be done on request.
//!
//! Nothing of what is handed out is kept but digests, so it can't be shown twice. Asking again makes new ones.

use crate::directory::password::Secret;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// How users get their temporary passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Handover {
    /// Shown to whoever asks, once, to be passed on.
    Passwords,
    /// By a link each: whoever opens it makes the password and sees it, once.
    Links,
}

/// What one user gets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The user.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// The temporary password, or the token of the link.
    pub secret: Secret,
    /// Where a link can be e-mailed to: an address other than the one that needs the password. None for passwords.
    pub mail: Option<String>,
}

/// A user who gets none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Display name; the id where there is no such user any more.
    pub name: String,
    /// Why, in words a person can act on.
    pub why: String,
}

/// What was made for the users of an operation. It is answered once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOut {
    /// What it is.
    pub how: Handover,
    /// For whom, in the order of names.
    pub handed: Vec<Handed>,
    /// Who got none, and why.
    pub left_out: Vec<LeftOut>,
    /// Until when it is good (UTC, epoch milliseconds).
    pub expires: i64,
    /// How many links are being e-mailed, where that is configured.
    pub mailed: Option<usize>,
}

/// What a one-time link is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// It makes a password for this user.
    Open(LinkOf),
    /// It has made one.
    Used,
    /// Its time is over.
    Expired,
    /// There is no such link: never was, was replaced by a newer one, or its user is gone.
    Unknown,
}

/// Whose a one-time link is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOf {
    /// User principal name.
    pub upn: String,
    /// The customer's name.
    pub customer: String,
    /// Until when the link is good (UTC, epoch milliseconds).
    pub expires: i64,
}

/// The password that a one-time link made. It is shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct MadeByLink {
    /// User principal name.
    pub upn: String,
    /// The customer's name.
    pub customer: String,
    /// The password.
    pub password: Secret,
    /// Until when it is good (UTC, epoch milliseconds).
    pub expires: i64,
}
