//! That every list over all customers shows the customers that custom permissions cover, and no others.

use super::choices::choose;
use super::custom_permissions::{custom, give, id, tags, three_customers};
use super::engines::each_engine;
use super::fixtures::*;
use super::people::person;
use domain::access::Actor;
use domain::access::custom_permissions::CustomersCovered;
use domain::access::permission::Permission;
use domain::access::relationship_list::{RelationshipFilter, RelationshipQuery};
use domain::access::relationship_policy::RelationshipPolicy;
use domain::console::activity::ActivityQuery;
use domain::directory::page::Cursor;
use domain::ids::{CustomerId, RelationshipId};
use domain::store::CustomerQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::collections::BTreeSet;
use uuid::Uuid;

/// So nobody learns from the time of an answer that there is one.
#[tokio::test]
async fn nothing_is_looked_up_about_a_customer_that_is_not_covered() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        let covered = CustomersCovered::Tagged(tags(&["Retail"]));
        let ben = give(&store, &anna, &ben, custom(&[Permission::SeeUsers], covered)).await.unwrap();
        for (number, is_covered) in [(7, false), (8, true), (9, false), (10, false)] {
            let found = store.customer_access(&ben, id(number), NOW).await.unwrap();
            assert_eq!(found.is_some(), is_covered, "{number}");
        }
        assert!(store.customer_access(&anna, id(9), NOW).await.unwrap().is_some());
    })
    .await;
}

/// The numbers of the customers that each list shows.
pub async fn listed(store: &SqlStore, actor: &Actor) -> Vec<(&'static str, BTreeSet<u128>)> {
    let numbers = |ids: Vec<CustomerId>| ids.into_iter().map(|id| id.uuid().as_u128()).collect::<BTreeSet<_>>();
    let rows = store.customers(actor, &CustomerQuery::default()).await.unwrap().rows;
    let customers = numbers(rows.iter().map(|row| row.id).collect());
    let named = CustomerQuery { search: "fabrikam".into(), ..CustomerQuery::default() };
    let named = numbers(store.customers(actor, &named).await.unwrap().rows.iter().map(|row| row.id).collect());
    let found = store.find(actor, "lidia holloway", NOW).await.unwrap();
    let users = numbers(found.users.iter().map(|user| user.customer).collect());
    let found = store.find(actor, "fabrikam", NOW).await.unwrap();
    let found = numbers(found.customers.iter().map(|customer| customer.id).collect());
    let mut by_id = BTreeSet::new();
    for number in [7, 8, 9] {
        let found = store.find(actor, &user_id(number * 100).to_string(), NOW).await.unwrap();
        by_id.extend(numbers(found.users.iter().map(|user| user.customer).collect()));
    }
    let query = RelationshipQuery { filter: RelationshipFilter::All, ..RelationshipQuery::default() };
    let rows = store.relationships_of_all(actor, query, NOW).await.unwrap().rows;
    let relationships = numbers(rows.iter().map(|row| row.customer).collect());
    let rows = store.partner_activity(actor, &ActivityQuery::default(), NOW).await.unwrap().rows;
    let activity = numbers(rows.iter().map(|row| row.customer).collect());
    let ending = u128::try_from(store.expiring_relationships(actor, NOW).await.unwrap()).unwrap();
    assert_eq!(ending, relationships.len() as u128, "as many end as are shown");
    vec![
        ("customers", customers),
        ("customers with a word", named),
        ("found customers", found),
        ("found users", users),
        ("users found by id", by_id),
        ("relationships", relationships),
        ("activity", activity),
    ]
}

#[tokio::test]
async fn every_list_shows_the_customers_that_are_covered_and_no_others() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        // The limits of relationships are another matter.
        choose(&store, anna.partner, RelationshipPolicy::Advised).await;
        let see = [Permission::SeeUsers];
        let all = [
            (CustomersCovered::All, vec![7, 8, 9]),
            (CustomersCovered::Tagged(tags(&["retail", "none"])), vec![8]),
            (CustomersCovered::Tagged(tags(&["Retail", "BANK"])), vec![8, 9]),
            (CustomersCovered::Tagged(tags(&["none"])), vec![]),
            (CustomersCovered::Chosen([id(7), id(9)].into()), vec![7, 9]),
        ];
        for (covered, expected) in all {
            let ben = give(&store, &anna, &ben, custom(&see, covered.clone())).await.unwrap();
            for (list, numbers) in listed(&store, &ben).await {
                assert_eq!(numbers, expected.iter().copied().collect(), "{list}: {covered:?}");
            }
        }
        let names = async |actor: &Actor| {
            let people = store.people(actor, NOW).await.unwrap();
            people.into_iter().map(|person| person.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&anna).await, ["Person 1", "Person 2"]);
        let ben = give(&store, &anna, &ben, custom(&see, CustomersCovered::All)).await.unwrap();
        assert_eq!(names(&ben).await, ["Person 1", "Person 2"]);
        let ben = give(&store, &anna, &ben, custom(&see, CustomersCovered::Chosen([id(8)].into()))).await.unwrap();
        assert_eq!(names(&ben).await, ["Person 1"], "who did something there");
        let ben = give(&store, &anna, &ben, custom(&see, CustomersCovered::Tagged(tags(&["none"])))).await.unwrap();
        assert!(names(&ben).await.is_empty());
        for (list, numbers) in listed(&store, &anna).await {
            assert_eq!(numbers, [7, 8, 9].into(), "{list}: Anna sees all by her roles");
        }
    })
    .await;
}

#[tokio::test]
async fn lists_of_what_is_not_allowed_are_empty() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        let only_customers = custom(&[Permission::SeeCustomers], CustomersCovered::All);
        let ben = give(&store, &anna, &ben, only_customers).await.unwrap();
        assert_eq!(store.customers(&ben, &CustomerQuery::default()).await.unwrap().rows.len(), 3);
        assert!(store.find(&ben, "lidia", NOW).await.unwrap().users.is_empty());
        assert!(store.partner_activity(&ben, &ActivityQuery::default(), NOW).await.unwrap().rows.is_empty());
        assert_eq!(store.expiring_relationships(&ben, NOW).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn running_operations_are_those_of_covered_customers() {
    each_engine(async |store| {
        let store = store.with_jobs_above(1);
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        for number in [7, 8] {
            let mut directory = company(number, &[(E3, 9)]);
            directory.users = (0..3).map(|user| person(number * 100 + user, "Lidia")).collect();
            let opened = customer(&store, &anna, &directory).await;
            let users: Vec<_> = (0..3).map(|user| user_id(number * 100 + user)).collect();
            saved(&store, opened, &users, assign(E3)).await;
        }
        assert_eq!(store.running_operations(&anna, NOW).await.unwrap().len(), 2);
        let one = custom(&[Permission::SeeUsers], CustomersCovered::Chosen([id(8)].into()));
        let ben = give(&store, &anna, &ben, one).await.unwrap();
        let running = store.running_operations(&ben, NOW).await.unwrap();
        assert_eq!(running.iter().map(|one| one.customer).collect::<Vec<_>>(), [id(8)]);
        while let Some(mut job) = store.next_job(NOW).await.unwrap() {
            super::jobs::work_off(&store, &mut job).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_cursor_at_a_customer_that_is_not_covered_is_as_if_it_were_gone() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        let ben =
            give(&store, &anna, &ben, custom(&[Permission::SeeUsers], CustomersCovered::Chosen([id(7), id(9)].into())))
                .await
                .unwrap();
        let first = store.customers(&ben, &CustomerQuery::default()).await.unwrap();
        for place in [Cursor::After(id(8)), Cursor::Before(id(8))] {
            let page = store.customers(&ben, &CustomerQuery { place, ..CustomerQuery::default() }).await.unwrap();
            assert_eq!(page, first);
        }
        let query =
            |place| RelationshipQuery { filter: RelationshipFilter::All, place, ..RelationshipQuery::default() };
        let first = store.relationships_of_all(&ben, query(Cursor::First), NOW).await.unwrap();
        let foreign = Cursor::After(RelationshipId::new(Uuid::from_u128(8)));
        assert_eq!(store.relationships_of_all(&ben, query(foreign), NOW).await.unwrap(), first);
    })
    .await;
}
