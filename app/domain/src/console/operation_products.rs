//! The products of an operation, with the numbers of users who got and lost each.

use crate::directory::user::ProductName;
use crate::ids::SkuId;
use crate::rules::outcome::PlannedUser;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The number of products named per operation.
pub const PRODUCTS_NAMED: usize = 3;

/// The numbers of users who got and lost a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProductCounts {
    /// Users who got it.
    pub assigned: i64,
    /// Users who lost it.
    pub revoked: i64,
}

impl ProductCounts {
    /// Counts each product that these users of a plan get or lose.
    pub fn of<'a>(planned: impl IntoIterator<Item = &'a PlannedUser>) -> BTreeMap<SkuId, Self> {
        let mut counts: BTreeMap<SkuId, Self> = BTreeMap::new();
        for user in planned {
            user.added().for_each(|sku| counts.entry(sku).or_default().assigned += 1);
            user.removed().for_each(|sku| counts.entry(sku).or_default().revoked += 1);
        }
        counts
    }
}

/// The products of an operation, for a list of operations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OperationProducts {
    /// The products of the most users, at most [`PRODUCTS_NAMED`].
    pub first: Vec<(ProductName, ProductCounts)>,
    /// The number of further products.
    pub more: i64,
}
