//! Reading the published product table into a catalogue.

use super::catalog_columns::columns;
use super::catalog_draft::Draft;
use super::catalog_error::CatalogError;
use super::catalog_repair::Repair;
use super::catalog_rows::{CellRow, CellRows, SEPARATORS};
use crate::directory::product::Product;
use crate::ids::SkuId;
use std::collections::{BTreeSet, HashMap};

/// A row of the table, as in the file: one service plan of one product.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// The line in the file, from 1.
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

/// The products of a table, and the repairs made while reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// The products in the table's order. Each product is listed once, with each of its plans once.
    pub products: Vec<Product>,
    /// The products with a row that was left out. A service plan of them may be missing.
    pub incomplete: BTreeSet<SkuId>,
    /// The repairs and rows left out, by line.
    pub repairs: Vec<Repair>,
}

/// Reads the text of the published table. Its cells may be separated by commas, semicolons or tabs.
///
/// # Errors
/// When the first row does not name the columns, or no row can be read. Then nothing is returned.
pub fn read(text: &str) -> Result<Catalog, CatalogError> {
    let mut first = None;
    for separator in SEPARATORS {
        let mut rows = CellRows::of(text, separator);
        let header = rows.next().map(|row| row.cells).unwrap_or_default();
        match columns(&header.iter().map(String::as_str).collect::<Vec<_>>()) {
            Ok(columns) => {
                let row = |row: CellRow| columns.row(row.line, |place| row.cells.get(place).map(String::as_str));
                return read_rows(rows.map(row));
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or(CatalogError::Empty))
}

/// Reads the rows of the published table. A row whose ids cannot be read with certainty is left out and reported.
///
/// A product or plan with several names gets one of them everywhere: one with lower-case letters before one without,
/// then the one in most rows, then the one that sorts first. So the order of rows does not matter, and a renamed
/// product always gets the same of its names. [`Catalog::repairs`] reports the others.
///
/// The table does not say whether a product or plan is for users or the company; see [`Catalog::fill_gaps`].
///
/// # Errors
/// When no product can be read. Then nothing is returned.
pub(super) fn read_rows(rows: impl IntoIterator<Item = TableRow>) -> Result<Catalog, CatalogError> {
    let mut draft = Draft::default();
    for row in rows {
        draft.add(&row);
    }
    draft.finish()
}

impl Catalog {
    /// Fills gaps of the table from known products: whether products and service plans are for users or the company,
    /// and the service plans of products with a row that was left out.
    pub fn fill_gaps(&mut self, known: &[Product]) {
        let of_products: HashMap<_, _> = known.iter().map(|product| (product.sku_id, product)).collect();
        let of_plans: HashMap<_, _> =
            known.iter().flat_map(|product| &product.plans).map(|plan| (plan.id, plan.applies_to)).collect();
        for product in &mut self.products {
            if let Some(before) = of_products.get(&product.sku_id) {
                product.applies_to = before.applies_to;
                let is_new = |id| product.plans.iter().all(|plan| plan.id != id);
                let lost = before.plans.iter().filter(|plan| is_new(plan.id)).cloned().collect::<Vec<_>>();
                product.plans.extend(lost.into_iter().filter(|_| self.incomplete.contains(&product.sku_id)));
            }
            for plan in &mut product.plans {
                plan.applies_to = of_plans.get(&plan.id).copied().unwrap_or(plan.applies_to);
            }
        }
    }
}
