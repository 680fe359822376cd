//! Access: which actor may do what, and with which customer.

pub mod application;
pub mod application_key;
pub mod application_rules;
pub mod authority;
pub mod entra_role;
#[cfg(test)]
mod fixtures;
pub mod group;
pub mod group_rules;
pub mod identity_claims;
pub mod identity_provider;
pub mod issuer;
pub mod partner_account;
pub mod people_rules;
pub mod permission;
pub mod person;
pub mod portal;
pub mod proof;
pub mod provider_rules;
pub mod provider_sign_in;
pub mod relationship;
pub mod relationship_list;
pub mod relationship_policy;
pub mod relationship_request;
pub mod relationship_rules;
pub mod reseller;
pub mod role;
pub mod second_factor;
pub mod session;

use crate::ids::{CustomerId, PartnerGroupId, PartnerId, PartnerUserId};
use authority::Authority;
use partner_account::AccountGap;
use permission::{Denied, Permission, allowed};
use portal::{PortalPlace, PortalRole};
use role::PartnerRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A signed-in person: a partner user, or a customer's own admin in the customer's portal.
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
    /// Where the person belongs, if it is a customer's own. Such a person has no roles and groups of the partner.
    pub portal: Option<PortalPlace>,
}

impl Actor {
    /// Whether the actor's roles at the partner allow an action. Those of a portal allow nothing there.
    ///
    /// # Errors
    /// [`Denied`] if they do not.
    pub fn may(&self, permission: Permission) -> Result<(), Denied> {
        if self.portal.is_some() {
            return Err(Denied::Portal(permission));
        }
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
    portal: Option<PortalRole>,
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

    /// What the actor's admin relationships with the customer allow, or the actor's role in the customer's portal.
    pub fn authority(self) -> Authority {
        self.authority
    }

    /// Whether the actor is a person of the customer. Such people see nothing of the partner.
    pub fn is_portal(self) -> bool {
        self.portal.is_some()
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
    /// What is missing in the partner's own account before it can buy.
    pub account_gap: Option<AccountGap>,
}

impl CustomerAccess {
    /// A customer of this partner that was never in an admin relationship.
    pub fn of(partner: PartnerId) -> Self {
        Self { partner, authority: Authority::Unrestricted, is_reseller: true, account_gap: None }
    }

    fn allows(self, permission: Permission) -> Result<(), Denied> {
        if permission == Permission::BuyLicenses && !self.is_reseller {
            return Err(Denied::Reseller);
        }
        if permission == Permission::BuyLicenses
            && let Some(gap) = self.account_gap
        {
            return Err(Denied::Account(gap));
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
/// customer belongs to another partner, or is not that of the portal.
pub fn scope_of_saved(actor: &Actor, customer: CustomerId, access: Option<CustomerAccess>) -> Option<CustomerScope> {
    let access = access.filter(|access| access.partner == actor.partner)?;
    match actor.portal {
        Some(place) => (place.customer == customer).then(|| place.scope(actor)),
        None => Some(CustomerScope { actor: actor.id, customer, authority: access.authority, portal: None }),
    }
}

/// Decides whether the actor may do something with the customer. There is no `access` if there is no such customer. For a
/// person of a portal there is no customer but their own.
pub fn decide(actor: &Actor, permission: Permission, customer: CustomerId, access: Option<CustomerAccess>) -> Decision {
    let Some(access) = access.filter(|access| access.partner == actor.partner) else { return Decision::Missing };
    if let Some(place) = actor.portal {
        return place.decide(actor, permission, customer);
    }
    match actor.may(permission).and_then(|()| access.allows(permission)) {
        Ok(()) => {
            Decision::Allowed(CustomerScope { actor: actor.id, customer, authority: access.authority, portal: None })
        }
        Err(denied) => Decision::Denied(denied),
    }
}

impl PortalPlace {
    fn decide(self, actor: &Actor, permission: Permission, customer: CustomerId) -> Decision {
        if self.customer != customer {
            return Decision::Missing;
        }
        match self.role.may(permission) {
            Ok(()) => Decision::Allowed(self.scope(actor)),
            Err(denied) => Decision::Denied(denied),
        }
    }

    fn scope(self, actor: &Actor) -> CustomerScope {
        let (customer, authority) = (self.customer, self.role.authority());
        CustomerScope { actor: actor.id, customer, authority, portal: Some(self.role) }
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
            portal: None,
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
