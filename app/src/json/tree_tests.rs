//! Tests of reading values from a tree of JSON.

use super::*;
use domain::access::denied::Denied;
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
    for text in [r#""Else""#, r#"{"One":256}"#, r#"{"One":1,"Plain":null}"#, r#"{"Two":[1]}"#, "7", r#"{"Plain":1}"#] {
        assert_eq!(read::<Kind>(text), Err(Unlike), "{text}");
    }
    assert!(read::<Denied>("{}").is_err() && read::<String>("1").is_err() && read::<()>("0").is_err());
    assert!(read::<BTreeMap<u8, ()>>(r#"{"256":null}"#).is_err() && read::<bool>("0").is_err());
}
