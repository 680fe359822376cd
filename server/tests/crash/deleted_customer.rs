//! Kills the program while it removes the rows of a deleted customer. The next start goes on where it was.

use super::anna::PERSON;
use super::database::Database;
use super::program::{self, Program};
use super::site::Site;
use domain::access::permission::Permission;
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::directory::customer_deletion::DeletionForm;
use domain::store::prelude::*;
use server::failpoint::Failpoint;
use server::security::event;
use server::store::SqlStore;
use server::time;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Two full steps of 500 users and a part of one.
const USERS: i64 = 1_100;
const DONE_BY: Duration = Duration::from_secs(60);

/// Kills the program before the second step of users is committed, and again while it removes what is left of them. A third start
/// does the rest.
pub fn run(runtime: &Runtime, database: Database) {
    let site = runtime.block_on(deleted(database));
    let url = site.database.url();
    for left in [USERS - 500, USERS - 1_000] {
        let is_killed = Program::start_to_be_killed(&url, &site.folder, (Failpoint::RemainsRemoved, 2), DONE_BY);
        assert!(is_killed, "so many steps were not reached");
        program::check(&url, &site.folder);
        assert_eq!(runtime.block_on(users(&site)), left);
    }
    let _program = Program::start(&url, &site.folder, None);
    runtime.block_on(nothing_is_left(&site));
}

/// A site whose customer is deleted, with all rows still there.
async fn deleted(database: Database) -> Site {
    let site = Site::fill_with(database, USERS.unsigned_abs()).await;
    let store = site.store().await;
    let actor = store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let opened = scope::open(&store, &actor, Permission::DeleteCustomers, site.customer, 0).await.unwrap();
    let opened = opened.scope().unwrap();
    let seen = store.customer_contents(opened).await.unwrap();
    let form = DeletionForm { name: seen.name.clone(), seen };
    let event = event(SecurityEventKind::CustomerDeleted, time::now(), Caller::default());
    let event = event.by(actor.partner, actor.id).about(site.customer);
    store.delete_customer(&actor, opened, &form, &event).await.unwrap().unwrap();
    store.close().await;
    site
}

async fn users(site: &Site) -> i64 {
    let store = site.store().await;
    let users = number(&store, "SELECT COUNT(*) FROM users").await;
    store.close().await;
    users
}

async fn nothing_is_left(site: &Site) {
    let store = site.store().await;
    let start = Instant::now();
    while number(&store, "SELECT COUNT(*) FROM customer WHERE deleted IS NOT NULL").await > 0 {
        assert!(start.elapsed() < DONE_BY, "rows of a deleted customer are still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for table in ["users", "user_token", "assignment", "operation", "operation_user", "activity"] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE customer_id = '{}'", site.customer);
        assert_eq!(number(&store, &sql).await, 0, "{table}");
    }
    assert_eq!(store.violations().await.unwrap(), []);
    store.close().await;
}

async fn number(store: &SqlStore, sql: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(store.read_pool()).await.unwrap()
}
