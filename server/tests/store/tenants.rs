//! Organization tenants: what they are on both engines, and importing them.

use super::engines::each_engine;
use super::entries::{added, asked, edited};
use super::fixtures::*;
use super::people_managed::event;
use crate::support::users::user;
use domain::access::permission::Permission;
use domain::access::tenant::{TenantChange, TenantRefused};
use domain::cases::entries::preview;
use domain::cases::scope;
use domain::console::entries::{Entries, EntriesKind, EntryEnd};
use domain::directory::profile::TypedProfile;
use domain::import::customer::CustomerImport;
use domain::rules::change::Change;
use domain::rules::failure::FailureCode;
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
        assert!(store.find(&anna, "Dora").await.unwrap().users.iter().all(|found| found.customer != own.customer.id));
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

#[tokio::test]
async fn users_of_an_own_organization_that_is_synchronized_from_on_premises_are_not_added_here() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let synced = |number: u128| {
            let mut directory = directory(number);
            directory.customer.on_premises = true;
            directory
        };
        write(&store, &anna, &synced(9), true).await.unwrap();
        write(&store, &anna, &synced(8), false).await.unwrap();
        let ends = async |number: u128| {
            let customer = company(number, &[]).customer.id;
            let scope =
                scope::open(&store, &anna, Permission::EditUsers, customer, NOW).await.unwrap().scope().unwrap();
            let entries = Entries::Each(vec![
                added(11, "Cyril", Change::default()),
                edited(
                    1,
                    TypedProfile { display_name: Some("Dora Park".into()), ..TypedProfile::default() },
                    Change::default(),
                ),
            ]);
            let seen = preview(&store, scope, &entries).await.unwrap().unwrap().lines;
            let request = asked(&store, scope, EntriesKind::Add, entries).await;
            store.save_entries(scope, &request, stamp()).await.unwrap();
            let users = store.users(scope, &Default::default()).await.unwrap().rows;
            (seen[0].end, users.iter().map(|user| user.display_name.clone()).collect::<Vec<_>>())
        };
        let (end, names) = ends(9).await;
        assert_eq!(
            (end, names),
            (EntryEnd::Failed(FailureCode::OnPremises), ["Ben Novak", "Dora Park"].map(String::from).into())
        );
        // A customer's directory has users of both kinds.
        let (end, names) = ends(8).await;
        assert_eq!(names, ["Ben Novak", "Cyril", "Dora Park"], "{end:?}");
    })
    .await;
}
