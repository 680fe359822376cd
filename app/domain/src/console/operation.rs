//! Operations: saved requests with an outcome for each user (“Licenses updated”, in lists “Recent changes”).

use crate::directory::user::ProductName;
use crate::ids::{OperationId, UserId};
use crate::rules::change::{Change, ShortagePolicy};
use serde::{Deserialize, Serialize};

/// An operation's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OperationCounts {
    /// All users.
    pub users: i64,
    /// Users who changed.
    pub changed: i64,
    /// Users who failed.
    pub failed: i64,
    /// Users who stayed as they were.
    pub unchanged: i64,
    /// Licenses given.
    pub assigned: i64,
    /// Licenses taken away.
    pub revoked: i64,
}

/// An operation as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its id.
    pub id: OperationId,
    /// Who saved it.
    pub actor: String,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// What was asked.
    pub change: Change,
    /// What was to happen with a shortage.
    pub policy: ShortagePolicy,
    /// Its numbers.
    pub counts: OperationCounts,
    /// Seats available now of each product it touched.
    pub available: Vec<(ProductName, i64)>,
    /// What it undid, if it is an undo.
    pub undoes: Option<OperationId>,
    /// The latest operation that undid it.
    pub undone_by: Option<OperationId>,
}

/// A row of “Recent changes”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRow {
    /// Its id.
    pub id: OperationId,
    /// Who saved it.
    pub actor: String,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// Its numbers.
    pub counts: OperationCounts,
    /// Whether it is an undo.
    pub is_undo: bool,
}

/// Which outcomes of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OutcomeTab {
    /// All, failures first.
    #[default]
    All,
    /// Those that did not fail.
    Successful,
    /// Those that failed.
    Errors,
}

/// One user's outcome, with the words written when it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeRow {
    /// Its place in the operation, from 0, failures first.
    pub position: i64,
    /// The user.
    pub user: UserId,
    /// Display name when it was saved.
    pub name: String,
    /// UPN when it was saved.
    pub upn: String,
    /// The outcome's name, such as `Assigned`.
    pub outcome: String,
    /// The failure's code, if it failed.
    pub code: Option<String>,
    /// What happened, in words.
    pub message: String,
    /// The products that the user holds now.
    pub licenses_now: Vec<ProductName>,
}

/// A change of one user, for the user's own list of recent changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserChange {
    /// The operation.
    pub operation: OperationId,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// Who saved it.
    pub actor: String,
    /// The outcome's name.
    pub outcome: String,
    /// What happened, in words.
    pub message: String,
}
