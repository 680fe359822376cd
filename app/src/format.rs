//! Dates and counts as people read them. Times are UTC everywhere and say so.

use domain::directory::customer::CustomerSource;
use domain::directory::page::Count;
use time::OffsetDateTime;

/// `23 Nov 2026 10:42 UTC`, from epoch milliseconds.
pub fn date_time(epoch_ms: i64) -> String {
    let Ok(moment) = OffsetDateTime::from_unix_timestamp(epoch_ms.div_euclid(1000)) else {
        return String::new();
    };
    let month = &moment.month().to_string()[..3];
    format!("{} {month} {} {:02}:{:02} UTC", moment.day(), moment.year(), moment.hour(), moment.minute())
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
