//! The published product table read into a catalogue.

use super::catalog_draft::Draft;
use super::catalog_error::CatalogError;
use super::catalog_repair::Repair;
use crate::directory::product::Product;
use std::collections::HashMap;

/// A row of the table: one service plan of one product, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// Its line in the file, from 1.
    pub line: u64,
    /// `Product_Display_Name`.
    pub product_name: String,
    /// `String_Id`.
    pub part_number: String,
    /// `GUID`.
    pub sku_id: String,
    /// `Service_Plan_Name`.
    pub plan_name: String,
    /// `Service_Plan_Id`.
    pub plan_id: String,
    /// `Service_Plans_Included_Friendly_Names`.
    pub plan_friendly_name: String,
}

/// The products of a table, and what had to be repaired to read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// Each product once, in the table's order, with each of its plans once.
    pub products: Vec<Product>,
    /// What was repaired, by line.
    pub repairs: Vec<Repair>,
}

/// Reads the rows of the published table.
///
/// A product or a plan that has several names gets one of them everywhere: one with lower-case letters before one
/// without, then the one on most rows, then the one that sorts first. So the order of rows does not matter, and of two
/// names of a renamed product the same is always chosen; the others are told in [`Catalog::repairs`].
///
/// The table does not say whom a product or plan is for; see [`keep_applies_to`].
///
/// # Errors
/// When there is no product, or a row has no part number or an id that cannot be read. Nothing is returned then.
pub fn read(rows: impl IntoIterator<Item = TableRow>) -> Result<Catalog, CatalogError> {
    let mut draft = Draft::default();
    for row in rows {
        draft.add(&row)?;
    }
    draft.finish()
}

/// Takes from products known before whom a product or a service plan is for.
pub fn keep_applies_to(products: &mut [Product], known: &[Product]) {
    let of_products: HashMap<_, _> = known.iter().map(|product| (product.sku_id, product.applies_to)).collect();
    let of_plans: HashMap<_, _> =
        known.iter().flat_map(|product| &product.plans).map(|plan| (plan.id, plan.applies_to)).collect();
    for product in products {
        product.applies_to = of_products.get(&product.sku_id).copied().unwrap_or(product.applies_to);
        for plan in &mut product.plans {
            plan.applies_to = of_plans.get(&plan.id).copied().unwrap_or(plan.applies_to);
        }
    }
}
