//! A database of an earlier version keeps everything when this version opens it.
//!
//! `version_4.sql` is what [`super::history::history`] wrote when migrations 1 to 4 were all there were.

use super::engines::{Database, databases};
use super::fixtures::*;
use super::history::*;
use domain::console::operation::OutcomeTab;
use domain::directory::page::{PageSize, Place};
use domain::directory::seats::Seats;
use domain::rules::data::RulesData;
use domain::store::{Store, UserQuery};
use server::store::SqlStore;
use server::store::dialect::Dialect;
use server::store::restore::restore;
use server::store::sessions::Sessions;
use sqlx::{AnyConnection, Connection, Executor};
use tower_sessions::SessionStore;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Makes the database as an earlier version left it.
pub async fn leave_at_version_4(url: &str) {
    sqlx::any::install_default_drivers();
    let url = if Dialect::of(url) == Some(Dialect::Sqlite) { format!("{url}?mode=rwc") } else { url.to_owned() };
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    MIGRATIONS.run_to(4, &mut connection).await.unwrap();
    connection.execute(include_str!("version_4.sql")).await.unwrap();
    connection.close().await.unwrap();
}

/// That everything is there which `history` wrote, and that work goes on.
async fn expect_history(store: &SqlStore) {
    assert_eq!(store.violations().await.unwrap(), []);
    let actor = person_1(store).await;
    assert_eq!(store.customers(&actor, &Default::default()).await.unwrap().rows.len(), 2);
    let scope = opened_customer(store, LOCAL).await;
    let users = store.users(scope, &UserQuery::default()).await.unwrap().rows;
    let names: Vec<_> = users.iter().map(|user| user.display_name.as_str()).collect();
    assert_eq!(names, ["Anna Kováčová", "Bert O'Neil", "Cyril \"C\" Łukasz", "李静"]);
    assert_eq!(number(store, "SELECT COUNT(*) FROM users WHERE deleted IS NOT NULL").await, 1);
    assert_eq!(seats(store, scope, VISIO).await, (Seats { owned: 5, consumed: 1, reserved: 0 }, 0));
    assert_eq!(seats(store, scope, POWER_BI).await, (Seats { owned: 2, consumed: 2, reserved: 0 }, 0));
    let imported = opened_customer(store, IMPORTED).await;
    assert_eq!(store.open_orders(imported).await.unwrap()[0].quantity, 3);
    assert!(Sessions(store.clone()).load(&SESSION).await.unwrap().is_some());
    // A link that is left over is void: there is an account.
    assert!(!store.is_setup_link(LINK, NOW - 1).await.unwrap());

    let [last, undo, first] = operations(store, scope).await[..] else { panic!("not three operations") };
    assert_eq!(store.operation(scope, undo).await.unwrap().unwrap().undoes, Some(first));
    let page = store.outcomes(scope, last, OutcomeTab::All, Place::First, PageSize::default()).await.unwrap();
    let outcomes: Vec<_> = page.rows.iter().map(|row| row.outcome.as_str()).collect();
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
