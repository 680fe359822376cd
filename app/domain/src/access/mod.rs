//! Access: which actor may do what, and with which customer.

pub mod people_rules;
pub mod permission;
pub mod person;
pub mod role;
pub mod second_factor;

use crate::ids::{CustomerId, PartnerId, PartnerUserId};
use permission::{Denied, Permission, allowed};
use role::PartnerRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// What the person's duties are.
    pub roles: BTreeSet<PartnerRole>,
}

impl Actor {
    /// Whether the actor's roles allow an action.
    ///
    /// # Errors
    /// [`Denied`] if they do not.
    pub fn may(&self, permission: Permission) -> Result<(), Denied> {
        allowed(&self.roles, permission)
    }
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

/// The answer to an actor who wants to do something with a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is allowed.
    Allowed(CustomerScope),
    /// There is no such customer, or it belongs to another partner. Both get the same answer, so nothing leaks.
    Missing,
    /// The actor's roles do not allow it.
    Denied(Denied),
}

impl Decision {
    /// The scope, if it is allowed.
    pub fn scope(self) -> Option<CustomerScope> {
        match self {
            Self::Allowed(scope) => Some(scope),
            Self::Missing | Self::Denied(_) => None,
        }
    }
}

/// The scope of an operation that was saved earlier, so it is finished even if the actor has other roles now. `None` if the
/// customer belongs to another partner.
pub fn scope_of_saved(actor: &Actor, customer: CustomerId, owner: Option<PartnerId>) -> Option<CustomerScope> {
    (owner == Some(actor.partner)).then_some(CustomerScope { actor: actor.id, customer })
}

/// Decides whether the actor may do something with the customer. `owner` is the customer's partner, or `None` if there is
/// no such customer.
pub fn decide(actor: &Actor, permission: Permission, customer: CustomerId, owner: Option<PartnerId>) -> Decision {
    if owner != Some(actor.partner) {
        return Decision::Missing;
    }
    match actor.may(permission) {
        Ok(()) => Decision::Allowed(CustomerScope { actor: actor.id, customer }),
        Err(denied) => Decision::Denied(denied),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn actor(roles: &[PartnerRole]) -> Actor {
        Actor {
            id: PartnerUserId::new(Uuid::from_u128(1)),
            partner: PartnerId::new(Uuid::from_u128(2)),
            name: "Anna".into(),
            sign_in_name: "anna".into(),
            roles: roles.iter().copied().collect(),
        }
    }

    #[test]
    fn foreign_and_missing_customers_are_the_same() {
        let customer = CustomerId::new(Uuid::from_u128(3));
        for roles in [&[][..], &[PartnerRole::GlobalAdmin]] {
            let actor = actor(roles);
            for owner in [Some(PartnerId::new(Uuid::from_u128(4))), None] {
                assert_eq!(decide(&actor, Permission::SeeUsers, customer, owner), Decision::Missing);
            }
        }
    }

    #[test]
    fn ones_own_customer_is_a_matter_of_roles() {
        let customer = CustomerId::new(Uuid::from_u128(3));
        let sales = actor(&[PartnerRole::SalesAgent]);
        let of = |permission| decide(&sales, permission, customer, Some(sales.partner));
        assert!(of(Permission::BuyLicenses).scope().is_some());
        assert_eq!(of(Permission::ManageUsers), Decision::Denied(Denied { permission: Permission::ManageUsers }));
    }
}
