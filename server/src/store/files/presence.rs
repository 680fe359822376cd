//! Who uses a SQLite database: every process that has it open shares a lock, and whoever replaces it or moves out of it
//! holds that lock alone.
//!
//! SQLite's own locks belong to a file, whatever its name. A server that starts while the file is being replaced would
//! open the old one, wait for it, and then write its log beside the new one. So the lock is on a file of its own, which
//! is never replaced or removed, and is taken before the database is opened. It ends with the process.

use crate::store::files::database_file::{OWNER_ONLY, beside};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is added to the name of the database.
const LOCK: &str = "-lock";

/// A held lock. Copies hold the same one, until the last is gone or one of them ends it.
#[derive(Debug, Clone)]
pub(in crate::store) struct Presence(Option<Arc<File>>);

/// Why a database cannot be used now.
#[derive(Debug, thiserror::Error)]
pub enum PresenceError {
    /// Asked to have it alone.
    #[error("{0} is in use. Stop every Tenantry that uses it, and try again.")]
    InUse(PathBuf),
    /// Somebody has it alone.
    #[error("{0} is being restored or moved just now. Try again when that has ended.")]
    Taken(PathBuf),
    /// The lock cannot be made.
    #[error("{0} can't be locked: {1}")]
    Lock(PathBuf, io::Error),
}

impl Presence {
    /// For a database that is no file.
    pub(in crate::store) fn of_a_server() -> Self {
        Self(None)
    }

    /// Beside others who use the database.
    pub(in crate::store) fn shared(database: &Path) -> Result<Self, PresenceError> {
        Self::hold(database, File::try_lock_shared, PresenceError::Taken)
    }

    /// While nobody else uses the database.
    pub(in crate::store) fn alone(database: &Path) -> Result<Self, PresenceError> {
        Self::hold(database, File::try_lock, PresenceError::InUse)
    }

    fn hold(
        database: &Path,
        lock: fn(&File) -> Result<(), TryLockError>,
        held: fn(PathBuf) -> PresenceError,
    ) -> Result<Self, PresenceError> {
        let path = beside(database, LOCK);
        // Reading is enough: the file may have been made by somebody else.
        let file = File::open(&path)
            .or_else(|_| OpenOptions::new().create(true).append(true).mode(OWNER_ONLY).open(&path))
            .map_err(|error| PresenceError::Lock(database.to_owned(), error))?;
        match lock(&file) {
            Ok(()) => Ok(Self(Some(Arc::new(file)))),
            Err(TryLockError::WouldBlock) => Err(held(database.to_owned())),
            Err(TryLockError::Error(error)) => Err(PresenceError::Lock(database.to_owned(), error)),
        }
    }

    /// Lets go, also for all copies.
    pub(in crate::store) fn end(&self) {
        if let Some(file) = &self.0
            && let Err(error) = file.unlock()
        {
            tracing::warn!(%error, "the lock of the database is held until the program ends");
        }
    }
}
