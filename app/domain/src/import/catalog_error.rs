//! Why a product table could not be read.

use super::catalog_columns::Column;

/// What is wrong with a product table. Nothing was read then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// The first row has no such heading.
    #[error(
        "The column {column} is missing. The first row must name the columns of Microsoft's product table, separated by \
         commas; this file begins with: {found}"
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
    /// A cell that must hold an id holds none.
    #[error(
        "Line {line}: {column} is {}. It must be an id such as 05e9a617-0261-4cee-bb44-138d3ef5d965.",
        quoted(text)
    )]
    Id {
        /// The line in the file, from 1.
        line: u64,
        /// The column.
        column: Column,
        /// What the cell holds.
        text: String,
    },
    /// A product has no part number.
    #[error("Line {line}: String_Id is empty. Every product has one, such as SPE_E3.")]
    NoPartNumber {
        /// The line in the file, from 1.
        line: u64,
    },
}

fn quoted(text: &str) -> String {
    if text.trim().is_empty() { "empty".to_owned() } else { format!("“{text}”") }
}
