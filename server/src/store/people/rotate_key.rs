//! Replacing the key that seals secrets.
//!
//! The key file holds both keys while the secrets are sealed anew. So the file opens all secrets of the database at every moment,
//! and an interrupted rotation can be started again.

use crate::sealing::{Key, Keys};
use crate::signing::KeyError;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::files::database_file;
use crate::store::files::database_lock::{DatabaseLock, DatabaseLockError};
use crate::store::files::key_file::{KeyFile, new_key};
use crate::store::files::sealed::{ALL, CHECK_PLACE, CHECK_TEXT, UnlockError, unavailable};
use crate::store::people::{providers, second_factor, security_log};
use crate::store::{OpenError, PAGE_LIMIT, SqlStore};
use domain::console::security::SecurityEvent;
use domain::rules::data::RulesData;
use domain::store::StoreError;
use sqlx::AssertSqlSafe;

const NAME_KEY: &str = "UPDATE sealing_key SET key_id = $2, sealed = $3 WHERE key_id = $1";
const FORGET_KEY: &str = "DELETE FROM sealing_key";
const FORGET_PRODUCT_KEYS: &str = "DELETE FROM product_key";

/// Why the key was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The database URL can't be read.
    #[error("The database URL can't be read: {0}")]
    Url(sqlx::Error),
    /// Another process uses the database.
    #[error("{0} Nothing was changed.")]
    DatabaseLock(#[from] DatabaseLockError),
    /// The database can't be opened.
    #[error("{0} Nothing was changed.")]
    Open(#[from] OpenError),
    /// The key of now can't be used.
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    /// The new key file can't be written.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database does not answer, or a secret can't be opened.
    #[error("{0} The key was not replaced; the key file opens everything as before.")]
    Store(#[from] StoreError),
    /// The key is there, so nothing needs to be given up.
    #[error("The key file is there and is the right one. To replace it: tenantry rotate-key")]
    NotLost,
}

/// Opens a database for a change of its key. No other process may use a SQLite database meanwhile.
///
/// # Errors
/// [`RotateError`].
pub async fn open_alone(url: &str, rules: RulesData) -> Result<SqlStore, RotateError> {
    let lock = match Dialect::of(url) {
        Some(Dialect::Sqlite) => DatabaseLock::alone(&database_file::of_url(url).map_err(RotateError::Url)?)?,
        _ => DatabaseLock::of_a_server(),
    };
    Ok(SqlStore::open_as(url, rules, lock, PAGE_LIMIT).await?)
}

impl SqlStore {
    /// Replaces the key. Returns how many secrets were sealed anew.
    ///
    /// # Errors
    /// [`RotateError`].
    pub async fn rotate_key(&self, file: &KeyFile, event: &SecurityEvent) -> Result<u64, RotateError> {
        let (keys, next) = self.begin_rotation(file).await?;
        let sealed = self.seal_anew(&keys, &next, event).await?;
        file.replace(&[&next])?;
        Ok(sealed)
    }

    /// Writes the key of now and the next one into the file.
    ///
    /// # Errors
    /// [`RotateError`].
    pub async fn begin_rotation(&self, file: &KeyFile) -> Result<(Keys, Key), RotateError> {
        let keys = self.keys_of(file).await?;
        let next = new_key()?;
        file.replace(&[keys.sealing(), &next])?;
        Ok((keys, next))
    }

    /// Seals every secret with the next key, in one transaction.
    ///
    /// # Errors
    /// When the database does not answer, or a secret can't be opened. Nothing is changed then.
    pub async fn seal_anew(&self, keys: &Keys, next: &Key, event: &SecurityEvent) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let check = next.seal(CHECK_PLACE, CHECK_TEXT).map_err(unavailable)?;
        let query = sqlx::query(NAME_KEY).bind(keys.sealing().id().to_owned()).bind(next.id().to_owned()).bind(check);
        if query.run(&mut *transaction).await? == 0 {
            return Err(StoreError::Unavailable("the key was replaced meanwhile".to_owned()));
        }
        let mut count = 0;
        for column in ALL {
            let rows: Vec<(String, String)> =
                sqlx::query_as(AssertSqlSafe(column.rows())).all(&mut *transaction).await?;
            for (row, sealed) in rows {
                let place = column.place(&row);
                let secret = keys.open(place, &sealed).map_err(|error| StoreError::Corrupt(error.to_string()))?;
                let sealed = next.seal(place, &secret).map_err(unavailable)?;
                let query = sqlx::query(AssertSqlSafe(column.replace())).bind(row).bind(sealed);
                count += query.run(&mut *transaction).await?;
            }
        }
        security_log::keep(&mut transaction, event).await?;
        commit(transaction).await?;
        Ok(count)
    }

    /// Gives up everything that was sealed with a key that is lost: second factors and their recovery codes, the secrets of
    /// identity providers, and product keys.
    ///
    /// # Errors
    /// [`RotateError::NotLost`] while the key file works. Nothing is changed then.
    pub async fn give_up_key(&self, file: &KeyFile, event: &SecurityEvent) -> Result<(), RotateError> {
        match self.keys_of(file).await {
            Ok(_) => return Err(RotateError::NotLost),
            Err(UnlockError::Missing(_) | UnlockError::Wrong(_) | UnlockError::NoCheck) => {}
            Err(UnlockError::Key(KeyError::NotAKey(_))) => {}
            Err(error) => return Err(error.into()),
        }
        let mut transaction = self.begin().await?;
        for sql in second_factor::FORGET_ALL.into_iter().chain(providers::GIVE_UP_SECRETS).chain([FORGET_PRODUCT_KEYS])
        {
            sqlx::query(sql).run(&mut *transaction).await?;
        }
        sqlx::query(FORGET_KEY).run(&mut *transaction).await?;
        security_log::keep(&mut transaction, event).await?;
        commit(transaction).await?;
        Ok(())
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [NAME_KEY, FORGET_KEY, FORGET_PRODUCT_KEYS].map(String::from).into()
}
