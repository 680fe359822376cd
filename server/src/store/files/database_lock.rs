//! The lock of a SQLite database. Every process that has the database open shares it. A process that replaces the
//! database, or moves it to PostgreSQL, holds it alone.
//!
//! SQLite's own locks belong to a file and not to its name. A server that starts while the file is being replaced would
//! open the old file, wait for it, and then write its log beside the new one. So the lock is on a file of its own,
//! which is never replaced or removed. It is taken before the database is opened, and ends with the process.

use crate::store::files::database_file::{OWNER_ONLY, beside};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// This suffix is added to the name of the database.
const LOCK_SUFFIX: &str = "-lock";

/// A held lock. Clones hold the same lock, until the last one is dropped or one of them ends it.
#[derive(Debug, Clone)]
pub(in crate::store) struct DatabaseLock(Option<Arc<File>>);

/// The reason why a database cannot be used now.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseLockError {
    /// The database was to be held alone, but another process uses it.
    #[error("{0} is in use. Stop every Tenantry that uses it, and try again.")]
    InUse(PathBuf),
    /// Another process holds the database alone.
    #[error("{0} is being restored or moved just now. Try again when that has ended.")]
    Taken(PathBuf),
    /// The lock cannot be made.
    #[error("{0} can't be locked: {1}")]
    Lock(PathBuf, io::Error),
}

impl DatabaseLock {
    /// The lock at a database server, which needs no lock.
    pub(in crate::store) fn of_a_server() -> Self {
        Self(None)
    }

    /// Shares the lock with other processes that use the database.
    pub(in crate::store) fn shared(database: &Path) -> Result<Self, DatabaseLockError> {
        Self::hold(database, File::try_lock_shared, DatabaseLockError::Taken)
    }

    /// Takes the lock alone, if no other process uses the database.
    pub(in crate::store) fn alone(database: &Path) -> Result<Self, DatabaseLockError> {
        Self::hold(database, File::try_lock, DatabaseLockError::InUse)
    }

    fn hold(
        database: &Path,
        lock: fn(&File) -> Result<(), TryLockError>,
        held: fn(PathBuf) -> DatabaseLockError,
    ) -> Result<Self, DatabaseLockError> {
        let path = beside(database, LOCK_SUFFIX);
        // Reading is enough. Another system user may have made the file.
        let file = File::open(&path)
            .or_else(|_| OpenOptions::new().create(true).append(true).mode(OWNER_ONLY).open(&path))
            .map_err(|error| DatabaseLockError::Lock(database.to_owned(), error))?;
        match lock(&file) {
            Ok(()) => Ok(Self(Some(Arc::new(file)))),
            Err(TryLockError::WouldBlock) => Err(held(database.to_owned())),
            Err(TryLockError::Error(error)) => Err(DatabaseLockError::Lock(database.to_owned(), error)),
        }
    }

    /// Releases the lock, also for all clones.
    pub(in crate::store) fn end(&self) {
        if let Some(file) = &self.0
            && let Err(error) = file.unlock()
        {
            tracing::warn!(%error, "the lock of the database is held until the program ends");
        }
    }
}
