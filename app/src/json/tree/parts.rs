//! Parts of a tree: the items of a list and the fields of a struct.

use super::key::Key;
use super::{Tree, Unlike};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};
use serde_json::{Map, Value};

/// The items of a list.
pub(super) struct Items(pub(super) std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unlike;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unlike> {
        match self.0.next() {
            Some(item) => seed.deserialize(Tree(item)).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of a struct, or the entries of a map.
pub(super) struct Fields {
    pub(super) rest: <Map<String, Value> as IntoIterator>::IntoIter,
    pub(super) value: Option<Value>,
}

impl Fields {
    fn next(&mut self) -> Option<String> {
        let (key, value) = self.rest.next()?;
        self.value = Some(value);
        Some(key)
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unlike;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unlike> {
        match self.next() {
            Some(key) => seed.deserialize(Key(key)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unlike> {
        seed.deserialize(Tree(self.value.take().ok_or(Unlike)?))
    }
}
