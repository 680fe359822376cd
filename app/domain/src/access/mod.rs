//! Access: which actor may do what, and with which customer.

pub mod authority;
pub mod entra_role;
#[cfg(test)]
mod fixtures;
pub mod group;
pub mod group_rules;
pub mod identity_claims;
pub mod identity_provider;
pub mod issuer;
pub mod people_rules;
pub mod permission;
pub mod person;
pub mod provider_rules;
pub mod provider_sign_in;
pub mod relationship;
pub mod relationship_policy;
pub mod relationship_rules;
pub mod reseller;
pub mod role;
pub mod second_factor;
pub mod session;

use crate::ids::{CustomerId, PartnerGroupId, PartnerId, PartnerUserId};
use authority::Authority;
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
    /// What the person's duties are: the person's own roles, and those of the person's groups.
    pub roles: BTreeSet<PartnerRole>,
    /// The groups that the person is in.
    pub groups: BTreeSet<PartnerGroupId>,
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
    authority: Authority,
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

    /// What the actor's admin relationships with the customer allow.
    pub fn authority(self) -> Authority {
        self.authority
    }
}

/// What is known of a customer before somebody may touch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerAccess {
    /// The customer's partner.
    pub partner: PartnerId,
    /// What the actor's admin relationships with the customer allow.
    pub authority: Authority,
    /// Whether the customer accepted the partner as its reseller.
    pub is_reseller: bool,
}

impl CustomerAccess {
    /// A customer of this partner that was never in an admin relationship.
    pub fn of(partner: PartnerId) -> Self {
        Self { partner, authority: Authority::Unrestricted, is_reseller: true }
    }

    fn allows(self, permission: Permission) -> Result<(), Denied> {
        if permission == Permission::BuyLicenses && !self.is_reseller {
            return Err(Denied::Reseller);
        }
        self.authority.allows(permission)
    }
}

/// The answer to an actor who wants to do something with a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is allowed.
    Allowed(CustomerScope),
    /// There is no such customer, or it belongs to another partner. Both get the same answer, so nothing leaks.
    Missing,
    /// The actor's roles or admin relationships do not allow it.
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
pub fn scope_of_saved(actor: &Actor, customer: CustomerId, access: Option<CustomerAccess>) -> Option<CustomerScope> {
    let access = access.filter(|access| access.partner == actor.partner)?;
    Some(CustomerScope { actor: actor.id, customer, authority: access.authority })
}

/// Decides whether the actor may do something with the customer. There is no `access` if there is no such customer.
pub fn decide(actor: &Actor, permission: Permission, customer: CustomerId, access: Option<CustomerAccess>) -> Decision {
    let Some(access) = access.filter(|access| access.partner == actor.partner) else { return Decision::Missing };
    match actor.may(permission).and_then(|()| access.allows(permission)) {
        Ok(()) => Decision::Allowed(CustomerScope { actor: actor.id, customer, authority: access.authority }),
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
            groups: BTreeSet::new(),
        }
    }

    #[test]
    fn foreign_and_missing_customers_are_the_same() {
        let customer = CustomerId::new(Uuid::from_u128(3));
        for roles in [&[][..], &[PartnerRole::GlobalAdmin]] {
            let actor = actor(roles);
            for access in [Some(CustomerAccess::of(PartnerId::new(Uuid::from_u128(4)))), None] {
                assert_eq!(decide(&actor, Permission::SeeUsers, customer, access), Decision::Missing);
            }
        }
    }

    #[test]
    fn ones_own_customer_is_a_matter_of_roles() {
        let customer = CustomerId::new(Uuid::from_u128(3));
        let sales = actor(&[PartnerRole::SalesAgent]);
        let of = |permission| decide(&sales, permission, customer, Some(CustomerAccess::of(sales.partner)));
        assert!(of(Permission::BuyLicenses).scope().is_some());
        assert_eq!(of(Permission::EditUsers), Decision::Denied(Denied::Role(Permission::EditUsers)));
    }
}
