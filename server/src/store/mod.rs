//! The store over SQL: all the SQL there is. One text for SQLite and PostgreSQL, through sqlx `Any`.
//!
//! Every write is one transaction, begun by raising the customer's version, which takes the customer's lock.

pub mod activity;
mod append_only;
mod bind;
pub mod catalog;
mod checkpoint;
mod customers;
pub mod dialect;
pub mod directory;
mod directory_rows;
mod filter_choices;
pub mod invariants;
mod operations;
mod partners;
mod port;
mod purchases;
mod save;
mod save_rows;
mod selection;
pub mod sessions;
mod snapshot;
mod user_detail;
mod user_filter;
mod users;

pub use partners::NewPartnerUser;

use dialect::Dialect;
use domain::rules::data::RulesData;
use domain::store::StoreError;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyPool, Executor, Row, Transaction};
use std::str::FromStr;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Connections that read at the same time on SQLite, and all connections on PostgreSQL.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// The store: one writer connection beside a pool of readers on SQLite, one pool on PostgreSQL.
#[derive(Clone)]
pub struct SqlStore {
    dialect: Dialect,
    read: AnyPool,
    write: AnyPool,
    rules: RulesData,
    writes: checkpoint::Writes,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is neither of SQLite nor of PostgreSQL.
    #[error("“{0}” is not a database URL. Use sqlite://path/to/file.sqlite or postgres://user@host/name.")]
    Url(String),
    /// It cannot be reached or made.
    #[error("The database can't be opened: {0}")]
    Connect(sqlx::Error),
    /// The database is of a newer or a damaged version.
    #[error("The database can't be brought to this version of Tenantry: {0}. A newer Tenantry may have used it.")]
    Migrate(sqlx::migrate::MigrateError),
    /// The activity log of an older version cannot be put into chains.
    #[error("The activity log of before can't be sealed: {0}")]
    Activity(StoreError),
    /// The PostgreSQL database sorts by a language.
    #[error(
        "The PostgreSQL database sorts by “{0}”. Create it with: CREATE DATABASE tenantry LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0 ENCODING 'UTF8';"
    )]
    Collation(String),
}

impl SqlStore {
    /// Opens the database, making a SQLite file that does not exist, and brings its tables to this version.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str, rules: RulesData) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url).ok_or_else(|| OpenError::Url(url.to_owned()))?;
        let options = AnyConnectOptions::from_str(&dialect.connect_url(url)).map_err(OpenError::Connect)?;
        let (read, write) = match dialect {
            Dialect::Sqlite => {
                let write = pool(dialect, 1).connect_with(options.clone()).await.map_err(OpenError::Connect)?;
                (pool(dialect, SQLITE_READERS).connect_lazy_with(options), write)
            }
            Dialect::Postgres => {
                let pool = pool(dialect, POSTGRES_CONNECTIONS).connect_with(options).await;
                let pool = pool.map_err(OpenError::Connect)?;
                (pool.clone(), pool)
            }
        };
        let store = Self { dialect, read, write, rules, writes: checkpoint::Writes::default() };
        store.check_collation().await?;
        MIGRATIONS.run(&store.write).await.map_err(OpenError::Migrate)?;
        if let Some(sql) = dialect.after_migrate() {
            sqlx::query(sql).execute(&store.write).await.map_err(OpenError::Connect)?;
        }
        store.seal_old_activity().await.map_err(OpenError::Activity)?;
        store.guard_activity().await.map_err(OpenError::Connect)?;
        if dialect == Dialect::Sqlite {
            tokio::spawn(checkpoint::copy_regularly(store.read.clone(), store.write.clone(), store.writes.clone()));
        }
        Ok(store)
    }

    /// Which engine it is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The pool that reads; for benchmarks and checks.
    pub fn read_pool(&self) -> &AnyPool {
        &self.read
    }

    /// Waits for running writes and closes all connections.
    pub async fn close(&self) {
        self.write.close().await;
        self.read.close().await;
    }

    /// The pool that writes, for a write of one statement; others [`SqlStore::begin`].
    fn writer(&self) -> &AnyPool {
        self.writes.begin();
        &self.write
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        self.writer().begin_with(self.dialect.begin()).await.map_err(database)
    }

    async fn check_collation(&self) -> Result<(), OpenError> {
        let Some(query) = self.dialect.collation_query() else { return Ok(()) };
        let row = sqlx::query(query).fetch_one(&self.read).await.map_err(OpenError::Connect)?;
        let collation: String = row.try_get(0).map_err(OpenError::Connect)?;
        if matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            Ok(())
        } else {
            Err(OpenError::Collation(collation))
        }
    }
}

fn pool(dialect: Dialect, connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(10)).after_connect(
        move |connection, _| {
            Box::pin(async move {
                for statement in dialect.after_connect() {
                    connection.execute(*statement).await?;
                }
                Ok(())
            })
        },
    )
}

/// An error of the database, in the port's words.
fn database(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::TypeNotFound { .. } => {
            StoreError::Corrupt(error.to_string())
        }
        other => StoreError::Unavailable(other.to_string()),
    }
}

/// A stored text that must parse.
fn parsed<T: FromStr>(text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| StoreError::Corrupt(error.to_string()))
}

/// A stored country; empty means none.
fn country(text: &str) -> Result<Option<domain::directory::country::CountryCode>, StoreError> {
    if text.is_empty() { Ok(None) } else { parsed(text).map(Some) }
}

/// JSON that must read.
fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Plain data as JSON.
fn to_json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Every statement that the store sends, for the test that prepares each on both engines.
#[doc(hidden)]
pub fn statements(dialect: Dialect) -> Vec<String> {
    [
        activity::statements(dialect),
        catalog::statements(dialect),
        customers::statements(),
        directory::statements(dialect),
        filter_choices::statements(),
        invariants::statements(),
        operations::statements(),
        partners::statements(),
        purchases::statements(),
        save::statements(dialect),
        selection::statements(dialect),
        sessions::statements(),
        snapshot::statements(dialect),
        user_detail::statements(),
        users::statements(dialect),
    ]
    .concat()
}
