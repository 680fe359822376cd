//! Bounds on requests, checked while a request is read: a list or text that is too long is refused before it is used.
//!
//! The functions are for serde's `deserialize_with`, so each bound is at its field in the request's type.

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// The most ids in one list of a filter.
pub const FILTER_IDS_MAX: usize = 100;
/// The most products a change may name, and the most service plans of each. The published table has 620 products with
/// at most 110 plans each.
pub const CHANGE_IDS_MAX: usize = 1_000;
/// The most users a request may name one by one.
pub const USERS_MAX: usize = 250_000;
/// The most characters in a typed field or cell. Fields have narrower limits with their own messages; this one bounds
/// the size of a request.
pub const TYPED_MAX: usize = 4_000;
/// The most characters of a value in a filter.
pub const VALUE_MAX: usize = 256;
/// The most characters of a search.
pub const SEARCH_MAX: usize = 100;

/// A search text, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SearchText(#[serde(deserialize_with = "text::<SEARCH_MAX, _>")] pub String);

/// Reads a list or set of at most `MAX` entries.
///
/// # Errors
/// When it has more entries, or is not a list.
pub fn list<'de, const MAX: usize, C, D>(deserializer: D) -> Result<C, D::Error>
where
    C: Default + IntoIterator + Extend<C::Item>,
    C::Item: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(List::<MAX, C>(PhantomData))
}

/// Reads a list of at most `MAX` items, or none.
///
/// # Errors
/// When it has more items, or is not a list.
pub fn list_if_any<'de, const MAX: usize, C, D>(deserializer: D) -> Result<Option<C>, D::Error>
where
    C: Default + IntoIterator + Extend<C::Item>,
    C::Item: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::<Listed<MAX, C>>::deserialize(deserializer)?.map(|Listed(list)| list))
}

/// Reads a map of at most `MAX` entries.
///
/// # Errors
/// When it has more entries, or is not a map.
pub fn map<'de, const MAX: usize, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(Map::<MAX, K, V>(PhantomData))
}

/// Reads a text of at most `MAX` characters.
///
/// # Errors
/// When it is longer, or is not a text.
pub fn text<'de, const MAX: usize, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Text::<MAX>::deserialize(deserializer).map(|Text(text)| text)
}

/// Reads an optional text of at most `MAX` characters.
///
/// # Errors
/// When it is longer, or is not a text.
pub fn text_if_any<'de, const MAX: usize, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<Text<MAX>>::deserialize(deserializer)?.map(|Text(text)| text))
}

/// Reads at most `MAX` texts of at most [`TYPED_MAX`] characters each.
///
/// # Errors
/// When there are more, or one is longer.
pub fn texts<'de, const MAX: usize, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let texts: Vec<Text<TYPED_MAX>> = list::<MAX, _, _>(deserializer)?;
    Ok(texts.into_iter().map(|Text(text)| text).collect())
}

/// Reads a map of at most `MAX` entries, each a text of at most [`TYPED_MAX`] characters.
///
/// # Errors
/// When there are more, or a text is longer.
pub fn typed_by_key<'de, const MAX: usize, K, D>(deserializer: D) -> Result<BTreeMap<K, String>, D::Error>
where
    K: Deserialize<'de> + Ord,
    D: Deserializer<'de>,
{
    let texts: BTreeMap<K, Text<TYPED_MAX>> = map::<MAX, _, _, _>(deserializer)?;
    Ok(texts.into_iter().map(|(key, Text(text))| (key, text)).collect())
}

/// A list of at most `MAX` items.
struct Listed<const MAX: usize, C>(C);

impl<'de, const MAX: usize, C> Deserialize<'de> for Listed<MAX, C>
where
    C: Default + IntoIterator + Extend<C::Item>,
    C::Item: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        list::<MAX, _, _>(deserializer).map(Self)
    }
}

/// A text of at most `MAX` characters.
struct Text<const MAX: usize>(String);

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // A character takes at least one byte, so most texts need not be counted.
        if text.len() > MAX && text.chars().count() > MAX {
            return Err(D::Error::custom(format_args!("a text has more than {MAX} characters")));
        }
        Ok(Self(text))
    }
}

struct List<const MAX: usize, C>(PhantomData<C>);

impl<'de, const MAX: usize, C> Visitor<'de> for List<MAX, C>
where
    C: Default + IntoIterator + Extend<C::Item>,
    C::Item: Deserialize<'de>,
{
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {MAX}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<C, A::Error> {
        let (mut read, mut count) = (C::default(), 0);
        while let Some(one) = all.next_element()? {
            if count == MAX {
                return Err(A::Error::custom(format_args!("a list has more than {MAX} entries")));
            }
            count += 1;
            read.extend([one]);
        }
        Ok(read)
    }
}

struct Map<const MAX: usize, K, V>(PhantomData<(K, V)>);

impl<'de, const MAX: usize, K, V> Visitor<'de> for Map<MAX, K, V>
where
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    type Value = BTreeMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map of at most {MAX}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<BTreeMap<K, V>, A::Error> {
        let mut read = BTreeMap::new();
        while let Some((key, value)) = all.next_entry()? {
            if read.len() == MAX {
                return Err(A::Error::custom(format_args!("a map has more than {MAX} entries")));
            }
            read.insert(key, value);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::application::ApplicationForm;
    use crate::access::application_key::DESCRIPTION_MAX;
    use crate::access::application_key::KeyForm;
    use crate::access::group::{GroupForm, MEMBERS_MAX};
    use crate::access::names::NAME_MAX;
    use crate::console::accounts::Who;
    use crate::console::activity::ActivityQuery;
    use crate::console::entries::UpnList;
    use crate::console::selection::{CLICKS_MAX, SelectionChange, UPNS_MAX};
    use crate::console::user_template::UserTemplate;
    use crate::directory::deleted_user::DeletedUsersQuery;
    use crate::directory::filter::UserFilter;
    use crate::directory::profile::TypedProfile;
    use crate::ids::{PartnerUserId, PlanId, SkuId, TemplateId, UserId};
    use crate::rules::account_change::AccountChange;
    use crate::rules::change::{Change, PlansChange, ProductChange, Switch};
    use crate::rules::offboard::{Offboarding, Revoke};
    use crate::store::CustomerQuery;
    use std::fmt::Debug;
    use uuid::Uuid;

    /// Asserts that a request with `most` entries is read as sent, and one with one more is refused.
    fn assert_bounded<T>(what: &str, most: usize, request: impl Fn(usize) -> T)
    where
        T: Serialize + for<'de> Deserialize<'de> + PartialEq + Debug,
    {
        let (most, more) = (request(most), request(most + 1));
        let read = |request: &T| serde_json::from_str::<T>(&serde_json::to_string(request).unwrap());
        assert!(read(&most).is_ok_and(|read| read == most), "{what}: the most is refused");
        let refusal = read(&more).map(|_| ()).unwrap_err().to_string();
        assert!(refusal.contains(" has more than "), "{what}: {refusal}");
    }

    fn ids<T>(count: usize, new: fn(Uuid) -> T) -> Vec<T> {
        (0..count).map(|n| new(Uuid::from_u128(n as u128))).collect()
    }

    /// Each character takes two bytes: the bound counts characters, not bytes.
    fn words(characters: usize) -> String {
        "é".repeat(characters)
    }

    #[test]
    fn filters_name_only_so_many_products_and_short_values() {
        let skus = |n| ids(n, SkuId::new);
        assert_bounded("any", FILTER_IDS_MAX, |n| UserFilter { any_of: skus(n), ..UserFilter::default() });
        assert_bounded("all", FILTER_IDS_MAX, |n| UserFilter { all_of: skus(n), ..UserFilter::default() });
        assert_bounded("none", FILTER_IDS_MAX, |n| UserFilter { none_of: skus(n), ..UserFilter::default() });
        assert_bounded("search", SEARCH_MAX, |n| UserFilter { search: words(n), ..UserFilter::default() });
        assert_bounded("domain", VALUE_MAX, |n| UserFilter { domain: Some(words(n)), ..UserFilter::default() });
        let department = |n| UserFilter { department: Some(words(n)), ..UserFilter::default() };
        assert_bounded("department", VALUE_MAX, department);
        assert_bounded("title", VALUE_MAX, |n| UserFilter { job_title: Some(words(n)), ..UserFilter::default() });
    }

    #[test]
    fn searches_are_short() {
        assert_bounded("everywhere", SEARCH_MAX, |n| SearchText(words(n)));
        assert_bounded("customers", SEARCH_MAX, |n| CustomerQuery { search: words(n), ..CustomerQuery::default() });
        assert_bounded("deleted", SEARCH_MAX, |n| DeletedUsersQuery { search: words(n), ..Default::default() });
        assert_bounded("activity", SEARCH_MAX, |n| ActivityQuery { search: words(n), ..ActivityQuery::default() });
    }

    #[test]
    fn selections_take_so_many_clicks_and_addresses() {
        let add = |n| SelectionChange::Clicks { add: ids(n, UserId::new), remove: Vec::new() };
        let remove = |n| SelectionChange::Clicks { add: Vec::new(), remove: ids(n, UserId::new) };
        assert_bounded("clicks in", CLICKS_MAX, add);
        assert_bounded("clicks out", CLICKS_MAX, remove);
        assert_bounded("addresses", UPNS_MAX, |n| SelectionChange::Upns(vec!["a".into(); n]));
        assert_bounded("an address", TYPED_MAX, |n| SelectionChange::Upns(vec![words(n)]));
        assert_bounded("holders", UPNS_MAX, |n| UpnList(vec!["a".into(); n]));
    }

    #[test]
    fn groups_have_so_many_members() {
        let members = |n| ids(n, PartnerUserId::new).into_iter().collect();
        assert_bounded("members", MEMBERS_MAX, |n| GroupForm { members: members(n), ..GroupForm::default() });
        assert_bounded("seen", MEMBERS_MAX, |n| GroupForm { seen: Some(members(n)), ..GroupForm::default() });
        assert_bounded("group", NAME_MAX, |n| GroupForm { name: words(n), ..GroupForm::default() });
    }

    #[test]
    fn applications_and_keys_have_short_names() {
        assert_bounded("application", NAME_MAX, |n| ApplicationForm { name: words(n), ..ApplicationForm::default() });
        assert_bounded("key", DESCRIPTION_MAX, |n| KeyForm { description: words(n), ..KeyForm::default() });
    }

    #[test]
    fn changes_name_only_so_many_products_plans_and_users() {
        let products = |n| Change {
            products: ids(n, SkuId::new).into_iter().map(|sku| (sku, ProductChange::default())).collect(),
            location: None,
        };
        assert_bounded("products", CHANGE_IDS_MAX, products);
        let plans = |n| PlansChange::Each(ids(n, PlanId::new).into_iter().map(|plan| (plan, Switch::On)).collect());
        assert_bounded("plans", CHANGE_IDS_MAX, plans);
        let exactly = |n| PlansChange::Exactly(ids(n, PlanId::new).into_iter().collect());
        assert_bounded("exactly these plans", CHANGE_IDS_MAX, exactly);
        let revoke = |n| Offboarding {
            revoke: Revoke::These(ids(n, SkuId::new).into_iter().collect()),
            ..Offboarding::default()
        };
        assert_bounded("offboarding", CHANGE_IDS_MAX, revoke);
        assert_bounded("users", USERS_MAX, |n| Who::Listed(ids(n, UserId::new)));
        let restore = |n| AccountChange::Restore {
            upns: [(UserId::new(Uuid::from_u128(1)), words(n))].into(),
            without: Default::default(),
        };
        assert_bounded("a restored address", TYPED_MAX, restore);
    }

    #[test]
    fn what_is_typed_is_no_book() {
        let profile = |n| TypedProfile { department: Some(words(n)), ..TypedProfile::default() };
        assert_bounded("department", TYPED_MAX, profile);
        assert_bounded("email", TYPED_MAX, |n| TypedProfile { email: Some(words(n)), ..TypedProfile::default() });
        let template = |domain: usize, department: usize| UserTemplate {
            id: TemplateId::new(Uuid::from_u128(1)),
            name: "Sales".parse().unwrap(),
            domain: words(domain),
            mailbox: Default::default(),
            location: None,
            department: words(department),
            licenses: Change::default(),
        };
        assert_bounded("template's domain", VALUE_MAX, |n| template(n, 1));
        assert_bounded("template's department", 64, |n| template(1, n));
    }
}
