//! The rest of a deleted customer is removed step by step, and nothing else is.

use super::activity_chain::run;
use super::delete_customer::{deletable, delete};
use super::engines::{another_server, each_engine};
use super::fixtures::*;
use super::history::{IMPORTED, LOCAL, history, opened_customer, person_1};
use super::people::person;
use super::rows::{Tables, rows, tables};
use domain::access::permission::Permission;
use domain::cases::scope;
use domain::ids::CustomerId;
use domain::import::customer::CustomerImport;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::import::customer::{Arrival, WriteError};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Tables with a column of customers in which a customer at rest has no rows.
const EMPTY: [&str; 3] = ["activity_unsealed", "job", "job_seat"];
/// These stay: what happened, and who did it.
const KEPT: [&str; 1] = ["security_event"];

fn id(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

/// The rows of a customer in every table that has a column for it.
async fn of_customer(store: &SqlStore, tables: &Tables, customer: CustomerId) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, columns) in tables {
        let column = if table == "customer" { "id" } else { "customer_id" };
        if columns.iter().any(|name| name == column) && !KEPT.contains(&table.as_str()) {
            let condition = format!("{column} = '{customer}'");
            all.insert(table.clone(), rows(store, (table, columns), &condition).await);
        }
    }
    all
}

fn filled(rows: &BTreeMap<String, Vec<String>>) -> BTreeSet<&str> {
    rows.iter().filter(|(_, rows)| !rows.is_empty()).map(|(table, _)| table.as_str()).collect()
}

#[tokio::test]
async fn nothing_is_left_in_any_table_and_others_keep_everything() {
    each_engine(async |store| {
        history(&store).await;
        let actor = person_1(&store).await;
        let tables = tables(&store).await;
        let (first, second) = (id(IMPORTED), id(LOCAL));
        let before = of_customer(&store, &tables, first).await;
        let other = of_customer(&store, &tables, second).await;
        let all: BTreeSet<&str> = before.keys().map(String::as_str).filter(|table| !EMPTY.contains(table)).collect();
        let seen: BTreeSet<&str> = &filled(&before) | &filled(&other);
        assert_eq!(seen, all, "the history has something of a customer in each table");
        assert!(all.len() > 30, "{all:?}");

        delete(&store, &actor, deletable(&store, IMPORTED).await).await;
        while store.remove_deleted_customer(NOW).await.unwrap() {}
        assert_eq!(filled(&of_customer(&store, &tables, first).await), BTreeSet::new());
        assert_eq!(of_customer(&store, &tables, second).await, other);
        let scope = opened_customer(&store, LOCAL).await;
        saved(&store, scope, &[user_id(2)], assign(VISIO)).await;

        delete(&store, &actor, scope).await;
        while store.remove_deleted_customer(NOW).await.unwrap() {}
        assert_eq!(filled(&of_customer(&store, &tables, second).await), BTreeSet::new());
        // Nothing that belonged to them is left without them either.
        for table in
            ["selection_user", "operation_product", "access_assignment", "identity_provider_group", "partner_identity"]
        {
            let of_partner = if table.starts_with("identity") || table.starts_with("partner") { 1 } else { 0 };
            let left = number(&store, &format!("SELECT COUNT(*) FROM {table}")).await;
            assert!(left <= of_partner, "{table}: {left}");
        }
    })
    .await;
}

/// Customer 7 with so many users who hold a license, and customer 8 with one.
async fn two_customers(store: &SqlStore, users: u128) {
    let actor = partner(store, 1).await;
    for (number, users) in [(7, users), (8, 1)] {
        let people = (1..=users).map(|one| person(number * 100_000 + one, &format!("Anna {one:04}")));
        let directory = CustomerImport { users: people.collect(), ..company(number, &[(E3, 2_000)]) };
        let scope = customer(store, &actor, &directory).await;
        let all: Vec<_> = directory.users.iter().map(|user| user.id).collect();
        saved(store, scope, &all, assign(E3)).await;
    }
}

#[tokio::test]
async fn each_step_is_small_and_whole_and_any_server_goes_on() {
    each_engine(async |store| {
        two_customers(&store, 1_100).await;
        let actor = person_1(&store).await;
        let servers = [store.clone(), another_server(&store).await];
        delete(&store, &actor, opened_customer(&store, 7).await).await;
        let left = || format!("SELECT COUNT(*) FROM users WHERE customer_id = '{}'", id(7));
        let mut counts = Vec::new();
        for at in 0.. {
            if !servers[at % 2].remove_deleted_customer(NOW).await.unwrap() {
                break;
            }
            assert_eq!(store.violations().await.unwrap(), [], "after step {at}");
            counts.push(number(&store, &left()).await);
        }
        assert_eq!(counts[..4], [600, 100, 0, 0], "{counts:?}");
        assert!(counts.len() > 5, "{counts:?}");
        assert_eq!(number(&store, "SELECT COUNT(*) FROM users").await, 1);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM customer").await, 1);
        for server in servers {
            assert!(!server.remove_deleted_customer(NOW).await.unwrap());
        }
    })
    .await;
}

#[tokio::test]
async fn a_customer_that_is_imported_again_has_nothing_of_before() {
    each_engine(async |store| {
        two_customers(&store, 600).await;
        let actor = person_1(&store).await;
        delete(&store, &actor, opened_customer(&store, 7).await).await;
        assert!(store.remove_deleted_customer(NOW).await.unwrap(), "the first step, and then somebody imports");
        let again = CustomerImport { users: vec![person(700_001, "Anna anew")], ..company(7, &[(VISIO, 1)]) };
        let counts = arrive(&store, &actor, &again, NOW + 1).await;
        assert_eq!((counts.added, counts.updated, counts.removed), (1, 0, 0));
        let scope =
            scope::open(&store, &actor, Permission::DeleteCustomers, id(7), NOW).await.unwrap().scope().unwrap();
        let contents = store.customer_contents(scope).await.unwrap();
        assert_eq!((contents.users, contents.deleted_users, contents.purchases, contents.activity), (1, 0, 1, 1));
        assert!(!store.remove_deleted_customer(NOW).await.unwrap(), "the new one stays");
        saved(&store, opened_customer(&store, 7).await, &[user_id(700_001)], assign(VISIO)).await;
        assert_eq!(store.customer_contents(scope).await.unwrap().users, 1);
        let own = Arrival { own_organization: true, ..imported(&actor, NOW) };
        let refused = store.write_directory(own, &again, std::iter::empty(), true).await;
        assert!(matches!(refused, Err(WriteError::IsCustomer(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn rows_of_a_log_go_with_their_customer_alone() {
    each_engine(async |store| {
        history(&store).await;
        let actor = person_1(&store).await;
        let remove =
            |table: &str, customer: u128| format!("DELETE FROM {table} WHERE customer_id = '{}'", id(customer));
        let words = remove("activity_token", IMPORTED);
        for table in ["activity", "operation_user"] {
            let refused = run(&store, remove(table, LOCAL)).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{refused}");
        }
        delete(&store, &actor, deletable(&store, IMPORTED).await).await;
        for table in ["activity", "operation_user"] {
            let refused = run(&store, remove(table, LOCAL)).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "another customer is deleted: {refused}");
        }
        run(&store, words).await.unwrap();
        assert!(run(&store, remove("activity", IMPORTED)).await.unwrap() > 0);
        // The removal copes with what somebody else removed.
        while store.remove_deleted_customer(NOW).await.unwrap() {}
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_of_before_says_that_the_customer_was_deleted() {
    each_engine(async |store| {
        history(&store).await;
        let actor = person_1(&store).await;
        let before = store.checkpoint(NOW - 1).await.unwrap();
        assert!(before.heads.iter().any(|head| head.customer == id(IMPORTED)));
        assert_eq!(store.deleted_since(&before).await.unwrap(), BTreeSet::new());
        delete(&store, &actor, deletable(&store, IMPORTED).await).await;
        let at_once = store.checkpoint(NOW + 1).await.unwrap();
        assert!(at_once.heads.iter().all(|head| head.customer != id(IMPORTED)));
        while store.remove_deleted_customer(NOW).await.unwrap() {}
        assert_eq!(store.deleted_since(&before).await.unwrap(), [id(IMPORTED)].into());
        assert_eq!(store.compare(&before).await.unwrap().len(), 0);
        // Without such an event, a log that is not there is a flaw.
        let mut later = before.clone();
        later.at = NOW + 1;
        assert_eq!(store.compare(&later).await.unwrap().len(), 1);
    })
    .await;
}
