//! Databases that are lost, locked by others, full, or read-only. A refused request changes nothing. Once the trouble
//! is over, the same request succeeds without a restart.

use super::engines::{all_engines, each_engine};
use super::fixtures::*;
use super::people::*;
use domain::access::CustomerScope;
use domain::console::save::{SaveReply, SaveRequest};
use domain::rules::data::RulesData;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use domain::store::{StoreError, UserQuery};
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::time::{Duration, Instant};

/// More than the connections for writing.
const SAVES: u128 = 12;
/// The longest wait: for a connection, and then for the lock holder.
const PATIENCE: Duration = Duration::from_secs(60);

async fn twelve_users(store: &SqlStore) -> CustomerScope {
    customer_of(store, &[(E3, 100)], (1..=SAVES).map(|number| person(number, "Anna")).collect()).await
}

async fn requests(store: &SqlStore, scope: CustomerScope, users: u128) -> Vec<SaveRequest> {
    let mut requests = Vec::new();
    for user in 1..=users {
        let selection = select(store, scope, &[user_id(user)]).await;
        requests.push(request(store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await);
    }
    requests
}

/// A connection outside the store's pools.
async fn beside(store: &SqlStore) -> AnyConnection {
    AnyConnection::connect_with(&store.read_pool().connect_options()).await.unwrap()
}

async fn run(connection: &mut AnyConnection, sql: impl Into<String>) {
    connection.execute(AssertSqlSafe(sql.into())).await.unwrap();
}

/// Checks that lists can be read and nobody has got a license yet.
async fn nothing_is_done(store: &SqlStore, scope: CustomerScope) {
    let page = store.users(scope, &UserQuery::default()).await.unwrap();
    assert!(page.rows.iter().all(|user| user.products.is_empty()), "{page:?}");
    assert_eq!(number(store, "SELECT COUNT(*) FROM operation").await, 0);
    assert_eq!(seats(store, scope, E3).await.0.consumed, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn while_somebody_holds_the_database_saves_are_refused_in_time_and_lists_go_on() {
    all_engines(async |store| {
        let scope = twelve_users(&store).await;
        let requests = requests(&store, scope, SAVES).await;
        let mut holding = beside(&store).await;
        match store.dialect() {
            Dialect::Sqlite => run(&mut holding, "BEGIN IMMEDIATE").await,
            Dialect::Postgres => run(&mut holding, "BEGIN; UPDATE customer SET version = version + 1").await,
        }
        let begun = Instant::now();
        let send = |request: &SaveRequest| {
            let (store, request) = (store.clone(), request.clone());
            tokio::spawn(async move { store.save(scope, &request, stamp()).await })
        };
        let sent: Vec<_> = requests.iter().map(send).collect();
        tokio::time::sleep(Duration::from_secs(1)).await;
        nothing_is_done(&store, scope).await;
        for reply in sent {
            let reply = reply.await.unwrap();
            assert!(matches!(reply, Err(StoreError::Unavailable(_))), "{reply:?}");
        }
        assert!(begun.elapsed() < PATIENCE, "they waited for {:?}", begun.elapsed());
        run(&mut holding, "ROLLBACK").await;
        for request in requests {
            assert!(matches!(store.save(scope, &request, stamp()).await, Ok(SaveReply::Saved(_))));
        }
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 12);
    })
    .await;
}

/// Ends the connection that waits for a lock, as a stopping database does.
async fn end_who_waits(connection: &mut AnyConnection) {
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let ended: Vec<bool> = sqlx::query_scalar(end).fetch_all(&mut *connection).await.unwrap();
        if !ended.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nobody waited");
}

#[tokio::test]
async fn a_connection_that_breaks_off_in_the_middle_of_a_save_leaves_nothing_of_it() {
    each_engine(async |store| {
        if store.dialect() == Dialect::Sqlite {
            return;
        }
        let scope = twelve_users(&store).await;
        let requests = requests(&store, scope, 2).await;
        let mut holding = beside(&store).await;
        // The save waits at its beginning, and again when licenses are written but seats are not.
        for (request, held) in requests.into_iter().zip([
            "BEGIN; SELECT 1 FROM customer FOR UPDATE",
            "BEGIN; SELECT 1 FROM customer_product FOR NO KEY UPDATE",
        ]) {
            let before = number(&store, "SELECT COUNT(*) FROM assignment").await;
            run(&mut holding, held).await;
            let (sending, again) = (store.clone(), request.clone());
            let sent = tokio::spawn(async move { sending.save(scope, &again, stamp()).await });
            end_who_waits(&mut holding).await;
            let reply = sent.await.unwrap();
            assert!(matches!(reply, Err(StoreError::Unavailable(_))), "{reply:?}");
            run(&mut holding, "ROLLBACK").await;
            assert_eq!(number(&store, "SELECT COUNT(*) FROM assignment").await, before);
            assert_eq!(store.violations().await.unwrap(), []);
            assert!(matches!(store.save(scope, &request, stamp()).await, Ok(SaveReply::Saved(_))));
            assert_eq!(number(&store, "SELECT COUNT(*) FROM assignment").await, before + 1);
        }
    })
    .await;
}

/// The full disk of SQLite is tested in `full.rs` of the API tests.
#[tokio::test]
async fn a_database_server_without_room_is_told_from_one_that_is_away() {
    each_engine(async |store| {
        if store.dialect() == Dialect::Sqlite {
            return;
        }
        let scope = twelve_users(&store).await;
        let request = requests(&store, scope, 1).await.remove(0);
        let mut holding = beside(&store).await;
        run(
            &mut holding,
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
        )
        .await;
        run(&mut holding, "CREATE TRIGGER full_disk BEFORE INSERT ON activity EXECUTE FUNCTION full_disk()").await;
        let reply = store.save(scope, &request, stamp()).await;
        assert!(matches!(reply, Err(StoreError::Full(_))), "{reply:?}");
        nothing_is_done(&store, scope).await;
        run(&mut holding, "DROP TRIGGER full_disk ON activity").await;
        assert!(matches!(store.save(scope, &request, stamp()).await, Ok(SaveReply::Saved(_))));
    })
    .await;
}

#[tokio::test]
async fn a_database_that_may_only_be_read_is_read() {
    each_engine(async |store| {
        let scope = twelve_users(&store).await;
        let request = requests(&store, scope, 1).await.remove(0);
        let url = store.read_pool().connect_options().database_url.to_string();
        let rules = || RulesData::shipped().unwrap();
        let mut holding = beside(&store).await;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let name = url.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        let reading = match store.dialect() {
            Dialect::Sqlite => SqlStore::open(&url.replace("mode=rwc", "mode=ro"), rules()).await.unwrap(),
            Dialect::Postgres => {
                run(&mut holding, format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
                run(&mut holding, end).await;
                store.clone()
            }
        };
        nothing_is_done(&reading, scope).await;
        let reply = reading.save(scope, &request, stamp()).await;
        assert!(matches!(reply, Err(StoreError::ReadOnly(_))), "{reply:?}");
        if store.dialect() == Dialect::Postgres {
            run(&mut holding, format!("ALTER DATABASE {name} SET default_transaction_read_only = off")).await;
            run(&mut holding, end).await;
        }
        assert!(matches!(store.save(scope, &request, stamp()).await, Ok(SaveReply::Saved(_))));
    })
    .await;
}
