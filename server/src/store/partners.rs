//! The partner, its users, the set-up link, and failed sign-ins.

use super::{SqlStore, database, parsed};
use domain::access::Actor;
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::{PartnerUserSecret, StoreError};

const SECRET: &str =
    "SELECT id, partner_id, name, sign_in_name, password_hash FROM partner_user WHERE sign_in_key = $1";
const SECRET_BY_ID: &str = "SELECT id, partner_id, name, sign_in_name, password_hash FROM partner_user WHERE id = $1";
const PARTNER: &str = "SELECT id FROM partner ORDER BY id LIMIT 1";
const ADD_PARTNER: &str = "INSERT INTO partner (id, name) VALUES ($1, $2)";
const ADD_USER: &str = "INSERT INTO partner_user (id, partner_id, name, sign_in_name, sign_in_key, password_hash, created) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (sign_in_key) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash \
    WHERE partner_user.partner_id = excluded.partner_id";
const COUNT_USERS: &str = "SELECT COUNT(*) FROM partner_user";
const ADD_LINK: &str = "INSERT INTO setup_link (token_hash, expires) VALUES ($1, $2)";
const LINK: &str = "SELECT COUNT(*) FROM setup_link WHERE token_hash = $1 AND expires > $2";
const USE_LINK: &str = "DELETE FROM setup_link WHERE token_hash = $1 AND expires > $2";
const ADD_ATTEMPT: &str = "INSERT INTO sign_in_attempt (sign_in_key, at) VALUES ($1, $2)";
const ATTEMPTS: &str = "SELECT COUNT(*) FROM sign_in_attempt WHERE sign_in_key = $1 AND at > $2 AND at <= $3";
const FORGET_ATTEMPTS: &str = "DELETE FROM sign_in_attempt WHERE sign_in_key = $1 OR at <= $2";

/// A person to add. The password is hashed already.
#[derive(Clone)]
pub struct NewPartnerUser {
    /// Id of the new person.
    pub id: PartnerUserId,
    /// Display name.
    pub name: String,
    /// Sign-in name; compared in lower case.
    pub sign_in_name: String,
    /// Argon2id hash, as a PHC string.
    pub password_hash: String,
    /// Now (UTC, epoch milliseconds).
    pub created: i64,
}

impl SqlStore {
    pub(super) async fn secret_of(&self, sign_in_name: &str) -> Result<Option<PartnerUserSecret>, StoreError> {
        self.secret(SECRET, key(sign_in_name)).await
    }

    pub(super) async fn secret_by_id(&self, id: PartnerUserId) -> Result<Option<PartnerUserSecret>, StoreError> {
        self.secret(SECRET_BY_ID, id.to_string()).await
    }

    async fn secret(&self, sql: &'static str, of: String) -> Result<Option<PartnerUserSecret>, StoreError> {
        let row: Option<(String, String, String, String, String)> =
            sqlx::query_as(sql).bind(of).fetch_optional(&self.vital).await.map_err(database)?;
        row.map(|(id, partner, name, sign_in_name, password_hash)| {
            let actor = Actor { id: parsed(&id)?, partner: parsed(&partner)?, name, sign_in_name };
            Ok(PartnerUserSecret { actor, password_hash })
        })
        .transpose()
    }

    /// The partner that runs this installation, if it is set up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn partner(&self) -> Result<Option<PartnerId>, StoreError> {
        let id: Option<String> = sqlx::query_scalar(PARTNER).fetch_optional(&self.vital).await.map_err(database)?;
        id.map(|id| parsed(&id)).transpose()
    }

    /// Adds a partner.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_partner(&self, id: PartnerId, name: &str) -> Result<(), StoreError> {
        let query = sqlx::query(ADD_PARTNER).bind(id.to_string()).bind(name);
        query.execute(self.writer()).await.map(|_| ()).map_err(database)
    }

    /// Adds a person to a partner; one with the same sign-in name gets the new name and password instead.
    ///
    /// # Errors
    /// When the database does not answer, or the sign-in name is another partner's. Nothing is written then.
    pub async fn add_partner_user(&self, partner: PartnerId, user: &NewPartnerUser) -> Result<(), StoreError> {
        let done = sqlx::query(ADD_USER)
            .bind(user.id.to_string())
            .bind(partner.to_string())
            .bind(&user.name)
            .bind(&user.sign_in_name)
            .bind(key(&user.sign_in_name))
            .bind(&user.password_hash)
            .bind(user.created)
            .execute(self.writer())
            .await
            .map_err(database)?;
        if done.rows_affected() > 0 {
            Ok(())
        } else {
            Err(StoreError::Corrupt("the sign-in name is another partner's".into()))
        }
    }

    /// How many people can sign in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_partner_users(&self) -> Result<i64, StoreError> {
        sqlx::query_scalar(COUNT_USERS).fetch_one(&self.vital).await.map_err(database)
    }

    /// Keeps the hash of a one-time set-up link until it expires.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_setup_link(&self, token_hash: &str, expires: i64) -> Result<(), StoreError> {
        let query = sqlx::query(ADD_LINK).bind(token_hash).bind(expires);
        query.execute(self.writer()).await.map(|_| ()).map_err(database)
    }

    /// Whether a set-up link can still be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_setup_link(&self, token_hash: &str, now: i64) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar::<_, i64>(LINK).bind(token_hash).bind(now);
        query.fetch_one(&self.vital).await.map(|count| count > 0).map_err(database)
    }

    /// Uses a set-up link up. False when there is no such link any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn use_setup_link(&self, token_hash: &str, now: i64) -> Result<bool, StoreError> {
        let query = sqlx::query(USE_LINK).bind(token_hash).bind(now);
        query.execute(self.writer()).await.map(|done| done.rows_affected() > 0).map_err(database)
    }

    /// Notes a refused sign-in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_sign_in_attempt(&self, sign_in_name: &str, now: i64) -> Result<(), StoreError> {
        let query = sqlx::query(ADD_ATTEMPT).bind(key(sign_in_name)).bind(now);
        query.execute(self.writer()).await.map(|_| ()).map_err(database)
    }

    /// Refused sign-ins with this name since then. Those noted while the clock was ahead do not count: they would keep a
    /// person out until it gets there again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_sign_in_attempts(&self, sign_in_name: &str, since: i64, now: i64) -> Result<i64, StoreError> {
        let query = sqlx::query_scalar(ATTEMPTS).bind(key(sign_in_name)).bind(since).bind(now);
        query.fetch_one(&self.vital).await.map_err(database)
    }

    /// Forgets the refused sign-ins of this name, and all that are older than `before`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_sign_in_attempts(&self, sign_in_name: &str, before: i64) -> Result<(), StoreError> {
        let query = sqlx::query(FORGET_ATTEMPTS).bind(key(sign_in_name)).bind(before);
        query.execute(self.writer()).await.map(|_| ()).map_err(database)
    }
}

fn key(sign_in_name: &str) -> String {
    sign_in_name.trim().to_lowercase()
}

pub(super) fn statements() -> Vec<String> {
    let all = [
        SECRET,
        SECRET_BY_ID,
        PARTNER,
        ADD_PARTNER,
        ADD_USER,
        COUNT_USERS,
        ADD_LINK,
        LINK,
        USE_LINK,
        ADD_ATTEMPT,
        ATTEMPTS,
        FORGET_ATTEMPTS,
    ];
    all.map(String::from).into()
}
