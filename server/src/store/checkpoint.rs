//! Moving what SQLite has written ahead into the database file, beside the saves instead of at their end.
//!
//! A commit is durable once its part of the write-ahead log is on disk. SQLite would then let every commit that finds
//! the log long copy it into the file, and the person who saved would wait for that.

use sqlx::AnyPool;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(1);
pub(super) const COPY: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// Copies once a second, until the pool is closed. A failure is tried again with the next; the log only grows.
pub(super) async fn copy_regularly(pool: AnyPool) {
    while !pool.is_closed() {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = sqlx::query(COPY).execute(&pool).await
            && !pool.is_closed()
        {
            tracing::warn!(%error, "the write-ahead log was not copied into the database file");
        }
    }
}
