//! Decoding bytes to text. Unicode is recognized with certainty; [`super::code_page`] reads everything else.

use super::error::BYTES_MAX;
use super::error::FileError;
use crate::directory::one_line::is_no_text;

/// The first bytes of spreadsheets: a zip (`.xlsx`, `.ods`) or an OLE file (`.xls`).
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];

/// The kind of a file's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bytes {
    /// Unicode text, recognized with certainty.
    Unicode(String),
    /// Text in an unknown code page.
    CodePage,
}

/// Decodes a file: UTF-8 and UTF-16 by their byte-order marks or, without one, by their bytes.
///
/// # Errors
/// When the file is too large, empty, a spreadsheet or not text.
pub fn decode(bytes: &[u8]) -> Result<Bytes, FileError> {
    if bytes.len() > BYTES_MAX {
        return Err(FileError::TooLarge);
    }
    if SPREADSHEETS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(FileError::Spreadsheet);
    }
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        _ => match (looks_like_utf_16(bytes), std::str::from_utf8(bytes)) {
            (Some(read), _) => utf_16(bytes, read),
            (None, Ok(text)) => Some(text.to_owned()),
            (None, Err(_)) if bytes.iter().copied().map(char::from).any(is_no_text) => None,
            (None, Err(_)) => return Ok(Bytes::CodePage),
        },
    };
    let text = text.filter(|text| !text.contains(is_no_text)).ok_or(FileError::NotText)?;
    if text.trim().is_empty() { Err(FileError::Empty) } else { Ok(Bytes::Unicode(text)) }
}

/// In UTF-16, the separators, digits and line ends of any CSV file contain a zero byte, always on the same side.
fn looks_like_utf_16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    let (even, odd) = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == 0)
        .fold((0, 0), |(even, odd), (at, _)| if at % 2 == 0 { (even + 1, odd) } else { (even, odd + 1) });
    match (even, odd) {
        (0, 1..) => Some(u16::from_le_bytes),
        (1.., 0) => Some(u16::from_be_bytes),
        _ => None,
    }
}

fn utf_16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Option<String> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    let units = pairs.map(|pair| read([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<String, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Name;Email\r\nAnna Kováčová €;a@x.com\r\n";

    fn in_utf_16(text: &str, write: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(write).collect()
    }

    #[test]
    fn utf_8_and_utf_16_are_read_with_and_without_a_mark() {
        let marked = format!("\u{feff}{TEXT}");
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            in_utf_16(&marked, u16::to_le_bytes),
            in_utf_16(&marked, u16::to_be_bytes),
            in_utf_16(TEXT, u16::to_le_bytes),
            in_utf_16(TEXT, u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes), Ok(Bytes::Unicode(TEXT.to_owned())), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_unicode_is_in_a_code_page() {
        assert_eq!(decode(b"Zo\xEB \x96 caf\xE9 \x80"), Ok(Bytes::CodePage));
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert_eq!(decode(b"PK\x03\x04\x14\0\x06\0"), Err(FileError::Spreadsheet));
        assert_eq!(decode(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"), Err(FileError::Spreadsheet));
        assert_eq!(decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Err(FileError::NotText));
        assert_eq!(decode(b"\xFF\xFEa\0b"), Err(FileError::NotText));
        assert_eq!(decode(b"Zo\xEB \x01"), Err(FileError::NotText));
        assert_eq!(decode(&vec![b' '; BYTES_MAX + 1]), Err(FileError::TooLarge));
        for empty in [&b""[..], b" \r\n ", b"\xEF\xBB\xBF", b"\xFF\xFE"] {
            assert_eq!(decode(empty), Err(FileError::Empty));
        }
    }
}
