//! Backing up a SQLite database.

use super::engines::Database;
use super::fixtures::*;
use super::history::*;
use domain::console::save::SaveReply;
use server::store::files::backup::{BackupError, backup};
use server::store::files::database_file::FileError;
use server::store::files::database_lock::DatabaseLockError;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// File names in the folder of a database, except SQLite's own and the lock.
fn names(database: &Database) -> Vec<String> {
    let entries = fs::read_dir(database.file("")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.contains("sqlite-")).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_while_others_save_holds_what_was_saved_before_it_and_all_that_must_hold() {
    let database = Database::sqlite();
    let store = opened(&database.url()).await;
    history(&store).await;
    let (saves, is_over) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
    let before = number(&store, "SELECT COUNT(*) FROM operation").await;
    let writer = |user| {
        let (store, saves, is_over) = (store.clone(), saves.clone(), is_over.clone());
        tokio::spawn(async move {
            let scope = opened_customer(&store, LOCAL).await;
            for change in [assign(VISIO), revoke(VISIO)].iter().cycle() {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                // Only one of the two users gets the license; the other may have nothing to do.
                if let SaveReply::Saved(_) = save(&store, scope, &[user_id(user)], change.clone()).await {
                    saves.fetch_add(1, Ordering::SeqCst);
                }
            }
        })
    };
    let writers: Vec<_> = [2, 4].into_iter().map(writer).collect();
    for at in 0..5 {
        let least = before + saves.load(Ordering::SeqCst);
        let file = database.file(&format!("{at}.backup"));
        let made = backup(&database.url(), &file).await.unwrap();
        // The copy may contain a save that was not answered yet.
        let most = before + saves.load(Ordering::SeqCst) + 2;
        assert!((least..=most).contains(&made.contents.operations), "{least}..{most}: {made:?}");
        assert_eq!((made.contents.customers, made.contents.users), (2, 6));
        assert_eq!(made.bytes, fs::metadata(&file).unwrap().len());
        let copy = opened(&format!("sqlite://{}", file.display())).await;
        assert_eq!(copy.violations().await.unwrap(), []);
        assert_eq!(number(&copy, "SELECT COUNT(*) FROM operation").await, made.contents.operations);
        copy.close().await;
    }
    is_over.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn a_backup_is_one_file_for_its_owner_and_never_takes_the_place_of_another() {
    let database = Database::sqlite();
    let store = opened(&database.url()).await;
    history(&store).await;
    let file = database.file("copy");
    backup(&database.url(), &file).await.unwrap();
    for name in ["copy", "tenantry.sqlite", "tenantry.sqlite-wal", "tenantry.sqlite-lock"] {
        let mode = fs::metadata(database.file(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert_eq!(names(&database), ["copy", "tenantry.sqlite"]);
    let before = fs::read(&file).unwrap();
    assert!(matches!(backup(&database.url(), &file).await, Err(BackupError::Exists(_))));
    assert!(fs::read(&file).unwrap() == before);
    store.close().await;
}

#[tokio::test]
async fn what_fails_leaves_no_file() {
    let database = Database::sqlite();
    let missing = backup(&database.url(), &database.file("copy")).await;
    assert!(matches!(missing, Err(BackupError::File(FileError::Missing(_)))), "{missing:?}");
    let store = opened(&database.url()).await;
    history(&store).await;
    let no_folder = backup(&database.url(), &database.file("nowhere/copy")).await;
    assert!(matches!(no_folder, Err(BackupError::Write(..))), "{no_folder:?}");
    store.close().await;
    let mut bytes = fs::read(database.file("tenantry.sqlite")).unwrap();
    bytes[4096..].fill(0xff);
    fs::write(database.file("tenantry.sqlite"), bytes).unwrap();
    let damaged = backup(&database.url(), &database.file("copy")).await;
    assert!(matches!(damaged, Err(BackupError::File(FileError::Damaged(..)))), "{damaged:?}");
    assert_eq!(names(&database), ["tenantry.sqlite"]);
}

#[tokio::test]
async fn while_a_database_is_restored_nobody_opens_it() {
    let database = Database::sqlite();
    opened(&database.url()).await.close().await;
    let lock = fs::File::open(database.file("tenantry.sqlite-lock")).unwrap();
    lock.try_lock().unwrap();
    let rules = domain::rules::data::RulesData::shipped().unwrap();
    let refused = server::store::SqlStore::open(&database.url(), rules).await.err().unwrap();
    assert!(refused.to_string().contains("just now"), "{refused}");
    let refused = backup(&database.url(), &database.file("copy")).await;
    assert!(matches!(refused, Err(BackupError::DatabaseLock(DatabaseLockError::Taken(_)))), "{refused:?}");
    lock.unlock().unwrap();
    opened(&database.url()).await.close().await;
}
