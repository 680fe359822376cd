//! Words about users' errors and dismissing them.

pub use super::frame::ERRORS;
use crate::format;
use domain::directory::invisible::isolated;
use domain::directory::page::Count;

/// Source of an assignment error.
pub const OF_THE_DIRECTORY: &str = "Found in the customer's directory.";
/// Removes the error mark.
pub const DISMISS: &str = "Dismiss errors";
/// Explains dismissing.
pub const MEANS: &str = "Removes the error mark from these users. Licenses and Recent changes stay as they are. A new \
    error sets the mark again.";

/// The title of the question before errors are dismissed.
pub fn title(customer: &str) -> String {
    let customer = isolated(customer);
    format!("{customer} | Dismiss errors?")
}

/// `71 users match the filter.`
pub fn all_shown(count: Option<Count>) -> String {
    match count {
        Some(Count::Exact(1)) => "1 user matches the filter.".into(),
        Some(count) => format!("{} users match the filter.", format::count(count)),
        None => "All users matching the filter.".into(),
    }
}

/// `Errors of 71 users dismissed.`
pub fn dismissed(users: i64) -> String {
    match users {
        0 => "No errors were left.".into(),
        users => format!("Errors of {} dismissed.", format::counted(users, "user")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_is_said_before_and_after() {
        assert_eq!(all_shown(Some(Count::Exact(71))), "71 users match the filter.");
        assert_eq!(all_shown(Some(Count::More)), "more than 10,000 users match the filter.");
        assert_eq!([dismissed(1), dismissed(0)], ["Errors of 1 user dismissed.", "No errors were left."]);
    }
}
