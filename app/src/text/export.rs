//! Words of exporting users.

use super::users::EXPORT;
use domain::directory::invisible::isolated;

/// Which rows.
pub const ROWS: &str = "Users";
/// All who match, of every page.
pub const ALL_MATCHING: &str = "All who match";
/// All who are selected.
pub const ALL_SELECTED: &str = "All selected users";
/// The rows of this page.
pub const AS_SHOWN: &str = "Only those on this page";
/// Which columns.
pub const COLUMNS: &str = "Columns";
/// What the file is good for.
pub const READS_BACK: &str =
    "Change cells and upload the file by Update existing users. What you leave as it is changes nobody.";
/// The kind of file.
pub const FOR_EXCEL: &str = "For Excel (opens in columns everywhere; without it: UTF-8 with commas)";
/// The file.
pub const DOWNLOAD: &str = "Download";
/// Leaves without a file.
pub const CANCEL: &str = "Cancel";

/// `Fabrikam, Inc. | Export`
pub fn title(customer: &str) -> String {
    let customer = isolated(customer);
    format!("{customer} | {EXPORT}")
}
