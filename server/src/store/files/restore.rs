//! Putting a backup in the place of a SQLite database.

use crate::store::engine::dialect::Dialect;
use crate::store::files::database_file::{self, COMPANIONS, Contents, FileError, beside};
use crate::store::files::database_lock::{DatabaseLock, DatabaseLockError};
use crate::store::files::partial_file::PartialFile;
use crate::store::{OpenError, SqlStore};
use domain::rules::data::RulesData;
use domain::store::StoreError;
use sqlx::SqliteConnection;
use std::path::{Path, PathBuf};
use std::{fs, io};
use time::OffsetDateTime;

/// A database that was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredDatabase {
    /// Its contents, with the version that the backup had.
    pub contents: Contents,
    /// The path of the earlier database, if there was one.
    pub kept: Option<PathBuf>,
}

/// The reason why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Not a SQLite database.
    #[error(
        "A PostgreSQL database is restored with PostgreSQL's own tool, into a new database: \
         pg_restore --no-owner --dbname=\"$TENANTRY_DATABASE_URL\" tenantry.dump"
    )]
    NotSqlite,
    /// The URL cannot be read.
    #[error("The database URL can't be read: {0}")]
    Url(sqlx::Error),
    /// The backup is the database.
    #[error("{0} is the database itself. Name a backup of it.")]
    Itself(PathBuf),
    /// Another process uses the database.
    #[error("{0} Nothing was changed.")]
    DatabaseLock(#[from] DatabaseLockError),
    /// The backup or the current database is not as it must be.
    #[error("{0} Nothing was changed.")]
    File(#[from] FileError),
    /// The backup cannot be migrated to this version.
    #[error("{0} Nothing was changed.")]
    Open(#[from] OpenError),
    /// The backup cannot be checked.
    #[error("{0} Nothing was changed.")]
    Store(#[from] StoreError),
    /// The backup breaks an invariant.
    #[error("{0} is not as it must be: {1}. Nothing was changed.")]
    Broken(PathBuf, String),
    /// The copy cannot be written.
    #[error("{0} can't be written: {1}. Nothing was changed.")]
    Write(PathBuf, io::Error),
    /// The copy cannot be put in place.
    #[error(
        "The restored database can't be put in the place of {0}: {1}. The one that was there is there still, or \
         beside it."
    )]
    Replace(PathBuf, io::Error),
}

/// Checks a backup, migrates a copy of it to this version, and replaces the database with the copy. The earlier
/// database gets a dated name. `now` is UTC in epoch milliseconds.
///
/// # Errors
/// [`RestoreError`].
pub async fn restore(url: &str, backup: &Path, rules: RulesData, now: i64) -> Result<RestoredDatabase, RestoreError> {
    if Dialect::of(url) != Some(Dialect::Sqlite) {
        return Err(RestoreError::NotSqlite);
    }
    let database = database_file::of_url(url).map_err(RestoreError::Url)?;
    if backup.canonicalize().is_ok_and(|backup| backup == database) {
        return Err(RestoreError::Itself(backup.to_owned()));
    }
    let contents = database_file::check(backup).await?;
    database_file::refuse_newer(backup, contents)?;
    let lock = DatabaseLock::alone(&database)?;
    let failed = |error| RestoreError::Write(database.clone(), error);
    let copy = PartialFile::beside(&database).map_err(failed)?;
    prepare(backup, &copy, rules, lock.clone()).await?;
    let held = hold(&database).await?;
    if database.exists() {
        copy.belong_like(&database).map_err(failed)?;
    }
    let kept = set_aside(&database, now).map_err(|error| RestoreError::Replace(database.clone(), error))?;
    copy.replace(&database).map_err(|error| RestoreError::Replace(database.clone(), error))?;
    if let Some(connection) = held {
        database_file::close(connection, &database).await?;
    }
    lock.end();
    Ok(RestoredDatabase { contents, kept })
}

/// Holds the current database alone. `None` when it is absent, or so damaged that nobody can use it.
async fn hold(database: &Path) -> Result<Option<SqliteConnection>, FileError> {
    match database_file::hold(database).await {
        Ok(connection) => Ok(Some(connection)),
        Err(FileError::Missing(_)) if !database.exists() => Ok(None),
        Err(FileError::NotADatabase(_) | FileError::Damaged(..)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Prepares the copy for its place: it is made whole, migrated to this version, and checked.
async fn prepare(backup: &Path, copy: &PartialFile, rules: RulesData, lock: DatabaseLock) -> Result<(), RestoreError> {
    database_file::copy(backup, &copy.path).await?;
    let store = SqlStore::open_as(&database_file::url(&copy.path), rules, lock, crate::store::PAGE_LIMIT).await?;
    let violations = store.violations().await;
    store.close_connections().await;
    if let Some(violation) = violations?.first() {
        let words = format!("{} does not hold for {} rows", violation.invariant, violation.rows);
        return Err(RestoreError::Broken(backup.to_owned(), words));
    }
    Ok(database_file::fold(&copy.path).await?)
}

/// Gives the current database a dated name. The log of a damaged one gets that name too, so that it is never taken for
/// the log of the new database. Where the file system can do it, the database also keeps its old name until it is
/// replaced, so that the name always exists.
fn set_aside(database: &Path, now: i64) -> io::Result<Option<PathBuf>> {
    let kept = free_name(database, now);
    for suffix in COMPANIONS {
        // The index of the log. SQLite makes it anew.
        if suffix == "-shm" {
            fs::remove_file(beside(database, suffix)).or_else(absent)?;
        } else if beside(database, suffix).exists() {
            fs::rename(beside(database, suffix), beside(&kept, suffix))?;
        }
    }
    if !database.exists() {
        return Ok(None);
    }
    fs::hard_link(database, &kept).or_else(|_| fs::rename(database, &kept))?;
    Ok(Some(kept))
}

fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// A name such as `tenantry.sqlite.2026-11-23-141358`. If that exists already, a number is added.
fn free_name(database: &Path, now: i64) -> PathBuf {
    let moment = OffsetDateTime::from_unix_timestamp(now / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (hour, minute, second) = moment.to_hms();
    let dated = beside(database, &format!(".{}-{hour:02}{minute:02}{second:02}", moment.date()));
    let is_free = |name: &PathBuf| [""].iter().chain(&COMPANIONS).all(|suffix| !beside(name, suffix).exists());
    let numbered = (2..).map(|number| beside(&dated, &format!("-{number}")));
    std::iter::once(dated.clone()).chain(numbered).find(is_free).unwrap_or(dated)
}
