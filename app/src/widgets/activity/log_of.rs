//! The scope of a log, and its addresses.

use crate::paths;
use domain::directory::page::Cursor;
use domain::ids::{CustomerId, SecurityEventId};

/// The scope of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogOf {
    /// All customers of the partner.
    All,
    /// One customer.
    Customer(CustomerId),
}

impl LogOf {
    /// The address of the log; the query is empty or begins with `?`.
    pub fn address(self, query: &str) -> String {
        match self {
            Self::All => format!("{}{query}", paths::ACTIVITY),
            Self::Customer(customer) => format!("{}{query}", paths::activity(customer)),
        }
    }

    /// The address of a page of the security events beside the log: of a customer those that are refusals.
    pub fn security(self, place: Cursor<SecurityEventId>) -> String {
        match self {
            Self::All => paths::security_at(place),
            Self::Customer(customer) => paths::refusals_at(customer, place),
        }
    }

    /// The address of the rows as CSV.
    pub fn export(self, query: &str) -> String {
        format!("{}{query}", self.address("/export.csv"))
    }
}
