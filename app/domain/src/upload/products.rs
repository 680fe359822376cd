//! Finding products by their names in files.

use super::error::CellError;
use crate::directory::address::visible;
use crate::ids::SkuId;
use crate::rules::snapshot::Snapshot;
use std::collections::{BTreeMap, BTreeSet};

/// Characters that always separate products.
const BETWEEN: [char; 3] = [';', '\r', '\n'];
/// Characters that separate products unless they are part of a name: commas, and the plus sign of the Microsoft 365
/// admin center.
const PERHAPS_BETWEEN: [char; 2] = [',', '+'];
/// The Microsoft 365 admin center's word for a user without licenses.
const UNLICENSED: &str = "unlicensed";

/// A customer's products by part number, id and name, all in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductNames(BTreeMap<String, BTreeSet<SkuId>>);

impl ProductNames {
    /// The names of a snapshot's products.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut names = Self::default();
        for (sku, held) in &snapshot.products {
            for name in [&sku.to_string(), &held.product.part_number, &held.product.name] {
                names.0.entry(key(name)).or_default().insert(*sku);
            }
        }
        names
    }

    /// The products named in a cell, separated by semicolons, commas, plus signs or line breaks.
    ///
    /// # Errors
    /// The first name that matches no product, or several.
    pub fn read(&self, cell: &str) -> Result<BTreeSet<SkuId>, CellError> {
        let mut products = BTreeSet::new();
        for part in cell.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()) {
            self.read_part(part, &mut products)?;
        }
        Ok(products)
    }

    /// Reads names separated by signs that may also be part of a name. The longest matching name is taken first.
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

    /// The product's name in our files, so that it is recognized when read back: its name, else its part number, else
    /// its id.
    pub fn written(&self, sku: SkuId, name: Option<&str>, part_number: Option<&str>) -> String {
        let mut found = [name, part_number].into_iter().flatten().filter(|name| self.is_only(name, sku));
        found.next().map_or_else(|| sku.to_string(), str::to_owned)
    }

    /// Whether a name in a cell matches only this product.
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

/// The key for comparing names: lower case, single spaces, no invisible characters.
fn key(name: &str) -> String {
    visible(name).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
