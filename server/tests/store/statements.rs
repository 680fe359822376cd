//! Every statement that the store sends is one that the engine understands.

use super::engines::each_engine;
use server::store::statements;
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

#[tokio::test]
async fn every_statement_prepares() {
    each_engine(async |store| {
        let all = statements(store.dialect());
        assert!(all.len() > 700, "only {} statements", all.len());
        let mut connection = store.read_pool().acquire().await.unwrap();
        for sql in all {
            let prepared = (&mut *connection).prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await;
            assert!(prepared.is_ok(), "{}\n{sql}", prepared.err().unwrap());
            // Statements are kept per connection; without this PostgreSQL would hold a thousand of them.
            if let Err(error) = sqlx::Connection::clear_cached_statements(&mut *connection).await {
                panic!("{error}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_is_wrong_does_not_prepare() {
    each_engine(async |store| {
        let mut connection = store.read_pool().acquire().await.unwrap();
        let wrong = "SELECT nothing FROM customer WHERE id = $1";
        assert!((&mut *connection).prepare(AssertSqlSafe(wrong).into_sql_str()).await.is_err());
    })
    .await;
}
