//! Errors of files of users, and of their cells.

use super::column::UploadColumn;
use crate::console::entries::ENTRIES_MAX;
use crate::directory::profile_field::ProfileError;
use serde::{Deserialize, Serialize};

/// The most rows in a file.
pub const ROWS_MAX: usize = ENTRIES_MAX;
/// The most bytes in a file.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;

/// Why a file cannot be read. Nothing of it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum FileError {
    /// The file is empty.
    #[error("This file is empty.")]
    Empty,
    /// The file is too large.
    #[error("This file is larger than {} MB. Split it into several files.", BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// The file is an Excel workbook or similar.
    #[error(
        "This is a spreadsheet, not a CSV file. In Excel choose Save As and the type “CSV UTF-8 (Comma delimited)”, then \
         choose the file that this makes."
    )]
    Spreadsheet,
    /// The bytes are not text.
    #[error("This is not a text file. Choose a CSV file.")]
    NotText,
    /// A cell begins with a quotation mark that is never closed; the number of its row.
    #[error("A quotation mark in row {0} is never closed. Every cell that begins with \" must end with one.")]
    Unclosed(usize),
    /// No row has known column names.
    #[error(
        "This file doesn't say what its columns are. Its first row must name them, such as “Display name” and “Email”; \
         the template shows how."
    )]
    NoHeader,
    /// Required columns are missing.
    #[error("This file has no column {}. Add it, or use the template.", names(.0))]
    Missing(Vec<UploadColumn>),
    /// Two columns have the same meaning; their headings.
    #[error("The columns “{0}” and “{1}” say the same thing. Remove one of them.")]
    TwoColumns(String, String),
    /// It is not certain whether `Yes` in a column blocks or allows sign-in; its heading.
    #[error(
        "It isn't certain whether “Yes” under “{0}” blocks sign-in or allows it. Call the column “Block sign in” or \
         “Account enabled”."
    )]
    UnclearSignIn(String),
    /// The file has only a header.
    #[error("This file names its columns but has no users below them.")]
    NoRows,
    /// The file has more rows than can be uploaded at once; their number.
    #[error(
        "This file has {} users. At most {} can be uploaded at once: split it into several files.",
        with_commas(.0),
        with_commas(&ROWS_MAX)
    )]
    TooManyRows(usize),
}

/// `10,001`
fn with_commas(number: &usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn names(columns: &[UploadColumn]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| format!("“{}”", column.heading())).collect();
    quoted.join(" and no column ")
}

/// The error of a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// The error that a form would show.
    #[error("{0}")]
    Profile(#[from] ProfileError),
    /// An earlier row has the same email; its number.
    #[error("Row {0} has the same email.")]
    Repeated(usize),
    /// Another user has the email of a new one; that user's name.
    #[error("{0} has this email already.")]
    Taken(String),
    /// Several users have this address, but none as email; their emails.
    #[error("{} users have this address: {}. Write the email of one of them.", .0.len(), .0.join(", "))]
    SeveralUsers(Vec<String>),
    /// No user to update has this email.
    #[error("No user of this customer has this email.")]
    Nobody,
    /// The user with this email is deleted; the name.
    #[error("{0} is deleted. Restore the user first.")]
    Deleted(String),
    /// The text is not a product of the customer.
    #[error("“{0}” is not a product of this customer. Use the product's name, or a part number such as SPE_E3.")]
    Product(String),
    /// Several products have this name.
    #[error("“{0}” is the name of several products. Use the part number.")]
    SeveralProducts(String),
    /// The same product is to be both assigned and revoked.
    #[error("“{0}” is also listed under licenses to assign.")]
    AssignedToo(String),
    /// The text is not one of two words.
    #[error("“{0}” is neither “{1}” nor “{2}”.")]
    Neither(String, &'static str, &'static str),
    /// The row has cells after the last column.
    #[error("This row has more cells than there are columns. A cell with a comma in it needs quotation marks.")]
    Surplus,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas() {
        assert_eq!(
            FileError::TooManyRows(10_001).to_string(),
            "This file has 10,001 users. At most 10,000 can be uploaded at once: split it into several files."
        );
        assert_eq!((with_commas(&999), with_commas(&1_234_567)), ("999".to_owned(), "1,234,567".to_owned()));
    }
}
