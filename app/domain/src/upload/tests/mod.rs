//! Tests of whole files.

mod checks;
mod layouts;
mod properties;
mod round_trip;

use super::file::UploadFile;
use super::layout::Column;

/// A file that can be read.
fn read(text: &str) -> UploadFile {
    UploadFile::read(text.as_bytes()).unwrap()
}

/// The cells of a row in these columns.
fn cells(file: &UploadFile, at: usize, columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| file.cell(&file.rows[at], *column).to_owned()).collect()
}
