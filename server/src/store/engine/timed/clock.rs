//! The remaining time of a connection's statement, and whether its result is still awaited.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// No statement runs.
const IDLE: u64 = u64::MAX;

/// The clock of one connection, which runs one statement at a time.
#[derive(Debug)]
pub(super) struct Clock {
    zero: Instant,
    limit: Duration,
    /// The time at which the running statement must end, in milliseconds since `zero`.
    ends: AtomicU64,
    abandoned: AtomicBool,
}

impl Clock {
    /// A clock with this limit for each statement.
    pub(super) fn new(limit: Duration) -> Arc<Self> {
        Arc::new(Self { zero: Instant::now(), limit, ends: AtomicU64::new(IDLE), abandoned: AtomicBool::new(false) })
    }

    /// The limit for each statement.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// Starts the time of a statement.
    pub(super) fn begin(self: &Arc<Self>) -> Watch {
        self.ends.store(milliseconds(self.zero.elapsed().saturating_add(self.limit)), Ordering::Release);
        Watch { clock: Arc::clone(self), has_ended: false }
    }

    /// Whether the running statement may go on.
    pub(super) fn may_go_on(&self) -> bool {
        !self.is_abandoned() && milliseconds(self.zero.elapsed()) <= self.ends.load(Ordering::Acquire)
    }

    /// Whether the last statement was abandoned and may still run.
    pub(super) fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Acquire)
    }

    /// Notes that the abandoned statement has ended.
    pub(super) fn settle(&self) {
        self.ends.store(IDLE, Ordering::Release);
        self.abandoned.store(false, Ordering::Release);
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(IDLE)
}

/// A running statement. It counts as abandoned if this is dropped before its end.
pub(super) struct Watch {
    clock: Arc<Clock>,
    has_ended: bool,
}

impl Watch {
    /// Notes that the statement has returned everything.
    pub(super) fn end(&mut self) {
        if !self.has_ended {
            self.has_ended = true;
            self.clock.ends.store(IDLE, Ordering::Release);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.has_ended {
            self.clock.abandoned.store(true, Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_runs_until_its_limit_or_until_nobody_waits() {
        let clock = Clock::new(Duration::from_secs(60));
        assert!(clock.may_go_on(), "none runs");
        let mut watch = clock.begin();
        assert!(clock.may_go_on());
        watch.end();
        drop(watch);
        assert!(clock.may_go_on() && !clock.is_abandoned());
        drop(clock.begin());
        assert!(!clock.may_go_on() && clock.is_abandoned());
        clock.settle();
        assert!(clock.may_go_on());

        let short = Clock::new(Duration::ZERO);
        let _watch = short.begin();
        std::thread::sleep(Duration::from_millis(5));
        assert!(!short.may_go_on() && !short.is_abandoned());
    }
}
