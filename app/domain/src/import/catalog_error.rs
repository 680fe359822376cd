//! Why a product table could not be read.

use super::catalog_columns::Column;

/// What is wrong with a product table. Nothing was read then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// The first row has no such heading.
    #[error(
        "The column {column} is missing. The first row must name the columns of Microsoft's product table, separated by \
         commas, semicolons or tabs; this file begins with: {found}"
    )]
    MissingColumn {
        /// The first column that is missing.
        column: Column,
        /// The headings that are there, at most 200 characters.
        found: String,
    },
    /// There is no product.
    #[error("The file has no products. Below the headings there must be a row for each service plan of each product.")]
    Empty,
    /// Below the headings there is something, but no row could be read.
    #[error("None of the {rows} rows below the headings could be read. {first}")]
    NothingRead {
        /// How many rows were left out.
        rows: usize,
        /// Why the first of them was left out.
        first: String,
    },
}
