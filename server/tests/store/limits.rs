//! Time limits of statements, and their end when the request ends.

use super::engines::{Database, databases, each_engine};
use domain::rules::data::RulesData;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::time::{Duration, Instant};

/// A query that takes minutes on either engine.
const ENDLESS: &str =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n";
/// More than the connections for reading.
const MANY: usize = 12;

async fn endless(store: SqlStore) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(ENDLESS).fetch_one(store.read_pool()).await
}

async fn limited(database: &Database, limit: Duration) -> SqlStore {
    SqlStore::open_limited(&database.url(), RulesData::shipped().unwrap(), limit).await.unwrap()
}

#[tokio::test]
async fn a_statement_of_a_page_ends_at_its_limit_and_others_go_on() {
    for database in databases().await {
        let store = limited(&database, Duration::from_millis(300)).await;
        let begun = Instant::now();
        let ended = endless(store.clone()).await.unwrap_err();
        assert!(begun.elapsed() >= Duration::from_millis(250) && begun.elapsed() < Duration::from_secs(20), "{ended}");
        let code = ended.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
        assert!(matches!(code.as_deref(), Some("9" | "57014")), "{ended:?}");
        // The connection still works, and work on the whole database has its own limit.
        assert_eq!(
            sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM customer").fetch_one(store.read_pool()).await.unwrap(),
            0
        );
        assert_eq!(store.violations().await.unwrap(), []);
        store.close().await;
    }
}

#[tokio::test]
async fn a_statement_ends_with_its_request() {
    each_engine(async |store| {
        let asked = Duration::from_millis(300);
        for _ in 0..2 {
            let all = (0..MANY).map(|_| tokio::spawn(tokio::time::timeout(asked, endless(store.clone()))));
            for one in all.collect::<Vec<_>>() {
                assert!(one.await.unwrap().is_err(), "nobody waits for it any more");
            }
        }
        // Every connection is free again, long before those statements would have ended.
        let begun = Instant::now();
        let all = (0..MANY).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM customer").fetch_one(store.read_pool()).await
            })
        });
        for one in all.collect::<Vec<_>>() {
            assert_eq!(one.await.unwrap().unwrap(), 0);
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    })
    .await;
}

#[tokio::test]
async fn while_pages_work_hard_the_database_is_ready_and_people_are_known() {
    for database in databases().await {
        let store = limited(&database, Duration::from_secs(2)).await;
        let busy: Vec<_> = (0..MANY).map(|_| tokio::spawn(endless(store.clone()))).collect();
        tokio::time::sleep(Duration::from_millis(100)).await;
        for _ in 0..5 {
            let begun = Instant::now();
            store.ready().await.unwrap();
            assert!(store.partner_user_secret("nobody").await.unwrap().is_none());
            assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        }
        for one in busy {
            one.await.unwrap().unwrap_err();
        }
        store.close().await;
    }
}

#[tokio::test]
async fn a_write_that_nobody_waits_for_is_rolled_back() {
    each_engine(async |store| {
        let write = async {
            let mut transaction = store.read_pool().begin().await.unwrap();
            sqlx::query("CREATE TABLE half (i BIGINT)").execute(&mut *transaction).await.unwrap();
            sqlx::query_scalar::<_, i64>(ENDLESS).fetch_one(&mut *transaction).await
        };
        assert!(tokio::time::timeout(Duration::from_millis(300), write).await.is_err());
        let begun = Instant::now();
        for sql in ["CREATE TABLE half (i BIGINT)", "DROP TABLE half"] {
            sqlx::query(sql).execute(store.read_pool()).await.unwrap();
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    })
    .await;
}
