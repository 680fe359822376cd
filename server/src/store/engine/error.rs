//! Errors of the database as errors of the port.

use domain::store::StoreError;

/// The codes for a full disk: SQLite's SQLITE_FULL and SQLITE_IOERR_SHMSIZE, and PostgreSQL's disk_full.
const FULL: [&str; 3] = ["13", "4874", "53100"];
/// The codes for an ended statement: SQLITE_INTERRUPT and query_canceled.
const ENDED: [&str; 2] = ["9", "57014"];
/// The codes for a database that can only be read: PostgreSQL's read_only_sql_transaction, and the lowest byte of
/// SQLite's family of codes.
const READ_ONLY: &str = "25006";
const SQLITE_READ_ONLY: u32 = 8;

/// An error of the database as an error of the port.
pub(in crate::store) fn database(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::TypeNotFound { .. } => {
            StoreError::Corrupt(error.to_string())
        }
        other => match other.as_database_error().and_then(|error| error.code()) {
            Some(code) if FULL.contains(&&*code) => StoreError::Full(other.to_string()),
            Some(code) if ENDED.contains(&&*code) => StoreError::TooLong(other.to_string()),
            Some(code) if is_read_only(&code) => StoreError::ReadOnly(other.to_string()),
            _ => StoreError::Unavailable(other.to_string()),
        },
    }
}

/// SQLite's codes are numbers with the family in the lowest byte; PostgreSQL's have five characters.
fn is_read_only(code: &str) -> bool {
    code == READ_ONLY
        || code.len() < READ_ONLY.len() && code.parse().is_ok_and(|code: u32| code & 0xff == SQLITE_READ_ONLY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{AnyConnection, Connection, Executor};

    /// SQLite's own errors, because a test cannot fill a disk: for a file that may not grow, and one that may only be
    /// read.
    #[tokio::test]
    async fn no_room_and_no_right_to_write_are_told_from_other_errors() {
        crate::store::engine::timed::install();
        let file = std::env::temp_dir().join(format!("tenantry-room-{}.sqlite", uuid::Uuid::new_v4().simple()));
        let url = format!("sqlite://{}", file.display());
        let mut connection = AnyConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
        connection.execute("CREATE TABLE room (taken TEXT)").await.unwrap();
        connection.execute("PRAGMA max_page_count = 8").await.unwrap();
        let fill = "INSERT INTO room VALUES (hex(zeroblob(100000)))";
        let full = database(connection.execute(fill).await.unwrap_err());
        let broken = database(connection.execute("INSERT INTO nothing VALUES (1)").await.unwrap_err());
        let mut reading = AnyConnection::connect(&format!("{url}?mode=ro")).await.unwrap();
        let read_only = database(reading.execute("INSERT INTO room VALUES ('')").await.unwrap_err());
        std::fs::remove_file(file).unwrap();
        assert!(matches!(full, StoreError::Full(_)), "{full:?}");
        assert!(matches!(read_only, StoreError::ReadOnly(_)), "{read_only:?}");
        assert!(matches!(broken, StoreError::Unavailable(_)), "{broken:?}");
    }
}
