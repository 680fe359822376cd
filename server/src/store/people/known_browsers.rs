//! Known browsers: those in which a person signed in before. A known browser has its own sign-in attempts, which others can't use
//! up (`throttle.rs`).

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::remove::remove;
use crate::store::people::sessions::token_hash;
use domain::ids::PartnerUserId;
use domain::store::StoreError;
use sqlx::{Any, AssertSqlSafe, Transaction};

/// A browser without a sign-in for this long is no longer known: 400 days, the longest that browsers keep a cookie.
pub const DEVICE_KEPT_MS: i64 = 400 * 24 * 60 * 60 * 1000;
/// The maximum number of known browsers of a person; the one unused for longest is removed.
const DEVICES_MAX: i64 = 20;

const NOT_USED: &str = "used <= $1 ORDER BY token_hash";
const IS_KNOWN: &str = "SELECT COUNT(*) FROM known_device WHERE token_hash = $1 AND partner_user_id = $2 AND used > $3";
const REMEMBER: &str = "INSERT INTO known_device (token_hash, partner_user_id, used) VALUES ($1, $2, $3) \
    ON CONFLICT (token_hash) DO UPDATE SET used = excluded.used \
    WHERE known_device.partner_user_id = excluded.partner_user_id";
const FORGET_OTHERS: &str = "DELETE FROM known_device WHERE partner_user_id = $1 AND token_hash NOT IN \
    (SELECT token_hash FROM known_device WHERE partner_user_id = $1 ORDER BY used DESC, token_hash LIMIT $2)";

fn not_used(dialect: Dialect) -> String {
    remove(dialect, ("known_device", "token_hash"), NOT_USED)
}

impl SqlStore {
    /// Whether the person signed in in this browser before. Nobody did for a name that nobody has.
    pub(super) async fn is_known_device(
        &self,
        device: &str,
        person: Option<PartnerUserId>,
        now: i64,
    ) -> Result<bool, StoreError> {
        let person = person.map_or_else(String::new, |person| person.to_string());
        let query = sqlx::query_scalar::<_, i64>(IS_KNOWN).bind(device).bind(person);
        let count = query.bind(now - DEVICE_KEPT_MS).one(&self.vital).await?;
        Ok(count > 0)
    }

    /// Remembers the browser of a person who has just signed in. Returns the token that the browser keeps: its own if it is known for
    /// the person already, otherwise the fresh one.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn remember_device(
        &self,
        person: PartnerUserId,
        device: Option<String>,
        fresh: String,
        now: i64,
    ) -> Result<String, StoreError> {
        let is_known = match &device {
            Some(device) => self.is_known_device(&token_hash(device), Some(person), now).await?,
            None => false,
        };
        let token = device.filter(|_| is_known).unwrap_or(fresh);
        let mut transaction = self.begin().await?;
        remember(&mut transaction, person, &token, now).await?;
        commit(transaction).await?;
        Ok(token)
    }
}

/// Removes browsers that are no longer known.
pub(super) async fn purge(store: &SqlStore, now: i64) -> Result<(), StoreError> {
    let query = sqlx::query(AssertSqlSafe(not_used(store.dialect))).bind(now - DEVICE_KEPT_MS);
    query.run(store.writer()).await.map(|_| ())
}

/// Remembers a browser of a person by its token. Of too many, the one unused for longest goes.
pub(super) async fn remember(
    transaction: &mut Transaction<'_, Any>,
    person: PartnerUserId,
    device: &str,
    now: i64,
) -> Result<(), StoreError> {
    let person = person.to_string();
    let query = sqlx::query(REMEMBER).bind(token_hash(device)).bind(&person).bind(now);
    query.run(&mut **transaction).await?;
    let query = sqlx::query(FORGET_OTHERS).bind(&person).bind(DEVICES_MAX);
    query.run(&mut **transaction).await.map(|_| ())
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let all = [IS_KNOWN, REMEMBER, FORGET_OTHERS].map(String::from);
    all.into_iter().chain([not_used(dialect)]).collect()
}
