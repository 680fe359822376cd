//! The products and seats that a company owns, to match the licenses that its users hold.

use super::company::{Bought, InventedSeats, Stock};
use super::item::Shelf;
use super::prng::Prng;
use crate::directory::product::{AppliesTo, Capability, Channel, Subscription};
use crate::ids::{SkuId, SubscriptionId};
use crate::import::customer::{ImportedProduct, ImportedUser, ProductSaid};
use std::collections::BTreeMap;

/// The number of users who hold each product.
pub(super) type Consumed = BTreeMap<SkuId, i64>;

/// Counts a user, whose licenses must be sorted by product.
pub(super) fn count(consumed: &mut Consumed, user: &ImportedUser) {
    for same_product in user.licenses.chunk_by(|one, two| one.sku_id == two.sku_id) {
        *consumed.entry(same_product[0].sku_id).or_default() += 1;
    }
}

/// The products of a stock with their subscriptions.
pub(super) fn products(stock: &[Stock], shelf: &Shelf, consumed: &Consumed, prng: &mut Prng) -> Vec<ImportedProduct> {
    let product = |stock: &Stock| {
        let product = shelf.get(stock.item).product.clone();
        let owned = owned(stock.seats, consumed.get(&product.sku_id).copied().unwrap_or_default());
        let subscriptions = purchases(stock.bought, owned).into_iter().map(|purchase| Subscription {
            id: SubscriptionId::new(prng.guid()),
            sku_id: product.sku_id,
            ..purchase
        });
        let company = (product.applies_to == AppliesTo::Company).then_some(AppliesTo::Company);
        let said = ProductSaid { applies_to: company, plans: Vec::new() };
        ImportedProduct { subscriptions: subscriptions.collect(), said, product }
    };
    stock.iter().map(product).collect()
}

fn owned(seats: InventedSeats, consumed: i64) -> i64 {
    match seats {
        InventedSeats::Spare(spare) => (consumed + spare).max(0),
        InventedSeats::Owned(owned) => owned,
        InventedSeats::Plenty => {
            let wished = consumed + consumed / 10 + 4;
            let round = if wished < 100 { 5 } else { 25 };
            (wished + round - 1) / round * round
        }
    }
}

/// The subscriptions, still without ids.
fn purchases(bought: Bought, owned: i64) -> Vec<Subscription> {
    let enabled = |seats, channel| Subscription { enabled: seats, ..purchase(Capability::Enabled, channel) };
    match bought {
        Bought::Csp => vec![enabled(owned, Channel::Csp)],
        Bought::NewCommerce => vec![enabled(owned, Channel::NewCommerce)],
        Bought::Software | Bought::SoftwareWithFiles => vec![enabled(owned, Channel::Software)],
        Bought::Twice => vec![enabled(owned / 3, Channel::Csp), enabled(owned - owned / 3, Channel::NewCommerce)],
        Bought::InGrace => vec![Subscription { warning: owned, ..purchase(Capability::Warning, Channel::NewCommerce) }],
        Bought::AndSuspended(suspended) => {
            let first = (owned > 0).then(|| enabled(owned, Channel::NewCommerce));
            let second = Subscription { suspended, ..purchase(Capability::Suspended, Channel::Csp) };
            first.into_iter().chain([second]).collect()
        }
        Bought::Marketplace(publisher) => {
            vec![Subscription { publisher: Some(publisher.to_owned()), ..enabled(owned, Channel::Marketplace) }]
        }
    }
}

fn purchase(capability: Capability, channel: Channel) -> Subscription {
    Subscription {
        id: SubscriptionId::new(uuid::Uuid::nil()),
        sku_id: SkuId::new(uuid::Uuid::nil()),
        enabled: 0,
        warning: 0,
        suspended: 0,
        capability,
        channel,
        publisher: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plenty_is_round_and_leaves_a_tenth() {
        let plenty = |consumed| owned(InventedSeats::Plenty, consumed);
        assert_eq!([0, 5, 80, 100, 1000].map(plenty), [5, 10, 95, 125, 1125]);
    }

    #[test]
    fn two_purchases_add_up() {
        let seats: Vec<_> = purchases(Bought::Twice, 100).iter().map(|purchase| purchase.enabled).collect();
        assert_eq!(seats, [33, 67]);
    }

    #[test]
    fn what_is_only_suspended_has_no_seat_in_order() {
        let purchases = purchases(Bought::AndSuspended(25), 0);
        assert_eq!((purchases.len(), purchases[0].enabled, purchases[0].suspended), (1, 0, 25));
    }
}
