//! Access: which actor may touch which customer.

use crate::ids::{CustomerId, PartnerId, PartnerUserId};
use serde::{Deserialize, Serialize};

/// A signed-in partner user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub id: PartnerUserId,
    /// The organization the person belongs to.
    pub partner: PartnerId,
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub sign_in_name: String,
}

/// The proof that an actor may touch a customer. Every customer method of the store requires it.
///
/// Only [`decide`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerScope {
    actor: PartnerUserId,
    customer: CustomerId,
}

impl CustomerScope {
    /// The actor.
    pub fn actor(self) -> PartnerUserId {
        self.actor
    }

    /// The customer.
    pub fn customer(self) -> CustomerId {
        self.customer
    }
}

/// Decides whether the actor may touch the customer. `owner` is the customer's partner, or `None` if there is no such
/// customer.
///
/// A customer of another partner gets the same answer as a missing one, so nothing leaks.
pub fn decide(actor: &Actor, customer: CustomerId, owner: Option<PartnerId>) -> Option<CustomerScope> {
    (owner == Some(actor.partner)).then_some(CustomerScope { actor: actor.id, customer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn foreign_and_missing_customers_are_the_same() {
        let actor = Actor {
            id: PartnerUserId::new(Uuid::from_u128(1)),
            partner: PartnerId::new(Uuid::from_u128(2)),
            name: "Anna".into(),
            sign_in_name: "anna".into(),
        };
        let customer = CustomerId::new(Uuid::from_u128(3));
        assert!(decide(&actor, customer, Some(actor.partner)).is_some());
        assert_eq!(decide(&actor, customer, Some(PartnerId::new(Uuid::from_u128(4)))), None);
        assert_eq!(decide(&actor, customer, None), None);
    }
}
