//! Customers: one tenant each.

use super::country::CountryCode;
use crate::ids::CustomerId;
use serde::{Deserialize, Serialize};

/// Where a customer's directory comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerSource {
    /// Tenantry holds the truth.
    Local,
    /// A copy from saved files, made at this time (UTC, epoch milliseconds).
    Imported(i64),
    /// Kept in step with Microsoft.
    Connected,
}

/// A customer as its pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The Microsoft ID (tenant id).
    pub id: CustomerId,
    /// Company name.
    pub name: String,
    /// The domain that new users get.
    pub primary_domain: String,
    /// Further verified domains.
    pub domains: Vec<String>,
    /// Country of the company.
    pub country: Option<CountryCode>,
    /// Where its directory comes from.
    pub source: CustomerSource,
}

/// A row of the list of customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The Microsoft ID (tenant id).
    pub id: CustomerId,
    /// Company name.
    pub name: String,
    /// The domain that new users get.
    pub primary_domain: String,
    /// Relationship with the partner, such as “Reseller”.
    pub relationship: String,
    /// Where its directory comes from.
    pub source: CustomerSource,
    /// Live users.
    pub users: i64,
    /// Seats consumed, over all products.
    pub licenses_used: i64,
    /// Seats owned, over all products.
    pub licenses_owned: i64,
}
