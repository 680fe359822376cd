//! From bytes to text: the encodings that Excel and its kin write.

use super::error::FileError;
use crate::directory::one_line::is_no_text;

/// How spreadsheets begin: a zip (`.xlsx`, `.ods`), an OLE file (`.xls`).
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];

/// Windows-1252 from 0x80 to 0x9F; NUL where it has nothing. All other bytes are the same in Unicode.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text of a file: UTF-8 and UTF-16 by their marks or, without one, by what they look like; else Windows-1252.
///
/// # Errors
/// When it is empty, a spreadsheet or no text.
pub fn decode(bytes: &[u8]) -> Result<String, FileError> {
    if SPREADSHEETS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(FileError::Spreadsheet);
    }
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        _ => without_mark(bytes),
    };
    let text = text.filter(|text| !text.contains(is_no_text)).ok_or(FileError::NotText)?;
    if text.trim().is_empty() { Err(FileError::Empty) } else { Ok(text) }
}

fn without_mark(bytes: &[u8]) -> Option<String> {
    match looks_like_utf_16(bytes) {
        Some(read) => utf_16(bytes, read),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => Some(bytes.iter().copied().map(windows_1252).collect()),
        },
    }
}

/// In UTF-16 the separators, digits and line ends of any CSV file have a zero byte, always on the same side.
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

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
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
            assert_eq!(decode(&bytes).as_deref(), Ok(TEXT), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_unicode_is_windows_1252() {
        assert_eq!(decode(b"Zo\xEB \x96 caf\xE9 \x80").as_deref(), Ok("Zoë – café €"));
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert_eq!(decode(b"PK\x03\x04\x14\0\x06\0"), Err(FileError::Spreadsheet));
        assert_eq!(decode(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"), Err(FileError::Spreadsheet));
        assert_eq!(decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Err(FileError::NotText));
        assert_eq!(decode(b"\xFF\xFEa\0b"), Err(FileError::NotText));
        assert_eq!(decode(b"Name \x81"), Err(FileError::NotText));
        for empty in [&b""[..], b" \r\n ", b"\xEF\xBB\xBF", b"\xFF\xFE"] {
            assert_eq!(decode(empty), Err(FileError::Empty));
        }
    }
}
