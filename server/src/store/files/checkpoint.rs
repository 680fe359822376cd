//! Moving what SQLite has written ahead into the database file, between the saves instead of at their end.
//!
//! A commit is durable once its part of the write-ahead log is on disk. SQLite would then let every commit that finds
//! the log long copy it into the file, and the person who saved would wait for that. Copying while others save would
//! let them wait for the disk as well, so it waits for a quiet second, though not for ever.

use sqlx::AnyPool;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// So many looks in a row may find new writes before it copies all the same.
const LOOKS_MAX: u32 = 10;
pub(in crate::store) const COPY: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// How many writes have begun.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Writes(Arc<AtomicU64>);

impl Writes {
    /// Notes that one begins.
    pub(in crate::store) fn begin(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Copies through one pool what is written through the other, until it is closed. A failure is tried again with the next
/// look; the log only grows.
pub(in crate::store) async fn copy_regularly(pool: AnyPool, writer: AnyPool, writes: Writes) {
    let (mut seen, mut looks) = (0, 0);
    while !pool.is_closed() {
        tokio::time::sleep(LOOK_EVERY).await;
        let so_far = writes.so_far();
        looks += 1;
        let is_quiet = so_far == seen && u32::try_from(writer.num_idle()).is_ok_and(|idle| idle == writer.size());
        seen = so_far;
        if !is_quiet && looks < LOOKS_MAX {
            continue;
        }
        looks = 0;
        if let Err(error) = sqlx::query(COPY).execute(&pool).await
            && !pool.is_closed()
        {
            tracing::warn!(%error, "the write-ahead log was not copied into the database file");
        }
    }
}
