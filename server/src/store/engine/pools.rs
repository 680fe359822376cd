//! The pools of connections, by purpose. Each has a time limit for its statements, and no pool can use up another one.

use crate::store::engine::dialect::Dialect;
use crate::store::engine::timed::with_limit;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::time::Duration;

/// The time limit for a statement of a page, unless the server is configured otherwise. It is a third of a request's
/// time, so that a slower statement ends with a message and not with a page that never loads.
pub const PAGE_LIMIT: Duration = Duration::from_secs(20);
/// The time limit for a statement of a write: a chunk of a job, a part of an import.
const WRITE_LIMIT: Duration = Duration::from_secs(10 * 60);
/// The time limit for looking up a session, signing in, and the health check of the database.
const VITAL_LIMIT: Duration = Duration::from_secs(5);
/// The time limit for work on the whole database: migrations, `tenantry check`, `tenantry audit`.
const WHOLE_LIMIT: Duration = Duration::from_secs(6 * 60 * 60);
/// The time limit for getting a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// The time after which an idle connection is closed and its memory is freed. SQLite keeps up to 64 MiB of pages for
/// each connection.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);
/// The time limit for finding the reason why the database can't be reached.
const REASON_TIMEOUT: Duration = Duration::from_secs(5);

/// The purpose of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Pages,
    Writes,
    Vital,
    Whole,
}

impl Use {
    /// The number of simultaneous connections. On PostgreSQL there are as many for writing as for reading, so that many
    /// saves that wait for one customer do not block reading.
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
    /// For pages, exports, and the input of the rules.
    pub read: AnyPool,
    /// For all writes.
    pub write: AnyPool,
    /// For sessions, signing in and health, which must not wait for heavy pages.
    pub vital: AnyPool,
    /// For work on the whole database.
    pub whole: AnyPool,
}

impl Pools {
    /// Opens the database.
    ///
    /// # Errors
    /// The reason why it can't be reached.
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
    // SQLite rolls back by itself if the disk is full or a write is ended. sqlx then still counts the transaction and
    // would begin no other on that connection. So the connection is closed, and a new one takes its place.
    options.before_acquire(|connection, _| Box::pin(std::future::ready(Ok(!connection.is_in_transaction()))))
}

/// The reason why no connection can be made. The pool tries again for a while and then only reports a timeout.
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
