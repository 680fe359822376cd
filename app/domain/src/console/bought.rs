//! A customer's holdings: products whose licenses are assigned, and everything that was bought.

use crate::directory::product::{Capability, Channel, CustomerProduct};
use crate::directory::seats::Seats;
use crate::directory::software::Download;
use crate::ids::{CustomerId, SkuId, SubscriptionId};
use crate::rules::snapshot::NotAssignable;
use crate::rules::snapshot::Snapshot;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A purchase: a subscription, with the name of its product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// The subscription.
    pub id: SubscriptionId,
    /// The product.
    pub sku_id: SkuId,
    /// The product's name.
    pub name: String,
    /// The quantity that was bought.
    pub quantity: i64,
    /// The state.
    pub capability: Capability,
    /// How it was bought.
    pub channel: Channel,
    /// The publisher who manages it, if neither the customer nor the partner does.
    pub publisher: Option<String>,
    /// The downloads.
    pub downloads: Vec<Download>,
    /// How many product keys it has. The keys themselves are shown one purchase at a time, and that is noted.
    pub keys: i64,
}

impl Purchase {
    /// Whether it is software, for which one looks here for files and keys.
    pub fn is_software(&self) -> bool {
        self.channel == Channel::Software || !self.downloads.is_empty() || self.keys > 0
    }

    /// The same for the customer's own people, under the id that [`id_in_portal`] gives it.
    #[must_use]
    pub fn told_to_customer(self, customer: CustomerId) -> Self {
        Self { id: id_in_portal(customer, self.id), ..self }
    }
}

/// By which id the customer's own people know a purchase. Its own may be that of the partner's order, and such ids tell when something
/// was ordered. This one is the beginning of a hash, from which nobody finds the other.
pub fn id_in_portal(customer: CustomerId, purchase: SubscriptionId) -> SubscriptionId {
    let mut bytes = [0; 16];
    let hash = Sha256::digest(format!("a purchase in the portal of {customer}: {purchase}"));
    bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
    SubscriptionId::new(Uuid::from_bytes(bytes))
}

/// A product whose licenses can be assigned to users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignableProduct {
    /// The product.
    pub sku_id: SkuId,
    /// Its name.
    pub name: String,
    /// The seats.
    pub seats: Seats,
}

/// A purchase as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPurchase {
    /// The purchase.
    pub purchase: Purchase,
    /// How many licenses of the product are assigned, if that is known for the purchase.
    pub assigned: Assigned,
}

/// How many licenses of a purchase are assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assigned {
    /// So many, over all purchases of the product.
    Licenses(i64),
    /// Its licenses are not assigned to users: it works for the whole company, as extra storage does.
    ForCompany,
    /// Not known for a purchase: in new commerce a product is bought in many, and licenses belong to no one of them.
    NotAvailable,
}

/// The products of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BoughtProducts {
    /// Those whose licenses are assigned, by name.
    pub licenses: Vec<AssignableProduct>,
    /// All purchases, by the name of the product.
    pub purchases: Vec<ListedPurchase>,
}

impl BoughtProducts {
    /// The products of a customer with these purchases. The snapshot has the customer's products.
    pub fn of(snapshot: &Snapshot, purchases: Vec<Purchase>) -> Self {
        let assignable = |(sku, held): (&SkuId, &CustomerProduct)| {
            let seats = held.seats.filter(|_| snapshot.not_assignable(*sku).is_none())?;
            Some(AssignableProduct { sku_id: *sku, name: held.product.name.clone(), seats })
        };
        let mut licenses: Vec<_> = snapshot.products.iter().filter_map(assignable).collect();
        licenses.sort_by_cached_key(|product| (product.name.to_lowercase(), product.sku_id));
        let listed = |purchase: Purchase| ListedPurchase { assigned: assigned(snapshot, &purchase), purchase };
        let mut purchases: Vec<_> = purchases.into_iter().map(listed).collect();
        purchases.sort_by_cached_key(|listed| (listed.purchase.name.to_lowercase(), listed.purchase.id));
        Self { licenses, purchases }
    }
}

fn assigned(snapshot: &Snapshot, purchase: &Purchase) -> Assigned {
    let sku = purchase.sku_id;
    if purchase.channel == Channel::NewCommerce {
        return Assigned::NotAvailable;
    }
    if snapshot.not_assignable(sku) == Some(NotAssignable::Company) {
        return Assigned::ForCompany;
    }
    let seats = snapshot.products.get(&sku).and_then(|held| held.seats);
    match (purchase.channel, seats) {
        // Microsoft Graph counts by product, so each of its products is one purchase.
        (Channel::Csp | Channel::Unknown, Some(seats)) if purchase.publisher.is_none() => {
            Assigned::Licenses(seats.consumed)
        }
        _ => Assigned::NotAvailable,
    }
}
