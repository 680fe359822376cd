//! Customers: one tenant each.

use super::country::CountryCode;
use super::page::Count;
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
    /// Products of which no seat is left, also those that are over-assigned.
    pub none_left: i64,
    /// Products of which more seats are consumed than owned.
    pub over_assigned: i64,
    /// Live users with errors.
    pub with_errors: Count,
}

/// By what customers are sorted; ties by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CustomerSortBy {
    /// Company name.
    #[default]
    Name,
    /// Primary domain.
    Domain,
    /// Live users.
    Users,
    /// Seats consumed.
    Licenses,
    /// Products of which no seat is left.
    Shortages,
    /// Live users with errors.
    Errors,
}

impl CustomerSortBy {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Name, Self::Domain, Self::Users, Self::Licenses, Self::Shortages, Self::Errors];

    /// The word that stands for it in an address.
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

    /// Whether the largest number comes first when a person sorts by it.
    fn is_number(self) -> bool {
        !matches!(self, Self::Name | Self::Domain)
    }
}

/// A sort order of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerSort {
    /// By what.
    pub by: CustomerSortBy,
    /// Backwards.
    pub descending: bool,
}

impl CustomerSort {
    /// The order after a click on a column: numbers begin with the largest; a second click turns the order around.
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
