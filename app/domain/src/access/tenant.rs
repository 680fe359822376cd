//! Organization tenants: the partner's own directories. People, groups and applications belong to one of them, or to none.
//!
//! People managers manage those of their own tenant. A Global admin who belongs to no tenant manages all: so nobody is locked
//! out when the first tenant is associated, because all people belong to none by then.

use super::Actor;
use super::denied::allowed;
use super::group_grants::GroupGrants;
use super::permission::Permission;
use super::permission_set::PermissionSet;
use super::role::PartnerRole;
use crate::ids::CustomerId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An organization tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Id.
    pub id: CustomerId,
    /// Name.
    pub name: String,
    /// The default domain.
    pub primary_domain: String,
    /// Users that are not deleted.
    pub users: i64,
    /// Whether its directory is synchronized from on-premises.
    pub on_premises: bool,
    /// Since when the partner's account is associated with it (UTC, epoch milliseconds). `None` if it is not.
    pub associated: Option<i64>,
}

/// A change of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TenantChange {
    /// The partner's account is associated with it.
    Associate,
    /// It is not any more. Its people lose access at once.
    Dissociate,
}

/// The rules' knowledge of people in other tenants. Their names are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Elsewhere {
    /// How many people and invitations there are.
    pub people: usize,
    /// Those who manage people and can sign in.
    pub managers: Vec<ManagerElsewhere>,
    /// The keys by which names of groups are compared. A browser does not get them.
    #[serde(skip)]
    pub group_keys: BTreeSet<String>,
    /// The roles that groups have by admin relationships, where the server looks at a change. A browser does not get them.
    #[serde(skip)]
    pub granted: GroupGrants,
}

/// A people manager of another tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagerElsewhere {
    /// Whether as a Global admin.
    pub is_global_admin: bool,
    /// Whether with a linked account at an enabled identity provider.
    pub has_identity: bool,
}

/// The people that somebody can manage. Those of others are as if they were not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantReach {
    /// Everybody.
    All,
    /// Those of one tenant, or those who belong to none.
    Of(Option<CustomerId>),
}

impl TenantReach {
    /// The reach of a person with these roles that belongs to a tenant, or to none.
    pub fn of(tenant: Option<CustomerId>, roles: &BTreeSet<PartnerRole>) -> Self {
        match tenant {
            None if roles.contains(&PartnerRole::GlobalAdmin) => Self::All,
            tenant => Self::Of(tenant),
        }
    }

    /// Whether the people of a tenant, or those of none, are among them.
    pub fn covers(self, tenant: Option<CustomerId>) -> bool {
        match self {
            Self::All => true,
            Self::Of(own) => own == tenant,
        }
    }
}

/// The own organizations of the partner that exist for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnOrganizations {
    /// All.
    All,
    /// This one.
    One(CustomerId),
    /// None.
    None,
}

impl Actor {
    /// The own organizations that exist for the actor: those whose people the actor manages. Every other one is answered as
    /// missing, so nothing more is looked up about it than about one that never was.
    pub fn own_organizations(&self) -> OwnOrganizations {
        match self.reach() {
            TenantReach::All if self.manages_people_of(None) => OwnOrganizations::All,
            TenantReach::Of(Some(tenant)) if self.manages_people_of(Some(tenant)) => OwnOrganizations::One(tenant),
            TenantReach::All | TenantReach::Of(_) => OwnOrganizations::None,
        }
    }

    /// The people that the actor can manage: those of the actor's tenant. A Global admin without a tenant can manage all.
    /// Whether the actor's roles allow managing people at all is asked besides.
    pub fn reach(&self) -> TenantReach {
        TenantReach::of(self.tenant, &self.roles)
    }

    /// Whether these people are among those of [`Self::reach`].
    pub fn reaches(&self, tenant: Option<CustomerId>) -> bool {
        self.reach().covers(tenant)
    }

    /// Whether the actor manages the people of a tenant.
    pub fn manages_people_of(&self, tenant: Option<CustomerId>) -> bool {
        self.portal.is_none() && self.reaches(tenant) && allowed(&self.roles, Permission::ManagePeople).is_ok()
    }
}

/// Whether the actor may do something with the users of the partner's own organization. Its managers see them; only a Global
/// admin changes them, because the access of people depends on them.
pub(super) fn may_in_own(actor: &Actor, tenant: CustomerId, permission: Permission) -> OwnDecision {
    if !actor.manages_people_of(Some(tenant)) {
        return OwnDecision::Missing;
    }
    let is_global_admin = actor.roles.contains(&PartnerRole::GlobalAdmin);
    match permission {
        Permission::SeeUsers | Permission::SeeCustomers => OwnDecision::Allowed,
        Permission::BuyLicenses
        | Permission::ManageRelationships
        | Permission::ManagePeople
        | Permission::DeleteCustomers => OwnDecision::Denied,
        _ if is_global_admin => OwnDecision::Allowed,
        _ => OwnDecision::Denied,
    }
}

/// The permissions that the actor does not have at the partner's own organization.
pub(super) fn withheld_in_own(actor: &Actor, tenant: CustomerId) -> PermissionSet {
    Permission::ALL.into_iter().filter(|one| may_in_own(actor, tenant, *one) != OwnDecision::Allowed).collect()
}

/// Whether the actor deletes users in the directory of the partner's own organization.
pub fn deletes_users(actor: &Actor, tenant: CustomerId) -> bool {
    may_in_own(actor, tenant, Permission::DeleteUsers) == OwnDecision::Allowed
}

/// The answer of [`may_in_own`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OwnDecision {
    Allowed,
    Denied,
    Missing,
}
