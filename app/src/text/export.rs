//! Words of exporting users.

use super::users::EXPORT;
use domain::directory::invisible::isolated;

/// Which rows.
pub const ROWS: &str = "Users";
/// All matching users, of every page.
pub const ALL_MATCHING: &str = "All matching users";
/// All who are selected.
pub const ALL_SELECTED: &str = "All selected users";
/// The rows of this page.
pub const AS_SHOWN: &str = "Users on this page";
/// Which columns.
pub const COLUMNS: &str = "Columns";
/// What the file is good for.
pub const READS_BACK: &str =
    "To update users, edit cells and upload the file with Update existing users. Unchanged cells have no effect.";
/// The kind of file.
pub const FOR_EXCEL: &str = "For Excel (UTF-16 with tabs; otherwise UTF-8 with commas)";
/// The file.
pub const DOWNLOAD: &str = "Download";
/// Leaves without a file.
pub const CANCEL: &str = "Cancel";

/// `Fabrikam, Inc. | Export`
pub fn title(customer: &str) -> String {
    let customer = isolated(customer);
    format!("{customer} | {EXPORT}")
}
