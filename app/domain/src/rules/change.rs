//! A change, which a save asks for every selected user.

use crate::bounds::{self, CHANGE_IDS_MAX};
use crate::directory::country::CountryCode;
use crate::ids::{PlanId, SkuId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The change that a save asks for. Anything not named stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Change {
    /// The change of each product.
    #[serde(default, deserialize_with = "bounds::map::<CHANGE_IDS_MAX, _, _, _>")]
    pub products: BTreeMap<SkuId, ProductChange>,
    /// The usage location, if it is to change.
    #[serde(default)]
    pub location: Option<LocationChange>,
}

impl Change {
    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        self.location.is_none() && self.products.values().all(ProductChange::is_empty)
    }
}

/// The request of a change for one product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProductChange {
    /// The change of its license.
    #[serde(default)]
    pub license: LicenseChange,
    /// The change of its service plans, for users who hold it directly after the change.
    #[serde(default)]
    pub plans: PlansChange,
}

impl ProductChange {
    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        self.license == LicenseChange::Leave
            && matches!(&self.plans, PlansChange::Each(switches) if switches.is_empty())
    }
}

/// A change of a product's license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LicenseChange {
    /// Leave it.
    #[default]
    Leave,
    /// Assign it to users who do not hold it.
    Assign,
    /// Assign it directly, also to users who hold it through a group. Undo uses this to give a direct license back.
    AssignDirect,
    /// Revoke it; fails for users who hold it only through a group.
    Revoke,
    /// Revoke direct licenses and leave those of groups (“Replace existing license assignments”).
    RevokeDirect,
}

impl LicenseChange {
    /// Whether it assigns licenses.
    pub fn assigns(self) -> bool {
        matches!(self, Self::Assign | Self::AssignDirect)
    }

    /// Whether it revokes licenses.
    pub fn revokes(self) -> bool {
        matches!(self, Self::Revoke | Self::RevokeDirect)
    }
}

/// A change of a product's service plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlansChange {
    /// Switch these on or off and leave the others.
    Each(#[serde(deserialize_with = "bounds::map::<CHANGE_IDS_MAX, _, _, _>")] BTreeMap<PlanId, Switch>),
    /// Switch off exactly these; for undo and APIs.
    Exactly(#[serde(deserialize_with = "bounds::list::<CHANGE_IDS_MAX, _, _>")] BTreeSet<PlanId>),
}

impl PlansChange {
    /// The plans that it switches off.
    pub fn switched_off(&self) -> Vec<PlanId> {
        match self {
            Self::Each(switches) => {
                switches.iter().filter(|(_, switch)| **switch == Switch::Off).map(|(plan, _)| *plan).collect()
            }
            Self::Exactly(disabled) => disabled.iter().copied().collect(),
        }
    }
}

impl Default for PlansChange {
    fn default() -> Self {
        Self::Each(BTreeMap::new())
    }
}

/// A service plan's new state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Switch {
    /// Switched on.
    On,
    /// Switched off.
    Off,
}

/// A new usage location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocationChange {
    /// For users without a location.
    OnlyWithout(CountryCode),
    /// For all users, overwriting their locations.
    All(CountryCode),
    /// Exactly this location, or none; for undo.
    Exactly(Option<CountryCode>),
}
