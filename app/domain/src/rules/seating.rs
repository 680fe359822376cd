//! Assigning seats: which users get one when there are too few.

use super::draft::LicenseDraft;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::ids::SkuId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The effect of a change on the seats of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SeatEffect {
    /// Seats available before the change.
    pub available: i64,
    /// Seats needed by users who pass all other checks.
    pub needed: i64,
    /// Seats taken by users who succeed, minus those given back.
    pub used: i64,
    /// Seats missing for everybody to succeed.
    pub short: i64,
}

impl SeatEffect {
    /// Seats available after the change. Below zero, the product is over-assigned.
    pub fn after(&self) -> i64 {
        self.available - self.used
    }

    /// Seats that become assignable through the change: the rise above zero. Seats given back cover over-assignment
    /// first.
    pub fn freed(&self) -> i64 {
        (self.after().max(0) - self.available.max(0)).max(0)
    }
}

/// The seats that one user's draft takes and gives back. `takes` is sorted by part number.
pub(super) struct Demand {
    takes: Vec<SkuId>,
    frees: Vec<SkuId>,
}

impl Demand {
    /// A product also held through a group keeps its seat when the direct license goes.
    pub(super) fn of(user: &SnapshotUser, draft: &LicenseDraft, snapshot: &Snapshot) -> Self {
        let takes = snapshot.by_part_number(draft.added().filter(|sku| !user.holds(*sku)));
        let frees = draft.removed().filter(|sku| user.holds(*sku) && user.group_of(*sku).is_none()).collect();
        Self { takes, frees }
    }

    fn only_gives_back(&self) -> bool {
        self.takes.is_empty()
    }
}

/// Gives seats to the demands in order. Returns for each demand the first product without a seat left, if any, and the
/// effect on each product.
///
/// Seats of users who only give back are available to everybody, regardless of order. If there are enough seats in the
/// end for everybody, then all seats given back count, regardless of order.
pub(super) fn give(
    demands: &[Option<Demand>],
    snapshot: &Snapshot,
) -> (Vec<Option<SkuId>>, BTreeMap<SkuId, SeatEffect>) {
    let mut effects: BTreeMap<SkuId, SeatEffect> = BTreeMap::new();
    let mut freed: BTreeMap<SkuId, i64> = BTreeMap::new();
    for (sku, held) in &snapshot.products {
        effects.insert(*sku, SeatEffect { available: held.available(), ..SeatEffect::default() });
    }
    for demand in demands.iter().flatten() {
        for sku in &demand.takes {
            effects.entry(*sku).or_default().needed += 1;
        }
        for sku in &demand.frees {
            *freed.entry(*sku).or_default() += 1;
        }
    }
    for (sku, effect) in &mut effects {
        let back = freed.get(sku).copied().unwrap_or(0);
        effect.short = if effect.needed > 0 { (effect.needed - back - effect.available).max(0) } else { 0 };
    }
    let enough = effects.values().all(|effect| effect.short == 0);
    for demand in demands.iter().flatten().filter(|demand| demand.only_gives_back()) {
        book(demand, &mut effects);
    }
    let serve = |demand: &Option<Demand>| match demand {
        Some(demand) if !demand.only_gives_back() => serve(demand, &mut effects, enough),
        _ => None,
    };
    let refused = demands.iter().map(serve).collect();
    (refused, effects)
}

/// Serves one demand, or names its first product, by part number, without a seat left.
fn serve(demand: &Demand, effects: &mut BTreeMap<SkuId, SeatEffect>, enough: bool) -> Option<SkuId> {
    let left = |sku: &SkuId| effects.get(sku).map_or(0, SeatEffect::after);
    if !enough && let Some(none_left) = demand.takes.iter().find(|sku| left(sku) < 1) {
        return Some(*none_left);
    }
    book(demand, effects);
    None
}

fn book(demand: &Demand, effects: &mut BTreeMap<SkuId, SeatEffect>) {
    for sku in &demand.takes {
        effects.entry(*sku).or_default().used += 1;
    }
    for sku in &demand.frees {
        effects.entry(*sku).or_default().used -= 1;
    }
}
