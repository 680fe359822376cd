//! The clock.

use time::OffsetDateTime;

/// Now (UTC, epoch milliseconds).
pub fn now() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}
