//! Calendar days in UTC.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use time::{Date, Month, OffsetDateTime};

/// A day in UTC, written `2026-11-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

/// The text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a day such as 2026-11-23")]
pub struct NotADay(pub String);

impl Day {
    /// The day of a moment (UTC, epoch milliseconds), if it is in the calendar's range.
    pub fn of(epoch_ms: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(epoch_ms.div_euclid(1000)).ok().map(|moment| Self(moment.date()))
    }

    /// Its first moment (UTC, epoch milliseconds).
    pub fn start(self) -> i64 {
        self.0.midnight().assume_utc().unix_timestamp() * 1000
    }

    /// The day this many days later, if it is in the calendar's range.
    pub fn after(self, days: i64) -> Option<Self> {
        self.0.checked_add(time::Duration::days(days)).map(Self)
    }

    /// The day this many months later: the same day of that month, or its last one, if it is in the calendar's range.
    pub fn after_months(self, months: u8) -> Option<Self> {
        let count = i32::from(u8::from(self.0.month())) - 1 + i32::from(months);
        let year = self.0.year().checked_add(count.div_euclid(12))?;
        let month = Month::try_from(u8::try_from(count.rem_euclid(12) + 1).ok()?).ok()?;
        let day = self.0.day().min(month.length(year));
        Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// The day in words: `23 Nov 2026`.
    pub fn words(self) -> String {
        let month = self.0.month().to_string();
        format!("{} {} {}", self.0.day(), month.get(..3).unwrap_or(&month), self.0.year())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        read(text).ok_or_else(|| NotADay(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let year = Some(i32::from(year)).filter(|year| *year > 0)?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok().map(Day)
}

fn number(text: &str, digits: usize) -> Option<u16> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_of_utc() {
        let day: Day = "2026-11-23".parse().unwrap();
        assert_eq!(
            (day.start(), day.to_string(), day.words()),
            (1_795_392_000_000, "2026-11-23".into(), "23 Nov 2026".into())
        );
        assert_eq!([Day::of(day.start()), Day::of(day.start() + 86_399_999)], [Some(day); 2]);
        assert_eq!(Day::of(day.start() - 1).unwrap().to_string(), "2026-11-22");
        assert_eq!(day.after(9).unwrap().to_string(), "2026-12-02");
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let after = |day: &str, months| day.parse::<Day>().unwrap().after_months(months).unwrap().to_string();
        assert_eq!(after("2026-11-23", 1), "2026-12-23");
        assert_eq!(after("2026-11-23", 2), "2027-01-23");
        assert_eq!(after("2026-08-31", 6), "2027-02-28");
        assert_eq!(after("2027-08-31", 6), "2028-02-29");
        assert_eq!(after("2026-12-31", 24), "2028-12-31");
        assert_eq!(after("2024-02-29", 12), "2025-02-28");
    }

    #[test]
    fn nonsense_is_no_day() {
        for text in
            ["", "2026", "2026-13-01", "2026-02-29", "2026-00-01", "0000-01-01", "-1-01-01", "2026-11-23x", "26-11-23"]
        {
            assert_eq!(text.parse::<Day>(), Err(NotADay(text.into())));
        }
    }

    #[test]
    fn days_survive_being_stored() {
        let day: Day = "2024-02-29".parse().unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), "\"2024-02-29\"");
        assert_eq!(serde_json::from_str::<Day>("\"2024-02-29\"").unwrap(), day);
        assert!(serde_json::from_str::<Day>("\"2023-02-29\"").is_err());
    }
}
