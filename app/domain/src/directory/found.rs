//! What a search over all customers finds.

use crate::ids::{CustomerId, UserId};
use serde::{Deserialize, Serialize};

/// The most customers, and the most users, that one search shows.
pub const FOUND_MAX: usize = 8;

/// The first customers and users that match, each at most [`FOUND_MAX`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// Customers by name.
    pub customers: Vec<FoundCustomer>,
    /// Live users by display name, with the exact address first.
    pub users: Vec<FoundUser>,
}

/// A customer that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCustomer {
    /// The Microsoft ID (tenant id).
    pub id: CustomerId,
    /// Company name.
    pub name: String,
    /// The domain that new users get.
    pub primary_domain: String,
}

/// A user that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundUser {
    /// The user's customer.
    pub customer: CustomerId,
    /// The customer's company name.
    pub customer_name: String,
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// Whether the user may sign in.
    pub sign_in_allowed: bool,
    /// The address by which the search found the user, where it is none of the name and the user principal name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_by: Option<String>,
}
