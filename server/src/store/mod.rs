//! The store: all of the SQL. Each statement has one text for SQLite and PostgreSQL, through sqlx `Any`.
//!
//! Every write is one transaction, begun by raising the customer's version, which takes the customer's lock.

mod accounts;
pub mod activity;
pub mod chunks;
mod deletion;
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
pub mod relationships;
pub mod sign_in;
mod snapshot;
mod undo;

#[doc(hidden)]
pub use directory::own_selection::own_id as own_selection_id;
pub use engine::pools::PAGE_LIMIT;
pub use engine::timed::install as install_drivers;
pub use open::OpenError;
pub use operations::claims::KEPT_MS as CLAIMS_KEPT_MS;
pub use people::partners::{NAME_MAX, NewPartnerUser, PersonAdded, PersonError, SIGN_IN_NAME_MAX};

use crate::sealing::Keys;
use async_trait::async_trait;
use domain::rules::data::RulesData;
use domain::store::{Store, StoreError};
use engine::dialect::Dialect;
use engine::fetch::{self, Execute};
use files::database_lock::DatabaseLock;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, Transaction};
use std::sync::Arc;

/// The store: the pools of a database (`pools.rs`), with one connection for writing on SQLite.
#[derive(Clone)]
pub struct SqlStore {
    dialect: Dialect,
    read: AnyPool,
    write: AnyPool,
    vital: AnyPool,
    whole: AnyPool,
    rules: Arc<RulesData>,
    writes: files::checkpoint::Writes,
    job_above: usize,
    handed: Arc<jobs::HandedJobs>,
    ended: operations::claims::Ended,
    lock: DatabaseLock,
    keys: Option<Keys>,
}

/// A save for more users than this is a job by default. A smaller save is answered within a second
/// (docs/benchmarks.md).
pub const JOB_ABOVE: usize = 10_000;

impl SqlStore {
    /// Saves for more users than this run as jobs, in chunks of half as many.
    #[must_use]
    pub fn with_jobs_above(mut self, users: usize) -> Self {
        self.job_above = users.max(1);
        self
    }

    /// The number of users in a chunk of a job.
    fn chunk_users(&self) -> usize {
        self.job_above.div_ceil(2)
    }

    /// More entries than this run as a job; it is also the size of a chunk.
    fn entries_at_once(&self) -> usize {
        entries::save::ENTRIES_AT_ONCE.min(self.job_above)
    }

    /// The engine of the database.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The pool for reading; for benchmarks and checks.
    pub fn read_pool(&self) -> &AnyPool {
        &self.read
    }

    /// Waits for running writes and closes all connections.
    pub async fn close(&self) {
        self.close_connections().await;
        self.lock.end();
    }

    async fn close_connections(&self) {
        for pool in [&self.write, &self.read, &self.vital, &self.whole] {
            pool.close().await;
        }
    }

    /// The pool for writing, for a write of one statement; others use [`SqlStore::begin`].
    fn writer(&self) -> &AnyPool {
        self.writes.begin();
        &self.write
    }

    /// A connection for reading with several statements.
    async fn reader(&self) -> Result<PoolConnection<Any>, StoreError> {
        fetch::connection(&self.read).await
    }

    /// A connection for sessions and signing in with several statements: these wait for no page.
    async fn vital_reader(&self) -> Result<PoolConnection<Any>, StoreError> {
        fetch::connection(&self.vital).await
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        fetch::begin(self.writer(), self.dialect.begin()).await
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").run(&self.vital).await.map(|_| ())
    }
}

/// Every statement of the store, for the test that prepares each on both engines.
#[doc(hidden)]
pub fn statements(dialect: Dialect) -> Vec<String> {
    [
        accounts::statements(dialect),
        activity::statements(dialect),
        deletion::statements(dialect),
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
        people::statements(dialect),
        relationships::statements(dialect),
        sign_in::statements(),
        snapshot::statements(dialect),
        chunks::statements(dialect),
    ]
    .concat()
}
