//! The results of a search over all customers.

use crate::ids::{CustomerId, UserId};
use serde::{Deserialize, Serialize};

/// The most customers, and the most users, shown for one search.
pub const FOUND_MAX: usize = 8;

/// The first matching customers and users, at most [`FOUND_MAX`] each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// Customers by name.
    pub customers: Vec<FoundCustomer>,
    /// Live users by display name; a user with exactly the searched address comes first.
    pub users: Vec<FoundUser>,
}

/// A customer found by a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCustomer {
    /// The Microsoft ID (tenant id).
    pub id: CustomerId,
    /// Company name.
    pub name: String,
    /// The default domain of new users.
    pub primary_domain: String,
}

/// A user found by a search.
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
    /// The address that matched, if it is not in the name or the user principal name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_by: Option<String>,
}
