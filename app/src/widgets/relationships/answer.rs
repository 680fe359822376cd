//! The answers to requests about relationships.

use crate::api::people::MadeLink;
use crate::api::relationships::{AskReply, RelationshipsReply, ResellerReply};
use crate::widgets::people::sending::{self, FieldRefusal};
use domain::access::relationship::CustomerRelationships;
use std::fmt;

/// Why a change was refused, in words that a person can act on, and the field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The words.
    pub words: String,
    /// The id of the field, if it is about one.
    pub field: Option<&'static str>,
}

/// A reply of any kind.
pub type RelationshipAnswer = sending::Answer<Refused, CustomerRelationships>;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl FieldRefusal for Refused {
    fn field(&self) -> Option<&'static str> {
        self.field
    }
}

impl From<RelationshipsReply> for RelationshipAnswer {
    fn from(reply: RelationshipsReply) -> Self {
        match reply {
            RelationshipsReply::Done(shown) => Self::Done { shown, made: None },
            RelationshipsReply::Refused(refused) => Self::Refused(refused.into()),
        }
    }
}

impl From<ResellerReply> for RelationshipAnswer {
    fn from(reply: ResellerReply) -> Self {
        match reply {
            ResellerReply::Done(shown) => Self::Done { shown, made: None },
            ResellerReply::Refused(refused) => Self::Refused(Refused { words: refused.to_string(), field: None }),
        }
    }
}

impl From<AskReply> for RelationshipAnswer {
    fn from(reply: AskReply) -> Self {
        match reply {
            AskReply::Asked { path, expires, relationships } => {
                Self::Done { shown: relationships, made: Some(MadeLink { path, expires, mailed: false }) }
            }
            AskReply::Refused(refused) => Self::Refused(refused.into()),
        }
    }
}
