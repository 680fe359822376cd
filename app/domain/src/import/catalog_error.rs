//! Why a product table cannot be read.

use super::catalog_columns::CatalogColumn;

/// The error of a product table. Nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// The first row lacks a heading.
    #[error(
        "The column {column} is missing. The first row must name the columns of Microsoft's product table, separated by \
         commas, semicolons or tabs; this file begins with: {found}"
    )]
    MissingColumn {
        /// The first missing column.
        column: CatalogColumn,
        /// The existing headings, at most 200 characters.
        found: String,
    },
    /// There are no products.
    #[error("The file has no products. Below the headings there must be a row for each service plan of each product.")]
    Empty,
    /// There are rows below the headings, but none could be read.
    #[error("None of the {rows} rows below the headings could be read. {first}")]
    NothingRead {
        /// The number of rows left out.
        rows: usize,
        /// Why the first of these was left out.
        first: String,
    },
}
