//! A SQLite database as a file: its contents and the files beside it, read without migrating it to this version.

use crate::store::engine::dialect::Dialect;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode};
use sqlx::{ConnectOptions, Connection};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// One series for both engines.
pub(in crate::store) static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// The suffixes of the files that SQLite keeps beside a database file.
pub(in crate::store) const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The permissions of a database, which holds password hashes and names. SQLite gives the files beside it the same
/// ones.
pub(in crate::store) const OWNER_ONLY: u32 = 0o600;

/// The longest wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest wait for the last other process to close a database.
const HOLD_PATIENCE: Duration = Duration::from_secs(1);

const HAS_MIGRATIONS: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'";
const APPLIED: &str = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
const INTEGRITY: &str = "PRAGMA integrity_check(1)";
const REFERENCES: &str = "SELECT COUNT(*) FROM pragma_foreign_key_check";
const CONTENTS: &str = "SELECT (SELECT COUNT(*) FROM customer), (SELECT COUNT(*) FROM users WHERE deleted IS NULL), \
    (SELECT COUNT(*) FROM operation)";
const COPY: &str = "VACUUM INTO $1";
/// Copies the log into the file. No other process may have the database open.
const FOLD_IN: &str = "PRAGMA journal_mode = DELETE";
const KEEP_OUT: &str = "BEGIN EXCLUSIVE";

/// The contents of a database file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// The version of its tables.
    pub version: i64,
    /// Customers.
    pub customers: i64,
    /// Users that are not deleted.
    pub users: i64,
    /// Saves and undos.
    pub operations: i64,
}

/// The reason why a database file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It does not exist, or is no file.
    #[error("There is no file {0}.")]
    Missing(PathBuf),
    /// It is no database.
    #[error("{0} is not a SQLite database.")]
    NotADatabase(PathBuf),
    /// It is a database of another program.
    #[error("{0} is not a database of Tenantry.")]
    Foreign(PathBuf),
    /// SQLite found it broken.
    #[error("{0} is damaged: {1}")]
    Damaged(PathBuf, String),
    /// A later version of Tenantry has used it.
    #[error(
        "{file} was written by a newer Tenantry: its tables are of version {version}, and this program knows them up \
         to version {known}. Use the newer program."
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its version.
        version: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// Another program has it open.
    #[error("{0} is in use. Stop every program that uses it, and try again.")]
    InUse(PathBuf),
    /// It cannot be read or copied.
    #[error("{0} can't be read or copied: {1}")]
    Failed(PathBuf, sqlx::Error),
}

impl FileError {
    fn of(file: &Path, error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
        let file = file.to_owned();
        // SQLite's result codes. The bits above the lowest byte only give details.
        match code.map(|code| code & 0xff) {
            Some(5 | 6) => Self::InUse(file),
            Some(11) => Self::Damaged(file, error.to_string()),
            Some(26) => Self::NotADatabase(file),
            _ => Self::Failed(file, error),
        }
    }
}

/// The file of a SQLite URL, as an absolute path without symbolic links. SQLite follows them too.
pub(in crate::store) fn of_url(url: &str) -> Result<PathBuf, sqlx::Error> {
    let options = SqliteConnectOptions::from_str(url)?;
    let path = options.get_filename();
    path.canonicalize().or_else(|_| std::path::absolute(path)).map_err(sqlx::Error::Io)
}

/// Makes an empty file for a database that does not exist yet. If that fails, opening the database gives the reason.
pub(in crate::store) fn make(path: &Path) {
    let _ = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(path);
}

/// The SQLite URL of a file with an absolute path.
pub(in crate::store) fn url(path: &Path) -> String {
    let path = path.display().to_string().replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite://{path}")
}

/// The path with a suffix added to its name.
pub(in crate::store) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Checks every page of a file and every reference in it, and counts its contents.
pub(in crate::store) async fn check(file: &Path) -> Result<Contents, FileError> {
    let mut connection = connect(file).await?;
    let contents = checked(&mut connection, file).await;
    close(connection, file).await?;
    contents
}

async fn checked(connection: &mut SqliteConnection, file: &Path) -> Result<Contents, FileError> {
    let failed = |error| FileError::of(file, error);
    let version = version(connection, file).await?;
    let integrity: String = sqlx::query_scalar(INTEGRITY).fetch_one(&mut *connection).await.map_err(failed)?;
    if integrity != "ok" {
        return Err(FileError::Damaged(file.to_owned(), integrity));
    }
    let astray: i64 = sqlx::query_scalar(REFERENCES).fetch_one(&mut *connection).await.map_err(failed)?;
    if astray > 0 {
        return Err(FileError::Damaged(file.to_owned(), format!("{astray} rows refer to rows that are missing")));
    }
    let (customers, users, operations) = sqlx::query_as(CONTENTS).fetch_one(&mut *connection).await.map_err(failed)?;
    Ok(Contents { version, customers, users, operations })
}

/// The version of the tables. It is not the version of Tenantry.
async fn version(connection: &mut SqliteConnection, file: &Path) -> Result<i64, FileError> {
    let failed = |error| FileError::of(file, error);
    let tables: i64 = sqlx::query_scalar(HAS_MIGRATIONS).fetch_one(&mut *connection).await.map_err(failed)?;
    if tables == 0 {
        return Err(FileError::Foreign(file.to_owned()));
    }
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(APPLIED).fetch_all(&mut *connection).await.map_err(failed)?;
    // Other programs also keep their versions in a table with that name. Only ours begins with our first migration.
    let first = MIGRATIONS.iter().next().map(|one| (one.version, one.checksum.to_vec()));
    match applied.last() {
        Some((version, _)) if applied.first() == first.as_ref() => Ok(*version),
        _ => Err(FileError::Foreign(file.to_owned())),
    }
}

/// Refuses a database that a later version of Tenantry has written.
pub(in crate::store) fn refuse_newer(file: &Path, contents: Contents) -> Result<(), FileError> {
    let known = MIGRATIONS.iter().map(|one| one.version).max().unwrap_or_default();
    if contents.version > known {
        return Err(FileError::Newer { file: file.to_owned(), version: contents.version, known });
    }
    Ok(())
}

/// Copies the database into a file that is absent or empty, while others may write. The copy is of one moment. It is
/// one file without a log beside it.
pub(in crate::store) async fn copy(database: &Path, into: &Path) -> Result<(), FileError> {
    let mut connection = connect(database).await?;
    let name = into.to_str().ok_or_else(|| FileError::Missing(into.to_owned()))?;
    let copied = sqlx::query(COPY).bind(name).execute(&mut connection).await;
    close(connection, database).await?;
    copied.map(|_| ()).map_err(|error| FileError::of(database, error))
}

/// Holds the database alone until the connection is closed, as one file without a log.
pub(in crate::store) async fn hold(database: &Path) -> Result<SqliteConnection, FileError> {
    fold(database).await?;
    connect_alone(options(database)?, KEEP_OUT, database).await
}

/// Makes the database one file without a log. Fails while another process has it open.
pub(in crate::store) async fn fold(database: &Path) -> Result<(), FileError> {
    let options = options(database)?.locking_mode(SqliteLockingMode::Exclusive);
    let connection = connect_alone(options, FOLD_IN, database).await?;
    close(connection, database).await
}

/// Opens a connection and runs a statement that fails while another process has the database open.
async fn connect_alone(
    options: SqliteConnectOptions,
    sql: &'static str,
    database: &Path,
) -> Result<SqliteConnection, FileError> {
    let failed = |error| FileError::of(database, error);
    let mut connection = options.busy_timeout(HOLD_PATIENCE).connect().await.map_err(failed)?;
    if let Err(error) = sqlx::query(sql).execute(&mut connection).await {
        // SQLite must have released the files before anybody touches them. The error of closing matters less.
        let _ = connection.close().await;
        return Err(failed(error));
    }
    Ok(connection)
}

async fn connect(file: &Path) -> Result<SqliteConnection, FileError> {
    options(file)?.connect().await.map_err(|error| FileError::of(file, error))
}

/// The options of a connection to an existing file.
fn options(file: &Path) -> Result<SqliteConnectOptions, FileError> {
    if file.is_file() {
        Ok(SqliteConnectOptions::new().filename(file).busy_timeout(PATIENCE))
    } else {
        Err(FileError::Missing(file.to_owned()))
    }
}

/// Closes a connection and waits until its locks are gone.
pub(in crate::store) async fn close(connection: SqliteConnection, file: &Path) -> Result<(), FileError> {
    connection.close().await.map_err(|error| FileError::of(file, error))
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    if dialect == Dialect::Postgres {
        return Vec::new();
    }
    [HAS_MIGRATIONS, APPLIED, INTEGRITY, REFERENCES, CONTENTS, COPY, FOLD_IN, KEEP_OUT].map(String::from).into()
}
