//! Asking a customer for an admin relationship: the link, what is asked, and the answer.

use super::entra_role::RelationshipRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The link by which a customer answers a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalLink {
    /// The hash of the link's token.
    pub token_hash: String,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
}

/// What a customer is asked to approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationshipRequest {
    /// The partner's name.
    pub partner_name: String,
    /// The customer's name.
    pub customer_name: String,
    /// The relationship's name.
    pub name: String,
    /// The roles.
    pub roles: BTreeSet<RelationshipRole>,
    /// For how many days.
    pub days: i64,
    /// Whether it goes on when it would end.
    pub auto_extend: bool,
    /// Until when it can be answered (UTC, epoch milliseconds).
    pub approve_by: i64,
}

/// The customer's answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerAnswer {
    /// The customer approves.
    Approve,
    /// The customer refuses.
    Reject,
}
