//! Upgrades: a database of an earlier version keeps everything when this version opens it.
//!
//! `version_4.sql` is what [`super::history::history`] wrote when there were only migrations 1 to 4.

use super::engines::{Database, databases};
use super::fixtures::*;
use super::history::*;
use domain::directory::filter::UserFilter;
use domain::directory::seats::Seats;
use domain::rules::data::RulesData;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use server::store::files::restore::restore;
use server::store::people::sessions::Sessions;
use sqlx::{AnyConnection, Connection, Executor};
use tower_sessions::SessionStore;
use uuid::Uuid;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Makes a database as an earlier version left it.
pub async fn leave_at_version_4(url: &str) {
    server::store::install_drivers();
    let url = if Dialect::of(url) == Some(Dialect::Sqlite) { format!("{url}?mode=rwc") } else { url.to_owned() };
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    MIGRATIONS.run_to(4, &mut connection).await.unwrap();
    connection.execute(include_str!("version_4.sql")).await.unwrap();
    connection.close().await.unwrap();
}

/// Checks that everything written by `history` is there, and that work can go on.
async fn expect_history(store: &SqlStore) {
    assert_eq!(store.violations().await.unwrap(), []);
    let actor = person_1(store).await;
    assert_eq!(store.customers(&actor, &Default::default()).await.unwrap().rows.len(), 2);
    let scope = opened_customer(store, LOCAL).await;
    let users = store.users(scope, &UserQuery::default()).await.unwrap().rows;
    let names: Vec<_> = users.iter().map(|user| user.display_name.as_str()).collect();
    assert_eq!(names, ["Anna Kováčová", "Bert O'Neil", "Cyril \"C\" Łukasz", "李静"]);
    // Search words of an earlier version are built anew: letters that are more than an accent, and apostrophes.
    for (typed, name) in [("lukasz", "Cyril \"C\" Łukasz"), ("oneil", "Bert O'Neil"), ("neil", "Bert O'Neil")] {
        let filter = UserFilter { search: typed.into(), ..UserFilter::default() };
        let found = store.users(scope, &UserQuery { filter, ..UserQuery::default() }).await.unwrap().rows;
        assert_eq!(found.iter().map(|user| user.display_name.as_str()).collect::<Vec<_>>(), [name], "{typed}");
    }
    assert_eq!(number(store, "SELECT COUNT(*) FROM users WHERE deleted IS NOT NULL").await, 1);
    assert_eq!(seats(store, scope, VISIO).await, (Seats { owned: 5, consumed: 1, reserved: 0 }, 0));
    assert_eq!(seats(store, scope, POWER_BI).await, (Seats { owned: 2, consumed: 2, reserved: 0 }, 0));
    let imported = opened_customer(store, IMPORTED).await;
    assert_eq!(store.open_orders(imported).await.unwrap()[0].quantity, 3);
    assert!(Sessions(store.clone()).load(&SESSION).await.unwrap().is_some());
    // The remaining link is void, because there is an account.
    assert!(!store.is_setup_link(LINK, NOW - 1).await.unwrap());

    let [last, undo, first] = operations(store, scope).await[..] else { panic!("not three operations") };
    assert_eq!(store.operation(scope, undo).await.unwrap().unwrap().undoes, Some(first));
    let rows = outcomes(store, scope, last).await;
    let outcomes: Vec<_> = rows.iter().map(|row| row.outcome.as_str()).collect();
    assert_eq!(outcomes, ["Failed", "Failed", "Assigned"]);
    undone(store, scope, last).await;
    saved(store, scope, &[user_id(4)], assign(VISIO)).await;
    assert_eq!(store.violations().await.unwrap(), []);
}

#[tokio::test]
async fn a_database_of_version_4_keeps_everything() {
    for database in databases().await {
        println!("on {}", database.url());
        leave_at_version_4(&database.url()).await;
        let store = opened(&database.url()).await;
        expect_history(&store).await;
        store.close().await;
    }
}

#[tokio::test]
async fn a_backup_of_version_4_is_restored_to_this_version() {
    let (database, old) = (Database::sqlite(), Database::sqlite());
    leave_at_version_4(&old.url()).await;
    let file = old.file("tenantry.sqlite");
    let before = std::fs::read(&file).unwrap();
    let done = restore(&database.url(), &file, RulesData::shipped().unwrap(), NOW).await.unwrap();
    assert_eq!((done.contents.version, done.contents.operations), (4, 3));
    let store = opened(&database.url()).await;
    expect_history(&store).await;
    store.close().await;
    assert!(std::fs::read(&file).unwrap() == before, "the backup was changed");
}

/// SQL for an operation of customer 9 with one outcome for each of these users.
fn operation(id: u128, kind: &str, created: i64, outcomes: &[(u128, &str)]) -> String {
    let [id, customer, person] = [id, LOCAL, 1].map(Uuid::from_u128);
    let users = outcomes.len();
    let mut sql = format!(
        "INSERT INTO operation (id, customer_id, actor_id, idempotency_key, body_hash, selection_id, change, policy, state, \
         created, user_count, changed_count, failed_count, unchanged_count, assigned_count, revoked_count, kind) VALUES \
         ('{id}', '{customer}', '{person}', '{id}', '', '', '{{}}', 'EverybodyOrNobody', 'Done', {created}, {users}, {users}, \
         0, 0, 0, 0, '{kind}');"
    );
    for (position, (user, outcome)) in outcomes.iter().enumerate() {
        sql += &format!(
            "INSERT INTO operation_user (operation_id, position, customer_id, user_id, name, upn, outcome, before, after, \
             message) VALUES ('{id}', {position}, '{customer}', '{}', '', '', '{outcome}', '{{}}', '{{}}', '');",
            user_id(*user)
        );
    }
    sql
}

#[tokio::test]
async fn the_offboarding_that_holds_is_found_among_earlier_operations() {
    for database in databases().await {
        println!("on {}", database.url());
        leave_at_version_4(&database.url()).await;
        let mut connection = AnyConnection::connect(&database.url()).await.unwrap();
        MIGRATIONS.run_to(13, &mut connection).await.unwrap();
        let (first, undo, second, restoration) = (0xa1, 0xa2, 0xa3, 0xa4);
        let done = "Offboarded";
        for sql in [
            operation(first, "Offboard", 10, &[(1, done), (2, done), (3, done), (4, "Failed"), (5, done)]),
            operation(undo, "Reinstate", 20, &[(2, "Reinstated"), (1, "Failed")]),
            operation(restoration, "Restore", 20, &[(5, "Restored")]),
            // At the same time as the one before. The id decides which is later.
            operation(second, "Offboard", 10, &[(3, done)]),
            operation(0xa5, "Licenses", 30, &[(1, "Assigned")]),
        ] {
            connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
        }
        MIGRATIONS.run_to(14, &mut connection).await.unwrap();
        let held = "SELECT id, COALESCE(offboarded_by, '') FROM users ORDER BY customer_id DESC, id";
        let held: Vec<(String, String)> = sqlx::query_as(held).fetch_all(&mut connection).await.unwrap();
        let held: Vec<_> = held.iter().map(|(user, by)| (user.as_str(), by.as_str())).collect();
        let [one, two, three, four, five] = [1, 2, 3, 4, 5].map(|number| user_id(number).to_string());
        let [first, second] = [first, second].map(|id| Uuid::from_u128(id).to_string());
        let of_customer_9 = [(&*one, &*first), (&two, ""), (&three, &second), (&four, ""), (&five, "")];
        assert_eq!(held[..5], of_customer_9);
        assert!(held[5..].iter().all(|(_, by)| by.is_empty()), "another customer's users: {held:?}");
        connection.close().await.unwrap();
        // The upgraded database works with this version.
        opened(&database.url()).await.close().await;
    }
}

#[tokio::test]
async fn groups_that_an_import_made_stand_for_security_groups_afterwards() {
    for database in databases().await {
        println!("on {}", database.url());
        leave_at_version_4(&database.url()).await;
        let mut connection = AnyConnection::connect(&database.url()).await.unwrap();
        MIGRATIONS.run_to(59, &mut connection).await.unwrap();
        let partner = "(SELECT partner_id FROM partner_user ORDER BY id LIMIT 1)";
        for sql in [
            format!(
                "INSERT INTO security_event (id, at, event, partner_id) VALUES ('e', 7, 'Admin relationships imported', {partner})"
            ),
            format!(
                "INSERT INTO partner_group (id, partner_id, name, name_key, roles, created) VALUES ('a', {partner}, 'A', 'a', '', 7)"
            ),
            format!(
                "INSERT INTO partner_group (id, partner_id, name, name_key, roles, created) VALUES ('b', {partner}, 'B', 'b', '', 8)"
            ),
        ] {
            connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
        }
        MIGRATIONS.run_to(60, &mut connection).await.unwrap();
        let groups = "SELECT id, COALESCE(microsoft_id, '') FROM partner_group ORDER BY id";
        let groups: Vec<(String, String)> = sqlx::query_as(groups).fetch_all(&mut connection).await.unwrap();
        assert_eq!(groups, [("a", "a"), ("b", "")].map(|(id, of)| (id.to_owned(), of.to_owned())));
        connection.execute("DELETE FROM partner_group").await.unwrap();
        connection.close().await.unwrap();
    }
}
