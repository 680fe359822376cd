//! Keys of applications: the secret that a caller of the API presents, its lifetime, and the facts that are shown about
//! it.

use crate::bounds;
use crate::directory::day::Day;
use crate::directory::password::{Random, Secret, digest};
use crate::ids::ApplicationKeyId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest description of a key, in characters.
pub const DESCRIPTION_MAX: usize = 100;
/// How many keys of an application can be live at once: one in use, and the one that replaces it.
pub const LIVE_KEYS_MAX: usize = 2;
/// How many keys of an application are kept, with those that are not live any more.
pub const KEYS_KEPT_MAX: usize = 10;
/// How many months a key can last at most.
pub const KEY_MONTHS_MAX: u8 = 24;
/// From how many days before its end a key is said to expire soon.
pub const EXPIRES_SOON_DAYS: i64 = 30;

/// How many days before a key's end somebody is reminded of it, the latest first.
pub const KEY_REMINDER_DAYS: [i64; 2] = [7, EXPIRES_SOON_DAYS];

/// Begins every key, so that people and scanners of leaked secrets recognise one.
const PREFIX: &str = "tnk_";
/// The digits of a key's id, and of its secret.
const ID_DIGITS: usize = 32;
const SECRET_DIGITS: usize = 64;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A key as it is shown once and presented with every request: `tnk_`, its id, `_`, and 256 random bits.
///
/// It cannot be printed, so it never gets into a log by mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct PresentedKey {
    /// The id by which the key is found.
    pub id: ApplicationKeyId,
    text: Secret,
}

impl PresentedKey {
    /// A new key with this id.
    pub fn draw(id: ApplicationKeyId, random: Random) -> Self {
        let text = format!("{PREFIX}{}_{}", id.uuid().as_simple(), Secret::token(random).reveal());
        Self { id, text: Secret::shown(text) }
    }

    /// The key of a text. `None` if the text is none; then there is nothing to look up.
    pub fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let is =
            |part: &str, digits| part.len() == digits && part.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        if !is(id, ID_DIGITS) || !is(secret, SECRET_DIGITS) {
            return None;
        }
        let id = ApplicationKeyId::new(Uuid::try_parse(id).ok()?);
        Some(Self { id, text: Secret::shown(text.to_owned()) })
    }

    /// The whole key, to be shown once.
    pub fn text(&self) -> &Secret {
        &self.text
    }

    /// The SHA-256 of the whole key. It is stored in place of the key.
    pub fn digest(&self) -> String {
        digest(self.text.reveal())
    }
}

/// The reminder that is due for a key: the days before its end. `None` while there is time, and after the end.
pub fn key_reminder_due(expires: i64, now: i64) -> Option<i64> {
    let left = expires.saturating_sub(now);
    KEY_REMINDER_DAYS.into_iter().find(|days| left > 0 && left <= days * DAY_MS)
}

/// How many months a key lasts: 1 to [`KEY_MONTHS_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct KeyMonths(u8);

/// The number of months is none that a key can last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A key lasts 1 to {KEY_MONTHS_MAX} months.")]
pub struct NotKeyMonths;

impl KeyMonths {
    /// The longest and the shortest time.
    pub const ALL: std::ops::RangeInclusive<u8> = 1..=KEY_MONTHS_MAX;

    /// When a key expires that is made now (UTC, epoch milliseconds).
    pub fn after(self, now: i64) -> i64 {
        let end = Day::of(now).and_then(|day| Some(day.after_months(self.0)?.start() + (now - day.start())));
        // The calendar ends in the year 9999.
        end.unwrap_or(now.saturating_add(i64::from(self.0) * 28 * DAY_MS))
    }
}

impl Default for KeyMonths {
    fn default() -> Self {
        Self(6)
    }
}

impl TryFrom<u8> for KeyMonths {
    type Error = NotKeyMonths;

    fn try_from(months: u8) -> Result<Self, NotKeyMonths> {
        if Self::ALL.contains(&months) { Ok(Self(months)) } else { Err(NotKeyMonths) }
    }
}

impl From<KeyMonths> for u8 {
    fn from(months: KeyMonths) -> Self {
        months.0
    }
}

/// The form of a new key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeyForm {
    /// The purpose of the key.
    #[serde(deserialize_with = "bounds::text::<DESCRIPTION_MAX, _>")]
    pub description: String,
    /// How long it lasts.
    pub months: KeyMonths,
}

/// The status of a key at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyStatus {
    /// It works.
    Live,
    /// It works, but not for long.
    ExpiresSoon,
    /// Its time is over.
    Expired,
    /// Somebody revoked it.
    Revoked,
}

impl KeyStatus {
    /// The status at a moment of a key with this end.
    pub fn at(now: i64, expires: i64, revoked: Option<i64>) -> Self {
        match revoked {
            Some(_) => Self::Revoked,
            None if expires <= now => Self::Expired,
            None if expires <= now + EXPIRES_SOON_DAYS * DAY_MS => Self::ExpiresSoon,
            None => Self::Live,
        }
    }

    /// Whether it works.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Live | Self::ExpiresSoon)
    }
}

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationKey {
    /// Id.
    pub id: ApplicationKeyId,
    /// Its purpose.
    pub description: String,
    /// The name of the person who made it.
    pub made_by: String,
    /// When it was made (UTC, epoch milliseconds).
    pub created: i64,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
    /// When it was used last, to the minute (UTC, epoch milliseconds).
    pub last_used: Option<i64>,
    /// Its status now.
    pub status: KeyStatus,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sevens(bytes: &mut [u8]) {
        bytes.fill(7);
    }

    fn drawn() -> PresentedKey {
        PresentedKey::draw(ApplicationKeyId::new(Uuid::from_u128(5)), sevens)
    }

    #[test]
    fn a_reminder_is_due_at_30_and_at_7_days_and_not_after_the_end() {
        let end = 100 * DAY_MS;
        let due = |days: i64| key_reminder_due(end, end - days * DAY_MS);
        assert_eq!([31, 30, 8, 7, 1].map(due), [None, Some(30), Some(30), Some(7), Some(7)]);
        assert_eq!((key_reminder_due(end, end - 1), key_reminder_due(end, end)), (Some(7), None));
    }

    #[test]
    fn a_key_is_read_as_it_is_shown() {
        let key = drawn();
        let text = key.text().reveal();
        assert_eq!(text, format!("tnk_{:032x}_{}", 5, "07".repeat(32)));
        assert!(PresentedKey::read(text).is_some_and(|read| read == key && read.digest() == key.digest()));
        assert_eq!(key.digest().len(), 64);
    }

    #[test]
    fn what_is_written_otherwise_is_no_key() {
        let text = drawn().text().reveal().to_owned();
        let other = [
            String::new(),
            "tnk_".into(),
            text.to_uppercase(),
            format!(" {text}"),
            format!("{text}0"),
            text[..text.len() - 1].to_owned(),
            text.replacen("tnk_", "", 1),
            text.replacen("tnk_", "tnk-", 1),
            format!("tnk_{}_{}", Uuid::from_u128(5).as_hyphenated(), "07".repeat(32)),
            format!("tnk_{:032x}_{}é", 5, "07".repeat(31)),
            "a".repeat(100_000),
        ];
        assert!(other.iter().all(|other| PresentedKey::read(other).is_none()));
    }

    #[test]
    fn the_digest_is_of_the_whole_key() {
        let other = PresentedKey::draw(ApplicationKeyId::new(Uuid::from_u128(6)), sevens);
        assert_ne!(drawn().digest(), other.digest(), "the same secret under another id is another key");
    }

    #[test]
    fn a_key_lasts_months_of_the_calendar() {
        let now = "2026-08-31".parse::<Day>().unwrap().start() + 5;
        let end = |months: u8| KeyMonths::try_from(months).unwrap().after(now);
        assert_eq!(Day::of(end(6)).unwrap().to_string(), "2027-02-28");
        assert_eq!(end(6) - Day::of(end(6)).unwrap().start(), 5);
        assert_eq!(Day::of(end(24)).unwrap().to_string(), "2028-08-31");
        for wrong in [0, 25, u8::MAX] {
            assert_eq!(KeyMonths::try_from(wrong), Err(NotKeyMonths));
        }
        assert!(serde_json::from_str::<KeyMonths>("0").is_err() && serde_json::from_str::<KeyMonths>("6").is_ok());
    }

    #[test]
    fn a_key_works_until_its_last_moment() {
        let soon = EXPIRES_SOON_DAYS * DAY_MS;
        assert_eq!(KeyStatus::at(9, 10 + soon, None), KeyStatus::Live);
        assert_eq!(KeyStatus::at(10, 10 + soon, None), KeyStatus::ExpiresSoon);
        assert_eq!(KeyStatus::at(9, 10, None), KeyStatus::ExpiresSoon);
        assert_eq!(KeyStatus::at(10, 10, None), KeyStatus::Expired);
        assert_eq!(KeyStatus::at(9, 10, Some(1)), KeyStatus::Revoked);
        assert_eq!(KeyStatus::at(11, 10, Some(1)), KeyStatus::Revoked);
    }
}
