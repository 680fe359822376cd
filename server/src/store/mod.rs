//! The store over SQL: all the SQL there is. One text for SQLite and PostgreSQL, through sqlx `Any`.
//!
//! Every write is one transaction, begun by raising the customer's version, which takes the customer's lock.

pub mod backup;
mod bind;
pub mod catalog;
mod checkpoint;
mod claims;
mod customers;
pub mod database_file;
pub mod dialect;
pub mod directory;
mod directory_rows;
mod filter_choices;
pub mod invariants;
pub mod jobs;
pub mod migrate_to;
mod operations;
mod partial_file;
mod partners;
mod port;
pub mod presence;
mod purchases;
pub mod restore;
mod save;
mod save_rows;
mod save_write;
mod selection;
pub mod sessions;
mod snapshot;
mod tables;
mod user_detail;
mod user_filter;
mod users;

pub use claims::KEPT_MS as CLAIMS_KEPT_MS;
pub use partners::NewPartnerUser;

use dialect::Dialect;
use domain::rules::data::RulesData;
use domain::store::StoreError;
use presence::{Presence, PresenceError};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyPool, Executor, Row, Transaction};
use std::str::FromStr;
use std::sync::Arc;
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
    job_above: usize,
    handed: Arc<jobs::Handed>,
    presence: Presence,
}

/// A save for more users than this is worked off as a job, unless it is told otherwise.
pub const JOB_ABOVE: usize = 10_000;

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is neither of SQLite nor of PostgreSQL.
    #[error("“{0}” is not a database URL. Use sqlite://path/to/file.sqlite or postgres://user@host/name.")]
    Url(String),
    /// Somebody has it alone.
    #[error(transparent)]
    Presence(#[from] PresenceError),
    /// It cannot be reached or made.
    #[error("The database can't be opened: {0}")]
    Connect(sqlx::Error),
    /// The database is of a newer or a damaged version.
    #[error("The database can't be brought to this version of Tenantry: {0}. A newer Tenantry may have used it.")]
    Migrate(sqlx::migrate::MigrateError),
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
        let presence = match Dialect::of(url) {
            Some(Dialect::Sqlite) => Presence::shared(&database_file::of_url(url).map_err(OpenError::Connect)?)?,
            _ => Presence::of_a_server(),
        };
        Self::open_as(url, rules, presence).await
    }

    /// Opens it for somebody who has seen to it that it may be used.
    async fn open_as(url: &str, rules: RulesData, presence: Presence) -> Result<Self, OpenError> {
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
        let store = Self {
            dialect,
            read,
            write,
            rules,
            writes: checkpoint::Writes::default(),
            job_above: JOB_ABOVE,
            handed: Arc::default(),
            presence,
        };
        store.check_collation().await?;
        MIGRATIONS.run(&store.write).await.map_err(OpenError::Migrate)?;
        if let Some(sql) = dialect.after_migrate() {
            sqlx::query(sql).execute(&store.write).await.map_err(OpenError::Connect)?;
        }
        if dialect == Dialect::Sqlite {
            tokio::spawn(checkpoint::copy_regularly(store.read.clone(), store.write.clone(), store.writes.clone()));
        }
        Ok(store)
    }

    /// Works saves for more users than this off as jobs, in chunks of half as many.
    #[must_use]
    pub fn with_jobs_above(mut self, users: usize) -> Self {
        self.job_above = users.max(1);
        self
    }

    /// How many users a chunk of a job has.
    fn chunk_users(&self) -> usize {
        self.job_above.div_ceil(2)
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
        self.close_connections().await;
        self.presence.end();
    }

    async fn close_connections(&self) {
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
        catalog::statements(dialect),
        claims::statements(),
        customers::statements(),
        database_file::statements(dialect),
        directory::statements(dialect),
        filter_choices::statements(),
        invariants::statements(),
        jobs::statements(dialect),
        operations::statements(),
        partners::statements(),
        purchases::statements(),
        save::statements(),
        save_write::statements(dialect),
        selection::statements(dialect),
        sessions::statements(),
        snapshot::statements(dialect),
        tables::statements(dialect),
        user_detail::statements(),
        users::statements(dialect),
    ]
    .concat()
}
