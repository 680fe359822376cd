//! Points between two steps of a write, at which crash tests let the program be killed. Without the feature `failpoints`,
//! which no release is built with, passing one does nothing.

/// A point, named by what has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failpoint {
    /// The key of a request was claimed; nothing of it is written.
    Claimed,
    /// Seats have changed hands, in a transaction that is not committed.
    SeatsMoved,
    /// A save or an undo is written and not committed.
    SaveWritten,
    /// A save or an undo is committed and not answered.
    SaveCommitted,
    /// A chunk of a job is written and not committed.
    ChunkWritten,
    /// A chunk of a job is committed; whoever works on the job does not know it yet.
    ChunkCommitted,
    /// A chunk of a job is done, and there is another.
    BetweenChunks,
    /// A purchase is written and not committed.
    OrderWritten,
    /// A purchase is committed and not answered.
    OrderCommitted,
    /// Users whose time among the deleted is over are gone, in a transaction that is not committed.
    PurgeWritten,
}

impl Failpoint {
    /// Those that requests and jobs pass: all but that of the purge, which comes once an hour.
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

    /// The point's name, as `TENANTRY_CRASH_AT` takes it.
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
        }
    }

    /// Goes past the point, unless it is the one to be killed at.
    #[cfg(not(feature = "failpoints"))]
    #[inline]
    pub fn pass(self) {}

    /// Goes past the point, unless it is the one to be killed at.
    #[cfg(feature = "failpoints")]
    pub fn pass(self) {
        armed::pass(self);
    }
}

/// The variable that names the point to be killed at: `NAME`, or `NAME:N` for the N-th time it is reached.
#[cfg(feature = "failpoints")]
pub const CRASH_AT: &str = "TENANTRY_CRASH_AT";

#[cfg(feature = "failpoints")]
mod armed {
    use super::{CRASH_AT, Failpoint};
    use std::process::Command;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// The name of the point, and how many times more it is reached.
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

    /// Has this process killed the way an operator or a kernel does it, and goes no further meanwhile.
    fn die() -> ! {
        let killed = Command::new("kill").args(["-s", "KILL", &std::process::id().to_string()]).status();
        tracing::error!(?killed, "the program was to be killed here and lives on");
        std::process::abort()
    }
}
