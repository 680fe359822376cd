//! Applying a plan to a snapshot, to check the result.

use super::fixtures::*;
use crate::directory::license::Source;
use crate::ids::SkuId;
use crate::rules::outcome::PlannedUser;
use crate::rules::plan::Plan;
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::{Snapshot, SnapshotUser};

/// The snapshot after the plan. Seats are counted from the licenses, not taken from the plan.
pub fn apply(snapshot: &Snapshot, plan: &Plan) -> Snapshot {
    let mut after = snapshot.clone();
    for planned in &plan.users {
        if let Some(user) = after.users.get_mut(&planned.user) {
            apply_to(user, planned);
        } else {
            assert!(!planned.outcome.changes(), "{planned:?} changes nobody");
        }
    }
    for (sku, held) in &mut after.products {
        if let Some(seats) = &mut held.seats {
            seats.consumed += holders_in(&after.users, *sku) - holders_in(&snapshot.users, *sku);
        }
    }
    after
}

/// The number of users who hold the product in any way.
pub fn holders(snapshot: &Snapshot, sku: SkuId) -> i64 {
    holders_in(&snapshot.users, sku)
}

fn holders_in(users: &std::collections::BTreeMap<crate::ids::UserId, SnapshotUser>, sku: SkuId) -> i64 {
    i64::try_from(users.values().filter(|user| user.holds(sku)).count()).unwrap()
}

fn apply_to(user: &mut SnapshotUser, planned: &PlannedUser) {
    assert!(planned.before.direct.keys().eq(planned.after.direct.keys()), "the same products before and after");
    assert_eq!(planned.before.location.is_some(), planned.after.location.is_some(), "a location before and after");
    for (sku, disabled) in &planned.before.direct {
        assert_eq!(user.direct().get(sku), disabled.as_ref(), "“before” is what is there");
    }
    for sku in planned.before.direct.keys() {
        assert_eq!(user.in_error().get(sku), planned.before.in_error.get(sku), "“before” is what is there");
        user.licenses.retain(|license| license.sku_id != *sku || license.source != Source::Direct);
    }
    user.licenses.extend(planned.after.licenses());
    user.licenses.sort_by_key(|license| (license.sku_id, license.source));
    if let (Some(before), Some(after)) = (planned.before.location, planned.after.location) {
        assert_eq!(user.location, before.country, "“before” is what is there");
        user.location = after.country;
    }
}

#[test]
fn a_swap_moves_a_license_and_its_seat() {
    let snapshot = customer_with(&[direct(E3, &[APPS])]);
    let after = apply(&snapshot, &plan_all(&snapshot, &swap(E3, E5), ShortagePolicy::InOrder));
    assert_eq!(after.users[&ADELE].licenses, [direct(E5, &[APPS])]);
    assert_eq!((after.products[&E3].available(), after.products[&E5].available()), (100, 99));
}
