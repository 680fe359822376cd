//! The people of the storm: people of the partner with different roles, applications, and people of the portal.

use super::client::until_answered;
use crate::applications::{actor_of, add, make_key};
use crate::fixtures::*;
use crate::portal::by;
use crate::support::people::{add_person, new_person};
use domain::access::permission::Permission;
use domain::access::portal::{PortalForm, PortalRole};
use domain::access::role::PartnerRole;
use domain::access::{Actor, CustomerScope, Decision};
use domain::cases::scope;
use domain::console::security::SecurityEventKind;
use domain::ids::{CustomerId, PartnerUserId};
use domain::store::TemporaryPassword;
use domain::store::prelude::*;
use server::store::{NewPartnerUser, SqlStore};
use uuid::Uuid;

/// Somebody who works at the customer.
#[derive(Debug, Clone, Copy)]
enum Duty {
    Person(PartnerRole),
    Application(PartnerRole),
    Portal(PortalRole),
}

/// In turn. One of sixteen may do nothing of what is done here.
const DUTIES: [Duty; 16] = [
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Person(PartnerRole::HelpdeskAgent),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Portal(PortalRole::UserManagementAdmin),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Application(PartnerRole::AdminAgent),
    Duty::Person(PartnerRole::UserManagementAdmin),
    Duty::Person(PartnerRole::SalesAgent),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Person(PartnerRole::GlobalAdmin),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Portal(PortalRole::LicenseAdmin),
    Duty::Application(PartnerRole::SalesAgent),
    Duty::Person(PartnerRole::SalesAgent),
    Duty::Person(PartnerRole::AdminAgent),
    Duty::Person(PartnerRole::BillingAdmin),
];

/// Those with these numbers from 0 on. `first` makes the applications and the people of the portal.
pub async fn gather(store: &SqlStore, first: &Actor, customer: CustomerId, numbers: u64) -> Vec<Actor> {
    let portal = scope::open(store, first, Permission::ManagePeople, customer, NOW).await.unwrap().scope().unwrap();
    store.switch_portal(first, portal, true, &by(first, SecurityEventKind::PortalOn)).await.unwrap().unwrap();
    let mut all = Vec::new();
    for (number, duty) in (0..numbers).zip(DUTIES.into_iter().cycle()) {
        all.push(one(store, first, portal, u128::from(number), duty).await);
    }
    all
}

async fn one(store: &SqlStore, first: &Actor, portal: CustomerScope, number: u128, duty: Duty) -> Actor {
    let id = PartnerUserId::new(Uuid::from_u128(number + 100));
    match duty {
        Duty::Person(role) => {
            let person = new_person(id.uuid(), &format!("Person {}", number + 100), "none", NOW);
            add_person(store, first.partner, &NewPartnerUser { roles: [role].into(), ..person }).await
        }
        Duty::Application(role) => {
            add(store, first, number, role).await.unwrap();
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
