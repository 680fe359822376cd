//! Words about security events.

pub use super::activity::{ACTIVITY, CUSTOMER, REQUEST, WHEN};
use domain::console::security::SecurityEventRow;

/// The list of security events.
pub const SIGN_INS: &str = "Sign-ins";
/// Explains the list.
pub const LEAD: &str = "Sign-ins, refused sign-ins and account changes, newest first. Events are kept for 400 days.";
/// The list is empty.
pub const NOTHING_YET: &str = "No events yet.";
/// Column: what happened.
pub const EVENT: &str = "Event";
/// Column: the person.
pub const PERSON: &str = "Person";

/// The person of an event, and what it was done to. An unknown sign-in name is shown as the start of its hash, which identifies attempts with
/// the same name.
pub fn person(row: &SecurityEventRow) -> String {
    match (&row.person, row.name_hash.as_deref().and_then(|hash| hash.get(..12))) {
        (Some((name, sign_in_name)), _) => match &row.done_to {
            Some(done_to) => format!("{name} ({sign_in_name}), of {done_to}"),
            None => format!("{name} ({sign_in_name})"),
        },
        (None, Some(hash)) => format!("Unknown name ({hash})"),
        (None, None) => row.done_to.clone().unwrap_or_default(),
    }
}
