//! Selections: sets of users of one customer, kept by the server, with their id in the URL.

use crate::bounds;
use crate::directory::filter::UserFilter;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// The most users that one request may add by clicks, and the most it may take out; a selection itself has no such limit.
pub const CLICKS_MAX: usize = 1_000;
/// The most UPNs that can be pasted or loaded at once.
pub const UPNS_MAX: usize = 100_000;
/// A selection that was not touched for so long is purged (milliseconds).
pub const SELECTION_IDLE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A change of a selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SelectionChange {
    /// Clicks: these in, those out.
    Clicks {
        /// Users to add.
        #[serde(deserialize_with = "bounds::list::<CLICKS_MAX, _, _>")]
        add: Vec<UserId>,
        /// Users to take out.
        #[serde(deserialize_with = "bounds::list::<CLICKS_MAX, _, _>")]
        remove: Vec<UserId>,
    },
    /// All who match now, added; users who appear later are not touched.
    Matching(UserFilter),
    /// The users with these UPNs or, where nobody has it as UPN, with these addresses, added.
    Upns(#[serde(deserialize_with = "bounds::texts::<UPNS_MAX, _>")] Vec<String>),
    /// Nobody any more.
    Clear,
}

/// A selection after a change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SelectionReply {
    /// How many users it has.
    pub count: i64,
    /// How users were found who were named by an address.
    #[serde(flatten)]
    pub found: FoundByAddress,
}

/// How users were found who were named by an address; whoever has it as UPN is not told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FoundByAddress {
    /// Addresses that no live user of the customer has.
    pub not_found: Vec<String>,
    /// Addresses that a user has beside its UPN, and that UPN.
    pub by_address: Vec<(String, String)>,
    /// Addresses that several users have beside their UPNs, and these; none of them is selected.
    pub of_several: Vec<(String, Vec<String>)>,
}
