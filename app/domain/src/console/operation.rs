//! Operations: saved requests with an outcome for each user (“Licenses updated”, in lists “Recent changes”).

use super::entries::EntriesKind;
use super::operation_products::OperationProducts;
use super::purchase::Order;
use crate::directory::user::ProductName;
use crate::ids::{ChangeId, CustomerId, OperationId, UserId};
use crate::rules::change::{Change, ShortagePolicy};
use crate::rules::failure::FailureCode;
use crate::rules::offboard::Offboarding;
use crate::rules::outcome::{Outcome, PlannedUser};
use crate::rules::plans_off::PlansOff;
use serde::{Deserialize, Serialize};

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OperationKind {
    /// Licenses, plans and locations are saved.
    #[default]
    Licenses,
    /// Sign-in is blocked.
    Block,
    /// Sign-in is allowed.
    Allow,
    /// Users are deleted.
    Delete,
    /// Deleted users come back.
    Restore,
    /// Deleted users are deleted permanently.
    Erase,
    /// Users are added, typed in.
    Add,
    /// Users are added, read from a file.
    Upload,
    /// Users are edited.
    Edit,
    /// Passwords are reset.
    Reset,
    /// Users are said goodbye to.
    Offboard,
    /// What an offboarding did is taken back.
    Reinstate,
    /// Planned deletions are cancelled.
    Keep,
}

impl OperationKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Licenses,
        Self::Block,
        Self::Allow,
        Self::Delete,
        Self::Restore,
        Self::Erase,
        Self::Add,
        Self::Upload,
        Self::Edit,
        Self::Reset,
        Self::Offboard,
        Self::Reinstate,
        Self::Keep,
    ];

    /// The kind's name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Licenses => "Licenses",
            Self::Block => "Block",
            Self::Allow => "Allow",
            Self::Delete => "Delete",
            Self::Restore => "Restore",
            Self::Erase => "Erase",
            Self::Add => "Add",
            Self::Upload => "Upload",
            Self::Edit => "Edit",
            Self::Reset => "Reset",
            Self::Offboard => "Offboard",
            Self::Reinstate => "Reinstate",
            Self::Keep => "Keep",
        }
    }

    /// Whether each user of it has an entry of its own: what was asked about that one.
    pub fn has_entries(self) -> bool {
        self.entries().is_some()
    }

    /// How its entries came to be, if it has any.
    pub fn entries(self) -> Option<EntriesKind> {
        match self {
            Self::Add => Some(EntriesKind::Add),
            Self::Upload => Some(EntriesKind::Upload),
            Self::Edit => Some(EntriesKind::Edit),
            Self::Licenses
            | Self::Block
            | Self::Allow
            | Self::Delete
            | Self::Restore
            | Self::Erase
            | Self::Reset
            | Self::Offboard
            | Self::Reinstate
            | Self::Keep => None,
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How far an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OperationState {
    /// Worked off in chunks, each of them whole.
    Running,
    /// All users have their outcome.
    #[default]
    Done,
    /// Stopped between chunks; users without an outcome, and those whose outcome says that they were not reached, are as
    /// they were.
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

    /// The state of that name.
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
    /// Users who failed, also because they were not reached.
    pub failed: i64,
    /// Users who stayed as they were.
    pub unchanged: i64,
    /// Licenses given.
    pub assigned: i64,
    /// Licenses taken away.
    pub revoked: i64,
    /// Direct licenses taken from users who hold the product still, through a group.
    #[serde(default, skip_serializing_if = "is_none")]
    pub direct_removed: i64,
}

impl OperationCounts {
    /// The numbers of these users of a plan.
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

    /// Users who have their outcome.
    pub fn done(&self) -> i64 {
        self.changed + self.failed + self.unchanged
    }

    /// Whether everybody has an outcome.
    pub fn are_of_all(&self) -> bool {
        self.done() == self.users
    }
}

/// Whether a number is zero: such rows of the activity log read as before the number was counted.
fn is_none(number: &i64) -> bool {
    *number == 0
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// An operation as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its id.
    pub id: OperationId,
    /// What it does.
    pub kind: OperationKind,
    /// Who saved it.
    pub actor: String,
    /// Why, as that person said.
    pub reason: Option<String>,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// How far it is.
    pub state: OperationState,
    /// What was asked of licenses.
    pub change: Change,
    /// What was asked of users who were offboarded.
    pub offboarding: Option<Offboarding>,
    /// What was to happen with a shortage.
    pub policy: ShortagePolicy,
    /// Its numbers.
    pub counts: OperationCounts,
    /// Users who were added, edited or brought back, but not with all that was asked: most of them are without licenses.
    /// They stand among the errors.
    pub done_in_part: i64,
    /// Users who stayed as they were because no license was left for them, which was chosen.
    pub left_out: i64,
    /// Users who need a temporary password because of it: they are new, or theirs was reset.
    pub needing_passwords: i64,
    /// Seats available now of each product it touched.
    pub available: Vec<(ProductName, i64)>,
    /// Failures by reason, those of the most users first; none while it is running.
    pub failures: Vec<(FailureCode, i64)>,
    /// What it undid, if it is an undo.
    pub undoes: Option<OperationId>,
    /// The latest operation that undid it.
    pub undone_by: Option<OperationId>,
    /// What planned it, if it is a deletion whose day had come.
    pub planned_by: Option<OperationId>,
}

impl Operation {
    /// Whether it was stopped and everybody has an outcome, also who was not reached.
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
    /// Its id. Ids of changes are in the order of time.
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
    /// What it does.
    pub kind: OperationKind,
    /// Who saved it.
    pub actor: String,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
    /// How far it is.
    pub state: OperationState,
    /// Its numbers.
    pub counts: OperationCounts,
    /// Of those who changed, users who did not get all that was asked.
    pub done_in_part: i64,
    /// Whether it is an undo.
    pub is_undo: bool,
    /// Why, as that person said.
    pub reason: Option<String>,
    /// The products that users got and lost; none for operations of versions that did not count them.
    pub products: OperationProducts,
}

/// An operation that is being worked off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningOperation {
    /// Its customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Its id.
    pub id: OperationId,
    /// What it does.
    pub kind: OperationKind,
    /// All users.
    pub users: i64,
    /// Users who have their outcome.
    pub done: i64,
}

/// The most operations in a list of those running.
pub const RUNNING_MAX: i64 = 20;

/// Which outcomes of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OutcomeTab {
    /// All, failures first.
    #[default]
    All,
    /// Those of which nothing failed.
    Successful,
    /// Those of which something failed.
    Errors,
}

/// Where a user is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Whereabouts {
    /// Among the users.
    Listed,
    /// Among the deleted users.
    Deleted,
    /// Nowhere: gone for good, or never added.
    #[default]
    Gone,
}

/// One user's outcome, with the words written when it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeRow {
    /// Its place in the operation: failures first, then changes, then who stayed; not without gaps.
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
    /// Where the user is now.
    pub now: Whereabouts,
    /// The products that the user holds now.
    pub licenses_now: Vec<ProductName>,
    /// The service plans that were switched off.
    pub plans_off: Vec<PlansOff>,
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
