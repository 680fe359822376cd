//! The change that undoes an outcome.

use super::change::{Change, LicenseChange, LocationChange, PlansChange, ProductChange};
use super::outcome::Touched;
use crate::ids::{PlanId, SkuId};
use std::collections::BTreeSet;

/// The change that takes a user from `after` back to `before`. It touches direct licenses only: a group's license
/// neither replaces a direct one nor prevents taking one back. A license that was in error is removed; the caller puts
/// the error back.
pub fn inverse(before: &Touched, after: &Touched) -> Change {
    let is_touched = |sku: &SkuId, old: &Option<BTreeSet<PlanId>>| {
        after.direct.get(sku) != Some(old) || after.in_error.get(sku) != before.in_error.get(sku)
    };
    let products = before.direct.iter().filter(|(sku, old)| is_touched(sku, old)).map(|(sku, old)| {
        let change = match old {
            None => ProductChange { license: LicenseChange::RevokeDirect, plans: PlansChange::default() },
            Some(disabled) => {
                ProductChange { license: LicenseChange::AssignDirect, plans: PlansChange::Exactly(disabled.clone()) }
            }
        };
        (*sku, change)
    });
    Change {
        products: products.collect(),
        location: before.location.map(|location| LocationChange::Exactly(location.country)),
    }
}
