//! Kills the program during the work that is overdue when it starts: planned and permanent deletions. Each user is
//! deleted once, and removed once.

use super::anna::PERSON;
use super::database::Database;
use super::program::{self, Program};
use super::site::{Site, user_id};
use domain::access::CustomerScope;
use domain::access::permission::Permission;
use domain::cases::accounts::preview;
use domain::cases::scope;
use domain::console::accounts::{AccountsRequest, Who};
use domain::console::activity::Details;
use domain::console::save::SaveReply;
use domain::directory::day::Day;
use domain::ids::IdempotencyKey;
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding};
use domain::store::Stamp;
use domain::store::prelude::*;
use server::failpoint::Failpoint;
use server::store::SqlStore;
use server::time;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Deleted users whose retention has ended: two full batches of 500 and a part of one.
const OVERDUE: u64 = 1_100;
/// Users with a planned deletion, in each of two offboardings.
const PLANNED: u64 = 20;
const USERS: u64 = OVERDUE + 2 * PLANNED;
const DAY_MS: i64 = 86_400_000;
const DONE_BY: Duration = Duration::from_secs(60);

/// Kills the program while it carries out the deletions planned by the second offboarding, then while it removes the
/// second batch. A third start does the rest.
pub fn run(runtime: &Runtime, database: Database) {
    let site = runtime.block_on(prepared(database));
    let url = site.database.url();
    for (point, left) in [(Failpoint::SaveWritten, (PLANNED, USERS)), (Failpoint::PurgeWritten, (0, USERS - 500))] {
        let is_killed = Program::start_to_be_killed(&url, &site.folder, (point, 2), DONE_BY);
        assert!(is_killed, "the point {} was not reached twice", point.as_str());
        program::check(&url, &site.folder);
        assert_eq!(runtime.block_on(still_there(&site)), left, "after {}", point.as_str());
    }
    let _program = Program::start(&url, &site.folder, None);
    runtime.block_on(all_is_done(&site));
}

async fn prepared(database: Database) -> Site {
    let site = Site::fill_with(database, USERS).await;
    let store = site.store().await;
    let person = store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let scope = scope::open(&store, &person, Permission::SeeUsers, site.customer, 0).await.unwrap().scope().unwrap();
    let now = time::now();
    change(&store, scope, 1..=OVERDUE, AccountChange::Delete, now - 31 * DAY_MS).await;
    let delete = DeleteWhen::On(Day::of(now - DAY_MS).unwrap());
    let goodbye = AccountChange::Offboard(Offboarding { delete, ..Offboarding::default() });
    let first = OVERDUE + 1;
    change(&store, scope, first..=OVERDUE + PLANNED, goodbye.clone(), now - 2 * DAY_MS).await;
    change(&store, scope, first + PLANNED..=USERS, goodbye, now - 2 * DAY_MS).await;
    store.close().await;
    site
}

/// Changes accounts at a given time.
async fn change(store: &SqlStore, scope: CustomerScope, users: RangeInclusive<u64>, change: AccountChange, now: i64) {
    let who = Who::Listed(users.map(user_id).collect());
    let digest = preview(store, scope, &who, &change).await.unwrap().unwrap().summary.digest;
    let request = AccountsRequest { key: IdempotencyKey::new(Uuid::new_v4()), who, change, digest, reason: None };
    let reply = store.change_accounts(scope, &request, Stamp { now, ..time::stamp() }).await.unwrap();
    assert!(matches!(reply, SaveReply::Saved(_)), "{reply:?}");
}

/// The numbers of users still to be deleted, and of all users, deleted or not.
async fn still_there(site: &Site) -> (u64, u64) {
    let store = site.store().await;
    let planned = number(&store, "SELECT COUNT(*) FROM planned_deletion").await;
    let users = number(&store, "SELECT COUNT(*) FROM users").await;
    store.close().await;
    (planned, users)
}

async fn all_is_done(site: &Site) {
    let store = site.store().await;
    let start = Instant::now();
    while number(&store, "SELECT COUNT(*) FROM users").await > 2 * PLANNED {
        assert!(start.elapsed() < DONE_BY, "users whose time is over are still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(number(&store, "SELECT COUNT(*) FROM users WHERE deleted IS NULL").await, 0);
    let deletions = "SELECT COUNT(*) FROM operation WHERE planned_by IS NOT NULL AND changed_count = 20";
    assert_eq!(number(&store, deletions).await, 2, "one for each offboarding");
    assert_eq!(number(&store, "SELECT COUNT(*) FROM operation").await, 5);
    assert_eq!(purged(&store).await, [500, 500, 100]);
    let named = "SELECT COUNT(*) FROM operation_user WHERE name <> '' AND user_id NOT IN (SELECT id FROM users)";
    assert_eq!(number(&store, named).await, 0, "names of users who are gone");
    assert_eq!(store.violations().await.unwrap(), []);
    store.close().await;
}

/// The numbers of users removed at a time, from the activity log.
async fn purged(store: &SqlStore) -> Vec<i64> {
    let sql = "SELECT details FROM activity WHERE action = 'Users permanently deleted' ORDER BY sequence";
    let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(store.read_pool()).await.unwrap();
    let users = |row: &String| match serde_json::from_str(row).unwrap() {
        Details::Purged { users } => users,
        other => panic!("{other:?}"),
    };
    rows.iter().map(users).collect()
}

async fn number(store: &SqlStore, sql: &'static str) -> u64 {
    let number: i64 = sqlx::query_scalar(sql).fetch_one(store.read_pool()).await.unwrap();
    u64::try_from(number).unwrap()
}
