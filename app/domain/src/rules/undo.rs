//! Undoing an operation: each changed user goes back, unless the same was changed again since.

use super::change::{Change, ProductChange};
use super::failure::Failure;
use super::inverse::inverse;
use super::outcome::Touched;
use super::plan::{Plan, PlanRequest, plan_each};
use super::shortage_policy::ShortagePolicy;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::ids::{PlanId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The effect of an operation on a user it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The user.
    pub user: UserId,
    /// The touched values before.
    pub before: Touched,
    /// The touched values after.
    pub after: Touched,
}

/// The touched products, as a change that asks nothing; for the record of an undo.
pub fn touched(done: &[Done]) -> Change {
    let products = done.iter().flat_map(|done| done.before.direct.keys());
    Change { products: products.map(|sku| (*sku, ProductChange::default())).collect(), location: None }
}

/// Plans undoing an operation for the users it changed, in its order. It succeeds for everybody or nobody, since
/// licenses can only be given back while there are seats.
pub fn plan_undo(snapshot: &Snapshot, done: &[Done]) -> Plan {
    let asked: Vec<_> = done.iter().map(|done| (done.user, way_back(snapshot, done))).collect();
    plan_each(snapshot, &asked, ShortagePolicy::EverybodyOrNobody)
}

/// Refuses users changed since: they are neither as the operation left them nor as before.
fn way_back<'a>(snapshot: &Snapshot, done: &'a Done) -> PlanRequest<'a> {
    let changed_since =
        snapshot.users.get(&done.user).is_some_and(|user| !is_as(user, &done.after) && !is_as(user, &done.before));
    if changed_since {
        PlanRequest::Refused(Failure::ChangedSince)
    } else {
        PlanRequest::WayBack(Cow::Owned(inverse(&done.before, &done.after)), &done.before)
    }
}

/// Whether the user's current values equal the touched ones.
pub(super) fn is_as(user: &SnapshotUser, touched: &Touched) -> bool {
    let (direct, in_error) = (user.direct(), user.in_error());
    let is_so = |sku: &SkuId, disabled: &Option<BTreeSet<PlanId>>| {
        direct.get(sku) == disabled.as_ref() && in_error.get(sku) == touched.in_error.get(sku)
    };
    touched.direct.iter().all(|(sku, disabled)| is_so(sku, disabled))
        && touched.through_groups.iter().all(|license| user.licenses.contains(license))
        && touched.location.is_none_or(|location| location.country == user.location)
}
