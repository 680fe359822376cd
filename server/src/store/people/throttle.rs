//! Limits attempts to sign in: per sign-in name, per network, and per known browser (`known_browsers.rs`).
//!
//! The used part of a key's allowance is stored as one moment, at which all of it is available again. An attempt moves
//! that moment later. The same statement tests whether any allowance is left, so each of several simultaneous attempts
//! sees the earlier ones. Attempts to sign in move it further with each one beyond the allowance, so the wait grows.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::remove::remove;
use crate::store::people::known_browsers;
use crate::store::people::network::network;
use crate::store::people::sessions::token_hash;
use domain::console::security::SecurityEvent;
use domain::ids::PartnerUserId;
use domain::store::{PartnerUserSecret, StoreError};
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::net::IpAddr;

/// A used-up allowance is available again after this many milliseconds.
pub const WINDOW_MS: i64 = 15 * 60 * 1000;
/// Attempts with one sign-in name, or in one known browser, without a wait.
pub const NAME_ATTEMPTS: i64 = 10;
/// Attempts with a name or in a known browser count for the growing wait until there was none for this long (milliseconds): a day.
pub const QUIET_MS: i64 = 24 * 60 * 60 * 1000;
/// Attempts from one network without a wait. An office may have one address: when thirty people there use up their
/// attempts, the next person still has some.
pub const NETWORK_ATTEMPTS: i64 = 300;
/// Requests for a link to a new password with one sign-in name without a wait.
pub const RESET_ATTEMPTS: i64 = 3;
/// Such requests from one network without a wait. Each may send an e-mail.
pub const NETWORK_RESET_ATTEMPTS: i64 = 100;
/// Requests with wrong keys from one network without a wait.
pub const KEY_ATTEMPTS: i64 = 30;
/// Visits of identity providers from one network without a wait. Each fills a row of sessions for some minutes.
pub const PROVIDER_ATTEMPTS: i64 = 300;
/// Codes of an app that are tried for a person in browsers that are not known, without a wait.
pub const CODE_ATTEMPTS: i64 = 30;
/// Their used-up allowance is available again after this many milliseconds: a day. Otherwise a person with the password
/// could guess hundreds of codes every day.
pub const CODE_WINDOW_MS: i64 = 24 * 60 * 60 * 1000;
/// The maximum number of rows of each kind, so that unknown names don't fill the disk. If there are more, the least
/// used ones are removed, and nobody is refused: otherwise an attacker with many networks could keep everybody out. A
/// row that is used up is removed last, once all others are used up too. That takes a million attempts.
pub const ROWS_MAX: i64 = 100_000;
/// So many rows go at once.
pub const ROWS_GIVEN_UP: i64 = ROWS_MAX / 100;
/// The beginning of the keys of attempts that cost no hash: requests for links to new passwords, wrong keys, visits of providers. These
/// rows are counted apart, so that they push out none of attempts to sign in.
const CHEAP: &str = "cheap:";
const TAKE_BACK: &str = "UPDATE sign_in_throttle SET free_at = free_at - $2 WHERE throttle_key = $1";
const FORGET: &str = "DELETE FROM sign_in_throttle WHERE throttle_key = $1";
const ROWS: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM sign_in_throttle \
    WHERE CASE WHEN substr(throttle_key, 1, 6) = 'cheap:' THEN 1 ELSE 0 END = $2 LIMIT $1) AS few";
/// The table of attempts, and its key.
const THROTTLE: (&str, &str) = ("sign_in_throttle", "throttle_key");
/// Codes are tried only after a right password, so people alone have such rows.
const USED_LEAST: &str = "CASE WHEN substr(throttle_key, 1, 6) = 'cheap:' THEN 1 ELSE 0 END = $2 \
    AND substr(throttle_key, 1, 5) <> 'code:' ORDER BY free_at, throttle_key LIMIT $1";
const SAYS_NOTHING: &str = "free_at <= CASE WHEN attempts > 0 THEN CAST($4 AS BIGINT) ELSE CAST($1 AS BIGINT) END OR free_at > CASE WHEN substr(throttle_key, 1, 5) = 'code:' \
    THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END ORDER BY throttle_key";
/// Notes one more attempt of a key. The first beyond the allowance costs as much of it as those within, and each further one twice as
/// much as the one before, up to the whole window.
///
/// A moment beyond the window was stored while the clock was ahead, and does not count. Otherwise it would keep a
/// person out until the clock gets there again.
fn note_sql() -> String {
    const BEFORE: &str = "CASE WHEN sign_in_throttle.free_at <= $8 OR sign_in_throttle.free_at > $4 THEN CAST(0 AS BIGINT) \
        ELSE sign_in_throttle.attempts END";
    let cost = format!(
        "CASE WHEN {BEFORE} <= $7 THEN CAST($5 AS BIGINT) WHEN {BEFORE} >= $7 + 4 THEN CAST($4 AS BIGINT) - $2 \
         ELSE $5 * (1 << CAST({BEFORE} - $7 AS INTEGER)) END"
    );
    format!(
        "INSERT INTO sign_in_throttle (throttle_key, free_at, attempts) VALUES ($1, $3, $6) \
         ON CONFLICT (throttle_key) DO UPDATE SET free_at = CASE WHEN sign_in_throttle.free_at > $4 THEN $3 \
         WHEN sign_in_throttle.free_at > $2 THEN sign_in_throttle.free_at + {cost} ELSE $2 + {cost} END, \
         attempts = {BEFORE} + $6 \
         WHERE sign_in_throttle.free_at + {cost} <= $4 OR sign_in_throttle.free_at > $4"
    )
}

fn give_up(dialect: Dialect) -> String {
    remove(dialect, THROTTLE, USED_LEAST)
}

fn purge(dialect: Dialect) -> String {
    remove(dialect, THROTTLE, SAYS_NOTHING)
}

/// A person who tries to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Trying<'a> {
    /// The typed sign-in name.
    pub sign_in_name: &'a str,
    /// The person with that name.
    pub person: Option<PartnerUserId>,
    /// The network address.
    pub address: Option<IpAddr>,
    /// The token that the browser keeps from an earlier sign-in.
    pub device: Option<&'a str>,
}

/// A counted attempt, with the keys to release if it succeeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The key of the name or the known browser.
    key: String,
    /// The key of the network.
    network: Option<String>,
    /// Whether the browser is known.
    pub is_known: bool,
}

/// The SHA-256 of a sign-in name, in hexadecimal; the same for any case and with spaces around it.
pub fn name_hash(sign_in_name: &str) -> String {
    token_hash(&crate::store::people::partners::key(sign_in_name))
}

impl SqlStore {
    /// Counts an attempt to sign in, before the password is checked. Returns `None` if there were too many. A person in
    /// a known browser has an allowance there that others cannot use up.
    ///
    /// # Errors
    /// When the database does not answer or can't be written. Then signing in is not possible, because attempts would
    /// not be counted.
    pub async fn note_sign_in_attempt(&self, trying: Trying<'_>, now: i64) -> Result<Option<Attempt>, StoreError> {
        let device = trying.device.map(token_hash);
        // A name that nobody has is looked up like one that somebody has, so that the time does not tell which it is.
        if let Some(device) = &device
            && self.is_known_device(device, trying.person, now).await?
        {
            let key = format!("device:{device}");
            let mut transaction = self.begin().await?;
            let allowed = note(&mut transaction, &key, Allowance::SIGN_IN, now).await?;
            commit(transaction).await?;
            return Ok(allowed.then_some(Attempt { key, network: None, is_known: true }));
        }
        let key = format!("name:{}", name_hash(trying.sign_in_name));
        let network = trying.address.map(|address| format!("network:{}", network(address)));
        self.make_room(false, now).await?;
        let network_of = network.as_deref().map(|network| (network, Allowance::of(NETWORK_ATTEMPTS)));
        let allowed = self.note_both(network_of, (&key, Allowance::SIGN_IN), now).await?;
        Ok(allowed.then_some(Attempt { key, network, is_known: false }))
    }

    /// Counts a code of an app that is tried after the password, before it is checked. False if there were too many for the
    /// person. In a known browser there is no such limit, so that others keep nobody out there.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn note_code_attempt(
        &self,
        attempt: &Attempt,
        person: PartnerUserId,
        now: i64,
    ) -> Result<bool, StoreError> {
        if attempt.is_known {
            return Ok(true);
        }
        let mut transaction = self.begin().await?;
        let allowed = note(&mut transaction, &code_key(person), Allowance::CODES, now).await?;
        commit(transaction).await?;
        Ok(allowed)
    }

    /// Releases codes that were tried for a person: after a right one in a known browser all of them, else that one.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn code_succeeded(&self, attempt: &Attempt, person: PartnerUserId) -> Result<(), StoreError> {
        let query = match attempt.is_known {
            true => sqlx::query(FORGET).bind(code_key(person)),
            false => sqlx::query(TAKE_BACK).bind(code_key(person)).bind(CODE_WINDOW_MS / CODE_ATTEMPTS),
        };
        query.run(self.writer()).await.map(|_| ())
    }

    /// Counts a request for a link to a new password. False if there were too many with this name or from this network.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn note_reset_request(
        &self,
        sign_in_name: &str,
        address: Option<IpAddr>,
        now: i64,
    ) -> Result<bool, StoreError> {
        let key = format!("{CHEAP}reset-name:{}", name_hash(sign_in_name));
        let network = address.map(|address| format!("{CHEAP}reset-network:{}", network(address)));
        self.make_room(true, now).await?;
        let network = network.as_deref().map(|network| (network, Allowance::of(NETWORK_RESET_ATTEMPTS)));
        self.note_both(network, (&key, Allowance::of(RESET_ATTEMPTS)), now).await
    }

    /// Counts a request with a wrong key. False if there were too many from this network. Requests with right keys are not
    /// counted: a key has 256 random bits, so nobody guesses one, and a script with an old key must not stop others of its network.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn note_wrong_key(&self, address: Option<IpAddr>, now: i64) -> Result<bool, StoreError> {
        let network = address.map_or_else(|| "unknown".to_owned(), |address| network(address).to_string());
        self.note_cheap(&format!("key-network:{network}"), KEY_ATTEMPTS, now).await
    }

    /// Counts something that is limited for each network alone. False if there was too much of it.
    pub(super) async fn note_network(
        &self,
        what: &str,
        address: IpAddr,
        attempts: i64,
        now: i64,
    ) -> Result<bool, StoreError> {
        self.note_cheap(&format!("{what}:{}", network(address)), attempts, now).await
    }

    async fn note_cheap(&self, key: &str, attempts: i64, now: i64) -> Result<bool, StoreError> {
        self.make_room(true, now).await?;
        let mut transaction = self.begin().await?;
        let allowed = note(&mut transaction, &format!("{CHEAP}{key}"), Allowance::of(attempts), now).await?;
        commit(transaction).await?;
        Ok(allowed)
    }

    /// Counts an attempt of a network and of a name. False if the allowance of either is used up; none is counted then.
    async fn note_both(
        &self,
        network: Option<(&str, Allowance)>,
        (name, allowance): (&str, Allowance),
        now: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        // Always in this order, so that two attempts never wait for each other.
        if let Some((network, allowance)) = network
            && !note(&mut transaction, network, allowance, now).await?
        {
            return Ok(false);
        }
        if !note(&mut transaction, name, allowance, now).await? {
            return Ok(false);
        }
        commit(transaction).await?;
        Ok(true)
    }

    /// Releases an attempt that succeeded, remembers the browser by its token, and keeps the security event.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn sign_in_succeeded(
        &self,
        attempt: &Attempt,
        who: &PartnerUserSecret,
        device: &str,
        event: &SecurityEvent,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        release(&mut transaction, attempt).await?;
        known_browsers::remember(&mut transaction, who.actor.id, device, event.at).await?;
        crate::store::people::security_log::keep(&mut transaction, event).await?;
        commit(transaction).await
    }

    /// Releases the part of an attempt that counts for the network. The person's own part stays, because a code is
    /// asked for next.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn release_network(&self, attempt: &Attempt) -> Result<(), StoreError> {
        let Some(network) = &attempt.network else { return Ok(()) };
        let query = sqlx::query(TAKE_BACK).bind(network).bind(WINDOW_MS / NETWORK_ATTEMPTS);
        query.run(self.writer()).await.map(|_| ())
    }

    /// Releases an attempt of a person who is signed in already.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn attempt_succeeded(&self, attempt: &Attempt) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        release(&mut transaction, attempt).await?;
        commit(transaction).await
    }

    /// Removes attempts that no longer count, and browsers that are no longer known.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge_sign_in(&self, now: i64) -> Result<(), StoreError> {
        let query = sqlx::query(AssertSqlSafe(purge(self.dialect))).bind(now).bind(now + WINDOW_MS);
        query.bind(now + CODE_WINDOW_MS).bind(now - QUIET_MS).run(self.writer()).await?;
        known_browsers::purge(self, now).await
    }

    /// Makes room for more rows of a kind: old ones go, and then those that are used least.
    async fn make_room(&self, is_cheap: bool, now: i64) -> Result<(), StoreError> {
        if self.has_room(is_cheap).await? {
            return Ok(());
        }
        self.purge_sign_in(now).await?;
        if self.has_room(is_cheap).await? {
            return Ok(());
        }
        let query = sqlx::query(AssertSqlSafe(give_up(self.dialect))).bind(ROWS_GIVEN_UP).bind(i64::from(is_cheap));
        query.run(self.writer()).await.map(|_| ())
    }

    async fn has_room(&self, is_cheap: bool) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar::<_, i64>(ROWS).bind(ROWS_MAX).bind(i64::from(is_cheap));
        Ok(query.one(&self.vital).await? < ROWS_MAX)
    }
}

/// The limit of a key: so many attempts in so many milliseconds.
#[derive(Clone, Copy)]
struct Allowance {
    attempts: i64,
    window: i64,
    /// Whether the wait grows with each attempt beyond the allowance. It does for persons, not for networks that many share.
    grows: bool,
}

impl Allowance {
    /// The allowance of a sign-in name, or of a known browser.
    const SIGN_IN: Self = Self { attempts: NAME_ATTEMPTS, window: WINDOW_MS, grows: true };
    /// The allowance of codes that are tried for a person.
    const CODES: Self = Self { attempts: CODE_ATTEMPTS, window: CODE_WINDOW_MS, grows: false };

    /// So many attempts in the usual time.
    const fn of(attempts: i64) -> Self {
        Self { attempts, window: WINDOW_MS, grows: false }
    }
}

/// Moves a key's moment later for one more attempt. False if its allowance is used up.
async fn note(
    transaction: &mut Transaction<'_, Any>,
    key: &str,
    Allowance { attempts, window, grows }: Allowance,
    now: i64,
) -> Result<bool, StoreError> {
    let each = window / attempts;
    let query = sqlx::query(AssertSqlSafe(note_sql())).bind(key).bind(now).bind(now + each).bind(now + window);
    let query = query.bind(each).bind(i64::from(grows)).bind(attempts).bind(now - QUIET_MS);
    query.run(&mut **transaction).await.map(|rows| rows > 0)
}

/// The key of the codes that are tried for a person.
fn code_key(person: PartnerUserId) -> String {
    format!("code:{person}")
}

/// Releases an attempt that succeeded.
pub(in crate::store) async fn release(
    transaction: &mut Transaction<'_, Any>,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    if let Some(network) = &attempt.network {
        let query = sqlx::query(TAKE_BACK).bind(network).bind(WINDOW_MS / NETWORK_ATTEMPTS);
        query.run(&mut **transaction).await?;
    }
    sqlx::query(FORGET).bind(&attempt.key).run(&mut **transaction).await.map(|_| ())
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let all = [TAKE_BACK, FORGET, ROWS].map(String::from);
    all.into_iter().chain([note_sql(), give_up(dialect), purge(dialect)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_hash_however_it_is_typed() {
        assert_eq!(name_hash(" ANNA "), name_hash("anna"));
        assert_ne!(name_hash("anna"), name_hash("anne"));
    }
}
