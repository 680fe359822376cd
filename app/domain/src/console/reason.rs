//! `Reason or ticket`: why something is done, in the words of the person who does it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most characters of a reason.
pub const REASON_MAX: usize = 200;

/// The reason for a change, or its ticket: one line of 1 to [`REASON_MAX`] characters, without surrounding blanks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// Why a text is not a valid reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// Nothing was typed, and a reason is required.
    #[error("Give a reason or ticket.")]
    Missing,
    /// Longer than [`REASON_MAX`].
    #[error("A reason or ticket has at most {REASON_MAX} characters; this one has {0}.")]
    TooLong(usize),
    /// A line break or another character that is not text.
    #[error("A reason or ticket is one line of text.")]
    NotText,
}

impl Reason {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reason {
    type Err = ReasonError;

    fn from_str(text: &str) -> Result<Self, ReasonError> {
        let text = text.trim();
        let length = text.chars().count();
        match length {
            0 => Err(ReasonError::Missing),
            _ if length > REASON_MAX => Err(ReasonError::TooLong(length)),
            _ if text.chars().any(char::is_control) => Err(ReasonError::NotText),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Reason {
    type Error = ReasonError;

    fn try_from(text: String) -> Result<Self, ReasonError> {
        text.parse()
    }
}

impl From<Reason> for String {
    fn from(Reason(text): Reason) -> Self {
        text
    }
}

/// Whether people give a reason when they save, undo or buy. The partner decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ReasonPolicy {
    /// Reasons are neither asked for nor stored.
    Off,
    /// A reason may be given.
    #[default]
    Optional,
    /// Nothing is saved without a reason.
    Required,
}

/// The text is not a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not off, optional or required.")]
pub struct NotAPolicy(pub String);

impl ReasonPolicy {
    /// All policies.
    pub const ALL: [Self; 3] = [Self::Off, Self::Optional, Self::Required];

    /// The policy's name, as stored and typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// Reads a typed reason. An empty text gives `None` unless a reason is required.
    ///
    /// # Errors
    /// Its fault.
    pub fn read(self, typed: &str) -> Result<Option<Reason>, ReasonError> {
        match typed.parse() {
            _ if self == Self::Off => Ok(None),
            Ok(reason) => Ok(Some(reason)),
            Err(ReasonError::Missing) if self == Self::Optional => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The reason of a request that is to be stored.
    ///
    /// # Errors
    /// [`ReasonError::Missing`] if a reason is required but not given.
    pub fn keep(self, given: Option<&Reason>) -> Result<Option<&Reason>, ReasonError> {
        match (self, given) {
            (Self::Off, _) => Ok(None),
            (Self::Required, None) => Err(ReasonError::Missing),
            (Self::Optional | Self::Required, given) => Ok(given),
        }
    }
}

impl fmt::Display for ReasonPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ReasonPolicy {
    type Err = NotAPolicy;

    fn from_str(text: &str) -> Result<Self, NotAPolicy> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == text).ok_or_else(|| NotAPolicy(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_of_text() {
        assert_eq!("  INC-4711, new hires ".parse::<Reason>().unwrap().as_str(), "INC-4711, new hires");
        let longest = "ü".repeat(REASON_MAX);
        assert_eq!(longest.parse::<Reason>().unwrap().as_str(), longest);
        assert_eq!((longest + "x").parse::<Reason>(), Err(ReasonError::TooLong(REASON_MAX + 1)));
        assert_eq!(" \t ".parse::<Reason>(), Err(ReasonError::Missing));
        assert_eq!("one\ntwo".parse::<Reason>(), Err(ReasonError::NotText));
        assert!(serde_json::from_str::<Reason>("\"\"").is_err(), "nobody sends what nobody can type");
    }

    #[test]
    fn the_policy_says_whether_one_is_needed_and_kept() {
        use ReasonPolicy::{Off, Optional, Required};
        let reason: Reason = "INC-1".parse().unwrap();
        assert_eq!((Off.read("INC-1"), Off.keep(Some(&reason))), (Ok(None), Ok(None)));
        assert_eq!((Optional.read(" "), Optional.keep(None)), (Ok(None), Ok(None)));
        assert_eq!((Required.read(" "), Required.keep(None)), (Err(ReasonError::Missing), Err(ReasonError::Missing)));
        for policy in [Optional, Required] {
            assert_eq!(policy.read("INC-1"), Ok(Some(reason.clone())));
            assert_eq!(policy.keep(Some(&reason)), Ok(Some(&reason)));
            assert_eq!(policy.read("a\u{7}"), Err(ReasonError::NotText));
        }
    }

    #[test]
    fn policies_are_read_as_they_are_stored() {
        for policy in ReasonPolicy::ALL {
            assert_eq!(policy.as_str().parse(), Ok(policy));
        }
        assert!("Off".parse::<ReasonPolicy>().is_err());
    }
}
