//! A customer's purchases, and how many of their licenses are assigned.

use super::fixtures::*;
use crate::console::bought::{Assigned, BoughtProducts, Purchase};
use crate::directory::product::{AppliesTo, Capability, Channel};
use crate::ids::{SkuId, SubscriptionId};
use uuid::Uuid;

fn purchase(number: u128, sku_id: SkuId, channel: Channel, publisher: Option<&str>) -> Purchase {
    let (id, name) = (SubscriptionId::new(Uuid::from_u128(number)), format!("Product {number}"));
    let publisher = publisher.map(str::to_owned);
    let capability = Capability::Enabled;
    Purchase { id, sku_id, name, quantity: 5, capability, channel, publisher, downloads: Vec::new(), keys: 0 }
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
            purchase(5, CALLING, Channel::NewCommerce, None),
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
        [
            Assigned::ForCompany,
            Assigned::Licenses(seats.consumed),
            Assigned::NotAvailable,
            Assigned::NotAvailable,
            Assigned::NotAvailable,
        ]
    );
}

#[test]
fn what_microsoft_graph_names_without_a_channel_is_the_one_purchase_of_its_product() {
    let snapshot = customer();
    let seats = snapshot.products[&VISIO].seats.unwrap();
    let bought = BoughtProducts::of(&snapshot, vec![purchase(1, VISIO, Channel::Unknown, None)]);
    assert_eq!(bought.purchases[0].assigned, Assigned::Licenses(seats.consumed));
}

#[test]
fn software_has_files_or_keys_or_was_bought_as_such() {
    let other = purchase(1, VISIO, Channel::Csp, None);
    assert!(!other.is_software());
    assert!(Purchase { keys: 1, ..other }.is_software());
    assert!(purchase(1, VISIO, Channel::Software, None).is_software());
}
