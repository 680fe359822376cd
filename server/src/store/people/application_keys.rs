//! The application of a key, and noting that the key was used.

use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use domain::access::Actor;
use domain::access::application_key::{KeyStatus, PresentedKey};
use domain::ids::{ApplicationKeyId, PartnerId, PartnerUserId};
use domain::store::StoreError;
use subtle::ConstantTimeEq;

/// A use is noted again after this many milliseconds.
pub const NOTE_EVERY_MS: i64 = 60 * 1000;

const KEY: &str = "SELECT k.partner_user_id, u.partner_id, k.key_hash, k.expires, k.last_used, k.revoked \
    FROM application_key AS k JOIN partner_user AS u ON u.id = k.partner_user_id WHERE k.id = $1";
/// Of uses at the same time, one is noted.
const NOTE_USE: &str =
    "UPDATE application_key SET last_used = $2 WHERE id = $1 AND (last_used IS NULL OR last_used <= $3)";

/// A row of [`KEY`].
#[derive(sqlx::FromRow)]
struct KeyAtUse {
    partner_user_id: String,
    partner_id: String,
    key_hash: String,
    expires: i64,
    last_used: Option<i64>,
    revoked: Option<i64>,
}

/// The use of a presented key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFound {
    /// It works.
    Of {
        /// The application.
        actor: Actor,
        /// Whether its use is to be noted.
        note_use: bool,
    },
    /// It was a key of this application, but does not work (now): it has expired or was revoked, or the application is blocked.
    Void(PartnerId, PartnerUserId),
    /// It is no key.
    None,
}

impl SqlStore {
    /// The application of a key. The key is found by its id, and then the hash of the whole key is compared in a time that does not depend on
    /// where it differs.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_key(&self, key: &PresentedKey, now: i64) -> Result<KeyFound, StoreError> {
        let query = sqlx::query_as(KEY).bind(key.id.to_string());
        let stored: Option<KeyAtUse> = query.optional(&self.vital).await?;
        // A key that is not there is compared too.
        let hash = stored.as_ref().map_or("", |stored| stored.key_hash.as_str());
        let is_right: bool = key.digest().as_bytes().ct_eq(hash.as_bytes()).into();
        let Some(stored) = stored.filter(|_| is_right) else { return Ok(KeyFound::None) };
        let (partner, id): (PartnerId, PartnerUserId) = (parsed(&stored.partner_id)?, parsed(&stored.partner_user_id)?);
        if !KeyStatus::at(now, stored.expires, stored.revoked).is_live() {
            return Ok(KeyFound::Void(partner, id));
        }
        let Some(actor) = self.active_application(id).await? else { return Ok(KeyFound::Void(partner, id)) };
        Ok(KeyFound::Of { actor, note_use: stored.last_used.is_none_or(|used| used <= now - NOTE_EVERY_MS) })
    }

    /// Notes that a key was used, unless that was noted within the last minute.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn note_key_use(&self, key: ApplicationKeyId, now: i64) -> Result<(), StoreError> {
        let query = sqlx::query(NOTE_USE).bind(key.to_string()).bind(now).bind(now - NOTE_EVERY_MS);
        query.run(self.writer()).await.map(|_| ())
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [KEY, NOTE_USE].map(String::from).into()
}
