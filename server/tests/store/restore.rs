//! Restoring a SQLite database.

use super::engines::Database;
use super::fixtures::*;
use super::history::*;
use domain::rules::data::RulesData;
use server::store::SqlStore;
use server::store::files::backup::backup;
use server::store::files::database_file::FileError;
use server::store::files::database_lock::DatabaseLockError;
use server::store::files::restore::{RestoreError, RestoredDatabase, restore};
use sqlx::{Connection, SqliteConnection};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A closed database with a history, and a backup of it.
async fn backed_up() -> Database {
    let database = Database::sqlite();
    let store = opened(&database.url()).await;
    history(&store).await;
    backup(&database.url(), &database.file("copy")).await.unwrap();
    store.close().await;
    database
}

async fn restored(database: &Database, from: &str) -> Result<RestoredDatabase, RestoreError> {
    restore(&database.url(), &database.file(from), RulesData::shipped().unwrap(), NOW).await
}

/// The number of operations in the history.
const OPERATIONS: i64 = 5;

/// The number of operations in a database file.
async fn operations_in(file: &Path) -> i64 {
    let store = opened(&format!("sqlite://{}", file.display())).await;
    assert_eq!(store.violations().await.unwrap(), []);
    let operations = number(&store, "SELECT COUNT(*) FROM operation").await;
    store.close().await;
    operations
}

async fn change(file: &Path, sql: &'static str) {
    let mut connection = SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Saves one more time.
async fn go_on(store: &SqlStore) {
    let scope = opened_customer(store, LOCAL).await;
    saved(store, scope, &[user_id(2)], assign(VISIO)).await;
}

#[tokio::test]
async fn a_restored_database_is_as_it_was_and_the_other_is_kept() {
    let database = backed_up().await;
    let store = opened(&database.url()).await;
    go_on(&store).await;
    store.close().await;
    // File permissions of an earlier version.
    fs::set_permissions(database.file("tenantry.sqlite"), Permissions::from_mode(0o644)).unwrap();
    let done = restored(&database, "copy").await.unwrap();
    let mode = fs::metadata(database.file("tenantry.sqlite")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let kept = database.file("tenantry.sqlite.2025-06-15-150640");
    assert_eq!((done.contents.operations, done.kept.as_deref()), (OPERATIONS, Some(kept.as_path())));
    assert_eq!(operations_in(&database.file("tenantry.sqlite")).await, OPERATIONS);
    assert_eq!(operations_in(&kept).await, OPERATIONS + 1);
    // The backup is unchanged. A second restore within the same second gets another file name.
    let again = restored(&database, "copy").await.unwrap();
    assert_eq!(again.kept, Some(database.file("tenantry.sqlite.2025-06-15-150640-2")));
    let store = opened(&database.url()).await;
    go_on(&store).await;
    store.close().await;
}

#[tokio::test]
async fn the_log_of_a_server_that_was_killed_stays_with_its_own_database() {
    let database = backed_up().await;
    let killed = Database::sqlite();
    let store = opened(&database.url()).await;
    go_on(&store).await;
    for name in ["tenantry.sqlite", "tenantry.sqlite-wal", "tenantry.sqlite-shm", "copy"] {
        fs::copy(database.file(name), killed.file(name)).unwrap();
    }
    assert!(fs::metadata(killed.file("tenantry.sqlite-wal")).unwrap().len() > 0);
    store.close().await;
    let done = restored(&killed, "copy").await.unwrap();
    let entries = fs::read_dir(killed.file("")).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    // Each database is a single file.
    let expected = ["copy", "tenantry.sqlite", "tenantry.sqlite-lock", "tenantry.sqlite.2025-06-15-150640"];
    assert_eq!(names, expected);
    assert_eq!(operations_in(&killed.file("tenantry.sqlite")).await, OPERATIONS);
    assert_eq!(operations_in(&done.kept.unwrap()).await, OPERATIONS + 1);
}

#[tokio::test]
async fn a_damaged_database_is_replaced_and_kept() {
    let database = backed_up().await;
    fs::write(database.file("tenantry.sqlite"), [7; 20_000]).unwrap();
    fs::write(database.file("tenantry.sqlite-wal"), [8; 20_000]).unwrap();
    let kept = restored(&database, "copy").await.unwrap().kept.unwrap();
    assert_eq!(operations_in(&database.file("tenantry.sqlite")).await, OPERATIONS);
    assert!(fs::read(&kept).unwrap() == [7; 20_000]);
}

#[tokio::test]
async fn a_database_is_restored_where_there_is_none() {
    let database = backed_up().await;
    let empty = Database::sqlite();
    fs::copy(database.file("copy"), empty.file("copy")).unwrap();
    // A write-ahead log without its database is not applied to the restored one.
    fs::write(empty.file("tenantry.sqlite-wal"), [8; 20_000]).unwrap();
    assert_eq!(restored(&empty, "copy").await.unwrap().kept, None);
    assert_eq!(operations_in(&empty.file("tenantry.sqlite")).await, OPERATIONS);
}

#[tokio::test]
async fn a_database_with_another_name_is_restored_where_it_lies() {
    let (database, links) = (backed_up().await, Database::sqlite());
    let link = links.file("100 % of?it");
    std::os::unix::fs::symlink(database.file("tenantry.sqlite"), &link).unwrap();
    let url = format!("sqlite://{}", link.display().to_string().replace('%', "%25").replace('?', "%3F"));
    let done = restore(&url, &database.file("copy"), RulesData::shipped().unwrap(), NOW).await.unwrap();
    assert!(link.is_symlink() && !database.file("tenantry.sqlite").is_symlink());
    assert_eq!(done.kept.unwrap().parent(), database.file("copy").parent());
    let refused = restore(&url, &database.file("tenantry.sqlite"), RulesData::shipped().unwrap(), NOW).await;
    assert!(matches!(refused, Err(RestoreError::Itself(_))), "{refused:?}");
    // A backup beside a file with such a name.
    let odd = links.file("a?b#c%20.sqlite");
    fs::copy(database.file("copy"), &odd).unwrap();
    let url = format!("sqlite://{}", links.file("a%3Fb%23c%2520.sqlite").display());
    restore(&url, &database.file("copy"), RulesData::shipped().unwrap(), NOW).await.unwrap();
    assert_eq!(fs::read_dir(links.file("")).unwrap().count(), 4, "link, database, its lock, the kept one");
}

#[tokio::test]
async fn a_database_that_is_used_is_left_alone() {
    let database = backed_up().await;
    let store = opened(&database.url()).await;
    let refused = restored(&database, "copy").await;
    assert!(matches!(refused, Err(RestoreError::DatabaseLock(DatabaseLockError::InUse(_)))), "{refused:?}");
    store.close().await;
    // Another program also counts, even though it does not know our lock.
    let file = database.file("tenantry.sqlite");
    let mut other = SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM customer").execute(&mut other).await.unwrap();
    let refused = restored(&database, "copy").await;
    assert!(matches!(refused, Err(RestoreError::File(FileError::InUse(_)))), "{refused:?}");
    other.close().await.unwrap();
    restored(&database, "copy").await.unwrap();
}

#[tokio::test]
async fn what_is_no_backup_is_refused_and_nothing_is_changed() {
    let database = backed_up().await;
    let copied = |name: &str| {
        fs::copy(database.file("copy"), database.file(name)).unwrap();
        database.file(name)
    };
    fs::write(database.file("words"), "Not a database. ".repeat(1_000)).unwrap();
    fs::write(database.file("nothing"), "").unwrap();
    fs::write(database.file("foreign"), "").unwrap();
    change(&database.file("foreign"), "CREATE TABLE _sqlx_migrations (version BIGINT, checksum BLOB)").await;
    change(&database.file("foreign"), "INSERT INTO _sqlx_migrations VALUES (1, x'00')").await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        VALUES (9999, 'later', true, x'00', 1)";
    change(&copied("newer"), newer).await;
    change(&copied("broken"), "UPDATE customer SET live_users = live_users + 1").await;
    change(&copied("astray"), "PRAGMA foreign_keys = OFF; DELETE FROM partner").await;
    let mut bytes = fs::read(database.file("copy")).unwrap();
    bytes[40_960..81_920].fill(0xff);
    fs::write(database.file("damaged"), bytes).unwrap();

    let before = fs::read(database.file("tenantry.sqlite")).unwrap();
    let names = || fs::read_dir(database.file("")).unwrap().count();
    let files = names();
    for (name, expected) in [
        ("words", "is not a SQLite database"),
        ("nothing", "is not a database of Tenantry"),
        ("foreign", "is not a database of Tenantry"),
        ("absent", "There is no file"),
        ("newer", "written by a newer Tenantry"),
        ("astray", "refer to rows that are missing"),
        ("damaged", "is damaged"),
        ("broken", "user count is right does not hold for 2 rows"),
        ("tenantry.sqlite", "is the database itself"),
    ] {
        let words = restored(&database, name).await.unwrap_err().to_string();
        assert!(words.contains(expected), "{name}: {words}");
    }
    assert!(fs::read(database.file("tenantry.sqlite")).unwrap() == before, "the database was changed");
    assert_eq!(names(), files);
}
