//! Licenses: who holds which product, through what, with which service plans.

use super::invisible::isolated;
use crate::ids::{GroupId, PlanId, SkuId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Through what a user holds a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Source {
    /// Assigned to the user.
    Direct,
    /// Inherited from a group.
    Group(GroupId),
}

/// One assignment. A user may hold one product through several: one seat, enabled plans are the union.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct License {
    /// The product.
    pub sku_id: SkuId,
    /// Through what.
    pub source: Source,
    /// Service plans that are switched off.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub disabled: BTreeSet<PlanId>,
    /// Microsoft's error code when the assignment is in error, such as `CountViolation`. It then gives the user nothing
    /// and takes no seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl License {
    /// Whether it gives the user the product, and so takes a seat.
    pub fn is_held(&self) -> bool {
        self.error.is_none()
    }
}

/// A license by the names of its product and of the group that gives it, if one does: `Visio Plan 2 (group Sales)`.
pub fn license_in_words(product: &str, group: Option<&str>) -> String {
    let group = group.map(|group| format!(" (group {})", isolated(group))).unwrap_or_default();
    format!("{}{group}", isolated(product))
}
