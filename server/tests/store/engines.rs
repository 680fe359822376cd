//! Runs the same test on each engine.

pub use super::database::Database;
use crate::support::stores;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use std::path::PathBuf;

/// Runs a test on each engine, with a store over an empty database. Checks every invariant afterwards.
pub async fn each_engine(test: impl AsyncFn(SqlStore)) {
    for database in databases().await {
        on_engine(database, &test).await;
    }
}

/// The same for long tests: on all engines at the same time.
pub async fn all_engines(test: impl AsyncFn(SqlStore)) {
    let mut databases = databases().await.into_iter();
    let sqlite = databases.next().unwrap();
    match databases.next() {
        Some(postgres) => drop(tokio::join!(on_engine(sqlite, &test), on_engine(postgres, &test))),
        None => on_engine(sqlite, &test).await,
    }
}

async fn on_engine(database: Database, test: &impl AsyncFn(SqlStore)) {
    println!("on {}", database.url());
    let store = stores::open(&database.url()).await;
    test(store.clone()).await;
    assert_eq!(store.violations().await.unwrap(), [], "on {}", database.url());
    store.close().await;
}

/// Another server on the same database: a second store on PostgreSQL, a clone on SQLite, where only one server may use
/// the file.
pub async fn another_server(store: &SqlStore) -> SqlStore {
    match store.dialect() {
        Dialect::Sqlite => store.clone(),
        Dialect::Postgres => {
            let url = store.read_pool().connect_options().database_url.to_string();
            stores::open(&url).await
        }
    }
}

/// A new database of each engine, SQLite first.
pub async fn databases() -> Vec<Database> {
    std::iter::once(Database::sqlite()).chain(Database::postgres().await).collect()
}

impl Database {
    /// A file in the folder of a SQLite database.
    pub fn file(&self, name: &str) -> PathBuf {
        let Self::Sqlite(folder) = self else { panic!("not a file") };
        folder.join(name)
    }
}
