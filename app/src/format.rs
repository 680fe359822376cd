//! Formats dates and counts. Times include their zone: UTC in files and on the server, the browser's zone on screen.

use domain::directory::day::Day;
use domain::directory::page::Count;
use time::OffsetDateTime;

/// Milliseconds per day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A time zone: minutes ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub i32);

impl Zone {
    /// UTC itself.
    pub const UTC: Self = Self(0);

    /// `UTC`, `UTC+1`, `UTC−3:30`
    fn name(self) -> String {
        let Self(ahead) = self;
        let (sign, hours, minutes) = (if ahead < 0 { '−' } else { '+' }, ahead.abs() / 60, ahead.abs() % 60);
        match (ahead, minutes) {
            (0, _) => "UTC".into(),
            (_, 0) => format!("UTC{sign}{hours}"),
            _ => format!("UTC{sign}{hours}:{minutes:02}"),
        }
    }
}

/// Precision of a formatted time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// To the minute.
    #[default]
    Minute,
    /// To the second.
    Second,
}

/// `23 Nov 2026 11:42 UTC+1`, from epoch milliseconds.
pub fn time_in(zone: Zone, epoch_ms: i64, precision: Precision) -> String {
    let seconds = epoch_ms.div_euclid(1000).saturating_add(i64::from(zone.0) * 60);
    let Ok(moment) = OffsetDateTime::from_unix_timestamp(seconds) else {
        return String::new();
    };
    let month = &moment.month().to_string()[..3];
    let second = match precision {
        Precision::Minute => String::new(),
        Precision::Second => format!(":{:02}", moment.second()),
    };
    let (day, year, hour, minute) = (moment.day(), moment.year(), moment.hour(), moment.minute());
    format!("{day} {month} {year} {hour:02}:{minute:02}{second} {}", zone.name())
}

/// `23 Nov 2026 10:42 UTC`, from epoch milliseconds.
pub fn date_time(epoch_ms: i64) -> String {
    time_in(Zone::UTC, epoch_ms, Precision::Minute)
}

/// `23 Nov 2026 10:42:07` in UTC, from epoch milliseconds; the surrounding text must name the zone.
pub fn moment(epoch_ms: i64) -> String {
    let text = time_in(Zone::UTC, epoch_ms, Precision::Second);
    text.strip_suffix(" UTC").map(str::to_owned).unwrap_or_default()
}

/// `2026-11-23T10:42:07Z`, for programs, from epoch milliseconds.
pub fn machine_time(epoch_ms: i64) -> String {
    let seconds = epoch_ms.div_euclid(1000).rem_euclid(24 * 60 * 60);
    format!("{}T{:02}:{:02}:{:02}Z", day(epoch_ms), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `2026-11-23`, the day of epoch milliseconds in UTC.
pub fn day(epoch_ms: i64) -> String {
    Day::of(epoch_ms).map(|day| day.to_string()).unwrap_or_default()
}

/// The first epoch millisecond of a day such as `2026-11-23`, in UTC.
pub fn day_start(text: &str) -> Option<i64> {
    text.parse().ok().map(Day::start)
}

/// A number with commas: `1,996`.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("−{text}") } else { text }
}

/// `1,996`, or `more than 10,000`.
pub fn count(count: Count) -> String {
    match count {
        Count::Exact(exact) => number(exact),
        Count::More => format!("more than {}", number(domain::directory::page::COUNT_MAX)),
    }
}

/// `1 user`, `2 users`: a number with a noun whose plural ends in s.
pub fn counted(amount: i64, noun: &str) -> String {
    if amount == 1 { format!("1 {noun}") } else { format!("{} {noun}s", number(amount)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc() {
        assert_eq!(date_time(1_795_430_520_000), "23 Nov 2026 10:42 UTC");
    }

    #[test]
    fn a_time_says_its_zone() {
        let at = |minutes| time_in(Zone(minutes), 1_795_430_527_999, Precision::Minute);
        assert_eq!(at(60), "23 Nov 2026 11:42 UTC+1");
        assert_eq!(at(345), "23 Nov 2026 16:27 UTC+5:45");
        assert_eq!(at(-210), "23 Nov 2026 07:12 UTC−3:30");
        assert_eq!(at(14 * 60), "24 Nov 2026 00:42 UTC+14");
        assert_eq!(time_in(Zone(60), 1_795_430_527_999, Precision::Second), "23 Nov 2026 11:42:07 UTC+1");
        assert_eq!(machine_time(1_795_430_527_999), "2026-11-23T10:42:07Z");
    }

    #[test]
    fn moments_have_seconds_and_days_begin_at_midnight() {
        assert_eq!(moment(1_795_430_527_999), "23 Nov 2026 10:42:07");
        assert_eq!((day_start("2026-11-23"), day(1_795_430_527_999)), (Some(1_795_392_000_000), "2026-11-23".into()));
        assert_eq!(day(1_795_392_000_000 - 1), "2026-11-22");
        for nonsense in ["", "2026", "2026-13-01", "2026-02-30", "23.11.2026", "-1-01-01", "2026-11-23x"] {
            assert_eq!(day_start(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!([number(7), number(1_996), number(-1_234_567)], ["7", "1,996", "−1,234,567"]);
    }

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(
            [counted(1, "user"), counted(0, "user"), counted(2_000, "user")],
            ["1 user", "0 users", "2,000 users"]
        );
    }
}
