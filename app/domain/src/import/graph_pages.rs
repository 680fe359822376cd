//! The structures of saved Microsoft Graph files: one page, several pages, a list, or a single entry.

use super::graph_any_case::AnyCase;
use super::graph_error::{GraphFile, ImportError};
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::fmt;
use std::marker::PhantomData;

/// Reads all entries of a file: one page, a list of pages, a plain list, or a single entry.
pub(super) fn entries<T: DeserializeOwned>(file: GraphFile, json: &str) -> Result<Vec<T>, ImportError> {
    let json = json.trim_start_matches('\u{FEFF}').trim();
    let wrong = |error: serde_json::Error| wrong_json(file, &error);
    let items: Vec<Item<T>> = match json.chars().next() {
        None => return Err(ImportError::Empty { file }),
        Some('[') => serde_json::from_str(json).map_err(wrong)?,
        Some('{') => vec![serde_json::from_str(json).map_err(wrong)?],
        Some(_) => return Err(ImportError::NotAList { file }),
    };
    let mut entries = Vec::new();
    let mut goes_on = false;
    for item in items {
        goes_on = false;
        match item {
            Item::Refusal(Refusal { code, message }) => return Err(ImportError::Refusal { file, code, message }),
            Item::Page { page, has_next } => {
                goes_on = has_next;
                entries.extend(page.into_iter().map(|AnyCaseEntry(entry)| entry));
            }
            Item::Entry(entry) => entries.push(entry),
        }
    }
    if goes_on { Err(ImportError::Incomplete { file }) } else { Ok(entries) }
}

fn wrong_json(file: GraphFile, error: &serde_json::Error) -> ImportError {
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let place = format!(" at line {line} column {column}");
    ImportError::Json { file, line, column, what: said.strip_suffix(&place).unwrap_or(&said).to_owned() }
}

/// An item of a list.
enum Item<T> {
    /// A page of entries, and whether another page follows.
    Page { page: Vec<AnyCaseEntry<T>>, has_next: bool },
    /// An entry.
    Entry(T),
    /// A refusal by Microsoft Graph.
    Refusal(Refusal),
}

/// An entry of a page.
struct AnyCaseEntry<T>(T);

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: String,
    message: String,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for AnyCaseEntry<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(AnyCase(Value::deserialize(deserializer)?)).map(Self).map_err(D::Error::custom)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ItemVisitor(PhantomData))
    }
}

/// Reads the entries of a page one by one, since a page may be as large as the file.
struct ItemVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for ItemVisitor<T> {
    type Value = Item<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry or a page of entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item<T>, A::Error> {
        let mut rest = Map::new();
        let (mut page, mut next_link, mut error) = (None, None::<String>, None::<Value>);
        while let Some(name) = map.next_key::<String>()? {
            match name.to_ascii_lowercase().as_str() {
                "value" => page = map.next_value::<Option<Vec<AnyCaseEntry<T>>>>()?,
                "@odata.nextlink" => next_link = map.next_value()?,
                "error" => error = map.next_value()?,
                _ => {
                    rest.insert(name, map.next_value()?);
                }
            }
        }
        if let Some(error) = error {
            return Refusal::deserialize(AnyCase(error)).map(Item::Refusal).map_err(A::Error::custom);
        }
        match page {
            Some(page) => Ok(Item::Page { page, has_next: next_link.is_some() }),
            None => T::deserialize(AnyCase(Value::Object(rest))).map(Item::Entry).map_err(A::Error::custom),
        }
    }
}
