//! Asking a customer for an admin relationship: the link, the requested roles, and the answer.

use super::Actor;
use super::entra_role::RelationshipRole;
use super::portal_role::PortalRole;
use crate::ids::CustomerId;
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

/// A request that a customer is asked to approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationshipRequest {
    /// The customer who is asked.
    pub customer: CustomerId,
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

/// Whether a request can be answered in a session of this person. The answer is the customer's: the partner's own people, who made the
/// link, can't give it, and of a portal's people only a Global admin of this customer can. Without a session the link is all that is
/// known.
pub fn may_answer(signed_in: Option<&Actor>, customer: CustomerId) -> bool {
    signed_in.is_none_or(|actor| {
        actor.portal.is_some_and(|place| place.customer == customer && place.role == PortalRole::GlobalAdmin)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::portal::PortalPlace;
    use crate::access::role::PartnerRole;
    use crate::ids::{PartnerId, PartnerUserId};
    use uuid::Uuid;

    #[test]
    fn the_customer_answers_and_nobody_of_the_partner() {
        let (asked, other) = (CustomerId::new(Uuid::from_u128(1)), CustomerId::new(Uuid::from_u128(2)));
        let partner = Actor {
            id: PartnerUserId::new(Uuid::from_u128(3)),
            partner: PartnerId::new(Uuid::from_u128(4)),
            name: "Ann".into(),
            sign_in_name: "ann".into(),
            roles: [PartnerRole::GlobalAdmin].into(),
            groups: BTreeSet::new(),
            custom: Vec::new(),
            portal: None,
            tenant: None,
        };
        let of_portal = |customer, role| Actor { portal: Some(PortalPlace { customer, role }), ..partner.clone() };
        assert!(may_answer(None, asked));
        assert!(!may_answer(Some(&partner), asked));
        assert!(may_answer(Some(&of_portal(asked, PortalRole::GlobalAdmin)), asked));
        assert!(!may_answer(Some(&of_portal(other, PortalRole::GlobalAdmin)), asked));
        for role in [PortalRole::UserManagementAdmin, PortalRole::LicenseAdmin] {
            assert!(!may_answer(Some(&of_portal(asked, role)), asked));
        }
    }
}
