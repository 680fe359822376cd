//! How long sessions last.

use domain::access::identity_provider::RETURN_MINUTES;
use domain::access::second_factor::CODE_WITHIN_MS;
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
    /// Seconds for which a proof of identity is good.
    pub proof_seconds: u16,
}

impl SessionLimits {
    /// The end of a session that began then (UTC, epoch milliseconds).
    pub fn end(self, began: i64) -> Expiry {
        Expiry::AtDateTime(moment(began).saturating_add(Duration::hours(self.hours.into())))
    }

    /// A use is noted again after this many milliseconds: once a minute, or more often where sessions end sooner.
    pub fn note_every_ms(self) -> i64 {
        MINUTE_MS.min(self.idle_ms() / 10)
    }

    /// The end of a session that is used now and never again. Uses that are not noted count too.
    pub fn idle_until(self, now: i64) -> i64 {
        now + self.idle_ms() + self.note_every_ms()
    }

    /// The moment from which no code is taken any more after a password that was right then: five minutes, or when an unused
    /// session ends, if that is sooner.
    pub fn code_until(self, began: i64) -> i64 {
        began + CODE_WITHIN_MS.min(self.idle_ms())
    }

    /// The end of a session in which a password was right then, if no code follows. It is kept a little longer than a code is
    /// taken, so that the page can say why it ended.
    pub fn end_without_code(self, began: i64) -> Expiry {
        Expiry::AtDateTime(moment(began).saturating_add(Duration::milliseconds(2 * CODE_WITHIN_MS)))
    }

    /// The end of a session in which a person went to an identity provider then, if the person does not come back. It is kept
    /// a little longer than that.
    pub fn end_of_visit(self, began: i64) -> Expiry {
        Expiry::AtDateTime(moment(began).saturating_add(Duration::minutes(RETURN_MINUTES + 1)))
    }

    fn idle_ms(self) -> i64 {
        i64::from(self.idle_minutes) * MINUTE_MS
    }
}

/// A moment (UTC, epoch milliseconds).
fn moment(at: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::proof::PROOF_SECONDS;

    #[test]
    fn who_is_active_is_never_signed_out() {
        for idle_minutes in [1, 5, 30, 720] {
            let limits = SessionLimits { hours: 12, idle_minutes, proof_seconds: PROOF_SECONDS };
            // The last use that is not noted is this long after one that is.
            let unnoted = limits.note_every_ms() - 1;
            assert!(limits.idle_until(0) > unnoted + limits.idle_ms());
            assert!(limits.note_every_ms() <= MINUTE_MS);
        }
    }

    #[test]
    fn a_code_is_waited_for_no_longer_than_an_unused_session_lasts() {
        let until =
            |idle_minutes| SessionLimits { hours: 12, idle_minutes, proof_seconds: PROOF_SECONDS }.code_until(7);
        assert_eq!(until(30), 7 + CODE_WITHIN_MS);
        assert_eq!(until(1), 7 + MINUTE_MS);
    }

    #[test]
    fn a_session_ends_so_many_hours_after_it_began() {
        let limits = SessionLimits { hours: 12, idle_minutes: 30, proof_seconds: PROOF_SECONDS };
        let end = OffsetDateTime::UNIX_EPOCH + Duration::hours(12) + Duration::milliseconds(5);
        assert_eq!(limits.end(5), Expiry::AtDateTime(end));
    }
}
