//! Repairs made while reading a product table.

use super::catalog_columns::CatalogColumn;
use crate::ids::SkuId;
use uuid::Uuid;

/// A part of a product table that was repaired or left out, or that looks odd and was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// A row without any text was left out.
    BlankRow {
        /// Its line.
        line: u64,
    },
    /// A row that repeats an earlier row was left out.
    RepeatedRow {
        /// Its line.
        line: u64,
        /// The earlier line.
        first: u64,
    },
    /// A row was left out because a cell has no valid id or part number.
    LeftOut {
        /// Its line.
        line: u64,
        /// The cell.
        column: CatalogColumn,
        /// The text in the cell.
        text: String,
    },
    /// Stray white space or invisible characters were removed.
    Text {
        /// The line.
        line: u64,
        /// The cell.
        column: CatalogColumn,
        /// The remaining text.
        kept: String,
    },
    /// An id was written in an unusual way.
    Id {
        /// The line.
        line: u64,
        /// The cell.
        column: CatalogColumn,
        /// The id as it was read.
        id: Uuid,
    },
    /// A product or plan has no name. Its part number, its other name or its id is used instead.
    NoName {
        /// The first line of the product or plan.
        line: u64,
        /// The empty column.
        column: CatalogColumn,
        /// The text used instead.
        kept: String,
    },
    /// A product or plan has several names, for example after renaming.
    Names {
        /// The first line of the product or plan.
        line: u64,
        /// The column.
        column: CatalogColumn,
        /// The name that was kept.
        kept: String,
        /// The names that were dropped.
        dropped: Vec<String>,
    },
    /// Two products have the same part number. Both were kept.
    SharedPartNumber {
        /// The first line of the second product.
        line: u64,
        /// The part number.
        part_number: String,
        /// The first product.
        other: SkuId,
    },
}

impl Repair {
    /// The line in the file, from 1.
    pub fn line(&self) -> u64 {
        match self {
            Self::BlankRow { line }
            | Self::RepeatedRow { line, .. }
            | Self::LeftOut { line, .. }
            | Self::Text { line, .. }
            | Self::Id { line, .. }
            | Self::NoName { line, .. }
            | Self::Names { line, .. }
            | Self::SharedPartNumber { line, .. } => *line,
        }
    }

    /// Whether a part of the table is missing because of it.
    pub fn is_loss(&self) -> bool {
        matches!(self, Self::LeftOut { .. })
    }

    /// The repair in words for people.
    pub fn words(&self) -> String {
        match self {
            Self::BlankRow { line } => format!("Line {line} is blank and was left out."),
            Self::RepeatedRow { line, first } => format!("Line {line} repeats line {first} and was left out."),
            Self::LeftOut { line, column, text } if text.trim().is_empty() => {
                format!("Line {line} was left out: {column} is empty.")
            }
            Self::LeftOut { line, column, text } => {
                format!("Line {line} was left out: {column} is “{text}”, which is no id.")
            }
            Self::Text { line, column, kept } => {
                format!("Line {line}, {column}: stray spaces or invisible characters were removed from “{kept}”.")
            }
            Self::Id { line, column, id } => format!("Line {line}, {column}: the id was read as {id}."),
            Self::NoName { line, column, kept } => {
                format!("Line {line}, {column} is empty: “{kept}” was taken instead.")
            }
            Self::Names { line, column, kept, dropped } => {
                let dropped = dropped.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
                format!("Line {line}, {column}: “{kept}” was kept; other rows say {dropped}.")
            }
            Self::SharedPartNumber { line, part_number, other } => {
                format!("Line {line}: the part number {part_number} is also that of product {other}. Both were kept.")
            }
        }
    }
}
