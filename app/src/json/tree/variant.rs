//! A variant of an enum in a tree.

use super::{Tree, Unlike};
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, VariantAccess, Visitor};
use serde_json::Value;

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
