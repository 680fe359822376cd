//! Reading the published product table into a catalogue.

use super::catalog::Catalog;
use super::catalog_draft::Draft;
use super::catalog_error::CatalogError;
use super::catalog_header::{TableRow, columns};
use super::catalog_rows::{CellRow, CellRows, SEPARATORS};

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
