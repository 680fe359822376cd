//! Comparing seats in use by Microsoft's count with the holders of a product in the files.

use super::customer::{ImportedProduct, ImportedUser};
use super::note::ImportNote;
use crate::directory::license::License;
use crate::ids::SkuId;
use std::collections::{BTreeMap, BTreeSet};

/// Reports products where the two differ. A user takes one seat of a product, even with several licenses. A license in
/// error takes none.
pub(super) fn tell_differing(
    products: &[ImportedProduct],
    counted: &BTreeMap<SkuId, usize>,
    users: &[ImportedUser],
    notes: &mut Vec<ImportNote>,
) {
    let mut holders: BTreeMap<SkuId, usize> = BTreeMap::new();
    for user in users {
        let held: BTreeSet<SkuId> =
            user.licenses.iter().filter(|license| License::is_held(license)).map(|license| license.sku_id).collect();
        for sku_id in held {
            *holders.entry(sku_id).or_default() += 1;
        }
    }
    for product in products.iter().map(|owned| &owned.product) {
        let Some(counted) = counted.get(&product.sku_id).copied() else { continue };
        let held = holders.get(&product.sku_id).copied().unwrap_or_default();
        if held != counted {
            let part_number = product.part_number.clone();
            notes.push(ImportNote::SeatsDiffer { part_number, counted, users: held });
        }
    }
}
