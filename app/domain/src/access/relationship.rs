//! Admin relationships: the roles that a customer granted the partner, for how long, and the groups of the partner that use them.

use super::entra_role::{EntraRole, RelationshipRole};
use super::reseller::ResellerRelationship;
use crate::ids::{AccessAssignmentId, CustomerId, PartnerGroupId, RelationshipId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A day in milliseconds.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// The longest name, in characters.
pub const RELATIONSHIP_NAME_MAX: usize = 50;
/// The most days that a relationship lasts.
pub const RELATIONSHIP_DAYS_MAX: i64 = 730;
/// The days that a relationship goes on each time it is extended.
pub const EXTENSION_DAYS: i64 = 180;
/// The days for which a request can be approved.
pub const APPROVAL_DAYS: i64 = 90;
/// A relationship with at most so many days left is said to expire.
pub const EXPIRING_DAYS: i64 = 30;
/// The days before the end at which the partner is reminded, latest first.
pub const REMINDER_DAYS: [i64; 4] = [0, 1, 7, 30];

/// How far a relationship has come, as it is stored. Its state at a moment is its [`RelationshipStatus`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// It was requested, and the customer has not been asked.
    Created,
    /// The customer has been asked.
    ApprovalPending,
    /// The customer approved. It is not in force yet.
    Approved,
    /// It is in force until it ends.
    Active,
    /// It ended. Only imports say so: here an active one ends by time alone.
    Expired,
    /// Its end was requested at Microsoft.
    TerminationRequested,
    /// It was ended early.
    Terminated,
    /// The customer refused.
    Rejected,
}

/// The status of a relationship at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RelationshipStatus {
    /// It was requested, and the customer has not been asked.
    Created,
    /// The customer has been asked.
    ApprovalPending,
    /// The customer approved. It is not in force yet.
    Approved,
    /// It is in force.
    Active,
    /// It is in force, and ends within [`EXPIRING_DAYS`].
    Expiring,
    /// It ended, or nobody approved it in time.
    Expired,
    /// Its end was requested at Microsoft.
    TerminationRequested,
    /// It was ended early.
    Terminated,
    /// The customer refused.
    Rejected,
}

/// The text is not a status or stage of a relationship.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a state of an admin relationship.")]
pub struct NotAStatus(pub String);

impl Stage {
    /// All stages.
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::ApprovalPending,
        Self::Approved,
        Self::Active,
        Self::Expired,
        Self::TerminationRequested,
        Self::Terminated,
        Self::Rejected,
    ];

    /// The words that are stored.
    pub fn as_str(self) -> &'static str {
        self.status().as_str()
    }

    /// The status that shows this stage, before time is taken into account.
    fn status(self) -> RelationshipStatus {
        match self {
            Self::Created => RelationshipStatus::Created,
            Self::ApprovalPending => RelationshipStatus::ApprovalPending,
            Self::Approved => RelationshipStatus::Approved,
            Self::Active => RelationshipStatus::Active,
            Self::Expired => RelationshipStatus::Expired,
            Self::TerminationRequested => RelationshipStatus::TerminationRequested,
            Self::Terminated => RelationshipStatus::Terminated,
            Self::Rejected => RelationshipStatus::Rejected,
        }
    }
}

impl FromStr for Stage {
    type Err = NotAStatus;

    fn from_str(text: &str) -> Result<Self, NotAStatus> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text).ok_or_else(|| NotAStatus(text.to_owned()))
    }
}

impl RelationshipStatus {
    /// All, in the order of a life.
    pub const ALL: [Self; 9] = [
        Self::Created,
        Self::ApprovalPending,
        Self::Approved,
        Self::Active,
        Self::Expiring,
        Self::Expired,
        Self::TerminationRequested,
        Self::Terminated,
        Self::Rejected,
    ];

    /// The words that are shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::ApprovalPending => "Approval pending",
            Self::Approved => "Approved",
            Self::Active => "Active",
            Self::Expiring => "Expiring",
            Self::Expired => "Expired",
            Self::TerminationRequested => "Termination requested",
            Self::Terminated => "Terminated",
            Self::Rejected => "Rejected",
        }
    }

    /// Whether the relationship is in force: its assignments give their roles.
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::Active | Self::Expiring)
    }
}

impl fmt::Display for RelationshipStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The status of roles that were assigned to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AssignmentStatus {
    /// Microsoft has not carried it out yet.
    Pending,
    /// The group's members have the roles while the relationship is in force.
    Active,
    /// Microsoft is taking the roles away.
    Deleting,
    /// The roles were taken away.
    Deleted,
    /// Microsoft could not carry it out.
    Error,
}

impl AssignmentStatus {
    /// All.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Active, Self::Deleting, Self::Deleted, Self::Error];

    /// The words that are stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Active => "Active",
            Self::Deleting => "Deleting",
            Self::Deleted => "Deleted",
            Self::Error => "Error",
        }
    }
}

impl FromStr for AssignmentStatus {
    type Err = NotAStatus;

    fn from_str(text: &str) -> Result<Self, NotAStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or_else(|| NotAStatus(text.to_owned()))
    }
}

/// Roles of a relationship that a group of the partner's people has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessAssignment {
    /// Id.
    pub id: AccessAssignmentId,
    /// The group.
    pub group: PartnerGroupId,
    /// The group's name.
    pub group_name: String,
    /// Some of the relationship's roles.
    pub roles: BTreeSet<RelationshipRole>,
    /// Whether the group has them.
    pub status: AssignmentStatus,
    /// Whether the actor does not manage the people of the group. Its name is then replaced by [`GROUP_ELSEWHERE`].
    pub elsewhere: bool,
}

/// An admin relationship with a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relationship {
    /// Id.
    pub id: RelationshipId,
    /// The customer.
    pub customer: CustomerId,
    /// Its name, unique among the partner's relationships.
    pub name: String,
    /// For how many days it lasts from its activation.
    pub days: i64,
    /// The roles that the customer grants.
    pub roles: BTreeSet<RelationshipRole>,
    /// Whether it is extended by [`EXTENSION_DAYS`] whenever it would end.
    pub auto_extend: bool,
    /// How far it has come.
    pub stage: Stage,
    /// When it was requested (UTC, epoch milliseconds).
    pub created: i64,
    /// Until when the customer can approve, if the customer was asked.
    pub approve_by: Option<i64>,
    /// When it came into force.
    pub activated: Option<i64>,
    /// When it ends, as it is stored. [`Relationship::end_at`] says when it ends with all extensions.
    pub ends: Option<i64>,
    /// Whether it was recorded from Microsoft's files.
    pub imported: bool,
    /// Whether the customer's answer was given by the link alone, by somebody who was not signed in.
    #[serde(default)]
    pub answered_by_link: bool,
    /// The groups that use it.
    pub assignments: Vec<AccessAssignment>,
}

impl Relationship {
    /// The status of the relationship at a moment.
    pub fn status_at(&self, now: i64) -> RelationshipStatus {
        match self.stage {
            Stage::ApprovalPending if self.approve_by.is_some_and(|until| until <= now) => RelationshipStatus::Expired,
            Stage::Active => self.status_in_force(now),
            stage => stage.status(),
        }
    }

    fn status_in_force(&self, now: i64) -> RelationshipStatus {
        match self.end_at(now) {
            Some(end) if end > now && (self.is_extended() || end - now > EXPIRING_DAYS * DAY_MS) => {
                RelationshipStatus::Active
            }
            Some(end) if end > now => RelationshipStatus::Expiring,
            Some(_) | None => RelationshipStatus::Expired,
        }
    }

    /// When it ends, as seen at a moment: an active one that is extended goes on from each end.
    pub fn end_at(&self, now: i64) -> Option<i64> {
        let end = self.ends?;
        if self.stage == Stage::Active && self.is_extended() { Some(extended(end, now)) } else { Some(end) }
    }

    /// Whether it goes on when it would end. A relationship with Global Administrator never does.
    pub fn is_extended(&self) -> bool {
        self.auto_extend && !self.roles.contains(&EntraRole::GlobalAdministrator.into())
    }

    /// The roles that a group's members have at a moment.
    pub fn granted_to(&self, group: PartnerGroupId, now: i64) -> BTreeSet<RelationshipRole> {
        if !self.status_at(now).is_in_force() {
            return BTreeSet::new();
        }
        let given = self.assignments.iter().filter(|one| one.group == group && one.status == AssignmentStatus::Active);
        given.flat_map(|one| one.roles.intersection(&self.roles)).copied().collect()
    }
}

/// The first end after `now`. The end is put off by [`EXTENSION_DAYS`] as often as needed.
pub fn extended(end: i64, now: i64) -> i64 {
    let step = EXTENSION_DAYS * DAY_MS;
    if end > now { end } else { end + ((now - end) / step + 1) * step }
}

/// The whole days until a moment, begun days included. 0 if it has passed.
pub fn days_until(moment: i64, now: i64) -> i64 {
    let left = moment.saturating_sub(now).max(0);
    left / DAY_MS + i64::from(left % DAY_MS > 0)
}

/// The reminder that is due for an end: the days before it. `None` while there is time, and long after the end.
pub fn reminder_due(end: i64, now: i64) -> Option<i64> {
    let left = end.saturating_sub(now);
    let is_recent = left > -DAY_MS;
    REMINDER_DAYS.into_iter().find(|days| left <= days * DAY_MS).filter(|_| is_recent)
}

/// The grants of the relationships with a customer to an actor at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelationshipGrant {
    /// Whether any relationship with the customer ever was in force.
    pub was_in_force: bool,
    /// The roles that the actor's groups have at the customer.
    pub roles: BTreeSet<EntraRole>,
}

/// A group of the partner, to be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChoice {
    /// Id.
    pub id: PartnerGroupId,
    /// Its name.
    pub name: String,
}

/// The relationships with a customer, as they are at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerRelationships {
    /// The moment (UTC, epoch milliseconds).
    pub at: i64,
    /// The reseller relationship.
    pub reseller: ResellerRelationship,
    /// The admin relationships, newest first.
    pub relationships: Vec<Relationship>,
    /// The groups that can be assigned, in order of their names. None for somebody who may not assign them.
    pub groups: Vec<GroupChoice>,
}

/// The most relationships with a customer that are shown.
pub const RELATIONSHIPS_SHOWN_MAX: i64 = 200;
/// In place of the name of a group whose people are managed by others.
pub const GROUP_ELSEWHERE: &str = "A group of another directory";
/// The most groups that are offered for an assignment.
pub const GROUP_CHOICES_MAX: i64 = 1_000;
