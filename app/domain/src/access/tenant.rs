//! Organization tenants: the partner's own directories. People, groups and applications belong to one of them, or to none.
//!
//! Who manages people manages those of their own tenant. A Global admin who belongs to no tenant manages all: so nobody is locked
//! out when the first tenant is associated, because all people belong to none by then.

use super::Actor;
use super::application::Application;
use super::group::Group;
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

/// What the rules need to know of people in other tenants. Their names are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Elsewhere {
    /// How many people and invitations there are.
    pub people: usize,
    /// Those who manage people and can sign in.
    pub managers: Vec<ManagerElsewhere>,
    /// By what names of groups are compared. A browser does not get them.
    #[serde(skip)]
    pub group_keys: BTreeSet<String>,
}

/// Somebody elsewhere who manages people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagerElsewhere {
    /// Whether as a Global admin.
    pub is_global_admin: bool,
    /// Whether with a linked account at an enabled identity provider.
    pub has_identity: bool,
}

/// Whose people somebody can manage. Those of others are as if they were not there.
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

impl Actor {
    /// Whose people the actor can manage: those of the actor's tenant. A Global admin without a tenant can manage all.
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
        Permission::BuyLicenses | Permission::ManageRelationships | Permission::ManagePeople => OwnDecision::Denied,
        _ if is_global_admin => OwnDecision::Allowed,
        _ => OwnDecision::Denied,
    }
}

/// What the actor may not do with the partner's own organization.
pub(super) fn withheld_in_own(actor: &Actor, tenant: CustomerId) -> PermissionSet {
    Permission::ALL.into_iter().filter(|one| may_in_own(actor, tenant, *one) != OwnDecision::Allowed).collect()
}

/// Whether the actor creates users in the directory of the partner's own organization.
pub fn creates_users(actor: &Actor, tenant: CustomerId) -> bool {
    may_in_own(actor, tenant, Permission::EditUsers) == OwnDecision::Allowed
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
        self.elsewhere = Box::new(Elsewhere { people: hidden.len() + invited, managers, group_keys });
        self.keep(|tenant| actor.reaches(tenant));
        self.tenants.retain(|tenant| actor.reaches(Some(tenant.id)));
        let chosen = self.chosen_customers();
        self.customers.retain(|customer, _| chosen.contains(customer));
        self
    }

    /// Whether the actor can manage everybody there is. What holds for all people of the partner is changed by nobody else: it would
    /// be a way to people of other tenants.
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
mod tests {
    use super::*;
    use crate::access::fixtures::{acting, group, people, person};
    use crate::access::people_rules::check_change;
    use crate::access::permission::Denied;
    use crate::access::person::PersonChange;
    use crate::access::{CustomerAccess, decide};
    use PartnerRole::{AccountAdmin, GlobalAdmin, HelpdeskAgent};
    use uuid::Uuid;

    fn id(number: u128) -> CustomerId {
        CustomerId::new(Uuid::from_u128(number))
    }

    fn tenant(number: u128) -> Tenant {
        Tenant {
            id: id(number),
            name: format!("Tenant {number}"),
            primary_domain: "tenant.example".into(),
            users: 1,
            on_premises: false,
            associated: Some(1),
        }
    }

    fn of(number: u128, person: Person) -> Person {
        Person { tenant: Some(id(number)), ..person }
    }

    /// Anna (Global admin) and Cleo (Account admin) are in no tenant; Dora (Global admin) and Ben (Helpdesk agent) in tenant 1, Eve
    /// (Account admin) in tenant 2.
    fn some() -> People {
        let all = [
            person(1, &[GlobalAdmin]),
            person(2, &[AccountAdmin]),
            of(1, person(3, &[GlobalAdmin])),
            of(1, person(4, &[HelpdeskAgent])),
            of(2, person(5, &[AccountAdmin])),
        ];
        People { tenants: vec![tenant(1), tenant(2)], ..people(&all) }
    }

    fn by(people: &People, at: usize) -> Actor {
        acting(people, &people.people[at])
    }

    #[test]
    fn people_of_another_tenant_are_as_if_they_were_not_there() {
        let all = some();
        let reached = |at: usize| -> Vec<u128> {
            let reached = all.clone().reached_by(&by(&all, at));
            reached.people.iter().map(|person| person.id.uuid().as_u128()).collect()
        };
        assert_eq!(reached(0), [1, 2, 3, 4, 5], "a Global admin without a tenant");
        assert_eq!(reached(1), [1, 2], "an Account admin without a tenant");
        assert_eq!(reached(2), [3, 4], "a Global admin of a tenant");
        assert_eq!(reached(4), [5]);
        let tenants = |at: usize| all.clone().reached_by(&by(&all, at)).tenants.len();
        assert_eq!([0, 1, 2, 4].map(tenants), [2, 0, 1, 1]);
        for at in [1, 2] {
            let (actor, seen) = (by(&all, at), all.clone().reached_by(&by(&all, at)));
            let eve = all.people[4].id;
            assert_eq!(check_change(&seen, &actor, eve, &PersonChange::Block), Err(PersonRefused::Gone));
        }
    }

    #[test]
    fn who_is_elsewhere_still_counts() {
        let mut all = some();
        all.groups = vec![Group { tenant: Some(id(2)), ..group(1, &[], &[]) }];
        let seen = all.clone().reached_by(&by(&all, 2));
        assert_eq!((seen.elsewhere.people, seen.elsewhere.managers.len()), (3, 3));
        assert!(seen.elsewhere.group_keys.contains("group 1"));
        assert!(!seen.needs_manager());
        // Dora is not the last Global admin, because there is Anna.
        let mut less = seen.clone();
        less.people[0].roles = [AccountAdmin].into();
        assert_eq!(check_who_stays(&seen, &less), Ok(()));
        let alone = |people: &People| People { elsewhere: Box::default(), ..people.clone() };
        assert_eq!(check_who_stays(&alone(&seen), &alone(&less)), Err(PersonRefused::LastGlobalAdmin));
    }

    #[test]
    fn who_reaches_a_tenant_and_manages_people_manages_its_people() {
        let all = some();
        let manages = |at: usize, tenant| by(&all, at).manages_people_of(tenant);
        assert!(manages(0, None) && manages(0, Some(id(1))) && manages(0, Some(id(9))));
        assert!(manages(1, None) && !manages(1, Some(id(1))));
        assert!(manages(2, Some(id(1))) && !manages(2, None) && !manages(2, Some(id(2))));
        assert!(!manages(3, Some(id(1))), "a Helpdesk agent of the tenant");
        assert_eq!(all.check_place(&by(&all, 0), Some(id(9))), Err(PersonRefused::OtherTenant), "not associated");
        assert_eq!(all.check_place(&by(&all, 4), Some(id(2))), Ok(()));
        assert_eq!(all.check_place(&by(&all, 4), None), Err(PersonRefused::OtherTenant));
    }

    #[test]
    fn a_global_admin_who_manages_a_tenant_deletes_its_users() {
        let all = some();
        let deletes = |number| [0, 1, 2, 3, 4].map(|at| deletes_users(&by(&all, at), id(number)));
        assert_eq!(deletes(1), [true, false, true, false, false]);
        assert_eq!(deletes(2), [true, false, false, false, false], "Eve is an Account admin");
    }

    #[test]
    fn who_manages_people_of_a_tenant_belongs_to_it_or_manages_all() {
        let mut all = some();
        let managers = |people: &People, tenant| -> Vec<u128> {
            people.managers_of(tenant).map(|person| person.id.uuid().as_u128()).collect()
        };
        assert_eq!(managers(&all, None), [1, 2]);
        assert_eq!(managers(&all, Some(id(1))), [1, 3]);
        assert_eq!(managers(&all, Some(id(2))), [1, 5]);
        all.people[4].is_cut_off = true;
        all.people[0].blocked = true;
        assert_eq!(managers(&all, Some(id(2))), [0; 0]);
    }

    #[test]
    fn what_holds_for_everybody_is_for_who_manages_everybody() {
        let all = some();
        let reached = |people: &People, at: usize| {
            let actor = by(people, at);
            let both =
                [people.clone(), people.clone().reached_by(&actor)].map(|people| people.are_all_reached_by(&actor));
            assert_eq!(both[0], both[1], "whether people elsewhere are known or not");
            both[0]
        };
        assert_eq!([0, 1, 2, 3, 4].map(|at| reached(&all, at)), [true, false, false, false, false]);
        let none = people(&all.people[..2]);
        assert!(reached(&none, 1), "nobody belongs to a tenant");
        let one = people(&all.people[2..4]);
        assert!(reached(&one, 0), "everybody belongs to one");
    }

    #[test]
    fn nothing_is_created_in_a_tenant_that_is_synchronized_from_on_premises() {
        let mut all = some();
        all.tenants[0].on_premises = true;
        let dora = by(&all, 2);
        assert_eq!(all.check_creates(&dora, Some(id(1))), Err(PersonRefused::OnPremises));
        assert_eq!(all.check_place(&dora, Some(id(1))), Ok(()), "who is there can be added");
        assert_eq!(all.check_creates(&by(&all, 0), None), Ok(()));
    }

    #[test]
    fn a_global_admin_changes_tenants_and_somebody_stays() {
        let all = some();
        let check = |people: &People, at: usize, number, change| {
            check_tenant_change(people, &by(people, at), id(number), change)
        };
        assert_eq!(check(&all, 0, 1, TenantChange::Dissociate), Ok(()));
        assert_eq!(check(&all, 1, 1, TenantChange::Associate), Err(TenantRefused::OnlyGlobalAdmin));
        assert_eq!(check(&all, 2, 1, TenantChange::Dissociate), Err(TenantRefused::OwnTenant));
        for change in [TenantChange::Associate, TenantChange::Dissociate] {
            assert_eq!(check(&all, 2, 2, change), Err(TenantRefused::Gone), "a tenant of others");
        }
        assert_eq!(check(&all, 0, 9, TenantChange::Associate), Err(TenantRefused::Gone));
        // Passwords are off, and only somebody of the tenant has a linked account.
        let mut off = People { passwords_off: true, ..all };
        off.people[2].has_identity = true;
        let last = Err(TenantRefused::People(PersonRefused::LastManager));
        assert_eq!(check(&off, 0, 1, TenantChange::Dissociate), last);
    }

    #[test]
    fn what_is_told_of_an_own_organization_is_what_is_decided() {
        let all = some();
        for by in [by(&all, 0), by(&all, 2), by(&all, 4)] {
            for tenant in [id(1), id(2)] {
                let access = || CustomerAccess { is_own_organization: true, ..CustomerAccess::of(by.partner) };
                let decided = |permission| decide(&by, permission, tenant, Some(access()));
                let Some(scope) = decided(Permission::SeeUsers).scope() else { continue };
                for permission in Permission::ALL {
                    let is_told = scope.rights().allows(permission, false).is_ok();
                    assert_eq!(is_told, decided(permission).scope().is_some(), "{permission} by {}", by.name);
                }
                assert_eq!(scope.rights().allows(Permission::BuyLicenses, false), Err(Denied::OwnOrganization));
            }
        }
    }

    #[test]
    fn managers_see_the_users_of_their_own_organization_and_a_global_admin_changes_them() {
        let all = some();
        let may = |at: usize, permission| may_in_own(&by(&all, at), id(1), permission);
        for at in [0, 2] {
            assert_eq!(may(at, Permission::EditUsers), OwnDecision::Allowed);
            for never in [Permission::BuyLicenses, Permission::ManageRelationships, Permission::ManagePeople] {
                assert_eq!(may(at, never), OwnDecision::Denied);
            }
        }
        for at in [1, 3, 4] {
            assert_eq!(may(at, Permission::SeeUsers), OwnDecision::Missing);
        }
        assert_eq!(may_in_own(&by(&all, 4), id(2), Permission::SeeUsers), OwnDecision::Allowed);
        assert_eq!(may_in_own(&by(&all, 4), id(2), Permission::DeleteUsers), OwnDecision::Denied);
    }
}
