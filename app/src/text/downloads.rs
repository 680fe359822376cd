//! Words of software that was bought: its files and product keys.

pub use super::common::DOWNLOAD;
use crate::format::counted;
use domain::directory::invisible::isolated;
use domain::directory::software::Download;

/// Column of the purchases, and of the parts of one.
pub const DOWNLOADS: &str = "Downloads";
/// There are no files.
pub const NOTHING: &str = "Nothing to download";
/// Names the table of files.
pub const FILES: &str = "Files";
/// Column: the name of a file.
pub const FILE: &str = "File";
/// Column: version.
pub const VERSION: &str = "Version";
/// Column: language.
pub const LANGUAGE: &str = "Language";
/// Column: the processors it is for.
pub const ARCHITECTURE: &str = "Architecture";
/// Column: the kind of file.
pub const FILE_TYPE: &str = "File type";
/// Heading and field.
pub const PRODUCT_KEYS: &str = "Product keys";
/// Before keys are shown.
pub const IS_NOTED: &str = "The activity log notes each person who has seen them.";

/// The command of a purchase, and the title of its dialog.
pub fn download_of(product: &str) -> String {
    format!("{DOWNLOAD}: {}", isolated(product))
}

/// The name of the link to a file, which tells it from the others.
pub fn download_file(file: &Download) -> String {
    let more = [&file.version, &file.language, &file.architecture, &file.file_type].into_iter().flatten();
    let words: Vec<_> = [&file.name].into_iter().chain(more).map(|word| isolated(word)).collect();
    format!("{DOWNLOAD}: {}", words.join(", "))
}

/// Shows the product keys.
pub fn show_keys(count: i64) -> String {
    format!("Show {}", counted(count, "product key"))
}
