//! The seats of a save that is worked off in chunks: set aside when it begins, so that what the person saw still holds
//! when the last chunk comes.

use super::change::ShortagePolicy;
use super::outcome::PlannedUser;
use super::plan::Plan;
use super::snapshot::Snapshot;
use crate::ids::SkuId;
use std::collections::BTreeMap;

/// The seats to set aside for a plan: those that are asked for, as far as there are any.
pub fn to_reserve(plan: &Plan) -> BTreeMap<SkuId, i64> {
    let asked = plan.seats.iter().filter(|(_, effect)| effect.needed > 0);
    asked.map(|(sku, effect)| (*sku, effect.needed.min(effect.available).max(0))).collect()
}

/// The places of a plan's users in the order in which a large save is best worked off: as they are stored, so that each
/// chunk writes to few places. Where seats are short, who comes first matters: then it is the plan's order.
pub fn order_of_work(plan: &Plan) -> Vec<usize> {
    let mut places: Vec<usize> = (0..plan.users.len()).collect();
    if plan.shortages().next().is_none() {
        places.sort_by_key(|place| plan.users.get(*place).map(|planned| planned.user));
    }
    places
}

/// Shows a chunk the seats that it may give: those set aside. Where everybody is to be served, seats that are free
/// besides serve users who need one only since the save began.
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

/// Seats of one product that change hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatMoves {
    /// Taken by users who do not hold the product.
    pub taken: i64,
    /// Given back by users who then hold it through nothing.
    pub given_back: i64,
}

/// The seats that change hands when some users of a plan get what is planned.
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
