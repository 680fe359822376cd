//! Access: which actor may do what, and with which customer.

pub mod application;
pub mod application_key;
pub mod application_rules;
pub mod authority;
pub mod custom_permissions;
#[cfg(test)]
mod decision_tests;
pub mod denied;
pub mod directory_managers;
pub mod entra_role;
pub mod entra_roles;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod group;
pub mod group_grants;
pub mod group_rules;
pub mod identity_claims;
pub mod identity_provider;
pub mod invitation_form;
pub mod invited_addresses;
pub mod issuer;
mod name_list;
pub mod names;
pub mod noted;
pub mod partner_account;
pub mod people;
pub mod people_rules;
pub mod permission;
pub mod permission_set;
pub mod person;
pub mod person_refused;
pub mod portal;
pub mod portal_provider;
pub mod portal_role;
pub mod proof;
pub mod provider_rules;
pub mod provider_sign_in;
pub mod relationship;
pub mod relationship_list;
pub mod relationship_policy;
pub mod relationship_policy_rules;
pub mod relationship_request;
pub mod relationship_rules;
pub mod reseller;
pub mod role;
pub mod second_factor;
pub mod second_factor_rules;
pub mod session;
pub mod sign_in_name;
pub mod tag_rules;
pub mod tenant;
pub mod tenant_rules;
#[cfg(test)]
mod tests;
pub mod user_decision;
#[cfg(test)]
mod user_decision_tests;

use crate::directory::tag::Tag;
use crate::ids::{CustomerId, PartnerGroupId, PartnerId, PartnerUserId};
use authority::Authority;
use custom_permissions::{Coverage, CustomPermissions};
use denied::{Denied, allowed};
use partner_account::AccountGap;
use permission::Permission;
use permission_set::PermissionSet;
use portal::PortalPlace;
use portal_role::PortalRole;
use role::PartnerRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tenant::{OwnDecision, may_in_own, withheld_in_own};

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
    /// The person's roles: the person's own roles, and those of the person's groups.
    pub roles: BTreeSet<PartnerRole>,
    /// The groups that the person is in.
    pub groups: BTreeSet<PartnerGroupId>,
    /// The person's own custom permissions, and those of the person's groups. A browser does not get them: it is told what
    /// is allowed at a customer.
    #[serde(skip)]
    pub custom: Vec<CustomPermissions>,
    /// Where the person belongs, if it is a customer's own. Such a person has no roles and groups of the partner.
    pub portal: Option<PortalPlace>,
    /// The organization tenant that the person belongs to.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
}

impl Actor {
    /// Whether the actor's roles, or custom permissions for any customer, allow an action. For a customer [`decide`] says
    /// it, and for a list [`Self::coverage`]. Those of a portal allow nothing here.
    ///
    /// # Errors
    /// [`Denied`] if they do not.
    pub fn may(&self, permission: Permission) -> Result<(), Denied> {
        if self.portal.is_some() {
            return Err(Denied::Portal(permission));
        }
        if self.permissions().contains(permission) { Ok(()) } else { Err(self.denied(permission)) }
    }

    /// The organization that the actor belongs to: the customer of a portal, or a tenant of the partner's own.
    pub fn organization(&self) -> Option<CustomerId> {
        self.portal.map(|place| place.customer).or(self.tenant)
    }

    /// All that the actor may do anywhere.
    pub fn permissions(&self) -> PermissionSet {
        self.custom.iter().fold(self.by_roles(), |all, custom| all.with(custom.permissions()))
    }

    /// The actor's permissions at a customer with these tags.
    pub fn permissions_at(&self, customer: CustomerId, tags: &BTreeSet<Tag>) -> PermissionSet {
        let covering = self.custom.iter().filter(|custom| custom.cover(customer, tags));
        covering.fold(self.by_roles(), |all, custom| all.with(custom.permissions()))
    }

    /// The customers for which the actor may do something. Lists show no others.
    pub fn coverage(&self, permission: Permission) -> Coverage {
        Coverage::of(&self.roles, &self.custom, permission)
    }

    /// The customers of the actor's partner that exist for the actor. Every other one is answered as missing, so nothing more
    /// is looked up about it than about one that never was.
    pub fn existing(&self) -> Coverage {
        match self.portal {
            Some(place) => Coverage::Some { tags: BTreeSet::new(), customers: [place.customer].into() },
            // All custom permissions include seeing the customer.
            None if self.roles.is_empty() && !self.custom.is_empty() => self.coverage(Permission::SeeCustomers),
            None => Coverage::All,
        }
    }

    fn by_roles(&self) -> PermissionSet {
        Permission::ALL.into_iter().filter(|permission| allowed(&self.roles, *permission).is_ok()).collect()
    }

    fn denied(&self, permission: Permission) -> Denied {
        Denied::of(permission, !self.custom.is_empty())
    }
}

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
/// the actor has other roles now; but what custom permissions don't allow for a user is refused as it was at the beginning.
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
