//! Runs the same test on each engine.

pub use super::database::Database;
use super::database::server;
use super::tables;
use crate::support::stores;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use tokio::sync::Mutex;

/// Runs a test on each engine, with a store over a database with tables and without rows. Checks every invariant afterwards.
pub async fn each_engine(test: impl AsyncFn(SqlStore)) {
    for database in databases_with_tables().await {
        on_engine(database, &test).await;
    }
}

/// The same for long tests: on all engines at the same time.
pub async fn all_engines(test: impl AsyncFn(SqlStore)) {
    let mut databases = databases_with_tables().await.into_iter();
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

/// A new database of each engine with the tables of this version, SQLite first.
async fn databases_with_tables() -> Vec<Database> {
    let sqlite = Database::sqlite();
    tables::write_file(&sqlite.file("tenantry.sqlite")).await;
    std::iter::once(sqlite).chain(Database::postgres_with_tables().await).collect()
}

/// A new database of each engine without tables, SQLite first.
pub async fn databases() -> Vec<Database> {
    std::iter::once(Database::sqlite()).chain(Database::postgres().await).collect()
}

impl Database {
    /// A new database on PostgreSQL with the tables of this version: a copy of one that is made once for all tests of a program,
    /// and removed with the last copy.
    pub async fn postgres_with_tables() -> Option<Self> {
        static TEMPLATE: Mutex<Weak<Database>> = Mutex::const_new(Weak::new());
        let server = server()?;
        let mut kept = TEMPLATE.lock().await;
        let template = match kept.upgrade() {
            Some(template) => template,
            None => {
                let template = Arc::new(Self::create(server.clone(), None).await);
                stores::open(&template.url()).await.close().await;
                *kept = Arc::downgrade(&template);
                template
            }
        };
        drop(kept);
        Some(Self::create(server, Some(template)).await)
    }

    /// A file in the folder of a SQLite database.
    pub fn file(&self, name: &str) -> PathBuf {
        let Self::Sqlite(folder) = self else { panic!("not a file") };
        folder.join(name)
    }
}
