//! Duplicate products: a group keeps giving a product beside a direct one for the same purpose. The user has both, and
//! both take a seat.

use super::draft::LicenseDraft;
use super::failure::Failure;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::license::Source;
use crate::ids::{PlanId, SkuId};
use std::collections::BTreeSet;

/// Warns of each product that a group gives beside a direct one, where the change adds the direct one or was to take
/// away the group's. Two products are for the same purpose if both enable one plan of an exclusive set.
pub(super) fn beside_groups(user: &SnapshotUser, draft: &LicenseDraft, snapshot: &Snapshot) -> Vec<Failure> {
    let added: BTreeSet<SkuId> = draft.added().collect();
    let removed: BTreeSet<SkuId> = draft.removed().collect();
    let kept = &draft.kept_by_group;
    if added.is_empty() && removed.is_empty() && kept.is_empty() {
        return Vec::new();
    }
    let enabled = |sku: SkuId, disabled: &BTreeSet<PlanId>| -> BTreeSet<PlanId> {
        snapshot.plans_of(sku).filter(|plan| !disabled.contains(plan)).collect()
    };
    let direct = snapshot.by_part_number(draft.after.keys().copied());
    let mut warned = BTreeSet::new();
    let mut warnings = Vec::new();
    for license in user.licenses.iter().filter(|license| license.is_held()) {
        let Source::Group(group) = license.source else { continue };
        let through_group = enabled(license.sku_id, &license.disabled);
        let was_to_go = removed.contains(&license.sku_id) || kept.contains(&license.sku_id);
        let beside = direct.iter().filter(|sku| was_to_go || added.contains(sku)).find(|sku| {
            **sku != license.sku_id
                && draft
                    .after
                    .get(sku)
                    .is_some_and(|disabled| share(&through_group, &enabled(**sku, disabled), snapshot))
        });
        if let Some(beside) = beside
            && warned.insert(license.sku_id)
        {
            warnings.push(Failure::StaysByGroup(license.sku_id, group, *beside));
        }
    }
    warnings
}

/// Whether both have a plan of some exclusive set in common.
fn share(one: &BTreeSet<PlanId>, two: &BTreeSet<PlanId>, snapshot: &Snapshot) -> bool {
    let plans = snapshot.rules.exclusive.iter().flat_map(|set| &set.plans);
    plans.into_iter().any(|plan| one.contains(&plan.id) && two.contains(&plan.id))
}
