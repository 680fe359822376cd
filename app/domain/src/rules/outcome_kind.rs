//! The kinds of outcomes, as they are stored, listed and exported.

use serde::de::IntoDeserializer;
use serde::{Deserialize, Serialize};

/// The kind of a user's outcome: an [`Outcome`](super::outcome::Outcome) without its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the outcomes of the same names say it")]
pub enum OutcomeKind {
    Assigned,
    Revoked,
    DirectRemoved,
    PlansChanged,
    LocationChanged,
    SignInBlocked,
    SignInAllowed,
    Deleted,
    Restored,
    Erased,
    Added,
    Edited,
    Licensed,
    PasswordReset,
    Offboarded,
    Reinstated,
    DeletionCancelled,
    Unchanged,
    LeftOut,
    Failed,
}

impl OutcomeKind {
    /// The name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "Assigned",
            Self::Revoked => "Revoked",
            Self::DirectRemoved => "DirectRemoved",
            Self::PlansChanged => "PlansChanged",
            Self::LocationChanged => "LocationChanged",
            Self::SignInBlocked => "SignInBlocked",
            Self::SignInAllowed => "SignInAllowed",
            Self::Deleted => "Deleted",
            Self::Restored => "Restored",
            Self::Erased => "Erased",
            Self::Added => "Added",
            Self::Edited => "Edited",
            Self::Licensed => "Licensed",
            Self::PasswordReset => "PasswordReset",
            Self::Offboarded => "Offboarded",
            Self::Reinstated => "Reinstated",
            Self::DeletionCancelled => "DeletionCancelled",
            Self::Unchanged => "Unchanged",
            Self::LeftOut => "LeftOut",
            Self::Failed => "Failed",
        }
    }

    /// The kind of this stored name.
    pub fn parse(name: &str) -> Option<Self> {
        let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
        Self::deserialize(name).ok()
    }

    /// Whether anything is written for the user.
    pub fn changes(self) -> bool {
        !matches!(self, Self::Unchanged | Self::LeftOut | Self::Failed)
    }

    /// Whether the user stays unchanged without a failure.
    pub fn stays(self) -> bool {
        matches!(self, Self::Unchanged | Self::LeftOut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_found_by_its_stored_name() {
        use OutcomeKind::*;
        let all = [
            Assigned,
            Revoked,
            DirectRemoved,
            PlansChanged,
            LocationChanged,
            SignInBlocked,
            SignInAllowed,
            Deleted,
            Restored,
            Erased,
            Added,
            Edited,
            Licensed,
            PasswordReset,
            Offboarded,
            Reinstated,
            DeletionCancelled,
            Unchanged,
            LeftOut,
            Failed,
        ];
        for kind in all {
            assert_eq!(OutcomeKind::parse(kind.as_str()), Some(kind));
            assert_eq!(format!("{kind:?}"), kind.as_str());
        }
        assert_eq!(OutcomeKind::parse("Others"), None);
    }
}
