//! Customers. Each is one tenant.

use super::country::CountryCode;
use super::page::Count;
use crate::ids::CustomerId;
use serde::{Deserialize, Serialize};

/// The source of a customer's directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerSource {
    /// Tenantry itself is the source.
    Local,
    /// A copy imported from saved files at this time (UTC, epoch milliseconds).
    Imported(i64),
    /// Synchronized with Microsoft.
    Connected,
}

/// A customer, for its pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The Microsoft ID (tenant id).
    pub id: CustomerId,
    /// Company name.
    pub name: String,
    /// The default domain of new users.
    pub primary_domain: String,
    /// Other verified domains.
    pub domains: Vec<String>,
    /// Country of the company.
    pub country: Option<CountryCode>,
    /// The source of its directory.
    pub source: CustomerSource,
    /// The partner's tags of it, in order.
    pub tags: Vec<String>,
    /// Whether it is an own organization that is synchronized from on-premises: users are created there.
    #[serde(default)]
    pub created_on_premises: bool,
}

/// A row of the list of customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The Microsoft ID (tenant id).
    pub id: CustomerId,
    /// Company name.
    pub name: String,
    /// The default domain of new users.
    pub primary_domain: String,
    /// Relationship with the partner, such as “Reseller”.
    pub relationship: String,
    /// The source of its directory.
    pub source: CustomerSource,
    /// The number of live users.
    pub users: i64,
    /// Seats consumed, summed over all products.
    pub licenses_used: i64,
    /// Seats owned, summed over all products.
    pub licenses_owned: i64,
    /// The number of products without a free seat, including over-assigned ones.
    pub none_left: i64,
    /// The number of over-assigned products: more seats are consumed than owned.
    pub over_assigned: i64,
    /// The number of live users with errors.
    pub with_errors: Count,
    /// The partner's tags of it, in order.
    pub tags: Vec<String>,
}

/// The sort column of the list of customers. Ties are sorted by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CustomerSortBy {
    /// Company name.
    #[default]
    Name,
    /// Primary domain.
    Domain,
    /// Number of live users.
    Users,
    /// Seats consumed.
    Licenses,
    /// Number of products without a free seat.
    Shortages,
    /// Number of live users with errors.
    Errors,
}

impl CustomerSortBy {
    /// All sort columns.
    pub const ALL: [Self; 6] = [Self::Name, Self::Domain, Self::Users, Self::Licenses, Self::Shortages, Self::Errors];

    /// The column's word in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Domain => "domain",
            Self::Users => "users",
            Self::Licenses => "licenses",
            Self::Shortages => "shortages",
            Self::Errors => "errors",
        }
    }

    /// Whether the column is a number, so the first click puts the largest first.
    fn is_number(self) -> bool {
        !matches!(self, Self::Name | Self::Domain)
    }
}

/// A sort order of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerSort {
    /// The column.
    pub by: CustomerSortBy,
    /// Whether the order is descending.
    pub descending: bool,
}

impl CustomerSort {
    /// The order after a click on a column. Numbers start with the largest; a second click reverses the order.
    pub fn clicked(self, by: CustomerSortBy) -> Self {
        let descending = if self.by == by { !self.descending } else { by.is_number() };
        Self { by, descending }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_sorts_numbers_from_the_largest_and_a_second_turns_the_order_around() {
        let by_users = CustomerSort::default().clicked(CustomerSortBy::Users);
        assert_eq!(by_users, CustomerSort { by: CustomerSortBy::Users, descending: true });
        assert!(!by_users.clicked(CustomerSortBy::Users).descending);
        assert_eq!(by_users.clicked(CustomerSortBy::Name), CustomerSort::default());
    }
}
