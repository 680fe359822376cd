//! Products of the shipped catalogue, for the tests that need licenses.

use domain::directory::product::{Capability, Channel, Product, Subscription};
use domain::ids::{SkuId, SubscriptionId};
use domain::import::customer::{ImportedProduct, ProductSaid};
use domain::import::shipped;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Vec<Product>> = LazyLock::new(|| shipped::products().unwrap());

fn shipped_product(part_number: &str) -> &'static Product {
    CATALOGUE.iter().find(|product| product.part_number == part_number).unwrap()
}

/// The product with this part number.
pub fn product(part_number: &str) -> Product {
    shipped_product(part_number).clone()
}

/// The id of the product with this part number.
pub fn sku(part_number: &str) -> SkuId {
    shipped_product(part_number).sku_id
}

/// A product with one subscription of this number of seats.
pub fn owned(product: Product, seats: i64) -> ImportedProduct {
    let subscription = Subscription {
        id: SubscriptionId::new(product.sku_id.uuid()),
        sku_id: product.sku_id,
        enabled: seats,
        warning: 0,
        suspended: 0,
        capability: Capability::Enabled,
        channel: Channel::NewCommerce,
        publisher: None,
    };
    ImportedProduct { product, said: ProductSaid::default(), subscriptions: vec![subscription] }
}
