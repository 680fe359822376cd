//! Keys of maps. In the values that are read, keys can be numbers, truth values and enums.

use super::variant::Variant;
use super::{Unlike, like};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// The key of an entry, which in JSON is always text.
pub(super) struct Key(pub(super) String);

impl Key {
    fn number<'de, T, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike>
    where
        T: std::str::FromStr + IntoDeserializer<'de, Unlike>,
    {
        let number: T = self.0.parse().map_err(|_| Unlike)?;
        number.into_deserializer().deserialize_any(visitor)
    }
}

impl<'de> Deserializer<'de> for Key {
    type Error = Unlike;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.0)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.number::<i64, V>(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.number::<u64, V>(visitor)
    }

    like! { deserialize_i64: deserialize_i8 deserialize_i16 deserialize_i32 }
    like! { deserialize_u64: deserialize_u8 deserialize_u16 deserialize_u32 }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_bool(self.0.parse().map_err(|_| Unlike)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        visitor.visit_enum(Variant { name: self.0, content: None })
    }

    forward_to_deserialize_any! {
        f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
