//! Sessions, for tower-sessions. Only a hash of a session's id is stored, so the table is no use for signing in.

use crate::store::SqlStore;
use async_trait::async_trait;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

const SAVE: &str = "INSERT INTO session (id_hash, data, expires) VALUES ($1, $2, $3) \
    ON CONFLICT (id_hash) DO UPDATE SET data = excluded.data, expires = excluded.expires";
const LOAD: &str = "SELECT data, expires FROM session WHERE id_hash = $1 AND expires > $2";
const DELETE: &str = "DELETE FROM session WHERE id_hash = $1";
const PURGE: &str = "DELETE FROM session WHERE expires <= $1";

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
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        sqlx::query(SAVE)
            .bind(token_hash(&record.id.to_string()))
            .bind(serde_json::to_string(&record.data).map_err(backend)?)
            .bind(milliseconds(record.expiry_date))
            .execute(self.0.writer())
            .await
            .map(|_| ())
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row: Option<(String, i64)> = sqlx::query_as(LOAD)
            .bind(token_hash(&id.to_string()))
            .bind(milliseconds(OffsetDateTime::now_utc()))
            .fetch_optional(&self.0.vital)
            .await
            .map_err(backend)?;
        row.map(|(data, expires)| {
            Ok(Record {
                id: *id,
                data: serde_json::from_str(&data).map_err(backend)?,
                expiry_date: OffsetDateTime::from_unix_timestamp(expires / 1000).map_err(backend)?,
            })
        })
        .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let query = sqlx::query(DELETE).bind(token_hash(&id.to_string()));
        query.execute(self.0.writer()).await.map(|_| ()).map_err(backend)
    }
}

impl Sessions {
    /// Removes the sessions that have expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge(&self, now: i64) -> Result<()> {
        sqlx::query(PURGE).bind(now).execute(self.0.writer()).await.map(|_| ()).map_err(backend)
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [SAVE, LOAD, DELETE, PURGE].map(String::from).into()
}
