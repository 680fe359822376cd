//! The decision whether an actor may do something with a customer, from the person's roles, custom permissions and admin relationships.

use super::actor::Actor;
use super::authority::Authority;
use super::denied::Denied;
use super::partner_account::AccountGap;
use super::permission::Permission;
use super::permission_set::PermissionSet;
use super::portal::PortalPlace;
use super::portal_role::PortalRole;
use super::tenant::{OwnDecision, may_in_own, withheld_in_own};
use crate::directory::tag::Tag;
use crate::ids::{CustomerId, PartnerId, PartnerUserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The proof that an actor may touch a customer. Every customer method of the store requires it.
///
/// Only [`decide`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerScope {
    actor: PartnerUserId,
    customer: CustomerId,
    rights: CustomerRights,
    portal: Option<PortalRole>,
}

/// A person's rights at a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerRights {
    /// The limits of the person's admin relationships with the customer.
    pub authority: Authority,
    /// The permissions that neither the person's roles nor custom permissions give there, or that an own organization gives nobody.
    pub withheld: PermissionSet,
    /// Whether it is no customer, but an own organization of the partner.
    #[serde(default)]
    pub own_organization: bool,
}

impl CustomerRights {
    /// Whether the person may do something there, as far as these rights tell. `has_custom` is whether custom permissions decide.
    ///
    /// # Errors
    /// [`Denied`] with the reason.
    pub fn allows(self, permission: Permission, has_custom: bool) -> Result<(), Denied> {
        match self.withheld.contains(permission) {
            true if self.own_organization => Err(Denied::OwnOrganization),
            true => Err(Denied::of(permission, has_custom)),
            false => self.authority.allows(permission),
        }
    }
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

    /// The limits of the actor's admin relationships with the customer, or of the actor's role in the customer's portal.
    pub fn authority(self) -> Authority {
        self.rights.authority
    }

    /// The actor's rights at the customer.
    pub fn rights(self) -> CustomerRights {
        self.rights
    }

    /// Whether the actor is a person of the customer. Such people see nothing of the partner.
    pub fn is_portal(self) -> bool {
        self.portal.is_some()
    }
}

/// The facts about a customer before somebody may touch it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerAccess {
    /// The customer's partner.
    pub partner: PartnerId,
    /// The limits of the actor's admin relationships with the customer.
    pub authority: Authority,
    /// Whether the customer accepted the partner as its reseller.
    pub is_reseller: bool,
    /// The facts missing in the partner's own account before it can buy.
    pub account_gap: Option<AccountGap>,
    /// The customer's tags.
    pub tags: BTreeSet<Tag>,
    /// Whether it is no customer, but an own organization of the partner.
    pub is_own_organization: bool,
}

impl CustomerAccess {
    /// A customer of this partner where relationships do not matter.
    pub fn of(partner: PartnerId) -> Self {
        let (authority, tags) = (Authority::Unrestricted, BTreeSet::new());
        Self { partner, authority, is_reseller: true, account_gap: None, tags, is_own_organization: false }
    }

    fn allows(&self, permission: Permission) -> Result<(), Denied> {
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
    /// There is no such customer, it belongs to another partner, or the actor has no role and custom permissions that don't
    /// cover it. All get the same answer, so nothing leaks.
    Missing,
    /// The actor's roles, custom permissions or admin relationships do not allow it.
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

/// The scope of an operation that was saved earlier. It is carried out even if the actor has other roles now. `None` if
/// the customer belongs to another partner, or is not that of the portal.
pub fn scope_of_saved(actor: &Actor, customer: CustomerId, access: Option<CustomerAccess>) -> Option<CustomerScope> {
    let access = access.filter(|access| access.partner == actor.partner)?;
    let (authority, own_organization) = (access.authority, access.is_own_organization);
    let rights = CustomerRights { authority, withheld: PermissionSet::default(), own_organization };
    match actor.portal {
        Some(place) => (place.customer == customer).then(|| place.scope(actor)),
        None => Some(CustomerScope { actor: actor.id, customer, rights, portal: None }),
    }
}

/// The scope of an operation that was begun earlier and is planned again for the users who are left. It is finished even if
/// the actor has other roles now; but actions that custom permissions don't allow for a user are refused as they were at the beginning.
pub fn scope_of_begun(actor: &Actor, customer: CustomerId, access: Option<CustomerAccess>) -> Option<CustomerScope> {
    let tags = access.as_ref().map(|access| access.tags.clone()).unwrap_or_default();
    let mut scope = scope_of_saved(actor, customer, access)?;
    if !actor.custom.is_empty() {
        scope.rights.withheld = actor.permissions_at(customer, &tags).others();
    }
    Some(scope)
}

/// The scope in which somebody who manages the people of a tenant gives the user that a person is another name there, and nothing
/// else: a name takes nobody's access away. `None` if the actor does not manage them.
pub(crate) fn scope_of_rename(
    actor: &Actor,
    tenant: CustomerId,
    access: Option<CustomerAccess>,
) -> Option<CustomerScope> {
    let access = access.filter(|access| access.partner == actor.partner && access.is_own_organization)?;
    let granted: PermissionSet =
        [Permission::SeeCustomers, Permission::SeeUsers, Permission::EditUsers].into_iter().collect();
    let rights = CustomerRights { authority: access.authority, withheld: granted.others(), own_organization: true };
    actor.manages_people_of(Some(tenant)).then_some(CustomerScope {
        actor: actor.id,
        customer: tenant,
        rights,
        portal: None,
    })
}

/// The scope for creating a user in the directory of a tenant together with a person. An actor that may change the
/// tenant's users has the scope of [`decide`]. Other people managers of the tenant have a scope that gives no directory
/// role and changes no existing user. `None` if the actor does not manage the tenant's people.
pub(crate) fn scope_of_creation(
    actor: &Actor,
    tenant: CustomerId,
    access: Option<CustomerAccess>,
) -> Option<CustomerScope> {
    let own = access.filter(|access| access.is_own_organization);
    let decided = decide(actor, Permission::EditUsers, tenant, own.clone());
    decided.scope().or_else(|| scope_of_rename(actor, tenant, own))
}

/// Decides whether the actor may do something with the customer. There is no `access` if there is no such customer. For a
/// person of a portal there is no customer but their own.
pub fn decide(actor: &Actor, permission: Permission, customer: CustomerId, access: Option<CustomerAccess>) -> Decision {
    let Some(access) = access.filter(|access| access.partner == actor.partner) else { return Decision::Missing };
    if let Some(place) = actor.portal {
        return place.decide(actor, permission, customer);
    }
    if access.is_own_organization {
        match may_in_own(actor, customer, permission) {
            OwnDecision::Allowed => (),
            OwnDecision::Denied => return Decision::Denied(Denied::OwnOrganization),
            OwnDecision::Missing => return Decision::Missing,
        }
    }
    let permissions = actor.permissions_at(customer, &access.tags);
    if permissions.is_empty() && !actor.custom.is_empty() {
        return Decision::Missing;
    }
    let allowed = if permissions.contains(permission) { Ok(()) } else { Err(actor.denied(permission)) };
    match allowed.and_then(|()| access.allows(permission)) {
        Ok(()) => {
            let own_organization = access.is_own_organization;
            let mut withheld = permissions.others();
            if own_organization {
                withheld = withheld.with(withheld_in_own(actor, customer));
            }
            let rights = CustomerRights { authority: access.authority, withheld, own_organization };
            Decision::Allowed(CustomerScope { actor: actor.id, customer, rights, portal: None })
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
        // The authority refuses everything that the Entra role does not allow.
        let rights = CustomerRights { authority, ..CustomerRights::default() };
        CustomerScope { actor: actor.id, customer, rights, portal: Some(self.role) }
    }
}
