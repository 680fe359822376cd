//! The hourly work of a server, which it also does when it starts: it deletes users whose planned deletion is due, and
//! permanently deletes users whose retention has ended.

use super::anna::PERSON;
use super::prepared::{CUSTOMER, prepare};
use super::program::{Folder, Server};
use super::support::stores;
use super::support::users::user_id;
use domain::access::CustomerScope;
use domain::access::permission::Permission;
use domain::cases::accounts::preview;
use domain::cases::scope;
use domain::console::accounts::{AccountsRequest, Who};
use domain::console::save::SaveReply;
use domain::directory::day::Day;
use domain::directory::deleted_user::KEPT_MS;
use domain::ids::IdempotencyKey;
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding};
use domain::store::Stamp;
use domain::store::prelude::*;
use server::store::SqlStore;
use sqlx::{AnyConnection, Connection};
use std::time::{Duration, Instant};
use uuid::Uuid;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Time limit for the work at the start, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Changes a user's account at a past time.
async fn change(store: &SqlStore, scope: CustomerScope, number: u128, change: AccountChange, now: i64) {
    let who = Who::Listed(vec![user_id(number)]);
    let digest = preview(store, scope, &who, &change).await.unwrap().unwrap().summary.digest;
    let request = AccountsRequest { key: IdempotencyKey::new(Uuid::new_v4()), who, change, digest, reason: None };
    let reply = store.change_accounts(scope, &request, Stamp { now, ..server::time::stamp() }).await.unwrap();
    assert!(matches!(reply, SaveReply::Saved(_)), "{reply:?}");
}

/// Deletes the first user 31 days ago; two days ago, plans the second user's deletion for today.
async fn leave_to_the_program(url: &str) {
    let store = stores::open(url).await;
    let actor = store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let scope = scope::open(&store, &actor, Permission::SeeUsers, CUSTOMER, 0).await.unwrap().scope().unwrap();
    let now = server::time::now();
    change(&store, scope, 1, AccountChange::Delete, now - KEPT_MS - DAY_MS).await;
    let leaving = Offboarding { delete: DeleteWhen::On(Day::of(now).unwrap()), ..Offboarding::default() };
    change(&store, scope, 2, AccountChange::Offboard(leaving), now - 2 * DAY_MS).await;
    store.close().await;
}

/// The remaining users, and when they were deleted.
async fn users(connection: &mut AnyConnection) -> Vec<(String, Option<i64>)> {
    sqlx::query_as("SELECT id, deleted FROM users ORDER BY id").fetch_all(connection).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_starts_deletes_whose_day_has_come_and_for_good_whose_time_is_over() {
    let folder = Folder::new();
    let url = folder.database_url();
    prepare(&url).await;
    leave_to_the_program(&url).await;
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let before = users(&mut connection).await;
    assert!(matches!(before[..], [(_, Some(_)), (_, None)]), "{before:?}");

    let started = server::time::now();
    let server = Server::start_in(folder);
    let begun = Instant::now();
    let after = loop {
        let now = users(&mut connection).await;
        if matches!(now[..], [(_, Some(_))]) || begun.elapsed() > PATIENCE {
            break now;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    connection.close().await.unwrap();
    drop(server);
    let [(user, Some(deleted))] = &after[..] else { panic!("{after:?}") };
    assert_eq!(*user, user_id(2).to_string());
    assert!(*deleted >= started, "deleted at {deleted}, before the program was started at {started}");
}
