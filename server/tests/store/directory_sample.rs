//! Imports a saved directory of realistic size, if it lies beside the repository.

use super::engines::each_engine;
use super::fixtures::*;
use domain::access::permission::Permission;
use domain::cases::scope;
use domain::directory::filter::UserFilter;
use domain::directory::page::Count;
use domain::directory::product::Capability;
use domain::directory::seats::Seats;
use domain::import::customer::CustomerImport;
use domain::import::graph::{GraphFiles, read};
use domain::rules::snapshot::NotAssignable;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::import::customer::WriteCounts;
use std::path::Path;

/// The sample, or `None` if it is absent.
fn sample() -> Option<CustomerImport> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/graph-export-sample"));
    if !folder.exists() {
        println!("Skipped: ../shared/data/graph-export-sample is not there.");
        return None;
    }
    let file = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (users, skus, organization) = (file("users.json"), file("subscribedSkus.json"), file("organization.json"));
    let (groups, roles) = (file("groups.json"), file("directoryRoles.json"));
    let files = GraphFiles {
        users: &users,
        subscribed_skus: &skus,
        organization: &organization,
        groups: Some(&groups),
        directory_roles: Some(&roles),
        ..GraphFiles::default()
    };
    Some(read(files).unwrap())
}

#[tokio::test]
async fn a_saved_directory_is_there_whole_and_once() {
    let Some(import) = sample() else { return };
    each_engine(async |store| {
        store.ensure_catalog().await.unwrap();
        let actor = partner(&store, 1).await;
        let write = async |now| arrive_imported(&store, &actor, &import, now).await;
        assert_eq!(write(NOW).await, WriteCounts { added: 300, updated: 0, removed: 0 });
        assert_eq!(write(NOW + 1).await, WriteCounts::default(), "nobody changed");
        let scope =
            scope::open(&store, &actor, Permission::SeeUsers, import.customer.id, 0).await.unwrap().scope().unwrap();
        assert_eq!(store.count_users(scope, &UserQuery::default()).await.unwrap(), Count::Exact(300));
        for user in &import.users {
            let detail = store.user(scope, user.id).await.unwrap().unwrap();
            assert_eq!((detail.user.upn, detail.licenses.len()), (user.upn.clone(), user.licenses.len()));
        }
        assert_eq!(seats(&store, scope, POWER_BI).await, (Seats { owned: 8, consumed: 10, reserved: 0 }, 2));
        // Some holders in the files are in error and take no seat.
        let (visio, over) = seats(&store, scope, VISIO).await;
        assert_eq!((visio.consumed, over), (10, (10 - visio.owned).max(0)));
        let holding = UserFilter { any_of: vec![sku(VISIO)], ..UserFilter::default() };
        let query = UserQuery { filter: holding, ..UserQuery::default() };
        assert_eq!(store.count_users(scope, &query).await.unwrap(), Count::Exact(10));
        let snapshot = store.snapshot(scope, new_selection()).await.unwrap().snapshot;
        assert_eq!(
            snapshot.not_assignable(sku("EMS")),
            Some(NotAssignable::Capability(Capability::Suspended)),
            "a suspended product can't be assigned"
        );
    })
    .await;
}
