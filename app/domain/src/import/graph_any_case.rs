//! Reading JSON with names in any casing: Microsoft Graph writes `skuId`, its PowerShell commands write `SkuId`.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

/// The name under which PowerShell keeps values without a field in its own types.
const ADDITIONAL: &str = "AdditionalProperties";

/// A value whose structures are read with names in any casing, at every depth.
pub(super) struct AnyCase(pub(super) Value);

impl<'de> Deserializer<'de> for AnyCase {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(AnyCase))),
            other => other.deserialize_seq(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(map) => visitor.visit_map(MapDeserializer::new(known(map, fields).into_iter())),
            other => other.deserialize_map(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct map enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for AnyCase {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The known fields, each once under its own name. If one name occurs in several casings, the first value that is not
/// null counts.
fn known(mut map: Map<String, Value>, fields: &'static [&'static str]) -> Vec<(&'static str, AnyCase)> {
    let mut found: Vec<(&'static str, AnyCase)> = Vec::with_capacity(fields.len());
    let additional = map.keys().find(|name| name.eq_ignore_ascii_case(ADDITIONAL)).cloned();
    let additional = match additional.and_then(|name| map.remove(&name)) {
        Some(Value::Object(additional)) => additional,
        _ => Map::new(),
    };
    for (name, value) in map.into_iter().chain(additional) {
        let Some(field) = fields.iter().find(|field| field.eq_ignore_ascii_case(&name)) else { continue };
        match found.iter_mut().find(|(known, _)| known == field) {
            Some((_, AnyCase(first))) if first.is_null() => *first = value,
            Some(_) => {}
            None => found.push((field, AnyCase(value))),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Outer {
        sku_id: Value,
        inner_list: Option<Vec<Inner>>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Inner {
        is_default: Value,
        #[serde(rename = "@odata.type")]
        kind: Value,
    }

    fn read(json: Value) -> Outer {
        Outer::deserialize(AnyCase(json)).unwrap()
    }

    #[test]
    fn every_casing_is_the_same_name_at_every_depth() {
        let expected = Outer {
            sku_id: json!("A"),
            inner_list: Some(vec![Inner { is_default: json!(true), kind: json!("user") }]),
        };
        for json in [
            json!({"skuId": "A", "innerList": [{"isDefault": true, "@odata.type": "user"}]}),
            json!({"SkuId": "A", "InnerList": [{"IsDefault": true, "@OData.Type": "user"}]}),
            json!({"SKUID": "A", "innerlist": [{"ISDEFAULT": true, "other": 1, "@odata.type": "user"}]}),
            json!({"AdditionalProperties": {"skuId": "A"}, "InnerList": [
                {"IsDefault": true, "AdditionalProperties": {"@odata.type": "user"}}]}),
            json!({"SkuId": null, "skuId": "A", "InnerList": [
                {"IsDefault": true, "isDefault": null, "@odata.type": "user"}]}),
        ] {
            assert_eq!(read(json.clone()), expected, "{json}");
        }
    }

    #[test]
    fn what_is_absent_or_null_is_none() {
        assert_eq!(read(json!({"InnerList": null, "AdditionalProperties": {}})), Outer::default());
    }

    #[test]
    fn another_shape_is_an_error() {
        for json in [json!([1]), json!("x"), json!({"InnerList": "x"}), json!({"InnerList": [["x"]]})] {
            assert!(Outer::deserialize(AnyCase(json.clone())).is_err(), "{json}");
        }
    }
}
