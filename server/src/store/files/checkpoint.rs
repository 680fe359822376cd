//! Copying SQLite's write-ahead log into the database file, between the saves instead of at their end.
//!
//! A commit is durable once its part of the write-ahead log is on disk. By default, a commit that finds the log long
//! copies it into the file, and the person who saved waits for that. Copying during other saves would also make those
//! wait for the disk. So the copying waits for a quiet second, though not for ever.

use sqlx::AnyPool;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After this many looks in a row that found new writes, the log is copied nevertheless.
const LOOKS_MAX: u32 = 10;
pub(in crate::store) const COPY: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// The number of writes that have begun.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Writes(Arc<AtomicU64>);

impl Writes {
    /// Counts a write that begins.
    pub(in crate::store) fn begin(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Copies the log through `pool` until that is closed. `writer` is the pool of the writes. After a failure the next
/// look tries again; until then the log only grows.
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
