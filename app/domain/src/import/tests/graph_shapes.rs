//! The structures and encodings of files.

use super::graph::{ADELE, ALEX, read_users};
use crate::import::graph::decode;
use crate::import::graph_error::ImportError;

fn user(id: &str, name: &str) -> String {
    format!(
        r#"{{"id": "{id}", "userPrincipalName": "{name}@fabrikam.com", "accountEnabled": true, "displayName": "{name}",
        "assignedLicenses": null}}"#
    )
}

#[test]
fn a_page_pages_and_a_bare_list_say_the_same() {
    let (adele, alex) = (user(ADELE, "adele"), user(ALEX, "alex"));
    let context = r#""@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users""#;
    for json in [
        format!(r#"{{{context}, "value": [{adele}, {alex}]}}"#),
        format!(r#"[{{{context}, "@odata.nextLink": "https://graph", "value": [{adele}]}}, {{"value": [{alex}]}}]"#),
        format!("[{adele}, {alex}]"),
        format!("\u{FEFF} [{{\"value\": []}}, {{\"value\": [{adele}, {alex}]}}]\r\n"),
    ] {
        let import = read_users(&json).unwrap();
        let names: Vec<_> = import.users.iter().map(|user| user.display_name.as_str()).collect();
        assert_eq!(names, ["adele", "alex"], "{json}");
        assert_eq!(import.notes, [], "{json}");
    }
}

#[test]
fn a_single_entry_is_a_list_of_one() {
    assert_eq!(read_users(&user(ADELE, "adele")).unwrap().users.len(), 1);
}

#[test]
fn no_users_at_all_are_taken() {
    assert_eq!(read_users(r#"{"value": []}"#).unwrap().users, []);
}

#[test]
fn text_is_decoded_by_its_mark() {
    let text = "[\"Αλέξης 李静 😀\"]";
    let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    };
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ] {
        assert_eq!(decode(&bytes).unwrap(), text);
    }
    assert_eq!(decode(b"").unwrap(), "");
}

#[test]
fn other_bytes_are_refused() {
    for bytes in [b"\xFF\xFE[".as_slice(), b"\xFE\xFF\xD8\x00", b"[\"\xE9\"]", b"PK\x03\x04\xFF"] {
        assert_eq!(decode(bytes), Err(ImportError::NotText), "{bytes:?}");
    }
}
