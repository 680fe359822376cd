//! The outcome of a change for one user, and the touched values before and after.

use super::failure::Failure;
use super::outcome_kind::OutcomeKind;
use crate::directory::upn::Upn;
use crate::ids::{GroupId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use super::touched::{LicenseInError, Touched, TouchedDeletion, TouchedLocation};

/// The outcome for a user. If several apply, the first in this order is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Got at least one license.
    Assigned,
    /// Lost at least one license.
    Revoked,
    /// Lost a direct license, and still holds the product through a group.
    DirectRemoved,
    /// Service plans were switched.
    PlansChanged,
    /// Only the usage location changed.
    LocationChanged,
    /// May no longer sign in.
    SignInBlocked,
    /// May sign in again.
    SignInAllowed,
    /// Moved to the deleted users.
    Deleted,
    /// Restored from the deleted users.
    Restored(Restored),
    /// Permanently deleted.
    Erased,
    /// Added as a new user.
    Added {
        /// Why the requested licenses were not given.
        left: Option<Failure>,
    },
    /// The profile, the licenses or both were changed.
    Edited {
        /// Why the licenses or the location stay as they were.
        left: Option<Failure>,
    },
    /// The licenses or the location were changed; the profile stays as it was.
    Licensed {
        /// Why the profile stays.
        refused: Failure,
    },
    /// Needs a temporary password to sign in.
    PasswordReset,
    /// Offboarded.
    Offboarded {
        /// Whether the password was reset.
        reset: bool,
    },
    /// Is back from an offboarding.
    Reinstated(Restored),
    /// The planned deletion was cancelled.
    DeletionCancelled,
    /// Already as asked.
    Unchanged,
    /// Unchanged by choice: no license of the product was left, and it was accepted that some users get none.
    LeftOut(SkuId),
    /// Failed; nothing changed.
    Failed(Failure),
}

impl Outcome {
    /// Its kind.
    pub fn kind(&self) -> OutcomeKind {
        match self {
            Self::Assigned => OutcomeKind::Assigned,
            Self::Revoked => OutcomeKind::Revoked,
            Self::DirectRemoved => OutcomeKind::DirectRemoved,
            Self::PlansChanged => OutcomeKind::PlansChanged,
            Self::LocationChanged => OutcomeKind::LocationChanged,
            Self::SignInBlocked => OutcomeKind::SignInBlocked,
            Self::SignInAllowed => OutcomeKind::SignInAllowed,
            Self::Deleted => OutcomeKind::Deleted,
            Self::Restored(_) => OutcomeKind::Restored,
            Self::Erased => OutcomeKind::Erased,
            Self::Added { .. } => OutcomeKind::Added,
            Self::Edited { .. } => OutcomeKind::Edited,
            Self::Licensed { .. } => OutcomeKind::Licensed,
            Self::PasswordReset => OutcomeKind::PasswordReset,
            Self::Offboarded { .. } => OutcomeKind::Offboarded,
            Self::Reinstated(_) => OutcomeKind::Reinstated,
            Self::DeletionCancelled => OutcomeKind::DeletionCancelled,
            Self::Unchanged => OutcomeKind::Unchanged,
            Self::LeftOut(_) => OutcomeKind::LeftOut,
            Self::Failed(_) => OutcomeKind::Failed,
        }
    }

    /// Whether anything is written for this user.
    pub fn changes(&self) -> bool {
        self.kind().changes()
    }

    /// Whether the user stays unchanged without a failure.
    pub fn stays(&self) -> bool {
        self.kind().stays()
    }

    /// The first reason why a part failed for a user who was added, edited or restored nevertheless.
    pub fn failure_of_part(&self) -> Option<&Failure> {
        match self {
            Self::Added { left } | Self::Edited { left } => left.as_ref(),
            Self::Licensed { refused } => Some(refused),
            Self::Restored(restored) | Self::Reinstated(restored) => restored.left.first().map(|(_, failure)| failure),
            _ => None,
        }
    }

    /// The failure, if the outcome is one.
    pub fn failure(&self) -> Option<&Failure> {
        if let Self::Failed(failure) = self { Some(failure) } else { None }
    }

    /// Why all or a part was not done.
    pub fn failure_of_any(&self) -> Option<&Failure> {
        self.failure().or(self.failure_of_part())
    }
}

/// How a deleted user came back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Restored {
    /// The new user principal name, if it is not the old one.
    pub upn: Option<Upn>,
    /// Old licenses that could not be given back, each with its reason.
    pub left: Vec<(SkuId, Failure)>,
}

/// The planned outcome of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedUser {
    /// The user.
    pub user: UserId,
    /// The outcome of the user.
    pub outcome: Outcome,
    /// The touched values before. Empty if nothing changes.
    pub before: Touched,
    /// The touched values after.
    pub after: Touched,
    /// Broken rules that only warn.
    pub warnings: Vec<Failure>,
    /// Whether the change leaves the user without any license.
    pub left_unlicensed: bool,
    /// Products whose direct license is removed while this group still gives them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub still_through: BTreeMap<SkuId, GroupId>,
}

impl PlannedUser {
    /// A user who does not change.
    pub(super) fn untouched(user: UserId, outcome: Outcome) -> Self {
        Self {
            user,
            outcome,
            before: Touched::default(),
            after: Touched::default(),
            warnings: Vec::new(),
            left_unlicensed: false,
            still_through: BTreeMap::new(),
        }
    }

    /// Whether it is a new user without any license.
    pub fn is_added_unlicensed(&self) -> bool {
        matches!(self.outcome, Outcome::Added { .. }) && self.added().next().is_none()
    }

    /// The products that the user gets.
    pub fn added(&self) -> impl Iterator<Item = SkuId> {
        self.switched(false)
    }

    /// The products that are taken from the user.
    pub fn removed(&self) -> impl Iterator<Item = SkuId> {
        self.switched(true).filter(|sku| !self.still_through.contains_key(sku))
    }

    fn switched(&self, held_before: bool) -> impl Iterator<Item = SkuId> {
        self.before.direct.iter().filter_map(move |(sku, before)| {
            let after = self.after.direct.get(sku)?;
            (before.is_some() == held_before && after.is_some() != held_before).then_some(*sku)
        })
    }
}
