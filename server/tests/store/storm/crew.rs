//! The people of the storm: people of the partner with different roles, applications, and people of the portal. Admin relationships
//! are required, and of the people of the partner all but those outside are in a group that has a role at the customer.

use super::client::until_answered;
use crate::applications::{actor_of, add, make_key};
use crate::choices::choose;
use crate::custom_permissions::{custom, give};
use crate::fixtures::*;
use crate::portal::by;
use crate::relationships::{group, join};
use crate::support::people::{add_person, new_person};
use domain::access::custom_permissions::CustomersCovered;
use domain::access::group::{GroupChange, GroupForm};
use domain::access::permission::Permission;
use domain::access::portal::PortalForm;
use domain::access::portal_role::PortalRole;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::role::PartnerRole;
use domain::access::{Actor, CustomerScope, Decision};
use domain::cases::scope;
use domain::console::security::SecurityEventKind;
use domain::ids::{CustomerId, PartnerGroupId, PartnerUserId};
use domain::store::TemporaryPassword;
use domain::store::prelude::*;
use server::store::{NewPartnerUser, SqlStore};
use uuid::Uuid;

/// Somebody who works at the customer.
#[derive(Debug, Clone, Copy)]
enum Duty {
    Person(PartnerRole),
    /// By a group's role.
    Member(PartnerRole),
    /// By custom permissions for the customer.
    Custom,
    /// Without a relationship.
    Outside(PartnerRole),
    /// Whose role is taken away and given back.
    Unsteady,
    Application(PartnerRole),
    Portal(PortalRole),
}

/// The role of [`Duty::Unsteady`] while it is not taken away.
pub const UNSTEADY: PartnerRole = PartnerRole::AdminAgent;

/// In turn. One of sixteen may do nothing of what is done here.
const DUTIES: [Duty; 16] = [
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Person(PartnerRole::HelpdeskAgent),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Portal(PortalRole::UserManagementAdmin),
    Duty::Unsteady,
    Duty::Application(PartnerRole::AdminAgent),
    Duty::Member(PartnerRole::UserManagementAdmin),
    Duty::Person(PartnerRole::SalesAgent),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Person(PartnerRole::GlobalAdmin),
    Duty::Custom,
    Duty::Portal(PortalRole::LicenseAdmin),
    Duty::Application(PartnerRole::SalesAgent),
    Duty::Outside(PartnerRole::SalesAgent),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Person(PartnerRole::BillingAdmin),
];

/// One of the people.
pub struct Member {
    pub actor: Actor,
    /// Whether the role is taken away and given back.
    pub is_unsteady: bool,
}

/// Those with these numbers from 0 on. `first` makes the applications, the people of the portal, and what else is given. Group 7 has
/// a role at the customer.
pub async fn gather(store: &SqlStore, first: &Actor, customer: CustomerId, numbers: u64) -> Vec<Member> {
    let portal = scope::open(store, first, Permission::ManagePeople, customer, NOW).await.unwrap().scope().unwrap();
    store.switch_portal(first, portal, true, &by(first, SecurityEventKind::PortalOn)).await.unwrap().unwrap();
    let mut all = Vec::new();
    for (number, duty) in (0..numbers).zip(DUTIES.into_iter().cycle()) {
        let actor = one(store, first, portal, u128::from(number), duty).await;
        if !matches!(duty, Duty::Outside(_) | Duty::Portal(_) | Duty::Application(_)) {
            join(store, &actor, group(7)).await;
        }
        let actor = if matches!(duty, Duty::Application(_)) { actor } else { again(store, &actor).await };
        all.push(Member { actor, is_unsteady: matches!(duty, Duty::Unsteady) });
    }
    choose(store, first.partner, RelationshipPolicy::Required).await;
    all
}

/// A person as of now.
pub async fn again(store: &SqlStore, actor: &Actor) -> Actor {
    until_answered(|| store.partner_user(actor.id)).await.unwrap().actor
}

async fn one(store: &SqlStore, first: &Actor, portal: CustomerScope, number: u128, duty: Duty) -> Actor {
    let id = PartnerUserId::new(Uuid::from_u128(number + 100));
    let person = async |role: PartnerRole| {
        let person = new_person(id.uuid(), &format!("Person {}", number + 100), "none", NOW);
        add_person(store, first.partner, &NewPartnerUser { roles: [role].into(), ..person }).await
    };
    match duty {
        Duty::Person(role) | Duty::Outside(role) => person(role).await,
        Duty::Unsteady => person(UNSTEADY).await,
        Duty::Member(role) => {
            let member = person(PartnerRole::BillingAdmin).await;
            let (name, roles, members) = (format!("Group {number}"), [role].into(), [id].into());
            let form = GroupForm { name, roles, members, ..GroupForm::default() };
            let group = PartnerGroupId::new(Uuid::from_u128(number + 500));
            let event = by(first, SecurityEventKind::GroupCreated);
            store.change_group(first, group, &GroupChange::Add(form), &event).await.unwrap().unwrap();
            member
        }
        Duty::Custom => {
            let somebody = person(PartnerRole::BillingAdmin).await;
            let customers = CustomersCovered::Chosen([portal.customer()].into());
            let given = custom(&[Permission::SeeUsers, Permission::ManageLicenses], customers);
            give(store, first, &somebody, given).await.unwrap()
        }
        Duty::Application(role) => {
            add(store, first, number, role).await.unwrap();
            let actor = actor_of(store, &make_key(store, first, number, NOW).await.unwrap()).await.unwrap();
            join(store, &actor, group(7)).await;
            actor_of(store, &make_key(store, first, number, NOW).await.unwrap()).await.unwrap()
        }
        Duty::Portal(role) => {
            let form = PortalForm { name: "Petra".into(), sign_in_name: format!("petra{number}@fabrikam.com"), role };
            let password = TemporaryPassword { hash: "none".into(), until: i64::MAX };
            let made = by(first, SecurityEventKind::AccountCreated);
            store.add_portal_person(first, portal, (id, &form), &password, &made).await.unwrap().unwrap();
            store.partner_user(id).await.unwrap().unwrap().actor
        }
    }
}

/// The scope of who may do this at the customer now, as it is asked for with every request.
pub async fn may(store: &SqlStore, actor: &Actor, asked: Permission, customer: CustomerId) -> Option<CustomerScope> {
    match until_answered(|| scope::open(store, actor, asked, customer, NOW)).await {
        Decision::Allowed(scope) => Some(scope),
        Decision::Denied(_) => None,
        Decision::Missing => panic!("the customer is missing for {actor:?}"),
    }
}
