//! A fresh database for each test and engine, removed when the test ends.

use domain::rules::data::RulesData;
use server::store::SqlStore;
use server::store::dialect::Dialect;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::PathBuf;
use uuid::Uuid;

/// The variable that names a PostgreSQL server where databases may be made.
const POSTGRES: &str = "TENANTRY_TEST_POSTGRES_URL";

/// Runs a test on each engine with a store over an empty database. Whatever the test did, every invariant holds after.
pub async fn each_engine(test: impl AsyncFn(SqlStore)) {
    for database in databases().await {
        on_engine(database, &test).await;
    }
}

/// The same for a test that takes long: on all engines at the same time.
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
    let store = SqlStore::open(&database.url(), RulesData::shipped().unwrap()).await.unwrap();
    test(store.clone()).await;
    assert_eq!(store.violations().await.unwrap(), [], "on {}", database.url());
    store.close().await;
}

/// Another server on the same database: of its own on PostgreSQL, a clone on SQLite, which one server uses alone.
pub async fn another_server(store: &SqlStore) -> SqlStore {
    match store.dialect() {
        Dialect::Sqlite => store.clone(),
        Dialect::Postgres => {
            let url = store.read_pool().connect_options().database_url.to_string();
            SqlStore::open(&url, RulesData::shipped().unwrap()).await.unwrap()
        }
    }
}

/// A new database of each engine, SQLite first.
pub async fn databases() -> Vec<Database> {
    let sqlite = Database::sqlite();
    match std::env::var(POSTGRES) {
        Ok(server) => vec![sqlite, Database::create(server).await],
        Err(_) if std::env::var("CI").is_ok_and(|value| value == "true") => {
            panic!("{POSTGRES} is not set: half of the store tests would not run")
        }
        Err(_) => {
            println!("Skipped on PostgreSQL: {POSTGRES} is not set.");
            vec![sqlite]
        }
    }
}

/// A database of one test, not yet opened.
pub enum Database {
    /// A folder with the file.
    Sqlite(PathBuf),
    /// A server and the database on it.
    Postgres { server: String, name: String },
}

impl Database {
    /// A SQLite database in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("tenantry-test-{}", Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self::Sqlite(folder)
    }

    /// A file in the folder of a SQLite database.
    pub fn file(&self, name: &str) -> PathBuf {
        let Self::Sqlite(folder) = self else { panic!("not a file") };
        folder.join(name)
    }

    async fn create(server: String) -> Self {
        let name = format!("tenantry_test_{}", Uuid::new_v4().simple());
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
        administer(&server, create).await;
        Self::Postgres { server, name }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}", folder.join("tenantry.sqlite").display()),
            Self::Postgres { server, name } => {
                let (before, _) = server.rsplit_once('/').expect("a URL with the name of a database");
                format!("{before}/{name}")
            }
        }
    }
}

async fn administer(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

impl Drop for Database {
    fn drop(&mut self) {
        match self {
            Self::Sqlite(folder) => drop(std::fs::remove_dir_all(folder)),
            Self::Postgres { server, name } => {
                let (server, sql) = (server.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
                // A failed test is unwinding here, inside a runtime: dropping needs one of its own.
                let dropping = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.unwrap().block_on(administer(&server, sql));
                });
                if dropping.join().is_err() {
                    println!("The database {name} was left behind.");
                }
            }
        }
    }
}
