//! Why a file of users cannot be read, and what is wrong with a cell.

use super::file::{BYTES_MAX, ROWS_MAX};
use super::layout::Column;
use crate::directory::profile_field::ProfileError;
use serde::{Deserialize, Serialize};

/// Why a file cannot be read. Nothing of it is used then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("This file is empty.")]
    Empty,
    /// More bytes than are read.
    #[error("This file is larger than {} MB. Split it into several files.", BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// An Excel workbook or the like.
    #[error(
        "This is a spreadsheet, not a CSV file. In Excel choose Save As and the type “CSV UTF-8 (Comma delimited)”, then \
         choose the file that this makes."
    )]
    Spreadsheet,
    /// Bytes that are no text.
    #[error("This is not a text file. Choose a CSV file.")]
    NotText,
    /// A cell that begins with a quotation mark and never ends; the row it is in.
    #[error("A quotation mark in row {0} is never closed. Every cell that begins with \" must end with one.")]
    Unclosed(usize),
    /// No row names columns that are known.
    #[error(
        "This file doesn't say what its columns are. Its first row must name them, such as “Display name” and “Email”; \
         the template shows how."
    )]
    NoHeader,
    /// Columns without which nothing can be done.
    #[error("This file has no column {}. Add it, or use the template.", names(.0))]
    Missing(Vec<Column>),
    /// Two columns for the same; their headings.
    #[error("The columns “{0}” and “{1}” say the same thing. Remove one of them.")]
    TwoColumns(String, String),
    /// A column about signing in, of which it is not certain whether `Yes` blocks or allows; its heading.
    #[error(
        "It isn't certain whether “Yes” under “{0}” blocks sign-in or allows it. Call the column “Block sign in” or \
         “Account enabled”."
    )]
    UnclearSignIn(String),
    /// Only a header.
    #[error("This file names its columns but has no users below them.")]
    NoRows,
    /// More rows than are done at once; how many.
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

fn names(columns: &[Column]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| format!("“{}”", column.heading())).collect();
    quoted.join(" and no column ")
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// What a form would say of it.
    #[error("{0}")]
    Profile(#[from] ProfileError),
    /// An earlier row has the same email; that row's number.
    #[error("Row {0} has the same email.")]
    Repeated(usize),
    /// A new user whose email another one has; that one's name.
    #[error("{0} has this email already.")]
    Taken(String),
    /// Several users have this address, none as the email; each with the email that tells them apart.
    #[error("{} users have this address: {}. Write the email of one of them.", .0.len(), .0.join(", "))]
    SeveralUsers(Vec<String>),
    /// Nobody to be updated has this email.
    #[error("No user of this customer has this email.")]
    Nobody,
    /// Who has this email is deleted; the name.
    #[error("{0} is deleted. Restore the user first.")]
    Deleted(String),
    /// Not a product of the customer.
    #[error("“{0}” is not a product of this customer. Use the product's name, or a part number such as SPE_E3.")]
    Product(String),
    /// Several products are called so.
    #[error("“{0}” is the name of several products. Use the part number.")]
    SeveralProducts(String),
    /// The same product is to be assigned and revoked.
    #[error("“{0}” stands under licenses to assign too.")]
    AssignedToo(String),
    /// Neither of two words.
    #[error("“{0}” is neither “{1}” nor “{2}”.")]
    Neither(String, &'static str, &'static str),
    /// Cells behind the last column.
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
