//! Lists over all customers show what opening each customer would show.

use super::choices::choose;
use super::custom_permissions::custom;
use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use super::relationships::in_force_at;
use super::relationships_granted::write;
use domain::access::Actor;
use domain::access::custom_permissions::CustomersCovered;
use domain::access::entra_role::EntraRole;
use domain::access::permission::Permission;
use domain::access::relationship::{AssignmentStatus, DAY_MS, Stage};
use domain::access::relationship_policy::RelationshipPolicy;
use domain::cases::scope;
use domain::console::activity::ActivityQuery;
use domain::directory::found::FOUND_MAX;
use domain::ids::CustomerId;
use domain::import::customer::CustomerImport;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::collections::BTreeSet;
use uuid::Uuid;

fn id(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

/// A customer with many users of one name.
fn crowd(number: u128, users: u128) -> CustomerImport {
    let mut directory = company(number, &[(E3, 99)]);
    directory.users = (0..users).map(|user| person(number * 100 + user, "Lidia Holloway")).collect();
    directory
}

/// The customers that each list shows.
async fn listed(store: &SqlStore, actor: &Actor) -> Vec<(&'static str, BTreeSet<CustomerId>)> {
    let rows = store.partner_activity(actor, &ActivityQuery::default(), NOW).await.unwrap().rows;
    let mut by_id = BTreeSet::new();
    for number in [8, 9] {
        let search = user_id(number * 100).to_string();
        let found = store.find(actor, &search, NOW).await.unwrap().users;
        by_id.extend(found.into_iter().map(|user| user.customer));
        let query = ActivityQuery { search: user_id(number * 100).to_string(), ..ActivityQuery::default() };
        let found = store.partner_activity(actor, &query, NOW).await.unwrap().rows;
        assert_eq!(found.len(), by_id.iter().filter(|customer| **customer == id(number)).count(), "a user's id");
    }
    let running = store.running_operations(actor, NOW).await.unwrap();
    let found = store.find(actor, "lidia holloway", NOW).await.unwrap().users;
    vec![
        ("activity", rows.into_iter().map(|row| row.customer).collect()),
        ("running operations", running.into_iter().map(|one| one.customer).collect()),
        ("users with words", found.into_iter().map(|user| user.customer).collect()),
        ("users by id", by_id),
    ]
}

async fn grant(store: &SqlStore, assigned: EntraRole, granted: EntraRole) {
    for (table, role) in [("access_assignment", assigned), ("relationship", granted)] {
        let sql = format!("UPDATE {table} SET roles = '{}'", role.template_id());
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(store.read_pool()).await.unwrap();
    }
}

#[tokio::test]
async fn lists_over_all_customers_show_whose_users_may_be_seen() {
    each_engine(async |store| {
        let store = store.with_jobs_above(1);
        let (anna, _) = in_force_at(&store, &crowd(9, 3)).await;
        customer(&store, &anna, &crowd(8, 3)).await;
        for number in [8, 9] {
            let see = Permission::SeeUsers;
            let opened = scope::open(&store, &anna, see, id(number), NOW).await.unwrap().scope().unwrap();
            let user = |user: u128| user_id(number * 100 + user);
            // One user is done at once and in the log, the others are a job.
            saved(&store, opened, &[user(0)], assign(E3)).await;
            saved(&store, opened, &[user(1), user(2)], assign(E3)).await;
        }
        let (reader, guest) = (EntraRole::DirectoryReaders, EntraRole::GuestInviter);
        let mut different = BTreeSet::new();
        for policy in RelationshipPolicy::ALL {
            choose(&store, anna.partner, policy).await;
            for (assigned, granted) in [(reader, reader), (reader, guest), (guest, guest)] {
                grant(&store, assigned, granted).await;
                for stage in Stage::ALL {
                    for ends in [NOW - 1, NOW, NOW + DAY_MS] {
                        for (extends, status) in [
                            (false, AssignmentStatus::Active),
                            (true, AssignmentStatus::Active),
                            (true, AssignmentStatus::Pending),
                        ] {
                            write(&store, stage, Some(ends), extends, status).await;
                            let mut opened = BTreeSet::new();
                            for number in [8, 9] {
                                let see = Permission::SeeUsers;
                                let decided = scope::open(&store, &anna, see, id(number), NOW).await.unwrap();
                                opened.extend(decided.scope().map(|scope| scope.customer()));
                            }
                            for (list, customers) in listed(&store, &anna).await {
                                let what = format!(
                                    "{list}: {policy}, {assigned}, {granted}, {stage:?}, {ends}, {extends}, {status:?}"
                                );
                                assert_eq!(customers, opened, "{what}");
                            }
                            different.insert(opened);
                        }
                    }
                }
            }
        }
        assert_eq!(different, [[].into(), [id(8)].into(), [id(9)].into(), [id(8), id(9)].into()].into());
        write(&store, Stage::Active, Some(NOW + 90 * DAY_MS), false, AssignmentStatus::Active).await;
        while let Some(mut job) = store.next_job(NOW).await.unwrap() {
            super::jobs::work_off(&store, &mut job).await;
        }
    })
    .await;
}

/// The names of people by which the log of all customers can be filtered.
async fn performers(store: &SqlStore, actor: &Actor) -> Vec<String> {
    store.people(actor, NOW).await.unwrap().into_iter().map(|one| one.name).collect()
}

#[tokio::test]
async fn people_of_a_portal_are_known_to_who_may_see_the_users_of_their_customer() {
    each_engine(async |store| {
        let (anna, of_nine) = in_force_at(&store, &crowd(9, 1)).await;
        customer(&store, &anna, &crowd(8, 1)).await;
        let manage = scope::open(&store, &anna, Permission::ManagePeople, id(8), NOW).await.unwrap().scope().unwrap();
        super::portal::add_petra(&store, &anna, manage).await.unwrap();
        let petra = format!("Petra (of {})", company(8, &[]).customer.name);
        assert_eq!(performers(&store, &anna).await, [anna.name.clone(), petra.clone()]);
        choose(&store, anna.partner, RelationshipPolicy::Required).await;
        assert_eq!(
            performers(&store, &anna).await,
            std::slice::from_ref(&anna.name),
            "no relationship shows users of the eighth"
        );
        choose(&store, anna.partner, RelationshipPolicy::WhereRecorded).await;
        assert_eq!(performers(&store, &anna).await, [anna.name.clone(), petra]);

        // With custom permissions for the other customer, only who did something where the users may be seen.
        saved(&store, of_nine, &[user_id(900)], assign(E3)).await;
        let nine = custom(&[Permission::SeeUsers], CustomersCovered::Chosen([id(9)].into()));
        let only_nine = Actor { roles: BTreeSet::new(), custom: vec![nine], ..anna.clone() };
        assert_eq!(performers(&store, &only_nine).await, std::slice::from_ref(&anna.name));
        write(&store, Stage::Terminated, Some(NOW), false, AssignmentStatus::Active).await;
        assert_eq!(performers(&store, &only_nine).await, Vec::<String>::new());
        write(&store, Stage::Active, Some(NOW + 90 * DAY_MS), false, AssignmentStatus::Active).await;
    })
    .await;
}

/// Users who may not be seen come before, in every order, and are more than a search shows or reads.
#[tokio::test]
async fn users_who_may_not_be_seen_take_no_place_from_those_who_may() {
    each_engine(async |store| {
        let (anna, _) = in_force_at(&store, &crowd(9, 1)).await;
        let many = u128::try_from(FOUND_MAX * 6).unwrap();
        customer(&store, &anna, &crowd(8, many)).await;
        choose(&store, anna.partner, RelationshipPolicy::Required).await;
        let found = scope::find(&store, &anna, "lidia holloway", NOW).await.unwrap();
        assert_eq!(found.users.into_iter().map(|user| user.customer).collect::<Vec<_>>(), [id(9)]);
    })
    .await;
}
