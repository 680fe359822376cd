//! Words of exporting users.

pub use super::common::DOWNLOAD;
use super::common::EXPORT;
pub use super::licenses::ALL_SELECTED;
use domain::directory::invisible::isolated;

/// Heading: rows.
pub const ROWS: &str = "Users";
/// All matching users, on every page.
pub const ALL_MATCHING: &str = "All matching users";
/// The rows of this page.
pub const AS_SHOWN: &str = "Users on this page";
/// Heading: columns.
pub const COLUMNS: &str = "Columns";
/// How to use the file for updates.
pub const READS_BACK: &str =
    "To update users, edit cells and upload the file with Update existing users. Unchanged cells have no effect.";
/// File format.
pub const FOR_EXCEL: &str = "For Excel (UTF-16 with tabs; otherwise UTF-8 with commas)";

/// `Fabrikam, Inc. | Export`
pub fn title(customer: &str) -> String {
    let customer = isolated(customer);
    format!("{customer} | {EXPORT}")
}
