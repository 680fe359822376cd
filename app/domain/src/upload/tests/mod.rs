//! Tests of whole files.

mod checks;
mod given;
mod layouts;
mod properties;
mod round_trip;

use super::code_page::CodePage;
use super::column::UploadColumn;
use super::file::UploadFile;
use super::unicode::{Bytes, decode};
use std::path::Path;

/// Reads a valid file.
fn read(text: &str) -> UploadFile {
    UploadFile::read(text).unwrap()
}

/// Decodes a file in its own encoding or the guessed one.
fn text_of(bytes: &[u8]) -> String {
    match decode(bytes).unwrap() {
        Bytes::Unicode(text) => text,
        Bytes::CodePage => CodePage::read(bytes, None, None).unwrap().text,
    }
}

/// A file of the data next to the repository; `None` if it is missing.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let read = std::fs::read(&path).ok();
    if read.is_none() {
        println!("skipped: there is no {}", path.display());
    }
    read
}

/// The cells of a row in these columns.
fn cells(file: &UploadFile, at: usize, columns: &[UploadColumn]) -> Vec<String> {
    columns.iter().map(|column| file.cell(&file.rows[at], *column).to_owned()).collect()
}
