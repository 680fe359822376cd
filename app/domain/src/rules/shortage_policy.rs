//! The policy for a change that needs more seats than are available: a save's choice between all users and those who come first.

use crate::ids::SkuId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The policy for more needed seats than there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ShortagePolicy {
    /// Nothing is saved.
    #[default]
    EverybodyOrNobody,
    /// Seats go to users in the order shown; users without a seat stay unchanged.
    InOrder,
}

impl ShortagePolicy {
    /// The policy if these products are short: in order only if that was accepted for each of them.
    pub fn chosen(mut short: impl Iterator<Item = SkuId>, in_order: &BTreeSet<SkuId>) -> Self {
        match short.next() {
            Some(first) if in_order.contains(&first) && short.all(|sku| in_order.contains(&sku)) => Self::InOrder,
            _ => Self::EverybodyOrNobody,
        }
    }
}
