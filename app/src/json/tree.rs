//! Reads values from a tree of JSON.
//!
//! Text is read into the tree by code that is there once. What each type adds is less than it would be with the text's own
//! reader: the order of a struct's fields is not read, and errors say nothing, since nobody sees what a reply lacks.

use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};
use std::fmt::{self, Display, Formatter};

/// The text or tree is not that of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unlike;

/// Reads a value from JSON.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unlike> {
    T::deserialize(Tree(parse(text)?))
}

fn parse(text: &str) -> Result<Value, Unlike> {
    serde_json::from_str(text).map_err(|_| Unlike)
}

impl Display for Unlike {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("it is not what was expected")
    }
}

impl std::error::Error for Unlike {}

impl de::Error for Unlike {
    fn custom<T: Display>(_message: T) -> Self {
        Self
    }

    fn invalid_type(_found: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_found: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_length: usize, _expected: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_variant: &str, _expected: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_field: &str, _expected: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_field: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_field: &'static str) -> Self {
        Self
    }
}

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

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(Unlike),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.text()?)
    }

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

/// The items of a list.
struct Items(std::vec::IntoIter<Value>);

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
struct Fields {
    rest: <Map<String, Value> as IntoIterator>::IntoIter,
    value: Option<Value>,
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

/// The key of an entry, which in JSON is always text.
struct Key(String);

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

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_u64(visitor)
    }

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

/// A variant of an enum, and what it contains.
struct Variant {
    name: String,
    content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unlike;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content), Unlike> {
        let name: StringDeserializer<Unlike> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

/// What a variant of an enum contains.
struct Content(Option<Value>);

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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::permission::Denied;
    use serde::{Deserialize, Serialize};
    use std::collections::{BTreeMap, BTreeSet};

    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    enum Kind {
        Plain,
        One(u8),
        Two(i32, String),
        Named { is_new: bool, rest: Option<Vec<u64>> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Id(String);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Whole {
        kinds: Vec<Kind>,
        by_number: BTreeMap<u32, (Id, char)>,
        by_kind: BTreeMap<Kind, f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        absent: Option<String>,
        result: Result<BTreeSet<i16>, ()>,
        #[serde(rename = "other")]
        unit: (),
    }

    fn whole() -> Whole {
        Whole {
            kinds: vec![
                Kind::Plain,
                Kind::One(255),
                Kind::Two(-7, "Zürich \"1\"\n".into()),
                Kind::Named { is_new: true, rest: Some(vec![u64::MAX, 0]) },
                Kind::Named { is_new: false, rest: None },
            ],
            by_number: BTreeMap::from([(7, (Id("a".into()), 'é')), (4_000_000_000, (Id(String::new()), '!'))]),
            by_kind: BTreeMap::from([(Kind::Plain, -0.5)]),
            absent: None,
            result: Ok(BTreeSet::from([-1, 1])),
            unit: (),
        }
    }

    #[test]
    fn a_value_is_read_as_the_reader_of_text_reads_it() {
        let text = serde_json::to_string(&whole()).unwrap();
        assert_eq!(read::<Whole>(&text), Ok(whole()));
        assert_eq!(serde_json::from_str::<Whole>(&text).unwrap(), whole());
        let error = Result::<(), Option<Kind>>::Err(None);
        assert_eq!(read::<Result<(), Option<Kind>>>(&serde_json::to_string(&error).unwrap()), Ok(error));
    }

    #[test]
    fn what_else_is_there_is_passed_over() {
        let added = serde_json::to_string(&whole()).unwrap().replacen('{', r#"{"new":{"a":[1,null]},"#, 1);
        assert_eq!(read::<Whole>(&added), Ok(whole()));
    }

    #[test]
    fn what_is_unlike_the_type_is_not_read() {
        for text in ["", "{", "[]", r#"{"kinds":[]}"#, r#""Plain" x"#] {
            assert_eq!(read::<Whole>(text), Err(Unlike), "{text}");
        }
        for text in
            [r#""Else""#, r#"{"One":256}"#, r#"{"One":1,"Plain":null}"#, r#"{"Two":[1]}"#, "7", r#"{"Plain":1}"#]
        {
            assert_eq!(read::<Kind>(text), Err(Unlike), "{text}");
        }
        assert!(read::<Denied>("{}").is_err() && read::<String>("1").is_err() && read::<()>("0").is_err());
        assert!(read::<BTreeMap<u8, ()>>(r#"{"256":null}"#).is_err() && read::<bool>("0").is_err());
    }
}
