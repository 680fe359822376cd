//! Selections: sets of users of one customer. The server keeps them; their id is in the URL.

use crate::bounds;
use crate::directory::filter::UserFilter;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// The most users that one request may add or remove by clicks. A selection itself has no such limit.
pub const CLICKS_MAX: usize = 1_000;
/// The most UPNs that can be pasted or loaded at once.
pub const UPNS_MAX: usize = 100_000;
/// A selection that is not used for this long is removed (milliseconds).
pub const SELECTION_IDLE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A change of a selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SelectionChange {
    /// Adds and removes clicked users.
    Clicks {
        /// Users to add.
        #[serde(deserialize_with = "bounds::list::<CLICKS_MAX, _, _>")]
        add: Vec<UserId>,
        /// Users to remove.
        #[serde(deserialize_with = "bounds::list::<CLICKS_MAX, _, _>")]
        remove: Vec<UserId>,
    },
    /// Adds all users who match now. Users who match later are not added.
    Matching(UserFilter),
    /// Adds the users with these UPNs, or with these other addresses where nobody has them as UPN.
    Upns(#[serde(deserialize_with = "bounds::texts::<UPNS_MAX, _>")] Vec<String>),
    /// Removes all users.
    Clear,
}

/// A selection after a change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SelectionReply {
    /// The number of users in it.
    pub count: i64,
    /// The results for users named by address.
    #[serde(flatten)]
    pub found: FoundByAddress,
}

/// The results for users named by address. Addresses that are a user's UPN are not listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FoundByAddress {
    /// Addresses that no live user of the customer has.
    pub not_found: Vec<String>,
    /// Addresses that a user has besides the UPN, each with that UPN.
    pub by_address: Vec<(String, String)>,
    /// Addresses that several users have besides their UPNs, each with those UPNs; none of these users is selected.
    pub of_several: Vec<(String, Vec<String>)>,
}
