//! Opens the database, and brings its tables to this version.

use crate::store::engine::dialect::Dialect;
use crate::store::engine::error::database;
use crate::store::engine::pools::{PAGE_LIMIT, Pools};
use crate::store::engine::timed;
use crate::store::files::checkpoint;
use crate::store::files::database_file::{self, MIGRATIONS};
use crate::store::files::database_lock::{DatabaseLock, DatabaseLockError};
use crate::store::operations::claims;
use crate::store::{JOB_ABOVE, SqlStore};
use domain::rules::data::RulesData;
use domain::store::StoreError;
use sqlx::Row;
use sqlx::any::AnyConnectOptions;
use sqlx::migrate::MigrateError;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// The reason why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is neither for SQLite nor for PostgreSQL.
    #[error("“{0}” is not a database URL. Use sqlite://path/to/file.sqlite or postgres://user@host/name.")]
    Url(String),
    /// Another process uses the database exclusively.
    #[error(transparent)]
    DatabaseLock(#[from] DatabaseLockError),
    /// The database cannot be reached or made.
    #[error("The database can't be opened: {0}. Is --database-url right, and is the database there and running?")]
    Connect(sqlx::Error),
    /// The tables can't be written.
    #[error(transparent)]
    Refused(StoreError),
    /// A change of the tables failed.
    #[error("The database can't be brought to this version of Tenantry: {0}.")]
    Tables(String),
    /// The database has a newer or a damaged version.
    #[error("The database can't be brought to this version of Tenantry: {0}. A newer Tenantry may have used it.")]
    Migrate(MigrateError),
    /// Rows of an older version, of the activity log or for searching, can't be converted.
    #[error("The data of an earlier version of Tenantry can't be upgraded to this one: {0}")]
    OldRows(StoreError),
    /// The PostgreSQL database sorts by the rules of a language.
    #[error(
        "The PostgreSQL database sorts by “{0}”. Create it with: CREATE DATABASE tenantry \
         LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0 ENCODING 'UTF8';"
    )]
    Collation(String),
}

impl SqlStore {
    /// Opens the database, and brings its tables to this version. A missing SQLite file is made.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str, rules: RulesData) -> Result<Self, OpenError> {
        Self::open_limited(url, rules, PAGE_LIMIT).await
    }

    /// Opens the database with this time limit for each statement of a page.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_limited(url: &str, rules: RulesData, page_limit: Duration) -> Result<Self, OpenError> {
        let url = &timed::without_limit(url);
        let lock = match Dialect::of(url) {
            Some(Dialect::Sqlite) => {
                let path = database_file::of_url(url).map_err(OpenError::Connect)?;
                let lock = DatabaseLock::shared(&path)?;
                if Dialect::Sqlite.connect_url(url).contains("mode=rwc") {
                    database_file::make(&path);
                }
                lock
            }
            _ => DatabaseLock::of_a_server(),
        };
        Self::open_as(url, rules, lock, page_limit).await
    }

    /// Opens the database for a caller that has ensured that it may be used.
    pub(in crate::store) async fn open_as(
        url: &str,
        rules: RulesData,
        lock: DatabaseLock,
        page_limit: Duration,
    ) -> Result<Self, OpenError> {
        timed::install();
        let dialect = Dialect::of(url).ok_or_else(|| OpenError::Url(url.to_owned()))?;
        let options = AnyConnectOptions::from_str(&dialect.connect_url(url)).map_err(OpenError::Connect)?;
        let pools = Pools::open(dialect, &options, page_limit).await.map_err(OpenError::Connect)?;
        let Pools { read, write, vital, whole } = pools;
        let store = Self {
            dialect,
            read,
            write,
            vital,
            whole,
            rules: Arc::new(rules),
            writes: checkpoint::Writes::default(),
            job_above: JOB_ABOVE,
            handed: Arc::default(),
            ended: claims::Ended::default(),
            lock,
            keys: None,
        };
        store.check_collation().await?;
        MIGRATIONS.run(&store.whole).await.map_err(not_migrated)?;
        if let Some(sql) = dialect.after_migrate() {
            sqlx::query(sql).execute(&store.write).await.map_err(OpenError::Connect)?;
        }
        store.seal_old_activity().await.map_err(OpenError::OldRows)?;
        store.make_words_anew().await.map_err(OpenError::OldRows)?;
        store.guard_activity().await.map_err(OpenError::Connect)?;
        if dialect == Dialect::Sqlite {
            tokio::spawn(checkpoint::copy_regularly(store.whole.clone(), store.write.clone(), store.writes.clone()));
        }
        Ok(store)
    }

    async fn check_collation(&self) -> Result<(), OpenError> {
        let Some(query) = self.dialect.collation_query() else { return Ok(()) };
        let row = sqlx::query(query).fetch_one(&self.vital).await.map_err(OpenError::Connect)?;
        let collation: String = row.try_get(0).map_err(OpenError::Connect)?;
        if matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            Ok(())
        } else {
            Err(OpenError::Collation(collation))
        }
    }
}

/// The error for tables that can't be brought to this version: no room, no right to write, or tables that are not as
/// expected.
fn not_migrated(error: MigrateError) -> OpenError {
    let (MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)) = error else {
        return OpenError::Migrate(error);
    };
    match database(cause) {
        error @ (StoreError::Full(_) | StoreError::ReadOnly(_) | StoreError::CustomerGone) => OpenError::Refused(error),
        StoreError::TooLong(words) | StoreError::Unavailable(words) | StoreError::Corrupt(words) => {
            OpenError::Tables(words)
        }
    }
}
