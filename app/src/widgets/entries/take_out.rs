//! Licenses of a template or of another user that can't be assigned at this customer. They are not taken over, because their
//! boxes could not be unticked.

use crate::text::templates as words;
use domain::rules::change::Change;
use domain::rules::snapshot::Snapshot;
use std::collections::BTreeSet;

/// Removes the licenses that can't be assigned from a change. Returns the names of those products, if the customer's products
/// have them.
pub fn take_out(licenses: &mut Change, snapshot: &Snapshot) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    licenses.products.retain(|sku, _| {
        let stays = snapshot.not_assignable(*sku).is_none();
        if !stays {
            let held = snapshot.products.get(sku);
            names.insert(held.map_or_else(|| words::NOT_OWNED_ANY_MORE.to_owned(), |held| held.product.name.clone()));
        }
        stays
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::directory::product::{AppliesTo, Capability, CustomerProduct, Product};
    use domain::directory::seats::Seats;
    use domain::ids::SkuId;
    use domain::rules::boxes::Choice;

    fn sku(last: u8) -> SkuId {
        format!("00000000-0000-4000-8000-0000000000{last:02}").parse().unwrap()
    }

    fn product(sku_id: SkuId, name: &str, capability: Capability) -> (SkuId, CustomerProduct) {
        let product = Product {
            sku_id,
            part_number: name.to_uppercase(),
            name: name.into(),
            applies_to: AppliesTo::User,
            plans: Vec::new(),
        };
        let seats = Some(Seats { owned: 1, consumed: 0, reserved: 0 });
        (sku_id, CustomerProduct { product, seats, capability: Some(capability), publisher: None })
    }

    #[test]
    fn what_cannot_be_assigned_goes_and_is_named() {
        let products = [product(sku(1), "E3", Capability::Enabled), product(sku(2), "Visio", Capability::Suspended)];
        let snapshot = Snapshot { products: products.into(), ..Snapshot::default() };
        let mut licenses = Change::default();
        for at in 1..=3 {
            licenses.choose(sku(at), Choice::Fill);
        }
        let names = take_out(&mut licenses, &snapshot);
        assert_eq!(names, BTreeSet::from(["Visio".to_owned(), words::NOT_OWNED_ANY_MORE.to_owned()]));
        assert_eq!(licenses.products.keys().copied().collect::<Vec<_>>(), [sku(1)]);
        assert!(take_out(&mut licenses, &snapshot).is_empty());
    }
}
