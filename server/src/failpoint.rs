//! Points between two steps of a write at which crash tests kill the program. Without the feature `failpoints`, passing
//! a point does nothing. No release is built with that feature.

/// A point, named after the step just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failpoint {
    /// The key of a request is claimed; nothing of the request is written.
    Claimed,
    /// Seats have moved, in a transaction that is not committed.
    SeatsMoved,
    /// A save or an undo is written but not committed.
    SaveWritten,
    /// A save or an undo is committed but not answered.
    SaveCommitted,
    /// A chunk of a job is written but not committed.
    ChunkWritten,
    /// A chunk of a job is committed; the worker does not know it yet.
    ChunkCommitted,
    /// A chunk of a job is done, and another follows.
    BetweenChunks,
    /// A purchase is written but not committed.
    OrderWritten,
    /// A purchase is committed but not answered.
    OrderCommitted,
    /// Deleted users whose retention has ended are removed, in a transaction that is not committed.
    PurgeWritten,
    /// Some rows of a deleted customer are removed, in a transaction that is not committed.
    RemainsRemoved,
}

impl Failpoint {
    /// The points that requests and jobs pass. Those of the hourly purge and of removing deleted customers are not among them.
    pub const AT_WORK: [Self; 9] = [
        Self::Claimed,
        Self::SeatsMoved,
        Self::SaveWritten,
        Self::SaveCommitted,
        Self::ChunkWritten,
        Self::ChunkCommitted,
        Self::BetweenChunks,
        Self::OrderWritten,
        Self::OrderCommitted,
    ];

    /// The point's name in `TENANTRY_CRASH_AT`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::SeatsMoved => "seats-moved",
            Self::SaveWritten => "save-written",
            Self::SaveCommitted => "save-committed",
            Self::ChunkWritten => "chunk-written",
            Self::ChunkCommitted => "chunk-committed",
            Self::BetweenChunks => "between-chunks",
            Self::OrderWritten => "order-written",
            Self::OrderCommitted => "order-committed",
            Self::PurgeWritten => "purge-written",
            Self::RemainsRemoved => "remains-removed",
        }
    }

    /// Passes the point. A build without failpoints never stops here.
    #[cfg(not(feature = "failpoints"))]
    #[inline]
    pub fn pass(self) {}

    /// Passes the point, or kills the process if this point is armed.
    #[cfg(feature = "failpoints")]
    pub fn pass(self) {
        armed::pass(self);
    }
}

/// The environment variable that arms a point: `NAME`, or `NAME:N` for the N-th time it is reached.
#[cfg(feature = "failpoints")]
pub const CRASH_AT: &str = "TENANTRY_CRASH_AT";

#[cfg(feature = "failpoints")]
mod armed {
    use super::{CRASH_AT, Failpoint};
    use std::process::Command;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// The name of the armed point, and how many more times it must be reached.
    static ARMED: LazyLock<Option<(String, AtomicU64)>> = LazyLock::new(|| {
        let asked = std::env::var(CRASH_AT).ok()?;
        let (name, times) = asked.split_once(':').unwrap_or((&asked, "1"));
        Some((name.to_owned(), AtomicU64::new(times.parse().ok()?)))
    });

    pub(super) fn pass(point: Failpoint) {
        let Some((name, left)) = &*ARMED else { return };
        if name == point.as_str() && left.fetch_sub(1, Ordering::SeqCst) == 1 {
            die();
        }
    }

    /// Kills this process with SIGKILL, as an operator or a kernel does, and never returns.
    fn die() -> ! {
        let killed = Command::new("kill").args(["-s", "KILL", &std::process::id().to_string()]).status();
        tracing::error!(?killed, "killing the program at this point failed");
        std::process::abort()
    }
}
