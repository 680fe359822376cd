//! Backing up a SQLite database while it is used.

use crate::store::engine::dialect::Dialect;
use crate::store::files::database_file::{self, Contents, FileError};
use crate::store::files::database_lock::{DatabaseLock, DatabaseLockError};
use crate::store::files::partial_file::PartialFile;
use std::io;
use std::path::{Path, PathBuf};

/// A backup that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// Its contents.
    pub contents: Contents,
    /// Its size in bytes.
    pub bytes: u64,
}

/// The reason why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Not a SQLite database.
    #[error(
        "A PostgreSQL database is backed up with PostgreSQL's own tool, also while Tenantry runs: \
         pg_dump --format=custom --file=tenantry.dump \"$TENANTRY_DATABASE_URL\""
    )]
    NotSqlite,
    /// The URL cannot be read.
    #[error("The database URL can't be read: {0}")]
    Url(sqlx::Error),
    /// A file with that name exists already.
    #[error("{0} exists already, and is left as it is. Choose another name.")]
    Exists(PathBuf),
    /// The database is being restored or moved.
    #[error(transparent)]
    DatabaseLock(#[from] DatabaseLockError),
    /// The database or its copy is not as it must be.
    #[error("{0} No backup was made.")]
    File(#[from] FileError),
    /// The backup cannot be written.
    #[error("{0} can't be written: {1}. No backup was made.")]
    Write(PathBuf, io::Error),
}

/// Copies a SQLite database into a new file while others use it. The copy is of one moment. It is checked and on disk
/// before it gets its name.
///
/// # Errors
/// [`BackupError`]. There is no file of that name then, unless there was one before.
pub async fn backup(url: &str, file: &Path) -> Result<Backup, BackupError> {
    if Dialect::of(url) != Some(Dialect::Sqlite) {
        return Err(BackupError::NotSqlite);
    }
    let database = database_file::of_url(url).map_err(BackupError::Url)?;
    if file.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    if !database.is_file() {
        return Err(FileError::Missing(database).into());
    }
    let lock = DatabaseLock::shared(&database)?;
    let failed = |error| BackupError::Write(file.to_owned(), error);
    let copy = PartialFile::beside(file).map_err(failed)?;
    database_file::copy(&database, &copy.path).await?;
    let contents = database_file::check(&copy.path).await?;
    let bytes = copy.finish(file).map_err(failed)?;
    lock.end();
    Ok(Backup { contents, bytes })
}
