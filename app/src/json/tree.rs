//! Reads values from a tree of JSON.
//!
//! Text is read into the tree by code that exists once. Each type adds less code than with a reader of text: the order of a
//! struct's fields is not read, and errors have no words, because nobody sees them.

mod key;
mod parts;
mod unlike;
mod variant;

pub use unlike::Unlike;

use parts::{Fields, Items};
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;
use variant::Variant;

/// Reads a value from JSON.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unlike> {
    T::deserialize(Tree(parse(text)?))
}

fn parse(text: &str) -> Result<Value, Unlike> {
    serde_json::from_str(text).map_err(|_| Unlike)
}

/// Deserializer methods that do the same as another of them.
macro_rules! like {
    ($same:ident: $($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
            self.$same(visitor)
        })*
    };
}
use like;

/// A tree of JSON that a value is read from.
struct Tree(Value);

impl Tree {
    fn fields(self) -> Result<Fields, Unlike> {
        match self.0 {
            Value::Object(fields) => Ok(Fields { rest: fields.into_iter(), value: None }),
            _ => Err(Unlike),
        }
    }

    fn items(self) -> Result<Items, Unlike> {
        match self.0 {
            Value::Array(items) => Ok(Items(items.into_iter())),
            _ => Err(Unlike),
        }
    }

    fn variant(self) -> Result<Variant, Unlike> {
        match self.0 {
            Value::String(name) => Ok(Variant { name, content: None }),
            Value::Object(fields) => {
                let mut fields = fields.into_iter();
                match (fields.next(), fields.next()) {
                    (Some((name, content)), None) => Ok(Variant { name, content: Some(content) }),
                    _ => Err(Unlike),
                }
            }
            _ => Err(Unlike),
        }
    }

    fn text(self) -> Result<String, Unlike> {
        match self.0 {
            Value::String(text) => Ok(text),
            _ => Err(Unlike),
        }
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Unlike;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => visitor.visit_seq(self.items()?),
            Value::Object(_) => visitor.visit_map(self.fields()?),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        let Value::Number(number) = self.0 else { return Err(Unlike) };
        if let Some(number) = number.as_u64() {
            visitor.visit_u64(number)
        } else if let Some(number) = number.as_i64() {
            visitor.visit_i64(number)
        } else {
            visitor.visit_f64(number.as_f64().ok_or(Unlike)?)
        }
    }

    // Only numbers: the other forms of a value would be compiled for each type of number.
    like! { deserialize_i64:
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(Unlike),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.text()?)
    }

    like! { deserialize_string: deserialize_char deserialize_str deserialize_identifier }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            _ => Err(Unlike),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        visitor.visit_enum(self.variant()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf }
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
