//! How long sessions last.

use time::{Duration, OffsetDateTime};
use tower_sessions::Expiry;

const MINUTE_MS: i64 = 60 * 1000;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Hours from signing in.
    pub hours: u16,
    /// Minutes without a request.
    pub idle_minutes: u16,
}

impl SessionLimits {
    /// The end of a session that began then (UTC, epoch milliseconds).
    pub fn end(self, began: i64) -> Expiry {
        let began = i128::from(began) * 1_000_000;
        let began = OffsetDateTime::from_unix_timestamp_nanos(began).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        Expiry::AtDateTime(began.saturating_add(Duration::hours(self.hours.into())))
    }

    /// A use is noted again after this many milliseconds: once a minute, or more often where sessions end sooner.
    pub fn note_every_ms(self) -> i64 {
        MINUTE_MS.min(self.idle_ms() / 10)
    }

    /// The end of a session that is used now and never again. Uses that are not noted count too.
    pub fn idle_until(self, now: i64) -> i64 {
        now + self.idle_ms() + self.note_every_ms()
    }

    fn idle_ms(self) -> i64 {
        i64::from(self.idle_minutes) * MINUTE_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_active_is_never_signed_out() {
        for idle_minutes in [1, 5, 30, 720] {
            let limits = SessionLimits { hours: 12, idle_minutes };
            // The last use that is not noted is this long after one that is.
            let unnoted = limits.note_every_ms() - 1;
            assert!(limits.idle_until(0) > unnoted + limits.idle_ms());
            assert!(limits.note_every_ms() <= MINUTE_MS);
        }
    }

    #[test]
    fn a_session_ends_so_many_hours_after_it_began() {
        let limits = SessionLimits { hours: 12, idle_minutes: 30 };
        let end = OffsetDateTime::UNIX_EPOCH + Duration::hours(12) + Duration::milliseconds(5);
        assert_eq!(limits.end(5), Expiry::AtDateTime(end));
    }
}
