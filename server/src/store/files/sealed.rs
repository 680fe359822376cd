//! Sealed secrets in the database, and the row that says which key seals them.
//!
//! A transaction that seals holds that row until it ends. So no secret is sealed with a key that is being replaced.

use crate::sealing::{Key, Keys, SealError, SealedPlace};
use crate::signing::KeyError;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::files::key_file::KeyFile;
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::path::PathBuf;

const CHECK: &str = "SELECT key_id, sealed FROM sealing_key WHERE one = 1";
const ADD_CHECK: &str = "INSERT INTO sealing_key (one, key_id, sealed) VALUES (1, $1, $2) ON CONFLICT (one) DO NOTHING";
/// Changes nothing, but takes the row's lock.
const HOLD: &str = "UPDATE sealing_key SET key_id = key_id WHERE key_id = $1";

/// The place of the text by which a key is checked, and the text.
pub(in crate::store) const CHECK_PLACE: SealedPlace<'static> = SealedPlace { purpose: "sealing_key.sealed", row: "1" };
pub(in crate::store) const CHECK_TEXT: &[u8] = b"Tenantry";

/// A column with sealed secrets.
pub(in crate::store) struct SealedColumn {
    /// The table.
    table: &'static str,
    /// The column that names the row.
    row: &'static str,
    /// The column with the secrets.
    column: &'static str,
    /// Their purpose.
    purpose: &'static str,
}

/// The seeds of second factors.
pub(in crate::store) const SEEDS: SealedColumn =
    SealedColumn { table: "second_factor", row: "partner_user_id", column: "seed", purpose: "second_factor.seed" };

/// The seeds of new phones that are not confirmed yet.
pub(in crate::store) const NEXT_SEEDS: SealedColumn = SealedColumn {
    table: "next_second_factor",
    row: "partner_user_id",
    column: "seed",
    purpose: "next_second_factor.seed",
};

/// The client secrets of identity providers.
pub(in crate::store) const CLIENT_SECRETS: SealedColumn = SealedColumn {
    table: "identity_provider",
    row: "id",
    column: "client_secret",
    purpose: "identity_provider.client_secret",
};

/// The product keys of software.
pub(in crate::store) const PRODUCT_KEYS: SealedColumn =
    SealedColumn { table: "product_key", row: "id", column: "sealed", purpose: "product_key.sealed" };

/// Every column with sealed secrets.
pub(in crate::store) const ALL: [SealedColumn; 4] = [SEEDS, NEXT_SEEDS, CLIENT_SECRETS, PRODUCT_KEYS];

impl SealedColumn {
    /// The place of a row's secret.
    pub(in crate::store) fn place<'a>(&self, row: &'a str) -> SealedPlace<'a> {
        SealedPlace { purpose: self.purpose, row }
    }

    /// The rows that have secrets, and these.
    pub(in crate::store) fn rows(&self) -> String {
        format!("SELECT {}, {} FROM {} WHERE {} IS NOT NULL", self.row, self.column, self.table, self.column)
    }

    /// Replaces the secret of a row.
    pub(in crate::store) fn replace(&self) -> String {
        format!("UPDATE {} SET {} = $2 WHERE {} = $1", self.table, self.column, self.row)
    }

    fn count(&self) -> String {
        format!("SELECT COUNT(*) FROM {} WHERE {} IS NOT NULL", self.table, self.column)
    }
}

/// Why the sealed secrets of a database can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// The key file can't be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// There is no key file.
    #[error(
        "The key file {0} is missing, and without it nobody with a second factor can sign in. Put it back from where \
         you keep a copy, or name it with --key-file. Nothing was changed. If it is lost for good: tenantry reset-key"
    )]
    Missing(PathBuf),
    /// The key file belongs to another database.
    #[error(
        "The key file {0} is not the one of this database. Put the right one in its place, or name it with --key-file. \
         Nothing was changed. If it is lost for good: tenantry reset-key"
    )]
    Wrong(PathBuf),
    /// The row that names the key is missing.
    #[error(
        "The database holds sealed secrets, but does not say with which key. It was changed by another program. \
         Restore a backup."
    )]
    NoCheck,
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SqlStore {
    /// The store with these keys, for sealing and opening secrets.
    #[must_use]
    pub fn with_keys(mut self, keys: Keys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// The store with the keys of a file. The first time, the file is made.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn unlock(self, file: &KeyFile) -> Result<Self, UnlockError> {
        let keys = self.keys_of(file).await?;
        Ok(self.with_keys(keys))
    }

    /// The keys of a file, checked against the database.
    pub(in crate::store) async fn keys_of(&self, file: &KeyFile) -> Result<Keys, UnlockError> {
        let read = file.read()?;
        if self.key_check().await?.is_none() {
            if self.has_sealed().await? {
                return Err(UnlockError::NoCheck);
            }
            let keys = match &read {
                Some(keys) => keys.clone(),
                None => file.make()?,
            };
            let first = keys.into_iter().next().ok_or_else(|| UnlockError::Missing(file.path().to_owned()))?;
            let mut transaction = self.begin().await?;
            add_check(&mut transaction, &first).await?;
            commit(transaction).await?;
        }
        // Another server may have been faster. So the stored value is read again.
        let (id, sealed) = self.key_check().await?.ok_or(UnlockError::NoCheck)?;
        let keys = file.read()?.ok_or_else(|| UnlockError::Missing(file.path().to_owned()))?;
        let keys = Keys::with_sealing(keys, &id)
            .filter(|keys| keys.open(CHECK_PLACE, &sealed).is_ok_and(|text| text == CHECK_TEXT));
        keys.ok_or_else(|| UnlockError::Wrong(file.path().to_owned()))
    }

    /// Seals a secret in a transaction. No key is replaced until it ends.
    pub(in crate::store) async fn seal(
        &self,
        connection: &mut AnyConnection,
        place: SealedPlace<'_>,
        secret: &[u8],
    ) -> Result<String, StoreError> {
        let key = self.keys()?.sealing();
        add_check(connection, key).await?;
        if sqlx::query(HOLD).bind(key.id().to_owned()).run(&mut *connection).await? == 0 {
            return Err(StoreError::Unavailable("the sealing key was replaced; start Tenantry again".to_owned()));
        }
        key.seal(place, secret).map_err(unavailable)
    }

    /// Opens a sealed secret.
    pub(in crate::store) fn open_sealed(&self, place: SealedPlace<'_>, sealed: &str) -> Result<Vec<u8>, StoreError> {
        self.keys()?.open(place, sealed).map_err(|error| match error {
            SealError::NotAsSealed => StoreError::Corrupt(error.to_string()),
            other => unavailable(other),
        })
    }

    fn keys(&self) -> Result<&Keys, StoreError> {
        self.keys.as_ref().ok_or_else(|| StoreError::Unavailable("the key file was not opened".to_owned()))
    }

    /// The id of the key that seals, and the text by which it is checked.
    async fn key_check(&self) -> Result<Option<(String, String)>, StoreError> {
        sqlx::query_as(CHECK).optional(&self.vital).await
    }

    async fn has_sealed(&self) -> Result<bool, StoreError> {
        for column in ALL {
            let rows: i64 = sqlx::query_scalar(AssertSqlSafe(column.count())).one(&self.vital).await?;
            if rows > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Writes down which key seals, unless that is known.
async fn add_check(connection: &mut AnyConnection, key: &Key) -> Result<(), StoreError> {
    let sealed = key.seal(CHECK_PLACE, CHECK_TEXT).map_err(unavailable)?;
    sqlx::query(ADD_CHECK).bind(key.id().to_owned()).bind(sealed).run(connection).await.map(|_| ())
}

pub(in crate::store) fn unavailable(error: SealError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

pub(in crate::store) fn statements() -> Vec<String> {
    let columns = ALL.iter().flat_map(|column| [column.rows(), column.replace(), column.count()]);
    [CHECK, ADD_CHECK, HOLD].map(String::from).into_iter().chain(columns).collect()
}
