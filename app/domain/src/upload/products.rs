//! Products by what files call them.

use super::error::CellError;
use crate::directory::address::visible;
use crate::ids::SkuId;
use crate::rules::snapshot::Snapshot;
use std::collections::{BTreeMap, BTreeSet};

/// What separates products, whatever they are called.
const BETWEEN: [char; 3] = [';', '\r', '\n'];
/// What separates them only where it is no part of a name: commas, and the plus of the Microsoft 365 admin center.
const PERHAPS_BETWEEN: [char; 2] = [',', '+'];
/// The Microsoft 365 admin center's word for a user without licenses.
const UNLICENSED: &str = "unlicensed";

/// A customer's products by part number, id and name, all in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductNames(BTreeMap<String, BTreeSet<SkuId>>);

impl ProductNames {
    /// Of the products of a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut names = Self::default();
        for (sku, held) in &snapshot.products {
            for name in [&sku.to_string(), &held.product.part_number, &held.product.name] {
                names.0.entry(key(name)).or_default().insert(*sku);
            }
        }
        names
    }

    /// The products that a cell names, separated by semicolons, commas, plus signs or line breaks.
    ///
    /// # Errors
    /// The first name that is of none or of several.
    pub fn read(&self, cell: &str) -> Result<BTreeSet<SkuId>, CellError> {
        let mut products = BTreeSet::new();
        for part in cell.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()) {
            self.read_part(part, &mut products)?;
        }
        Ok(products)
    }

    /// Names with signs between them that may also stand in a name: the longest that is one is taken first.
    fn read_part(&self, part: &str, products: &mut BTreeSet<SkuId>) -> Result<(), CellError> {
        let mut rest = part;
        while !rest.is_empty() {
            let ends = rest.char_indices().filter(|(_, c)| PERHAPS_BETWEEN.contains(c)).map(|(at, _)| at);
            let ends: Vec<usize> = ends.chain([rest.len()]).collect();
            let mut longest_first = ends.iter().rev().map(|end| (*end, self.named(rest[..*end].trim())));
            let found = longest_first.find(|(_, found)| !matches!(found, Err(CellError::Product(_))));
            let end = match found {
                Some((end, sku)) => {
                    products.insert(sku?);
                    end
                }
                None => {
                    let end = ends.first().copied().unwrap_or_default();
                    let name = rest[..end].trim();
                    if !name.is_empty() && key(name) != UNLICENSED {
                        return Err(CellError::Product(name.to_owned()));
                    }
                    end
                }
            };
            rest = rest[end..].strip_prefix(PERHAPS_BETWEEN).unwrap_or_default().trim();
        }
        Ok(())
    }

    /// What a file of ours calls a product, so that it is found again when the file is read back: its name, or else its part
    /// number, or else its id.
    pub fn written(&self, sku: SkuId, name: Option<&str>, part_number: Option<&str>) -> String {
        let mut found = [name, part_number].into_iter().flatten().filter(|name| self.is_only(name, sku));
        found.next().map_or_else(|| sku.to_string(), str::to_owned)
    }

    /// Whether a name in a cell is read as this product and no other.
    fn is_only(&self, name: &str, sku: SkuId) -> bool {
        !name.contains(BETWEEN) && name.trim() == name && matches!(self.named(name), Ok(found) if found == sku)
    }

    fn named(&self, name: &str) -> Result<SkuId, CellError> {
        let found = self.0.get(&key(name)).ok_or_else(|| CellError::Product(name.to_owned()))?;
        match (found.first(), found.len()) {
            (Some(sku), 1) => Ok(*sku),
            _ => Err(CellError::SeveralProducts(name.to_owned())),
        }
    }
}

/// A name as it is compared: in lower case, with single spaces and without characters that nobody sees.
fn key(name: &str) -> String {
    visible(name).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
