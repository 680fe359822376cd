//! The seats of a save that runs in chunks. They are reserved when it begins, so the confirmed plan still holds for the
//! last chunk.

use super::outcome::PlannedUser;
use super::plan::Plan;
use super::shortage_policy::ShortagePolicy;
use super::snapshot::Snapshot;
use crate::ids::SkuId;
use std::collections::BTreeMap;

/// The seats to reserve for a plan: as many of the needed ones as there are.
pub fn to_reserve(plan: &Plan) -> BTreeMap<SkuId, i64> {
    let asked = plan.seats.iter().filter(|(_, effect)| effect.needed > 0);
    asked.map(|(sku, effect)| (*sku, effect.needed.min(effect.available).max(0))).collect()
}

/// The order in which a large save processes the plan's users, as indexes. It is the order of storage, so each chunk
/// writes to few places. If seats are short, it is the plan's order, since the first users get them.
pub fn order_of_work(plan: &Plan) -> Vec<usize> {
    let mut places: Vec<usize> = (0..plan.users.len()).collect();
    if plan.shortages().next().is_none() {
        places.sort_by_key(|place| plan.users.get(*place).map(|planned| planned.user));
    }
    places
}

/// Shows a chunk the seats that it may give: the reserved ones. Under [`ShortagePolicy::EverybodyOrNobody`] also free
/// seats count, for users who need one only since the save began.
pub fn offer_reserved(snapshot: &mut Snapshot, reserved: &BTreeMap<SkuId, i64>, policy: ShortagePolicy) {
    for (sku, own) in reserved {
        if let Some(seats) = snapshot.products.get_mut(sku).and_then(|held| held.seats.as_mut()) {
            seats.reserved = match policy {
                ShortagePolicy::EverybodyOrNobody => seats.reserved - own,
                ShortagePolicy::InOrder => seats.owned - seats.consumed - own,
            };
        }
    }
}

/// Seats of one product that are taken or given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatMoves {
    /// Taken by users who do not hold the product.
    pub taken: i64,
    /// Given back by users who then no longer hold the product.
    pub given_back: i64,
}

/// The seats that are taken and given back when these users of a plan get their planned outcomes.
pub fn seat_moves<'a>(
    users: impl IntoIterator<Item = &'a PlannedUser>,
    snapshot: &Snapshot,
) -> BTreeMap<SkuId, SeatMoves> {
    let mut moves: BTreeMap<SkuId, SeatMoves> = BTreeMap::new();
    for planned in users {
        let Some(user) = snapshot.users.get(&planned.user) else { continue };
        for sku in planned.added().filter(|sku| !user.holds(*sku)) {
            moves.entry(sku).or_default().taken += 1;
        }
        for sku in planned.removed().filter(|sku| user.holds(*sku) && user.group_of(*sku).is_none()) {
            moves.entry(sku).or_default().given_back += 1;
        }
    }
    moves
}
