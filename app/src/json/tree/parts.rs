//! Parts of a tree: the items of a list, the fields of a struct, and the content of an enum.

use super::key::Key;
use super::{Tree, Unlike};
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};
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

/// A variant of an enum, with its content.
pub(super) struct Variant {
    pub(super) name: String,
    pub(super) content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unlike;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content), Unlike> {
        let name: StringDeserializer<Unlike> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

/// The content of a variant of an enum.
pub(super) struct Content(Option<Value>);

impl Content {
    fn tree(self) -> Result<Tree, Unlike> {
        self.0.map(Tree).ok_or(Unlike)
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = Unlike;

    fn unit_variant(self) -> Result<(), Unlike> {
        match self.0 {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(Unlike),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unlike> {
        seed.deserialize(self.tree()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_seq(self.tree()?.items()?)
    }

    fn struct_variant<V: Visitor<'de>>(self, _fields: &'static [&'static str], visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_map(self.tree()?.fields()?)
    }
}
