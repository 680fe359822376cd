//! A fresh database on either engine, removed on drop.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// The variable with the URL of a PostgreSQL server for test databases.
const POSTGRES: &str = "TENANTRY_TEST_POSTGRES_URL";

/// A database of one test.
pub enum Database {
    /// SQLite: the folder with the file.
    Sqlite(PathBuf),
    /// PostgreSQL: the server, the name of the database on it, and the one that it is a copy of, which stays as long.
    Postgres { server: String, name: String, _template: Option<Arc<Database>> },
}

impl Database {
    /// A new SQLite file, not created yet, in its own folder.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("tenantry-test-{}", Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self::Sqlite(folder)
    }

    /// A new database on the PostgreSQL server from the environment. `None` without a server; in CI that is a failure.
    pub async fn postgres() -> Option<Self> {
        Some(Self::create(server()?, None).await)
    }

    /// A new database on this server, a copy of another if one is given.
    pub async fn create(server: String, template: Option<Arc<Self>>) -> Self {
        let name = format!("tenantry_test_{}", Uuid::new_v4().simple());
        let from = match template.as_deref() {
            Some(Self::Postgres { name, .. }) => name,
            _ => "template0",
        };
        let create = format!("CREATE DATABASE {name} TEMPLATE {from} LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
        administer(&server, create).await;
        Self::Postgres { server, name, _template: template }
    }

    /// The database URL for the program.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}", folder.join("tenantry.sqlite").display()),
            Self::Postgres { server, name, .. } => {
                let (before, _) = server.rsplit_once('/').expect("a URL with the name of a database");
                format!("{before}/{name}")
            }
        }
    }
}

/// The PostgreSQL server from the environment. `None` without one; in CI that is a failure.
pub fn server() -> Option<String> {
    match std::env::var(POSTGRES) {
        Ok(server) => Some(server),
        Err(_) if std::env::var("CI").is_ok_and(|value| value == "true") => {
            panic!("{POSTGRES} is not set: half of these tests would not run")
        }
        Err(_) => {
            println!("Skipped on PostgreSQL: {POSTGRES} is not set.");
            None
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
            Self::Postgres { server, name, .. } => {
                let (server, sql) = (server.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
                // A failed test may be unwinding here, inside a runtime, so dropping needs its own thread and runtime.
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
