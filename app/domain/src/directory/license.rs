//! Licenses: a user's products, their sources and their service plans.

use super::invisible::isolated;
use crate::ids::{GroupId, PlanId, SkuId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The source of a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Source {
    /// Assigned directly to the user.
    Direct,
    /// From a group.
    Group(GroupId),
}

/// One assignment. A user may have several for one product: they take one seat, and their enabled plans add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct License {
    /// The product.
    pub sku_id: SkuId,
    /// The source.
    pub source: Source,
    /// Service plans that are switched off.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub disabled: BTreeSet<PlanId>,
    /// Microsoft's error code, such as `CountViolation`, if the assignment is in error. It then gives the user nothing
    /// and takes no seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl License {
    /// Whether it gives the user the product and takes a seat.
    pub fn is_held(&self) -> bool {
        self.error.is_none()
    }
}

/// A license by the names of its product and its group, if it has one: `Visio Plan 2 (group Sales)`.
pub fn license_in_words(product: &str, group: Option<&str>) -> String {
    let group = group.map(|group| format!(" (group {})", isolated(group))).unwrap_or_default();
    format!("{}{group}", isolated(product))
}
