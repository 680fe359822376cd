//! Handing out temporary passwords, on request, after an operation that adds users or resets passwords.
//!
//! Only digests of passwords and links are stored, so nothing can be shown twice. Another request makes new ones.

use crate::directory::password::Secret;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// The way users get their temporary passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Handover {
    /// Shown once to the person who asks, to be passed on.
    Passwords,
    /// By one-time links. The person who opens a link makes the password and sees it once.
    Links,
}

/// The password or link of one user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedPassword {
    /// The user.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// The temporary password, or the token of the link.
    pub secret: Secret,
    /// The address to e-mail a link to, other than the one that needs the password. `None` for passwords.
    pub mail: Option<String>,
}

/// A user without a new password or link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Display name; the id if the user no longer exists.
    pub name: String,
    /// The reason in words that a person can act on.
    pub why: String,
}

/// The passwords or links made for the users of an operation. They are returned once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOut {
    /// Passwords or links.
    pub how: Handover,
    /// The users who got one, sorted by name.
    pub handed: Vec<HandedPassword>,
    /// The users who got none, with reasons.
    pub left_out: Vec<LeftOut>,
    /// When they expire (UTC, epoch milliseconds).
    pub expires: i64,
    /// The number of links being e-mailed, if e-mail is configured.
    pub mailed: Option<usize>,
}

/// The state of a one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// It can make a password for this user.
    Open(LinkOf),
    /// It has made its password.
    Used,
    /// It has expired.
    Expired,
    /// There is no such link: it never existed, was replaced by a newer one, or its user is gone.
    Unknown,
}

/// The user of a one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOf {
    /// User principal name.
    pub upn: String,
    /// The customer's name.
    pub customer: String,
    /// When the link expires (UTC, epoch milliseconds).
    pub expires: i64,
}

/// The password made by a one-time link. It is shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct MadeByLink {
    /// User principal name.
    pub upn: String,
    /// The customer's name.
    pub customer: String,
    /// The password.
    pub password: Secret,
    /// When the password expires (UTC, epoch milliseconds).
    pub expires: i64,
}
