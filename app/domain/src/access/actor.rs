//! Somebody who is signed in, and the actions that the person's roles and custom permissions allow.

use super::custom_permissions::{Coverage, CustomPermissions};
use super::denied::{Denied, allowed};
use super::permission::Permission;
use super::permission_set::PermissionSet;
use super::portal::PortalPlace;
use super::role::PartnerRole;
use crate::directory::tag::Tag;
use crate::ids::{CustomerId, PartnerGroupId, PartnerId, PartnerUserId};
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
    /// The person's roles: the person's own roles, and those of the person's groups.
    pub roles: BTreeSet<PartnerRole>,
    /// The groups that the person is in.
    pub groups: BTreeSet<PartnerGroupId>,
    /// The person's own custom permissions, and those of the person's groups. A browser does not get them: it gets
    /// the permissions at a customer.
    #[serde(skip)]
    pub custom: Vec<CustomPermissions>,
    /// Where the person belongs, if it is a customer's own. Such a person has no roles and groups of the partner.
    pub portal: Option<PortalPlace>,
    /// The organization tenant that the person belongs to.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
}

impl Actor {
    /// Whether the actor's roles, or custom permissions for any customer, allow an action. For a customer [`decide`](super::decide) says
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

    pub(super) fn denied(&self, permission: Permission) -> Denied {
        Denied::of(permission, !self.custom.is_empty())
    }
}
