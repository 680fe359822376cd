//! Organization tenants: the partner's own directories. People, groups and applications belong to one of them, or to none.
//!
//! People managers manage those of their own tenant. A Global admin who belongs to no tenant manages all: so nobody is locked
//! out when the first tenant is associated, because all people belong to none by then.

use super::Actor;
use super::application::Application;
use super::group::Group;
use super::group_grants::GroupGrants;
use super::people_rules::{check_who_stays, rank};
use super::permission::{Permission, allowed};
use super::permission_set::PermissionSet;
use super::person::{Invitation, People, Person, PersonRefused};
use super::role::PartnerRole;
use crate::directory::search::sort_key;
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

/// Why a tenant is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TenantRefused {
    /// There is no such own organization.
    #[error("This organization is not there any more. Import it again as your own organization.")]
    Gone,
    /// Only a Global admin can do this.
    #[error("Only a Global admin can associate tenants.")]
    OnlyGlobalAdmin,
    /// One's own access depends on it.
    #[error("You belong to this tenant yourself, and would lose access. Ask a Global admin who does not belong to it.")]
    OwnTenant,
    /// Nobody could manage people afterwards.
    #[error(transparent)]
    People(#[from] PersonRefused),
}

/// The rules' knowledge of people in other tenants. Their names are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Elsewhere {
    /// How many people and invitations there are.
    pub people: usize,
    /// Those who manage people and can sign in.
    pub managers: Vec<ManagerElsewhere>,
    /// By what names of groups are compared. A browser does not get them.
    #[serde(skip)]
    pub group_keys: BTreeSet<String>,
    /// The roles that groups have by admin relationships, where the server looks at a change. A browser does not get them.
    #[serde(skip)]
    pub granted: GroupGrants,
}

/// Somebody elsewhere who manages people.
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
    /// That of somebody with these roles who belongs to a tenant, or to none.
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

impl People {
    /// The people that the actor manages. Of the others only what the rules need is kept.
    #[must_use]
    pub fn reached_by(mut self, actor: &Actor) -> Self {
        let hidden: Vec<Person> = self.people.iter().filter(|one| !actor.reaches(one.tenant)).cloned().collect();
        let managers = hidden.iter().filter_map(|person| {
            let (manages, is_global_admin) = rank(&self, person);
            manages.then_some(ManagerElsewhere { is_global_admin, has_identity: person.has_identity })
        });
        let managers = managers.collect();
        let is_hidden = |tenant: Option<CustomerId>| !actor.reaches(tenant);
        let invited = self.invitations.iter().filter(|one| is_hidden(one.tenant)).count();
        let groups = self.groups.iter().filter(|one| is_hidden(one.tenant));
        let group_keys = groups.map(|group| sort_key(group.name.trim())).collect();
        self.elsewhere =
            Box::new(Elsewhere { people: hidden.len() + invited, managers, group_keys, ..Elsewhere::default() });
        self.keep(|tenant| actor.reaches(tenant));
        self.tenants.retain(|tenant| actor.reaches(Some(tenant.id)));
        let chosen = self.chosen_customers();
        self.customers.retain(|customer, _| chosen.contains(customer));
        self
    }

    /// Whether the actor can manage everybody there is. Settings for all people of the partner are changed by nobody else: they
    /// would be a way to people of other tenants.
    pub fn are_all_reached_by(&self, actor: &Actor) -> bool {
        let people = self.people.iter().map(|person| person.tenant);
        let mut here = people.chain(self.invitations.iter().map(|invitation| invitation.tenant));
        self.elsewhere.people == 0 && here.all(|tenant| actor.reaches(tenant))
    }

    /// Those of one tenant, to be shown.
    #[must_use]
    pub fn of_tenant(&self, tenant: Option<CustomerId>) -> Self {
        let mut shown = self.clone();
        shown.keep(|one| one == tenant);
        shown
    }

    fn keep(&mut self, keeps: impl Fn(Option<CustomerId>) -> bool) {
        self.people.retain(|one: &Person| keeps(one.tenant));
        self.groups.retain(|one: &Group| keeps(one.tenant));
        self.invitations.retain(|one: &Invitation| keeps(one.tenant));
        self.applications.retain(|one: &Application| keeps(one.tenant));
    }

    /// The people who manage those of a tenant now, or of none.
    pub fn managers_of(&self, tenant: Option<CustomerId>) -> impl Iterator<Item = &Person> {
        let reach = |person: &Person| TenantReach::of(person.tenant, &self.roles_of(person));
        self.people.iter().filter(move |person| rank(self, person).0 && reach(person).covers(tenant))
    }

    /// The tenant with this id.
    pub fn tenant(&self, id: CustomerId) -> Option<&Tenant> {
        self.tenants.iter().find(|tenant| tenant.id == id)
    }

    /// Whether a group, an application or a user can be created in a tenant, or in none.
    ///
    /// # Errors
    /// The reason why not.
    pub fn check_creates(&self, actor: &Actor, tenant: Option<CustomerId>) -> Result<(), PersonRefused> {
        self.check_place(actor, tenant)?;
        let on_premises = tenant.and_then(|id| self.tenant(id)).is_some_and(|tenant| tenant.on_premises);
        if on_premises { Err(PersonRefused::OnPremises) } else { Ok(()) }
    }

    /// Whether somebody can be added to a tenant, or to none.
    ///
    /// # Errors
    /// The reason why not.
    pub fn check_place(&self, actor: &Actor, tenant: Option<CustomerId>) -> Result<(), PersonRefused> {
        let is_there = tenant.is_none_or(|id| self.tenant(id).is_some_and(|tenant| tenant.associated.is_some()));
        if is_there && actor.reaches(tenant) { Ok(()) } else { Err(PersonRefused::OtherTenant) }
    }
}

/// Whether the actor can change a tenant. One whose people the actor does not manage is as if it were not there.
///
/// # Errors
/// The reason why not.
pub fn check_tenant_change(
    people: &People,
    actor: &Actor,
    tenant: CustomerId,
    change: TenantChange,
) -> Result<(), TenantRefused> {
    if !actor.roles.contains(&PartnerRole::GlobalAdmin) {
        return Err(TenantRefused::OnlyGlobalAdmin);
    }
    if people.tenant(tenant).is_none() || !actor.reaches(Some(tenant)) {
        return Err(TenantRefused::Gone);
    }
    match change {
        TenantChange::Associate => Ok(()),
        TenantChange::Dissociate if actor.tenant == Some(tenant) => Err(TenantRefused::OwnTenant),
        TenantChange::Dissociate => Ok(check_who_stays(people, &without_tenant(people, tenant))?),
    }
}

/// The people after a tenant was dissociated.
pub fn without_tenant(people: &People, tenant: CustomerId) -> People {
    let mut after = people.clone();
    let theirs = after.people.iter_mut().filter(|person| person.tenant == Some(tenant));
    theirs.for_each(|person| person.is_cut_off = true);
    after
}

#[cfg(test)]
#[path = "tenant_tests.rs"]
mod tests;
