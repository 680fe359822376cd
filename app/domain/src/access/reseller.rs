//! The reseller relationship: whether a customer lets the partner sell to it.

use serde::{Deserialize, Serialize};

/// The reseller relationship with a customer. Moments are UTC, epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ResellerRelationship {
    /// There is none.
    #[default]
    None,
    /// The customer was asked at this moment.
    Requested(i64),
    /// The customer accepted at this moment. `None` if it was so before moments were noted.
    Accepted(Option<i64>),
    /// It was removed at this moment.
    Removed(i64),
}

/// An event of a reseller relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ResellerEvent {
    /// The customer is asked.
    Request,
    /// The customer accepts.
    Accept,
    /// It is removed, or the request is taken back.
    Remove,
}

/// The reseller relationship cannot change like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("The reseller relationship was changed meanwhile. Reload the page.")]
pub struct ResellerRefused;

/// The stored words and moment are no reseller relationship.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a state of a reseller relationship.")]
pub struct NotAReseller(pub String);

impl ResellerRelationship {
    /// The words that are stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Requested(_) => "Requested",
            Self::Accepted(_) => "Accepted",
            Self::Removed(_) => "Removed",
        }
    }

    /// The moment it became so, if it is known.
    pub fn moment(self) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Requested(at) | Self::Removed(at) => Some(at),
            Self::Accepted(at) => at,
        }
    }

    /// The relationship as it was stored.
    ///
    /// # Errors
    /// [`NotAReseller`] if nothing is stored like this.
    pub fn of_stored(words: &str, moment: Option<i64>) -> Result<Self, NotAReseller> {
        match (words, moment) {
            ("None", None) => Ok(Self::None),
            ("Requested", Some(at)) => Ok(Self::Requested(at)),
            ("Accepted", at) => Ok(Self::Accepted(at)),
            ("Removed", Some(at)) => Ok(Self::Removed(at)),
            _ => Err(NotAReseller(words.to_owned())),
        }
    }

    /// Whether the partner can sell to the customer.
    pub fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted(_))
    }

    /// The relationship after an event at a moment.
    ///
    /// # Errors
    /// [`ResellerRefused`] if the event cannot happen to it.
    pub fn after(self, event: ResellerEvent, now: i64) -> Result<Self, ResellerRefused> {
        match (self, event) {
            (Self::None | Self::Removed(_), ResellerEvent::Request) => Ok(Self::Requested(now)),
            (Self::Requested(_), ResellerEvent::Accept) => Ok(Self::Accepted(Some(now))),
            (Self::Requested(_) | Self::Accepted(_), ResellerEvent::Remove) => Ok(Self::Removed(now)),
            _ => Err(ResellerRefused),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_goes_where_the_table_says() {
        let states = [
            ResellerRelationship::None,
            ResellerRelationship::Requested(1),
            ResellerRelationship::Accepted(None),
            ResellerRelationship::Removed(1),
        ];
        let events = [ResellerEvent::Request, ResellerEvent::Accept, ResellerEvent::Remove];
        let line = |state: ResellerRelationship| {
            let after = events.map(|event| state.after(event, 2).map_or("-", ResellerRelationship::as_str));
            format!("{:<9} | {}", state.as_str(), after.join(" | "))
        };
        let table = [
            "None      | Requested | - | -",
            "Requested | - | Accepted | Removed",
            "Accepted  | - | - | Removed",
            "Removed   | Requested | - | -",
        ];
        assert_eq!(states.map(line), table.map(str::to_owned));
    }

    #[test]
    fn what_is_stored_is_read_back() {
        for state in [
            ResellerRelationship::None,
            ResellerRelationship::Requested(1),
            ResellerRelationship::Accepted(None),
            ResellerRelationship::Accepted(Some(2)),
            ResellerRelationship::Removed(3),
        ] {
            assert_eq!(ResellerRelationship::of_stored(state.as_str(), state.moment()), Ok(state));
        }
        assert!(ResellerRelationship::of_stored("Requested", None).is_err());
    }
}
