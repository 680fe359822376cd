//! A fresh database on either engine, removed when it is dropped.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::PathBuf;
use uuid::Uuid;

/// The variable that names a PostgreSQL server where databases may be made.
const POSTGRES: &str = "TENANTRY_TEST_POSTGRES_URL";

/// A database of one test.
pub enum Database {
    /// A folder with the file.
    Sqlite(PathBuf),
    /// A server and the database on it.
    Postgres { server: String, name: String },
}

impl Database {
    /// A SQLite file that is not there yet, in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("tenantry-test-{}", Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self::Sqlite(folder)
    }

    /// A database on the PostgreSQL server that is named; nothing where none is, which in CI is a failure.
    pub async fn postgres() -> Option<Self> {
        match std::env::var(POSTGRES) {
            Ok(server) => Some(Self::create(server).await),
            Err(_) if std::env::var("CI").is_ok_and(|value| value == "true") => {
                panic!("{POSTGRES} is not set: half of these tests would not run")
            }
            Err(_) => {
                println!("Skipped on PostgreSQL: {POSTGRES} is not set.");
                None
            }
        }
    }

    async fn create(server: String) -> Self {
        let name = format!("tenantry_test_{}", Uuid::new_v4().simple());
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
        administer(&server, create).await;
        Self::Postgres { server, name }
    }

    /// Where it is, as the program is told.
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
