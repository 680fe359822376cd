//! Broken files given to the reader, and files read back after writing.

use super::super::code_page::CodePage;
use super::super::column::UploadColumn;
use super::super::file::UploadFile;
use super::super::rows::SEPARATORS;
use super::super::unicode::{Bytes, decode};
use super::super::write::Format;
use crate::directory::address::bare;
use crate::directory::one_line::on_one_line;
use proptest::prelude::*;

/// The encoding of a file's bytes.
#[derive(Debug, Clone, Copy)]
enum Written {
    Utf8,
    Utf8Mark,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Written {
    fn bytes(self, text: &str) -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf8Mark => marked.into_bytes(),
            Self::Utf16Le => marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Windows1252 => text.chars().map(|c| if c == '€' { 0x80 } else { c as u8 }).collect(),
        }
    }
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        Just(Written::Utf8),
        Just(Written::Utf8Mark),
        Just(Written::Utf16Le),
        Just(Written::Utf16Be),
        Just(Written::Windows1252),
    ]
}

/// Cells with characters of all encodings, and with everything that needs quotation marks or a guard.
fn cell() -> impl Strategy<Value = String> {
    "[a-c'=+\\-@\",;\t\r\n é€]{0,8}"
}

fn with_separator(cells: &[String], separator: char, end: &str) -> String {
    let quoted: Vec<String> =
        cells.iter().map(|cell| Format::Csv.line(&[cell]).trim_end_matches("\r\n").to_owned()).collect();
    quoted.join(&separator.to_string()) + end
}

/// Pieces of files in combinations that are hard for readers.
fn rubble() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"Email,Display name\r\n".to_vec()),
        Just(b"\"".to_vec()),
        Just(b",;\t".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\xFF\xFE".to_vec()),
        Just(b"\xEF\xBB\xBF".to_vec()),
        Just(b"sep=;\r\n".to_vec()),
        Just("Example: ů€@x.com,[displayName]\0".as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..20),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_rows_or_a_clear_error(bytes in prop_oneof![proptest::collection::vec(any::<u8>(), 0..400), rubble()]) {
        let text = match decode(&bytes) {
            Ok(Bytes::Unicode(text)) => Ok(text),
            Ok(Bytes::CodePage) => CodePage::read(&bytes, None, None).map(|read| read.text),
            Err(error) => Err(error),
        };
        match text.and_then(|text| UploadFile::read(&text)) {
            Ok(file) => {
                prop_assert!(!file.rows.is_empty() && file.columns.contains(&UploadColumn::Email));
                prop_assert!(file.rows.iter().all(|row| row.cells.len() == file.columns.len()));
            }
            Err(error) => prop_assert!(error.to_string().ends_with('.'), "{error}"),
        }
    }

    #[test]
    fn what_was_written_is_read_whatever_the_separator_encoding_and_line_ends(
        rows in proptest::collection::vec([cell(), cell(), cell()], 1..6),
        separator in proptest::sample::select(SEPARATORS.as_slice()),
        end in proptest::sample::select(["\r\n", "\n"].as_slice()),
        written in written(),
    ) {
        let header = [UploadColumn::Department, UploadColumn::Email, UploadColumn::JobTitle].map(|column| column.heading().to_owned());
        let text: String =
            [&header].into_iter().chain(&rows).map(|cells| with_separator(cells, separator, end)).collect();
        let filled = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
        let expected: Vec<_> = filled
            .map(|row| row.map(|cell| on_one_line(&cell, " ")))
            .map(|[department, email, title]| [department, bare(&email), title])
            .collect();
        let bytes = written.bytes(&text);
        // Windows-1252 has letters whose bytes are another letter in UTF-8: `é€€` is `退`. Nothing can tell those apart.
        let is_utf8_too = matches!(written, Written::Windows1252) && !text.is_ascii() && str::from_utf8(&bytes).is_ok();
        prop_assume!(!is_utf8_too);
        let text = match decode(&bytes).unwrap() {
            Bytes::Unicode(text) => text,
            Bytes::CodePage => CodePage::Western.decode(&bytes).unwrap(),
        };
        match UploadFile::read(&text) {
            Ok(file) => {
                let read: Vec<_> = file.rows.into_iter().map(|row| row.cells).collect();
                prop_assert_eq!(read, expected);
            }
            Err(error) => prop_assert!(expected.is_empty(), "{error}"),
        }
    }
}
