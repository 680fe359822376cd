//! The list of the admin relationships with all customers: which it shows, and its rows.

use super::entra_role::RelationshipRole;
use super::relationship::RelationshipStatus;
use crate::directory::page::{Cursor, PageSize};
use crate::ids::{CustomerId, RelationshipId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which relationships a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RelationshipFilter {
    /// Those that are requested or in force.
    #[default]
    Current,
    /// All.
    All,
    /// Those with a status.
    Status(RelationshipStatus),
}

/// The relationships that a list of all customers requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RelationshipQuery {
    /// Which ones.
    pub filter: RelationshipFilter,
    /// Whether the latest end comes first.
    pub descending: bool,
    /// The page.
    pub place: Cursor<RelationshipId>,
    /// The number of rows.
    pub size: PageSize,
}

/// A relationship, in the list of all customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipRow {
    /// Id.
    pub id: RelationshipId,
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Its name.
    pub name: String,
    /// The roles that the customer grants.
    pub roles: BTreeSet<RelationshipRole>,
    /// Whether it goes on when it would end.
    pub auto_extend: bool,
    /// Its status now.
    pub status: RelationshipStatus,
    /// When it ends, if it ever came into force.
    pub ends: Option<i64>,
    /// The days until then, if it ends soon.
    pub days_left: Option<i64>,
}
