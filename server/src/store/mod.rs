//! The store over SQL: all the SQL there is. One text for SQLite and PostgreSQL, through sqlx `Any`.
//!
//! Every write is one transaction, begun by raising the customer's version, which takes the customer's lock.

mod accounts;
pub mod activity;
mod directory;
pub mod engine;
mod entries;
pub mod files;
pub mod guards;
pub mod import;
pub mod jobs;
mod licenses;
mod open;
mod operations;
mod passwords;
pub mod people;
mod port;
mod snapshot;

pub use engine::pools::PAGE_LIMIT;
pub use engine::timed::install as install_drivers;
pub use open::OpenError;
pub use operations::claims::KEPT_MS as CLAIMS_KEPT_MS;
pub use people::partners::{NAME_MAX, NewPartnerUser, PersonAdded, PersonError, SIGN_IN_NAME_MAX};

use domain::rules::data::RulesData;
use domain::store::StoreError;
use engine::dialect::Dialect;
use files::presence::Presence;
use sqlx::{Any, AnyPool, Transaction};
use std::str::FromStr;
use std::sync::Arc;

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
    writes: files::checkpoint::Writes,
    job_above: usize,
    handed: Arc<jobs::Handed>,
    ended: operations::claims::Ended,
    presence: Presence,
}

/// A save for more users than this is by default a job: a smaller one is answered within a second (docs/benchmarks.md).
pub const JOB_ABOVE: usize = 10_000;

impl SqlStore {
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
        entries::save::ENTRIES_AT_ONCE.min(self.job_above)
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
        activity::statements(dialect),
        directory::statements(dialect),
        engine::statements(),
        entries::statements(dialect),
        files::statements(dialect),
        guards::statements(dialect),
        import::statements(dialect),
        jobs::statements(dialect),
        licenses::statements(dialect),
        operations::statements(dialect),
        passwords::statements(dialect),
        people::statements(),
        snapshot::statements(dialect),
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
        engine::timed::install();
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
