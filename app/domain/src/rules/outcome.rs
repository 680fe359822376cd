//! What becomes of a user: the outcome, and the touched licenses before and after.

use super::failure::Failure;
use crate::directory::upn::Upn;
use crate::ids::{GroupId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use super::touched::{LicenseInError, Touched, TouchedDeletion, TouchedLocation};

/// What becomes of a user. Where several are true, the first of this order is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Got at least one license.
    Assigned,
    /// Lost at least one license.
    Revoked,
    /// Lost a direct license and holds the product still, through a group.
    DirectRemoved,
    /// Service plans were switched.
    PlansChanged,
    /// Only the usage location changed.
    LocationChanged,
    /// May no longer sign in.
    SignInBlocked,
    /// May sign in again.
    SignInAllowed,
    /// Is among the deleted users now.
    Deleted,
    /// Is back from the deleted users.
    Restored(Restored),
    /// Is gone for good.
    Erased,
    /// Is a user of the customer now.
    Added {
        /// Why the licenses that were asked for were not given.
        left: Option<Failure>,
    },
    /// Profile or licenses, or both, are as asked now.
    Edited {
        /// Why the licenses or the location stay as they were.
        left: Option<Failure>,
    },
    /// Has the licenses or the location that were asked for; the profile stays as it was.
    Licensed {
        /// Why the profile stays.
        refused: Failure,
    },
    /// Needs a temporary password to sign in.
    PasswordReset,
    /// Was said goodbye to.
    Offboarded {
        /// Whether the password was reset.
        reset: bool,
    },
    /// Is back from an offboarding.
    Reinstated(Restored),
    /// Is not deleted on the day that was planned.
    DeletionCancelled,
    /// Already as asked.
    Unchanged,
    /// Stays as before: no license of the product is left, and that some users stay for want of licenses was chosen.
    LeftOut(SkuId),
    /// Stays wholly as before.
    Failed(Failure),
}

impl Outcome {
    /// The outcome's name, as stored.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Assigned => "Assigned",
            Self::Revoked => "Revoked",
            Self::DirectRemoved => "DirectRemoved",
            Self::PlansChanged => "PlansChanged",
            Self::LocationChanged => "LocationChanged",
            Self::SignInBlocked => "SignInBlocked",
            Self::SignInAllowed => "SignInAllowed",
            Self::Deleted => "Deleted",
            Self::Restored(_) => "Restored",
            Self::Erased => "Erased",
            Self::Added { .. } => "Added",
            Self::Edited { .. } => "Edited",
            Self::Licensed { .. } => "Licensed",
            Self::PasswordReset => "PasswordReset",
            Self::Offboarded { .. } => "Offboarded",
            Self::Reinstated(_) => "Reinstated",
            Self::DeletionCancelled => "DeletionCancelled",
            Self::Unchanged => "Unchanged",
            Self::LeftOut(_) => "LeftOut",
            Self::Failed(_) => "Failed",
        }
    }

    /// Whether something is written for this user.
    pub fn changes(&self) -> bool {
        !matches!(self, Self::Unchanged | Self::LeftOut(_) | Self::Failed(_))
    }

    /// Whether the user stays as before and nothing failed.
    pub fn stays(&self) -> bool {
        matches!(self, Self::Unchanged | Self::LeftOut(_))
    }

    /// Why a part failed, the first of several, of a user who was added, edited or brought back all the same.
    pub fn failure_of_part(&self) -> Option<&Failure> {
        match self {
            Self::Added { left } | Self::Edited { left } => left.as_ref(),
            Self::Licensed { refused } => Some(refused),
            Self::Restored(restored) | Self::Reinstated(restored) => restored.left.first().map(|(_, failure)| failure),
            _ => None,
        }
    }

    /// The failure, if it is one.
    pub fn failure(&self) -> Option<&Failure> {
        if let Self::Failed(failure) = self { Some(failure) } else { None }
    }

    /// Why something was not done: all of it, or a part.
    pub fn failure_of_any(&self) -> Option<&Failure> {
        self.failure().or(self.failure_of_part())
    }
}

/// How a deleted user came back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Restored {
    /// Its new user principal name, where it could not keep that of before.
    pub upn: Option<Upn>,
    /// Licenses of before that could not be given back, each with its reason.
    pub left: Vec<(SkuId, Failure)>,
}

/// The planned outcome of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedUser {
    /// The user.
    pub user: UserId,
    /// What becomes of the user.
    pub outcome: Outcome,
    /// What the change touches, as it was. Empty when nothing changes.
    pub before: Touched,
    /// The same, as it will be.
    pub after: Touched,
    /// Rules that are only warned about.
    pub warnings: Vec<Failure>,
    /// Whether the change leaves the user without any license.
    pub left_unlicensed: bool,
    /// Products whose direct license goes while this group still gives them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub still_through: BTreeMap<SkuId, GroupId>,
}

impl PlannedUser {
    /// A user of whom nothing changes.
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

    /// Whether it is a new user, and without any license.
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
