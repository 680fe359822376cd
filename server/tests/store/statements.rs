//! Every statement of the store is valid on its engine.

use super::engines::each_engine;
use server::store::engine::dialect::Dialect;
use server::store::{SqlStore, statements};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr};

/// The statements that the engine refuses to prepare, with its errors. PostgreSQL is asked through its own driver:
/// `Any` sends JSON parameters, but can't prepare with them.
async fn refused(store: &SqlStore, all: Vec<String>) -> Vec<String> {
    let mut refused = Vec::new();
    let url = store.read_pool().connect_options().database_url.to_string();
    let mut own = match store.dialect() {
        Dialect::Sqlite => None,
        Dialect::Postgres => Some(PgConnection::connect(&url).await.unwrap()),
    };
    for text in all {
        let sql = AssertSqlSafe(text.clone()).into_sql_str();
        let prepared = match &mut own {
            None => store.read_pool().prepare(sql).await.map(drop),
            Some(connection) => connection.prepare(sql).await.map(drop),
        };
        refused.extend(prepared.err().map(|error| format!("{error}\n{text}")));
    }
    refused
}

#[tokio::test]
async fn every_statement_prepares() {
    each_engine(async |store| {
        let all = statements(store.dialect());
        assert!(all.len() > 700, "only {} statements", all.len());
        assert_eq!(refused(&store, all).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_is_wrong_does_not_prepare() {
    each_engine(async |store| {
        let all = ["SELECT name FROM customer WHERE id = $1", "SELECT nothing FROM customer WHERE id = $1"];
        let refused = refused(&store, all.map(String::from).into()).await;
        assert!(refused.len() == 1 && refused[0].contains("nothing"), "{refused:?}");
    })
    .await;
}
