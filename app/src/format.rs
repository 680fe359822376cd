//! Dates and counts as people read them. Times are UTC everywhere and say so.

use domain::directory::customer::CustomerSource;
use domain::directory::day::Day;
use domain::directory::page::Count;
use time::OffsetDateTime;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// `23 Nov 2026 10:42 UTC`, from epoch milliseconds.
pub fn date_time(epoch_ms: i64) -> String {
    let Ok(moment) = OffsetDateTime::from_unix_timestamp(epoch_ms.div_euclid(1000)) else {
        return String::new();
    };
    let month = &moment.month().to_string()[..3];
    format!("{} {month} {} {:02}:{:02} UTC", moment.day(), moment.year(), moment.hour(), moment.minute())
}

/// `23 Nov 2026 10:42:07`, from epoch milliseconds; UTC, which the place where it stands must say.
pub fn moment(epoch_ms: i64) -> String {
    let to_the_minute = date_time(epoch_ms);
    let seconds = epoch_ms.div_euclid(1000).rem_euclid(60);
    to_the_minute.strip_suffix(" UTC").map_or(String::new(), |text| format!("{text}:{seconds:02}"))
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

/// `1 user`, `2 users`: a number with a noun that takes an s.
pub fn counted(amount: i64, noun: &str) -> String {
    if amount == 1 { format!("1 {noun}") } else { format!("{} {noun}s", number(amount)) }
}

/// `Local`, `Imported 23 Nov 2026 10:42 UTC`, `Connected`.
pub fn source(source: CustomerSource) -> String {
    match source {
        CustomerSource::Local => "Local".into(),
        CustomerSource::Imported(when) => format!("Imported {}", date_time(when)),
        CustomerSource::Connected => "Connected".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc() {
        assert_eq!(date_time(1_795_430_520_000), "23 Nov 2026 10:42 UTC");
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
