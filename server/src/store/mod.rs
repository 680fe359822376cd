//! The store over SQL: all the SQL there is. One text for SQLite and PostgreSQL, through sqlx `Any`.
//!
//! Every write is one transaction, begun by raising the customer's version, which takes the customer's lock.

mod accounts;
mod accounts_save;
mod accounts_write;
pub mod activity;
mod addresses;
mod append_only;
pub mod backup;
mod bind;
pub mod catalog;
mod changes;
mod checkpoint;
mod claims;
mod customer_plans;
mod customers;
pub mod database_file;
mod deleted_users;
pub mod dialect;
pub mod directory;
mod directory_company;
mod directory_present;
mod directory_rows;
mod due_deletions;
mod entries;
mod entries_save;
mod entries_write;
mod filter_choices;
mod find;
pub mod invariants;
pub mod jobs;
mod json_rows;
mod lost_licenses;
pub mod migrate_to;
mod offboard;
mod operation_products;
mod operations;
mod outcome_rows;
mod partial_file;
mod partners;
mod password_links;
mod passwords;
mod plans_off;
mod pools;
mod port;
pub mod presence;
mod purchases;
mod reasons;
pub mod restore;
mod save;
mod save_rows;
mod save_write;
mod search_words;
pub mod security;
mod selection;
pub mod sessions;
mod snapshot;
mod stored_profile;
mod tables;
mod templates;
pub mod throttle;
mod timed;
mod user_detail;
mod user_errors;
mod user_filter;
mod users;

pub use claims::KEPT_MS as CLAIMS_KEPT_MS;
pub use partners::{NAME_MAX, NewPartnerUser, PersonAdded, PersonError, SIGN_IN_NAME_MAX};
pub use pools::PAGE_LIMIT;
pub use timed::install as install_drivers;

use dialect::Dialect;
use domain::rules::data::RulesData;
use domain::store::StoreError;
use pools::Pools;
use presence::{Presence, PresenceError};
use sqlx::any::AnyConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Any, AnyPool, Row, Transaction};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// What the engines say when there is no room: SQLite's SQLITE_FULL and SQLITE_IOERR_SHMSIZE, and PostgreSQL's disk_full.
const FULL: [&str; 3] = ["13", "4874", "53100"];
/// What they say of a statement that was ended: SQLITE_INTERRUPT and query_canceled.
const ENDED: [&str; 2] = ["9", "57014"];
/// PostgreSQL's read_only_sql_transaction; SQLite has a family of codes.
const READ_ONLY: &str = "25006";
const SQLITE_READ_ONLY: u32 = 8;

/// The store: a database by its pools (`pools.rs`), with one connection that writes on SQLite.
#[derive(Clone)]
pub struct SqlStore {
    dialect: Dialect,
    read: AnyPool,
    write: AnyPool,
    vital: AnyPool,
    whole: AnyPool,
    rules: RulesData,
    writes: checkpoint::Writes,
    job_above: usize,
    handed: Arc<jobs::Handed>,
    ended: claims::Ended,
    presence: Presence,
}

/// A save for more users than this is by default a job: a smaller one is answered within a second (docs/benchmarks.md).
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
    #[error("The database can't be opened: {0}. Is --database-url right, and is the database there and running?")]
    Connect(sqlx::Error),
    /// Its tables can't be written.
    #[error(transparent)]
    Refused(StoreError),
    /// A change of its tables failed.
    #[error("The database can't be brought to this version of Tenantry: {0}.")]
    Tables(String),
    /// The database is of a newer or a damaged version.
    #[error("The database can't be brought to this version of Tenantry: {0}. A newer Tenantry may have used it.")]
    Migrate(MigrateError),
    /// Rows that an older version wrote, of the activity log or for searching, can't be made those of this one.
    #[error("What an earlier version of Tenantry wrote can't be brought to this one: {0}")]
    OldRows(StoreError),
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
        Self::open_limited(url, rules, PAGE_LIMIT).await
    }

    /// Opens it for pages whose statements may each take so long.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_limited(url: &str, rules: RulesData, page_limit: Duration) -> Result<Self, OpenError> {
        let url = &timed::without_limit(url);
        let presence = match Dialect::of(url) {
            Some(Dialect::Sqlite) => {
                let path = database_file::of_url(url).map_err(OpenError::Connect)?;
                let presence = Presence::shared(&path)?;
                if Dialect::Sqlite.connect_url(url).contains("mode=rwc") {
                    database_file::make(&path);
                }
                presence
            }
            _ => Presence::of_a_server(),
        };
        Self::open_as(url, rules, presence, page_limit).await
    }

    /// Opens it for somebody who has seen to it that it may be used.
    async fn open_as(url: &str, rules: RulesData, presence: Presence, page_limit: Duration) -> Result<Self, OpenError> {
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
            rules,
            writes: checkpoint::Writes::default(),
            job_above: JOB_ABOVE,
            handed: Arc::default(),
            ended: claims::Ended::default(),
            presence,
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

    /// More entries than this are worked off as a job, so many a chunk.
    fn entries_at_once(&self) -> usize {
        entries_save::ENTRIES_AT_ONCE.min(self.job_above)
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
        for pool in [&self.write, &self.read, &self.vital, &self.whole] {
            pool.close().await;
        }
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
        let row = sqlx::query(query).fetch_one(&self.vital).await.map_err(OpenError::Connect)?;
        let collation: String = row.try_get(0).map_err(OpenError::Connect)?;
        if matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            Ok(())
        } else {
            Err(OpenError::Collation(collation))
        }
    }
}

/// Tables that can't be brought up to date: for want of room or rights, or else because they are not what they must be.
fn not_migrated(error: MigrateError) -> OpenError {
    let (MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)) = error else {
        return OpenError::Migrate(error);
    };
    match database(cause) {
        error @ (StoreError::Full(_) | StoreError::ReadOnly(_)) => OpenError::Refused(error),
        StoreError::TooLong(words) | StoreError::Unavailable(words) | StoreError::Corrupt(words) => {
            OpenError::Tables(words)
        }
    }
}

/// An error of the database, in the port's words.
fn database(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::TypeNotFound { .. } => {
            StoreError::Corrupt(error.to_string())
        }
        other => match other.as_database_error().and_then(|error| error.code()) {
            Some(code) if FULL.contains(&&*code) => StoreError::Full(other.to_string()),
            Some(code) if ENDED.contains(&&*code) => StoreError::TooLong(other.to_string()),
            Some(code) if is_read_only(&code) => StoreError::ReadOnly(other.to_string()),
            _ => StoreError::Unavailable(other.to_string()),
        },
    }
}

/// SQLite's codes are numbers with the family in the lowest byte; PostgreSQL's have five characters.
fn is_read_only(code: &str) -> bool {
    code == READ_ONLY
        || code.len() < READ_ONLY.len() && code.parse().is_ok_and(|code: u32| code & 0xff == SQLITE_READ_ONLY)
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
        accounts::statements(dialect),
        accounts_write::statements(dialect),
        entries::statements(dialect),
        entries_write::statements(dialect),
        activity::statements(dialect),
        append_only::statements(dialect),
        catalog::statements(dialect),
        changes::statements(dialect),
        claims::statements(),
        customer_plans::statements(),
        customers::statements(),
        database_file::statements(dialect),
        deleted_users::statements(),
        due_deletions::statements(),
        directory::statements(dialect),
        directory_company::statements(dialect),
        directory_present::statements(dialect),
        filter_choices::statements(),
        find::statements(),
        invariants::statements(),
        jobs::statements(dialect),
        lost_licenses::statements(dialect),
        offboard::statements(dialect),
        operations::statements(),
        partners::statements(),
        password_links::statements(),
        passwords::statements(dialect),
        plans_off::statements(dialect),
        purchases::statements(),
        reasons::statements(),
        save::statements(),
        save_write::statements(dialect),
        search_words::statements().into(),
        security::statements(),
        selection::statements(dialect),
        sessions::statements(),
        snapshot::statements(dialect),
        tables::statements(dialect),
        templates::statements(),
        throttle::statements(),
        user_detail::statements(),
        user_errors::statements(dialect),
        users::statements(dialect),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{AnyConnection, Connection, Executor};

    /// What SQLite says itself, where no disk can be filled: a file that may not grow, and one that may only be read.
    #[tokio::test]
    async fn no_room_and_no_right_to_write_are_told_from_other_errors() {
        timed::install();
        let file = std::env::temp_dir().join(format!("tenantry-room-{}.sqlite", uuid::Uuid::new_v4().simple()));
        let url = format!("sqlite://{}", file.display());
        let mut connection = AnyConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
        connection.execute("CREATE TABLE room (taken TEXT)").await.unwrap();
        connection.execute("PRAGMA max_page_count = 8").await.unwrap();
        let fill = "INSERT INTO room VALUES (hex(zeroblob(100000)))";
        let full = database(connection.execute(fill).await.unwrap_err());
        let broken = database(connection.execute("INSERT INTO nothing VALUES (1)").await.unwrap_err());
        let mut reading = AnyConnection::connect(&format!("{url}?mode=ro")).await.unwrap();
        let read_only = database(reading.execute("INSERT INTO room VALUES ('')").await.unwrap_err());
        std::fs::remove_file(file).unwrap();
        assert!(matches!(full, StoreError::Full(_)), "{full:?}");
        assert!(matches!(read_only, StoreError::ReadOnly(_)), "{read_only:?}");
        assert!(matches!(broken, StoreError::Unavailable(_)), "{broken:?}");
    }
}
