//! The rules about people of organization tenants, and about changing a tenant.

use super::Actor;
use super::application::Application;
use super::group::Group;
use super::people::People;
use super::people_rules::{check_who_stays, rank};
use super::person::{Invitation, Person};
use super::person_refused::PersonRefused;
use super::role::PartnerRole;
use super::tenant::{Elsewhere, ManagerElsewhere, Tenant, TenantChange, TenantReach};
use crate::directory::search::sort_key;
use crate::ids::CustomerId;
use serde::{Deserialize, Serialize};

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

impl People {
    /// The people that the actor manages. Of the others only the values that the rules need are kept.
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
#[path = "tenant_rules_tests.rs"]
mod tests;
