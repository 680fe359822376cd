//! What a customer bought, and what of it is assigned.

use super::fixtures::*;
use crate::console::bought::{Assigned, BoughtProducts, Purchase};
use crate::directory::product::{AppliesTo, Capability, Channel};
use crate::ids::{SkuId, SubscriptionId};
use uuid::Uuid;

fn purchase(number: u128, sku_id: SkuId, channel: Channel, publisher: Option<&str>) -> Purchase {
    let (id, name) = (SubscriptionId::new(Uuid::from_u128(number)), format!("Product {number}"));
    let publisher = publisher.map(str::to_owned);
    Purchase { id, sku_id, name, quantity: 5, capability: Capability::Enabled, channel, publisher }
}

#[test]
fn only_what_can_be_assigned_is_a_license_and_everything_is_a_purchase() {
    let mut snapshot = customer();
    snapshot.products.retain(|sku, _| [CALLING, E5, VISIO].contains(sku));
    snapshot.products.get_mut(&CALLING).unwrap().product.applies_to = AppliesTo::Company;
    snapshot.products.get_mut(&E5).unwrap().publisher = Some("Contoso Apps".into());
    let seats = snapshot.products[&VISIO].seats.unwrap();
    let bought = BoughtProducts::of(
        &snapshot,
        vec![
            purchase(4, E5, Channel::Marketplace, Some("Contoso Apps")),
            purchase(3, VISIO, Channel::NewCommerce, None),
            purchase(2, VISIO, Channel::Csp, None),
            purchase(1, CALLING, Channel::Csp, None),
        ],
    );
    assert_eq!(bought.licenses.iter().map(|one| one.sku_id).collect::<Vec<_>>(), [VISIO]);
    assert_eq!(bought.licenses[0].seats, seats);
    let assigned: Vec<_> = bought.purchases.iter().map(|one| one.assigned).collect();
    assert_eq!(
        assigned,
        [Assigned::ForCompany, Assigned::Licenses(seats.consumed), Assigned::NotAvailable, Assigned::NotAvailable]
    );
}
