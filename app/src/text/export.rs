//! Words of exporting users.

use super::common::EXPORT;
use domain::directory::invisible::isolated;

/// Heading: rows.
pub const ROWS: &str = "Users";
/// All matching users, on every page.
pub const ALL_MATCHING: &str = "All matching users";
/// All selected users.
pub const ALL_SELECTED: &str = "All selected users";
/// The rows of this page.
pub const AS_SHOWN: &str = "Users on this page";
/// Heading: columns.
pub const COLUMNS: &str = "Columns";
/// How to use the file for updates.
pub const READS_BACK: &str =
    "To update users, edit cells and upload the file with Update existing users. Unchanged cells have no effect.";
/// File format.
pub const FOR_EXCEL: &str = "For Excel (UTF-16 with tabs; otherwise UTF-8 with commas)";
/// Downloads the file.
pub const DOWNLOAD: &str = "Download";

/// `Fabrikam, Inc. | Export`
pub fn title(customer: &str) -> String {
    let customer = isolated(customer);
    format!("{customer} | {EXPORT}")
}
