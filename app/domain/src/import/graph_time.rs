//! Dates, times and durations as written by Microsoft Graph and PowerShell.

use crate::directory::day::Day;

/// Reads `2026-10-01T08:00:00Z`, with or without fractions of a second and with any offset, or PowerShell's
/// `/Date(1790841600000)/`, as UTC epoch milliseconds.
pub(super) fn epoch_ms(text: &str) -> Option<i64> {
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        return inner.parse().ok();
    }
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let (time, offset) = split_offset(rest)?;
    Some(date.parse::<Day>().ok()?.start() + milliseconds(time)? - offset)
}

fn milliseconds(time: &str) -> Option<i64> {
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = whole.split(':');
    let (hour, minute, second) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let digits = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 60 || !digits {
        return None;
    }
    let thousandths = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
    Some(((hour * 60 + minute) * 60 + second) * 1000 + thousandths)
}

/// The time of day, and the offset from UTC in milliseconds.
fn split_offset(rest: &str) -> Option<(&str, i64)> {
    if let Some(time) = rest.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let at = rest.rfind(['+', '-'])?;
    let sign = if rest[at..].starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = rest[at + 1..].split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    (hours <= 23 && minutes <= 59).then_some((&rest[..at], sign * (hours * 60 + minutes) * 60_000))
}

fn number(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The whole days of `P730D`, `P2Y`, `PT0S` and the like, or of PowerShell's `730.00:00:00`.
pub(super) fn days_of(text: &str) -> Option<i64> {
    let Some(period) = text.strip_prefix(['P', 'p']) else {
        let (days, _) = text.split_once('.').filter(|(_, time)| time.contains(':')).unwrap_or((text, ""));
        return if text == "00:00:00" { Some(0) } else { days.parse().ok().filter(|days| *days >= 0) };
    };
    let date = period.split(['T', 't']).next().unwrap_or_default();
    let mut days = 0_i64;
    let mut number = String::new();
    for c in date.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let each = match c.to_ascii_uppercase() {
            'Y' => 365,
            'M' => 30,
            'W' => 7,
            'D' => 1,
            _ => return None,
        };
        days = days.checked_add(number.parse::<i64>().ok()?.checked_mul(each)?)?;
        number.clear();
    }
    let is_whole = number.is_empty() && (!date.is_empty() || period.len() > 1);
    is_whole.then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_times_are_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000),
            ("2026-10-01T08:00:00Z", 1_790_841_600_000),
            ("2026-10-01T10:00:00.1234567+02:00", 1_790_841_600_123),
            ("2026-10-01T07:30:00.5-00:30", 1_790_841_600_500),
            ("2000-03-01T00:00:00Z", 951_868_800_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("/Date(1790841600000)/", 1_790_841_600_000),
        ] {
            assert_eq!(epoch_ms(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "yesterday",
            "2026-10-01",
            "2026-10-01T08:00:00",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-10-01T24:00:00Z",
            "2026-10-01T08:60:00Z",
            "2026-10-01T08:00:00.Z",
            "2026-10-01T08:00Z",
            "1/10/2026T08:00:00Z",
            "2026-10-01T08:00:00é+1",
            "/Date(x)/",
            "0000-01-01T00:00:00Z",
            "2026-10-01T08:00:00+é2:00",
        ] {
            assert_eq!(epoch_ms(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_days() {
        for (text, days) in [
            ("P730D", Some(730)),
            ("P2Y", Some(730)),
            ("P1Y6M", Some(545)),
            ("P2W", Some(14)),
            ("P0D", Some(0)),
            ("PT0S", Some(0)),
            ("730.00:00:00", Some(730)),
            ("00:00:00", Some(0)),
            ("P", None),
            ("P7", None),
            ("PD", None),
            ("P7X", None),
            ("forever", None),
            ("-3", None),
        ] {
            assert_eq!(days_of(text), days, "{text}");
        }
    }
}
