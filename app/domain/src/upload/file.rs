//! Reading a file of users.

use super::column::UploadColumn;
use super::error::FileError;
use super::error::ROWS_MAX;
use super::guard::unguarded;
use super::layout::{Header, Layout};
use super::rows::{Row, Rows, SEPARATORS};
use crate::directory::one_line::on_one_line;
use serde::{Deserialize, Serialize};

/// The number of shown texts that depend on the encoding.
const HANGING_SHOWN: usize = 5;
/// The header is within this many rows that are not blank. Entra's file has a line with a version before it.
const HEADER_WITHIN: usize = 3;
/// The beginning of the name in an example row, as in Entra's file and our template.
pub const EXAMPLE: &str = "Example:";

/// A file of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadFile {
    /// The layout.
    pub layout: Layout,
    /// The columns that are read, in the file's order.
    pub columns: Vec<UploadColumn>,
    /// The headings of ignored columns.
    pub ignored: Vec<String>,
    /// Whether it has a column of passwords, which is ignored as well.
    pub has_passwords: bool,
    /// The users.
    pub rows: Vec<FileRow>,
}

/// A user in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// The row's number as shown in a spreadsheet.
    pub number: usize,
    /// A cell for each of the file's columns.
    pub cells: Vec<String>,
    /// Whether there is a cell with text after the last column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub surplus: bool,
}

impl UploadFile {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// Why the file cannot be read. Nothing of it is used.
    pub fn read(text: &str) -> Result<Self, FileError> {
        let (separator, text) = named_separator(text).unwrap_or_else(|| (guess_separator(text), text));
        let mut rows = Rows::of(text, separator).not_blank();
        let header = find_header(&mut rows)?;
        let rows = read_rows(&header, rows)?;
        Ok(Self {
            layout: header.layout,
            columns: header.columns.iter().map(|(column, _)| *column).collect(),
            ignored: header.ignored,
            has_passwords: header.has_passwords,
            rows,
        })
    }

    /// The first few texts that depend on the encoding, names first. They let a person see whether the encoding is
    /// right.
    pub fn hang_on_encoding(&self) -> Vec<&str> {
        let names = [UploadColumn::DisplayName, UploadColumn::LastName, UploadColumn::FirstName];
        let cells = names.into_iter().chain(self.columns.iter().copied());
        let cells = cells.flat_map(|column| self.rows.iter().map(move |row| self.cell(row, column)));
        let mut found: Vec<&str> = Vec::new();
        for cell in cells.filter(|cell| !cell.is_ascii()) {
            if found.len() == HANGING_SHOWN {
                break;
            }
            if !found.contains(&cell) {
                found.push(cell);
            }
        }
        found
    }

    /// The cell of a row in a column, without surrounding spaces; empty if the file has no such column.
    pub fn cell<'a>(&self, row: &'a FileRow, column: UploadColumn) -> &'a str {
        let at = self.columns.iter().position(|known| *known == column);
        at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.trim())
    }
}

/// The separator from a first line such as `sep=;`, which is meant for Excel, and the text after that line.
fn named_separator(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix("sep=")?;
    let separator = rest.chars().next().filter(|separator| SEPARATORS.contains(separator))?;
    let behind = &rest[separator.len_utf8()..];
    let behind = behind.strip_prefix("\r\n").or_else(|| behind.strip_prefix(['\r', '\n']))?;
    Some((separator, behind))
}

/// The separator that gives the most known columns.
fn guess_separator(text: &str) -> char {
    let known = |separator: char| {
        let first = Rows::of(text, separator).not_blank().take(HEADER_WITHIN).filter_map(Result::ok);
        let known = first.map(|row| match Header::read(&row.cells) {
            Ok(header) => header.map_or(0, |header| header.columns.len()),
            Err(_) => row.cells.len(),
        });
        known.max().unwrap_or_default()
    };
    // Of several maxima the last is taken, so the order is reversed to prefer a comma.
    SEPARATORS.into_iter().rev().max_by_key(|separator| known(*separator)).unwrap_or(',')
}

fn find_header(rows: &mut impl Iterator<Item = Result<Row, FileError>>) -> Result<Header, FileError> {
    let mut without_email = false;
    for row in rows.take(HEADER_WITHIN) {
        if let Some(header) = Header::read(&row?.cells)? {
            if header.has(UploadColumn::Email) {
                return Ok(header);
            }
            without_email = true;
        }
    }
    Err(if without_email { FileError::Missing(vec![UploadColumn::Email]) } else { FileError::NoHeader })
}

fn read_rows(header: &Header, rows: impl Iterator<Item = Result<Row, FileError>>) -> Result<Vec<FileRow>, FileError> {
    let (mut read, mut count) = (Vec::new(), 0);
    for row in rows {
        let row = FileRow::of(row?, header);
        if header.is_example(&row) {
            continue;
        }
        count += 1;
        if count <= ROWS_MAX {
            read.push(row);
        }
    }
    match count {
        0 => Err(FileError::NoRows),
        1..=ROWS_MAX => Ok(read),
        _ => Err(FileError::TooManyRows(count)),
    }
}

impl FileRow {
    fn of(row: Row, header: &Header) -> Self {
        let surplus = row.cells.iter().skip(header.width).any(|cell| !cell.trim().is_empty());
        // Fields for correcting cells have one line.
        let cell = |(column, at): &(UploadColumn, usize)| {
            let cell = row.cells.get(*at).map(|cell| unguarded(cell)).unwrap_or_default();
            column.cleaned(&on_one_line(&cell, column.between_lines()))
        };
        Self { number: row.number, cells: header.columns.iter().map(cell).collect(), surplus }
    }
}

impl Header {
    fn is_example(&self, row: &FileRow) -> bool {
        let name = self.columns.iter().position(|(column, _)| *column == UploadColumn::DisplayName);
        let name = name.and_then(|at| row.cells.get(at)).and_then(|name| name.trim().get(..EXAMPLE.len()));
        name.is_some_and(|start| start.eq_ignore_ascii_case(EXAMPLE))
    }
}
