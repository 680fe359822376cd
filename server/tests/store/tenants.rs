//! Organization tenants: what they are on both engines, and importing them.

use super::engines::each_engine;
use super::fixtures::*;
use super::people_managed::event;
use crate::support::users::user;
use domain::access::permission::Permission;
use domain::access::tenant::{TenantChange, TenantRefused};
use domain::cases::scope;
use domain::import::customer::CustomerImport;
use domain::store::CustomerQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::import::customer::{Arrival, WriteError};

fn directory(number: u128) -> CustomerImport {
    CustomerImport { users: vec![user(1, "Dora Lind"), user(2, "Ben Novak")], ..company(number, &[]) }
}

async fn write(
    store: &SqlStore,
    actor: &domain::access::Actor,
    directory: &CustomerImport,
    own_organization: bool,
) -> Result<(), WriteError> {
    let arrival = Arrival { own_organization, ..imported(actor, NOW) };
    store.write_directory(arrival, directory, directory.users.clone().into_iter(), false).await.map(|_| ())
}

#[tokio::test]
async fn an_own_organization_is_associated_and_no_customer() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let mut own = directory(9);
        own.customer.on_premises = true;
        write(&store, &anna, &own, true).await.unwrap();
        write(&store, &anna, &directory(8), false).await.unwrap();
        let listed = store.customers(&anna, &CustomerQuery::default()).await.unwrap().rows;
        assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [company(8, &[]).customer.id]);
        assert!(
            store.find(&anna, "Dora", NOW).await.unwrap().users.iter().all(|found| found.customer != own.customer.id)
        );
        let scope = scope::open(&store, &anna, Permission::SeeUsers, own.customer.id, NOW).await.unwrap().scope();
        assert_eq!(store.users(scope.unwrap(), &Default::default()).await.unwrap().rows.len(), 2);

        let tenants = store.tenants(&anna).await.unwrap();
        assert_eq!((tenants.len(), tenants[0].users, tenants[0].associated), (1, 2, None));
        assert!(tenants[0].on_premises);
        assert_eq!(store.tenants(&stranger).await.unwrap(), []);
        let change = async |by, change| store.change_tenant(by, own.customer.id, change, &event(by)).await.unwrap();
        assert_eq!(change(&stranger, TenantChange::Associate).await, Err(TenantRefused::Gone));
        assert_eq!(change(&anna, TenantChange::Associate).await, Ok(()));
        assert_eq!(store.tenants(&anna).await.unwrap()[0].associated, Some(NOW));
        let people = store.partner_people(&anna, NOW).await.unwrap();
        assert_eq!(people.tenants.iter().map(|tenant| tenant.id).collect::<Vec<_>>(), [own.customer.id]);
        assert_eq!(change(&anna, TenantChange::Dissociate).await, Ok(()));
        assert_eq!(store.partner_people(&anna, NOW).await.unwrap().tenants, []);
    })
    .await;
}

#[tokio::test]
async fn an_import_keeps_customers_and_own_organizations_apart() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        write(&store, &anna, &directory(9), true).await.unwrap();
        write(&store, &anna, &directory(8), false).await.unwrap();
        let refused = write(&store, &anna, &directory(9), false).await;
        assert!(matches!(refused, Err(WriteError::IsOwnOrganization(id)) if id == directory(9).customer.id));
        let refused = write(&store, &anna, &directory(8), true).await;
        assert!(matches!(refused, Err(WriteError::IsCustomer(id)) if id == directory(8).customer.id));
        // Who is missing in a second import is deleted, as at customers.
        let less = CustomerImport { users: vec![user(1, "Dora Lind")], ..company(9, &[]) };
        write(&store, &anna, &less, true).await.unwrap();
        assert_eq!(store.tenants(&anna).await.unwrap()[0].users, 1);
    })
    .await;
}
