//! What becomes of a user: the outcome, and the touched licenses before and after.

use super::failure::Failure;
use crate::directory::country::CountryCode;
use crate::ids::{PlanId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a user. Where several are true, the first of this order is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Got at least one license.
    Assigned,
    /// Lost at least one license.
    Revoked,
    /// Service plans were switched.
    PlansChanged,
    /// Only the usage location changed.
    LocationChanged,
    /// Already as asked.
    Unchanged,
    /// Stays wholly as before.
    Failed(Failure),
}

impl Outcome {
    /// The outcome's name, as stored.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Assigned => "Assigned",
            Self::Revoked => "Revoked",
            Self::PlansChanged => "PlansChanged",
            Self::LocationChanged => "LocationChanged",
            Self::Unchanged => "Unchanged",
            Self::Failed(_) => "Failed",
        }
    }

    /// Whether something is written for this user.
    pub fn changes(&self) -> bool {
        !matches!(self, Self::Unchanged | Self::Failed(_))
    }

    /// The failure, if it is one.
    pub fn failure(&self) -> Option<&Failure> {
        if let Self::Failed(failure) = self { Some(failure) } else { None }
    }
}

/// The touched part of a user's direct licenses and location: the same keys before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touched {
    /// Per touched product: the disabled plans of the direct license, or `None` where there is no direct license.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub direct: BTreeMap<SkuId, Option<BTreeSet<PlanId>>>,
    /// The location, where it is touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<TouchedLocation>,
}

/// A location that a change touches; it may have been none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchedLocation {
    /// The country, if there is one.
    pub country: Option<CountryCode>,
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
}

impl PlannedUser {
    /// The products that the user gets.
    pub fn added(&self) -> impl Iterator<Item = SkuId> {
        self.switched(false)
    }

    /// The products that are taken from the user.
    pub fn removed(&self) -> impl Iterator<Item = SkuId> {
        self.switched(true)
    }

    fn switched(&self, held_before: bool) -> impl Iterator<Item = SkuId> {
        self.before.direct.iter().filter_map(move |(sku, before)| {
            let after = self.after.direct.get(sku)?;
            (before.is_some() == held_before && after.is_some() != held_before).then_some(*sku)
        })
    }
}
