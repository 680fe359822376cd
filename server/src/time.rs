//! The clock, and stamps for the program's own writes.

use domain::console::activity::Caller;
use domain::console::chain::SaltSeed;
use domain::ids::ActivityId;
use domain::store::Stamp;
use time::OffsetDateTime;
use uuid::Uuid;

/// The current time (UTC, epoch milliseconds).
pub fn now() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// A stamp for a write that no request caused.
pub fn stamp() -> Stamp {
    Stamp {
        now: now(),
        id: Uuid::now_v7(),
        activity: ActivityId::new(Uuid::now_v7()),
        seed: SaltSeed::new(Uuid::new_v4(), Uuid::new_v4()),
        caller: Caller::default(),
    }
}
