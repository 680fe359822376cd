//! Sessions, for tower-sessions. Only a hash of a session's id is stored, so the table is no use for signing in.

use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{from_json, to_json};
use async_trait::async_trait;
use domain::ids::{IdentityProviderId, PartnerUserId, SessionId};
use domain::store::{PartnerUserSecret, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use uuid::Uuid;

const CREATE: &str = "INSERT INTO session (id_hash, data, expires, id, partner_user_id, began) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (id_hash) DO UPDATE SET data = excluded.data, expires = excluded.expires";
/// A request that was under way while its session was ended writes nothing: an ended session stays ended.
const SAVE: &str = "UPDATE session SET data = $2, expires = $3 WHERE id_hash = $1";
const LOAD: &str = "SELECT data, expires, id, used FROM session \
    WHERE id_hash = $1 AND expires > $2 AND COALESCE(idle_until, expires) > $2";
const IS_IDLE: &str = "SELECT COUNT(*) FROM session WHERE id_hash = $1 AND expires > $2 AND idle_until <= $2";
/// Of requests at the same time, one is noted. It also names the person of a session of an earlier version.
const NOTE_USE: &str = "UPDATE session SET used = $2, idle_until = $3, browser = $4, address = $5, \
    id = COALESCE(id, $6), partner_user_id = COALESCE(partner_user_id, $7), began = COALESCE(began, $8) \
    WHERE id_hash = $1 AND (used IS NULL OR used <= $9)";
/// The row stays, so that ending the sessions of its person ends it at every moment.
const MOVE: &str = "UPDATE session SET id_hash = $2 WHERE id_hash = $1";
/// Nothing is written if the session was ended since it got its new id.
const GO_ON: &str = "UPDATE session SET data = $2, expires = $3, id = COALESCE(id, $4), \
    partner_user_id = COALESCE(partner_user_id, $5), began = COALESCE(began, $6) WHERE id_hash = $1";
const DELETE: &str = "DELETE FROM session WHERE id_hash = $1";
/// Of two requests that use the same value up at once, one finds the data unchanged.
const USE_UP: &str = "UPDATE session SET data = $3 WHERE id_hash = $1 AND data = $2";
const DATA: &str = "SELECT data FROM session WHERE id_hash = $1 AND expires > $2";
const PURGE: &str = "DELETE FROM session WHERE expires <= $1";
/// The sessions of a person. Where the password is another now, that ends those that name no person.
pub(in crate::store) const END_NAMED: &str = "DELETE FROM session WHERE partner_user_id = $1";

/// The session's value with the signed-in person.
pub const SIGNED_IN: &str = "signed_in";
/// The session's value with the person who gave the right password. It signs nobody in.
pub const PASSWORD_RIGHT: &str = "password_right";
/// The session's value with the other columns of its row. It is never stored as data.
pub const ROW: &str = "row";
/// The session's value that names the id it has got. It is never stored as data.
const MOVED: &str = "moved";

/// The person of a session, and the password at its beginning. A new password ends all sessions of the old one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proof {
    /// The person.
    pub partner_user: PartnerUserId,
    /// Hash of the password's hash.
    pub password: String,
    /// When it began (UTC, epoch milliseconds). Sessions from before this was noted have none.
    #[serde(default)]
    pub at: i64,
    /// When the person last proved their identity; signing in is such a proof. Sessions from before this was noted have none.
    #[serde(default)]
    pub proven: i64,
    /// Whether an identity provider stood for a second factor.
    #[serde(default)]
    pub has_second_factor: bool,
    /// The identity provider whose word alone began the session. The session is over while the provider does not sign the
    /// person in.
    #[serde(default)]
    pub provider: Option<IdentityProviderId>,
}

impl Proof {
    /// The content of a person's session that begins then.
    pub fn new(who: &PartnerUserSecret, at: i64) -> Self {
        Self {
            partner_user: who.actor.id,
            password: token_hash(&who.password_hash),
            at,
            proven: at,
            has_second_factor: false,
            provider: None,
        }
    }

    /// Whether the person's password is still the same, and the person's sessions were not ended since.
    pub fn holds(&self, who: &PartnerUserSecret) -> bool {
        token_hash(&who.password_hash) == self.password && self.at >= who.sessions_from
    }
}

/// The columns of a session beside its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// The name of the session in lists.
    pub id: SessionId,
    /// When its use was last noted (UTC, epoch milliseconds).
    pub used: Option<i64>,
}

/// A row of [`LOAD`].
#[derive(sqlx::FromRow)]
struct StoredRecord {
    data: String,
    expires: i64,
    id: Option<String>,
    used: Option<i64>,
}

impl StoredRecord {
    fn record(self, id: Id) -> Result<Record> {
        let mut data: HashMap<String, Value> = serde_json::from_str(&self.data).map_err(backend)?;
        if let Some(named) = self.id {
            let row = SessionRow { id: named.parse().map_err(backend)?, used: self.used };
            data.insert(ROW.to_owned(), serde_json::to_value(row).map_err(backend)?);
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(self.expires / 1000).map_err(backend)?;
        Ok(Record { id, data, expiry_date })
    }
}

/// A session that has got another id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved(Id);

impl Moved {
    /// The record with which it goes on under that id.
    pub fn value(self) -> (&'static str, String) {
        (MOVED, self.0.to_string())
    }
}

/// A use of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionUse {
    /// Now (UTC, epoch milliseconds).
    pub at: i64,
    /// A use after this is noted already (UTC, epoch milliseconds).
    pub noted_after: i64,
    /// When the session ends if it is not used again (UTC, epoch milliseconds).
    pub idle_until: i64,
    /// The browser.
    pub browser: String,
    /// The network address.
    pub address: Option<IpAddr>,
}

/// The sessions of a store.
#[derive(Clone)]
pub struct Sessions(pub SqlStore);

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

/// The SHA-256 of a secret in hexadecimal: enough for random tokens, which need no slow hash.
pub fn token_hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The person who is signed in by a session with this data.
pub(super) fn person_of(data: &str) -> Option<PartnerUserId> {
    let data: HashMap<String, Value> = serde_json::from_str(data).ok()?;
    Proof::deserialize(data.get(SIGNED_IN)?).ok().map(|proof| proof.partner_user)
}

/// The data of a session as they are stored.
fn stored_data(record: &Record) -> HashMap<String, Value> {
    let mut data = record.data.clone();
    data.remove(ROW);
    data
}

/// How a session's id is stored.
pub fn hash_of(id: &Id) -> String {
    token_hash(&id.to_string())
}

fn milliseconds(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide. If they did, the other session would be overwritten, never shared.
        let moved = record.data.remove(MOVED);
        let sql = if moved.is_some() { GO_ON } else { CREATE };
        if let Some(moved) = moved {
            record.id = moved.as_str().unwrap_or_default().parse().map_err(backend)?;
        }
        let data = stored_data(record);
        let proof = |key| data.get(key).and_then(|value| Proof::deserialize(value).ok());
        let signed_in = proof(SIGNED_IN);
        // Only the session of somebody who signed in has a name for lists. That of somebody whose password was right ends
        // with the person's others.
        let name = signed_in.as_ref().map(|_| SessionId::new(Uuid::new_v4()).to_string());
        let began = signed_in.as_ref().map(|signed_in| signed_in.at);
        let person = signed_in.or_else(|| proof(PASSWORD_RIGHT)).map(|proof| proof.partner_user.to_string());
        sqlx::query(sql)
            .bind(hash_of(&record.id))
            .bind(serde_json::to_string(&data).map_err(backend)?)
            .bind(milliseconds(record.expiry_date))
            .bind(name)
            .bind(person)
            .bind(began)
            .execute(self.0.writer())
            .await
            .map(|_| ())
            .map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = serde_json::to_string(&stored_data(record)).map_err(backend)?;
        let query = sqlx::query(SAVE).bind(hash_of(&record.id)).bind(data).bind(milliseconds(record.expiry_date));
        query.execute(self.0.writer()).await.map(|_| ()).map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row: Option<StoredRecord> = sqlx::query_as(LOAD)
            .bind(hash_of(id))
            .bind(milliseconds(OffsetDateTime::now_utc()))
            .fetch_optional(&self.0.vital)
            .await
            .map_err(backend)?;
        row.map(|row| row.record(*id)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let query = sqlx::query(DELETE).bind(hash_of(id));
        query.execute(self.0.writer()).await.map(|_| ()).map_err(backend)
    }
}

impl Sessions {
    /// Notes a use of a session, unless one was noted shortly before. An ended session stays ended.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn note_use(&self, id: &Id, signed_in: &Proof, used: &SessionUse) -> std::result::Result<(), StoreError> {
        let began = if signed_in.at > 0 { signed_in.at } else { used.at };
        sqlx::query(NOTE_USE)
            .bind(hash_of(id))
            .bind(used.at)
            .bind(used.idle_until)
            .bind(used.browser.clone())
            .bind(used.address.map(|address| address.to_string()))
            .bind(SessionId::new(Uuid::new_v4()).to_string())
            .bind(signed_in.partner_user.to_string())
            .bind(began)
            .bind(used.noted_after)
            .run(self.0.writer())
            .await
            .map(|_| ())
    }

    /// Gives a session another id. The next [`SessionStore::create`] of a record with the returned value writes to its row. `None` if
    /// the session was ended.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn give_another_id(&self, id: &Id) -> std::result::Result<Option<Moved>, StoreError> {
        let moved = Id::default();
        let query = sqlx::query(MOVE).bind(hash_of(id)).bind(hash_of(&moved));
        let rows = query.run(self.0.writer()).await?;
        Ok((rows > 0).then_some(Moved(moved)))
    }

    /// Whether a session ended because it was not used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_idle(&self, id: &Id) -> std::result::Result<bool, StoreError> {
        let query = sqlx::query_scalar::<_, i64>(IS_IDLE).bind(hash_of(id));
        let count = query.bind(milliseconds(OffsetDateTime::now_utc())).one(&self.0.vital).await?;
        Ok(count > 0)
    }

    /// Takes a value out of a session. `None` if there is none, or somebody else has just taken it.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn use_up(&self, id: &Id, key: &str) -> std::result::Result<Option<Value>, StoreError> {
        let query = sqlx::query_scalar(DATA).bind(hash_of(id)).bind(milliseconds(OffsetDateTime::now_utc()));
        let before: Option<String> = query.optional(&self.0.vital).await?;
        let Some(before) = before else { return Ok(None) };
        let mut data: HashMap<String, Value> = from_json(&before)?;
        let Some(value) = data.remove(key) else { return Ok(None) };
        let query = sqlx::query(USE_UP).bind(hash_of(id)).bind(before).bind(to_json(&data)?);
        let used = query.run(self.0.writer()).await?;
        Ok((used > 0).then_some(value))
    }

    /// Removes the sessions that have expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge(&self, now: i64) -> Result<()> {
        sqlx::query(PURGE).bind(now).execute(self.0.writer()).await.map(|_| ()).map_err(backend)
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [CREATE, SAVE, LOAD, IS_IDLE, NOTE_USE, MOVE, GO_ON, DELETE, USE_UP, DATA, PURGE, END_NAMED]
        .map(String::from)
        .into()
}
