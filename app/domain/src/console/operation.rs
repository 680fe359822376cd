//! Operations: saved requests with an outcome for each user (shown as “Licenses updated”, listed in “Recent changes”).

use super::operation_kind::OperationKind;
use super::operation_products::OperationProducts;
use super::purchase::Order;
use crate::directory::user::ProductName;
use crate::ids::{ChangeId, CustomerId, OperationId, UserId};
use crate::rules::change::Change;
use crate::rules::failure::FailureCode;
use crate::rules::offboard::Offboarding;
use crate::rules::outcome::{Outcome, PlannedUser};
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::plans_off::PlansOff;
use crate::rules::shortage_policy::ShortagePolicy;
use serde::{Deserialize, Serialize};

/// The progress of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OperationState {
    /// It runs in chunks. Each chunk is saved as a whole.
    Running,
    /// All users have an outcome.
    #[default]
    Done,
    /// It was stopped between chunks. Users without an outcome, or with the outcome “not reached”, are unchanged.
    Cancelled,
}

impl OperationState {
    /// The state's name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Done => "Done",
            Self::Cancelled => "Cancelled",
        }
    }

    /// The state with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Cancelled].into_iter().find(|state| state.as_str() == name)
    }
}

/// An operation's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OperationCounts {
    /// All users.
    pub users: i64,
    /// Users who changed.
    pub changed: i64,
    /// Users who failed, including those not reached.
    pub failed: i64,
    /// Users who stayed as they were.
    pub unchanged: i64,
    /// Assigned licenses.
    pub assigned: i64,
    /// Revoked licenses.
    pub revoked: i64,
    /// Direct licenses taken from users who still hold the product through a group.
    #[serde(default, skip_serializing_if = "is_none")]
    pub direct_removed: i64,
}

impl OperationCounts {
    /// Counts these users of a plan.
    pub fn of<'a>(planned: impl IntoIterator<Item = &'a PlannedUser>) -> Self {
        let mut counts = Self::default();
        for user in planned {
            counts.users += 1;
            match &user.outcome {
                Outcome::Failed(_) => counts.failed += 1,
                outcome if outcome.stays() => counts.unchanged += 1,
                _ => counts.changed += 1,
            }
            counts.assigned += number(user.added().count());
            counts.revoked += number(user.removed().count());
            counts.direct_removed += number(user.still_through.len());
        }
        counts
    }

    /// Users with an outcome.
    pub fn done(&self) -> i64 {
        self.changed + self.failed + self.unchanged
    }

    /// Whether all users have an outcome.
    pub fn are_of_all(&self) -> bool {
        self.done() == self.users
    }
}

/// Whether a number is zero. It is then left out of the JSON, so activity rows without it read as before it was
/// counted.
fn is_none(number: &i64) -> bool {
    *number == 0
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// An operation, for its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its id.
    pub id: OperationId,
    /// The kind.
    pub kind: OperationKind,
    /// The name of the person who saved it.
    pub actor: String,
    /// The reason given.
    pub reason: Option<String>,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// The progress.
    pub state: OperationState,
    /// The requested license change.
    pub change: Change,
    /// The requested steps, if it is an offboarding.
    pub offboarding: Option<Offboarding>,
    /// The policy for short seats.
    pub policy: ShortagePolicy,
    /// Its numbers.
    pub counts: OperationCounts,
    /// Users who were added, edited or restored, but did not get everything; mostly licenses are missing. They are
    /// listed among the errors.
    pub done_in_part: i64,
    /// Users who stayed unchanged because no license was left for them, as was accepted.
    pub left_out: i64,
    /// Users who need a temporary password because of it: new users, and users whose password was reset.
    pub needing_passwords: i64,
    /// The seats now available of each touched product.
    pub available: Vec<(ProductName, i64)>,
    /// Failures by reason, the reason of the most users first; empty while it is running.
    pub failures: Vec<(FailureCode, i64)>,
    /// The operation that it undid, if it is an undo.
    pub undoes: Option<OperationId>,
    /// The latest operation that undid it.
    pub undone_by: Option<OperationId>,
    /// The operation that planned it, if it is a planned deletion.
    pub planned_by: Option<OperationId>,
}

impl Operation {
    /// Whether it was stopped and every user has an outcome, including those not reached.
    pub fn lists_unreached(&self) -> bool {
        self.state == OperationState::Cancelled && self.counts.are_of_all()
    }
}

/// A row of “Recent changes”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeRow {
    /// An operation.
    Operation(OperationRow),
    /// A purchase.
    Order(Order),
}

impl ChangeRow {
    /// Its id. Ids of changes sort by time.
    pub fn id(&self) -> ChangeId {
        ChangeId::new(match self {
            Self::Operation(operation) => operation.id.uuid(),
            Self::Order(order) => order.id.uuid(),
        })
    }
}

/// An operation in “Recent changes”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRow {
    /// Its id.
    pub id: OperationId,
    /// The kind.
    pub kind: OperationKind,
    /// The name of the person who saved it.
    pub actor: String,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// The progress.
    pub state: OperationState,
    /// Its numbers.
    pub counts: OperationCounts,
    /// Changed users who did not get everything that was asked.
    pub done_in_part: i64,
    /// Whether it is an undo.
    pub is_undo: bool,
    /// The reason given.
    pub reason: Option<String>,
    /// The products that users got and lost; empty for operations of versions that did not count them.
    pub products: OperationProducts,
}

/// A running operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningOperation {
    /// Its customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Its id.
    pub id: OperationId,
    /// The kind.
    pub kind: OperationKind,
    /// All users.
    pub users: i64,
    /// Users with an outcome.
    pub done: i64,
}

/// The most operations in a list of running ones.
pub const RUNNING_MAX: i64 = 20;

/// The tabs of an operation's outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OutcomeTab {
    /// All outcomes, failures first.
    #[default]
    All,
    /// Outcomes without any failure.
    Successful,
    /// Outcomes with a failure, of all or a part.
    Errors,
}

/// Where a user is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Whereabouts {
    /// Among the users.
    Listed,
    /// Among the deleted users.
    Deleted,
    /// Nowhere: permanently deleted, or never added.
    #[default]
    Gone,
}

/// One user's outcome, in the words of the time when it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeRow {
    /// The place in the operation: failures, then changes, then unchanged users. There may be gaps.
    pub position: i64,
    /// The user.
    pub user: UserId,
    /// Display name when the outcome was saved.
    pub name: String,
    /// UPN when the outcome was saved.
    pub upn: String,
    /// The outcome.
    pub outcome: OutcomeKind,
    /// The failure's code, if it failed.
    pub code: Option<String>,
    /// The outcome in words.
    pub message: String,
    /// Where the user is now.
    pub now: Whereabouts,
    /// The products that the user holds now.
    pub licenses_now: Vec<ProductName>,
    /// The service plans that were switched off.
    pub plans_off: Vec<PlansOff>,
}

/// A change of one user, for that user's list of recent changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserChange {
    /// The operation.
    pub operation: OperationId,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// The name of the person who saved it.
    pub actor: String,
    /// The outcome.
    pub outcome: OutcomeKind,
    /// The outcome in words.
    pub message: String,
}
