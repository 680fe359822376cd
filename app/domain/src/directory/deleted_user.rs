//! Deleted users: accounts that can be restored for [`KEPT_DAYS`] days. They have their own lists, so no list of users
//! needs to filter them out.

use super::license::license_in_words;
use super::page::{Cursor, PageSize};
use crate::bounds::{self, SEARCH_MAX};
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// The number of days that a deleted user can be restored.
pub const KEPT_DAYS: i64 = 30;
/// The same time in milliseconds.
pub const KEPT_MS: i64 = KEPT_DAYS * DAY_MS;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A row of the list of deleted users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedUserRow {
    /// Its id at this customer.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// When it was deleted (UTC, epoch milliseconds).
    pub deleted: i64,
    /// The person who deleted it; `None` if an import no longer had the user.
    pub deleted_by: Option<String>,
    /// Days until it is permanently deleted, rounded up.
    pub days_left: i64,
    /// The licenses that it had when deleted, by name.
    pub licenses: Vec<LostLicense>,
}

/// A license that a user had when deleted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LostLicense {
    /// The product's name.
    pub product: String,
    /// The group's name, if a group gave it.
    pub group: Option<String>,
}

impl LostLicense {
    /// `Visio Plan 2`, or `Visio Plan 2 (group Sales)`.
    pub fn words(&self) -> String {
        license_in_words(&self.product, self.group.as_deref())
    }
}

/// The search and place of a list of deleted users.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeletedUsersQuery {
    /// Beginnings of words in names or user principal names.
    #[serde(deserialize_with = "bounds::text::<SEARCH_MAX, _>")]
    pub search: String,
    /// The page. The last deleted users come first.
    pub place: Cursor<UserId>,
    /// The number of rows per page.
    pub size: PageSize,
}

/// Days until a user deleted at `deleted` is permanently deleted, rounded up: 30 at first, never below 0.
pub fn days_left(deleted: i64, now: i64) -> i64 {
    let left = deleted.saturating_add(KEPT_MS).saturating_sub(now);
    (left.max(0) + DAY_MS - 1) / DAY_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_down_to_none() {
        let deleted = 1_750_000_000_000;
        let after = |ms: i64| days_left(deleted, deleted + ms);
        assert_eq!([after(0), after(1), after(DAY_MS), after(DAY_MS + 1)], [30, 30, 29, 29]);
        assert_eq!([after(KEPT_MS - 1), after(KEPT_MS), after(2 * KEPT_MS)], [1, 0, 0]);
    }

    #[test]
    fn a_license_of_a_group_names_it_and_comes_after_the_direct_one() {
        let lost = |group: Option<&str>| LostLicense { product: "Visio Plan 2".into(), group: group.map(Into::into) };
        let mut licenses = [lost(Some("Sales")), lost(None)];
        licenses.sort();
        assert_eq!(licenses.map(|license| license.words()), ["Visio Plan 2", "Visio Plan 2 (group Sales)"]);
    }
}
