//! Products by what files call them.

use super::error::CellError;
use crate::ids::SkuId;
use crate::rules::snapshot::Snapshot;
use std::collections::{BTreeMap, BTreeSet};

/// What separates products, whatever they are called; a comma does so only where it is no part of a name.
const BETWEEN: [char; 3] = [';', '\r', '\n'];

/// A customer's products by part number, id and name, all in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductNames(BTreeMap<String, BTreeSet<SkuId>>);

impl ProductNames {
    /// Of the products of a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut names = Self::default();
        for (sku, held) in &snapshot.products {
            for name in [sku.to_string(), held.product.part_number.to_lowercase(), held.product.name.to_lowercase()] {
                names.0.entry(name).or_default().insert(*sku);
            }
        }
        names
    }

    /// The products that a cell names, separated by semicolons, commas or line breaks.
    ///
    /// # Errors
    /// The first name that is of none or of several.
    pub fn read(&self, cell: &str) -> Result<BTreeSet<SkuId>, CellError> {
        let mut products = BTreeSet::new();
        for part in cell.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()) {
            // A name may have a comma in it.
            match self.named(part) {
                Ok(sku) => drop(products.insert(sku)),
                Err(CellError::Product(_)) if part.contains(',') => {
                    for name in part.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                        products.insert(self.named(name)?);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(products)
    }

    /// Whether a name in a cell is read as this product and no other.
    pub fn is_only(&self, name: &str, sku: SkuId) -> bool {
        !name.contains(BETWEEN) && name.trim() == name && matches!(self.named(name), Ok(found) if found == sku)
    }

    fn named(&self, name: &str) -> Result<SkuId, CellError> {
        let found = self.0.get(&name.to_lowercase()).ok_or_else(|| CellError::Product(name.to_owned()))?;
        match (found.first(), found.len()) {
            (Some(sku), 1) => Ok(*sku),
            _ => Err(CellError::SeveralProducts(name.to_owned())),
        }
    }
}

/// What a file of ours calls a product: its part number, or its id where it is unknown.
pub fn product_name(snapshot: &Snapshot, sku: SkuId) -> String {
    snapshot.products.get(&sku).map_or_else(|| sku.to_string(), |held| held.product.part_number.clone())
}
