//! The pools of connections, by what they are for: each has a time limit for its statements, and none can use up those of
//! another one.

use crate::store::engine::dialect::Dialect;
use crate::store::engine::timed::with_limit;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::time::Duration;

/// The longest that a statement of a page may take, unless the server is told otherwise. A third of a request's time:
/// what takes longer is answered with words, not with a page that never comes.
pub const PAGE_LIMIT: Duration = Duration::from_secs(20);
/// The same for a statement of a write: a chunk of a job, a part of an import.
const WRITE_LIMIT: Duration = Duration::from_secs(10 * 60);
/// The same for looking up a session, signing in, and whether the database answers.
const VITAL_LIMIT: Duration = Duration::from_secs(5);
/// The same for what looks at or changes the whole database: migrations, `tenantry check`, `tenantry audit`.
const WHOLE_LIMIT: Duration = Duration::from_secs(6 * 60 * 60);
/// The longest that a request waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection may have nothing to do before it is closed, with its part of the memory: SQLite keeps up to
/// 64 MiB of pages for each.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);
/// The longest that finding out why the database can't be reached may take.
const REASON_TIMEOUT: Duration = Duration::from_secs(5);

/// What a pool is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Pages,
    Writes,
    Vital,
    Whole,
}

impl Use {
    /// How many connections there are at the same time. On PostgreSQL those that write are as many as those that read, so
    /// that many saves that wait for one customer keep nobody from reading.
    fn connections(self, dialect: Dialect) -> u32 {
        match (self, dialect) {
            (Self::Pages, Dialect::Sqlite) => 4,
            (Self::Writes, Dialect::Sqlite) => 1,
            (Self::Pages | Self::Writes, Dialect::Postgres) => 8,
            (Self::Vital | Self::Whole, _) => 2,
        }
    }
}

/// All pools of a database.
pub(in crate::store) struct Pools {
    /// For pages, exports, and what the rule reads.
    pub read: AnyPool,
    /// For everything that writes.
    pub write: AnyPool,
    /// For sessions, signing in and health, which heavy pages must not keep waiting.
    pub vital: AnyPool,
    /// For what goes through the whole database.
    pub whole: AnyPool,
}

impl Pools {
    /// Opens the database.
    ///
    /// # Errors
    /// Why it can't be reached.
    pub(in crate::store) async fn open(
        dialect: Dialect,
        options: &AnyConnectOptions,
        page_limit: Duration,
    ) -> Result<Self, sqlx::Error> {
        let limited = |limit| with_limit(options.clone(), limit);
        let write = match pool(dialect, Use::Writes).connect_with(limited(WRITE_LIMIT)).await {
            Err(sqlx::Error::PoolTimedOut) => return Err(reason(dialect, options).await),
            other => other?,
        };
        Ok(Self {
            read: pool(dialect, Use::Pages).connect_lazy_with(limited(page_limit)),
            write,
            vital: pool(dialect, Use::Vital).connect_lazy_with(limited(VITAL_LIMIT)),
            whole: pool(dialect, Use::Whole).connect_lazy_with(limited(WHOLE_LIMIT)),
        })
    }
}

fn pool(dialect: Dialect, of: Use) -> AnyPoolOptions {
    let options = AnyPoolOptions::new()
        .max_connections(of.connections(dialect))
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(IDLE_TIMEOUT);
    let options = options.after_connect(move |connection, _| {
        Box::pin(async move {
            let small = dialect.small_cache().filter(|_| of == Use::Vital);
            for statement in dialect.after_connect().iter().copied().chain(small) {
                connection.execute(statement).await?;
            }
            Ok(())
        })
    });
    // SQLite rolls back by itself where the disk is full or a write is ended. sqlx then counts a transaction that is no
    // more, and would begin no other one on that connection: it is closed, and a new one takes its place.
    options.before_acquire(|connection, _| Box::pin(std::future::ready(Ok(!connection.is_in_transaction()))))
}

/// Why no connection can be made. The pool tries again for a while and then says only that it did.
async fn reason(dialect: Dialect, options: &AnyConnectOptions) -> sqlx::Error {
    let connect = async {
        let mut connection = AnyConnection::connect_with(options).await?;
        for statement in dialect.after_connect() {
            connection.execute(*statement).await?;
        }
        Err(sqlx::Error::PoolTimedOut)
    };
    match tokio::time::timeout(REASON_TIMEOUT, connect).await {
        Ok(Err(error)) => error,
        Ok(Ok(())) | Err(_) => sqlx::Error::PoolTimedOut,
    }
}
