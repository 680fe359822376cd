//! Whether a partner's people need an admin relationship with a customer.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Whether a partner's people need an admin relationship with a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RelationshipPolicy {
    /// At customers that had a relationship in force at any time. Elsewhere they are advised.
    #[default]
    WhereRecorded,
    /// Nowhere. Actions that no relationship would allow are done with a warning.
    Advised,
    /// At every customer.
    Required,
}

impl RelationshipPolicy {
    /// The name of the setting, on the command line and in security events.
    pub const SETTING: &str = "Admin relationships";
    /// All policies.
    pub const ALL: [Self; 3] = [Self::WhereRecorded, Self::Advised, Self::Required];

    /// The policy's word on the command line, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WhereRecorded => "where-recorded",
            Self::Advised => "advised",
            Self::Required => "required",
        }
    }
}

impl fmt::Display for RelationshipPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” must be where-recorded, advised or required.")]
pub struct RelationshipPolicyError(pub String);

impl FromStr for RelationshipPolicy {
    type Err = RelationshipPolicyError;

    fn from_str(text: &str) -> Result<Self, RelationshipPolicyError> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == text).ok_or_else(|| RelationshipPolicyError(text.into()))
    }
}
