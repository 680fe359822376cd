//! Tags of customers. A partner groups customers by them, and custom permissions can cover the customers with a tag.

use super::invisible::{is_invisible, shows_nothing};
use super::search::sort_key;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// The longest tag, in characters.
pub const TAG_MAX: usize = 30;
/// The most tags of a customer, and the most that custom permissions name.
pub const TAGS_MAX: usize = 20;

/// A tag. Tags are compared as names are, in any case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag {
    name: String,
    key: String,
}

/// Why a text is no tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum NotATag {
    /// It shows nothing.
    #[error("Enter a tag.")]
    Blank,
    /// It is too long.
    #[error("A tag has at most {TAG_MAX} characters.")]
    TooLong,
    /// It has characters that make it look like another, or a comma, which separates tags.
    #[error("A tag can't have commas or characters that can't be seen. Type it again.")]
    Hidden,
}

/// Why tags can't be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TagsRefused {
    /// One of them is no tag.
    #[error(transparent)]
    Tag(#[from] NotATag),
    /// There are too many.
    #[error("A customer has at most {TAGS_MAX} tags.")]
    TooMany,
    /// Others changed them meanwhile.
    #[error("The tags were changed meanwhile. Look at them again.")]
    Changed,
    /// Custom permissions in another tenant name a tag that is set or removed.
    #[error(
        "People of another directory have customers by one of these tags. A Global admin who belongs to no directory can change it."
    )]
    OtherTenants,
    /// An application with live keys would be able to do more than the person who sets the tag.
    #[error(
        "With one of these tags, an application with live keys would be able to do more than you. Ask somebody with these roles, or revoke its keys first."
    )]
    KeysWouldGain,
}

impl Tag {
    /// The tag as it was typed, without spaces around it.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The form in which tags are compared.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// The tags in a text, separated by commas.
///
/// # Errors
/// The first reason why not.
pub fn read_tags(text: &str) -> Result<BTreeSet<Tag>, TagsRefused> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let mut tags = BTreeSet::new();
    for part in parts {
        tags.insert(part.parse::<Tag>()?);
        if tags.len() > TAGS_MAX {
            return Err(TagsRefused::TooMany);
        }
    }
    Ok(tags)
}

impl FromStr for Tag {
    type Err = NotATag;

    fn from_str(text: &str) -> Result<Self, NotATag> {
        let name = text.trim();
        if name.is_empty() || shows_nothing(name) {
            return Err(NotATag::Blank);
        }
        if name.chars().count() > TAG_MAX {
            return Err(NotATag::TooLong);
        }
        if name.chars().any(|c| c == ',' || c.is_control() || is_invisible(c)) {
            return Err(NotATag::Hidden);
        }
        Ok(Self { name: name.to_owned(), key: sort_key(name) })
    }
}

impl TryFrom<String> for Tag {
    type Error = NotATag;

    fn try_from(text: String) -> Result<Self, NotATag> {
        text.parse()
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.name
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Tag {}

impl PartialOrd for Tag {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tag {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_the_same_in_any_case_and_without_spaces_around_them() {
        let tags = read_tags(" Retail , retail,Zürich, ZÜRICH ,").unwrap();
        assert_eq!(tags.iter().map(Tag::as_str).collect::<Vec<_>>(), ["Retail", "Zürich"]);
        assert_eq!(read_tags(" , ").unwrap(), BTreeSet::new());
    }

    #[test]
    fn a_tag_can_be_read_and_is_short() {
        assert_eq!("é".repeat(30).parse::<Tag>().unwrap().key(), "é".repeat(30));
        assert_eq!("é".repeat(31).parse::<Tag>(), Err(NotATag::TooLong));
        assert_eq!("\u{200b}".parse::<Tag>(), Err(NotATag::Blank));
        for hidden in ["a\u{202e}b", "a\u{200b}b", "a\0b", "a,b"] {
            assert_eq!(hidden.parse::<Tag>(), Err(NotATag::Hidden), "{hidden:?}");
        }
        assert!(serde_json::from_str::<Tag>("\"a,b\"").is_err());
        assert_eq!(serde_json::to_string(&"Retail".parse::<Tag>().unwrap()).unwrap(), "\"Retail\"");
    }

    #[test]
    fn a_customer_has_only_so_many_tags() {
        let of = |count: usize| (0..count).map(|number| format!("tag {number}")).collect::<Vec<_>>().join(",");
        assert_eq!(read_tags(&of(20)).unwrap().len(), 20);
        assert_eq!(read_tags(&of(21)), Err(TagsRefused::TooMany));
    }
}
