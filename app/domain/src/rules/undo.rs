//! Undoing an operation: each user whom it changed goes back, unless somebody changed the same again since.

use super::change::{Change, ProductChange, ShortagePolicy};
use super::failure::Failure;
use super::inverse::inverse;
use super::outcome::Touched;
use super::plan::{Asked, Plan, plan_each};
use super::snapshot::{Snapshot, SnapshotUser};
use crate::ids::{PlanId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What an operation did to a user whom it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The user.
    pub user: UserId,
    /// What it touched, as it was.
    pub before: Touched,
    /// The same, as the operation left it.
    pub after: Touched,
}

/// The products that were touched, named as a change that asks nothing: for the record of an undo.
pub fn touched(done: &[Done]) -> Change {
    let products = done.iter().flat_map(|done| done.before.direct.keys());
    Change { products: products.map(|sku| (*sku, ProductChange::default())).collect(), location: None }
}

/// Plans the way back for those whom an operation changed, in its order. It is everybody or nobody: what was taken away
/// can only be given back while there are seats.
pub fn plan_undo(snapshot: &Snapshot, done: &[Done]) -> Plan {
    let asked: Vec<_> = done.iter().map(|done| (done.user, way_back(snapshot, done))).collect();
    plan_each(snapshot, &asked, ShortagePolicy::EverybodyOrNobody)
}

/// Who is neither as the operation left them nor back already has been changed since.
fn way_back<'a>(snapshot: &Snapshot, done: &'a Done) -> Asked<'a> {
    let changed_since =
        snapshot.users.get(&done.user).is_some_and(|user| !is_as(user, &done.after) && !is_as(user, &done.before));
    if changed_since {
        Asked::Refused(Failure::ChangedSince)
    } else {
        Asked::WayBack(Cow::Owned(inverse(&done.before, &done.after)), &done.before)
    }
}

/// Whether what was touched is so now.
pub(super) fn is_as(user: &SnapshotUser, touched: &Touched) -> bool {
    let (direct, in_error) = (user.direct(), user.in_error());
    let is_so = |sku: &SkuId, disabled: &Option<BTreeSet<PlanId>>| {
        direct.get(sku) == disabled.as_ref() && in_error.get(sku) == touched.in_error.get(sku)
    };
    touched.direct.iter().all(|(sku, disabled)| is_so(sku, disabled))
        && touched.through_groups.iter().all(|license| user.licenses.contains(license))
        && touched.location.is_none_or(|location| location.country == user.location)
}
