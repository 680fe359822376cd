//! The key file: made at the first start, checked at each, and replaced without losing anything.

use super::engines::{Database, databases};
use super::fixtures::*;
use super::second_factor::{NO_SESSION, code, event, set_up};
use domain::access::Actor;
use domain::access::second_factor::{Seed, TypedCode};
use domain::directory::password::Secret;
use domain::rules::data::RulesData;
use domain::store::SecondFactorStore;
use server::sealing::{Key, Keys};
use server::signing::KeyError;
use server::store::SqlStore;
use server::store::files::key_file::KeyFile;
use server::store::files::sealed::UnlockError;
use server::store::people::rotate_key::{RotateError, open_alone};
use server::totp::{STEP_MS, code_at};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use uuid::Uuid;

/// A folder for key files, removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("tenantry-keys-{}", Uuid::new_v4().simple())))
    }

    fn file(&self, name: &str) -> KeyFile {
        KeyFile::at(&self.0.join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

async fn open(database: &Database) -> SqlStore {
    SqlStore::open(&database.url(), RulesData::shipped().unwrap()).await.unwrap()
}

/// Opens a database with a key file, and closes it when that is refused.
async fn unlocked(database: &Database, file: &KeyFile) -> Result<SqlStore, UnlockError> {
    let store = open(database).await;
    let closing = store.clone();
    let unlocked = store.unlock(file).await;
    if unlocked.is_err() {
        closing.close().await;
    }
    unlocked
}

/// A database with a person who has a second factor, and has begun to set up a new phone.
async fn with_second_factor(database: &Database, file: &KeyFile) -> Actor {
    let store = unlocked(database, file).await.unwrap();
    let anna = partner(&store, 1).await;
    set_up(&store, &anna).await;
    store.begin_second_factor(&anna, &new_phone(), NOW).await.unwrap().unwrap();
    store.close().await;
    anna
}

fn new_phone() -> Seed {
    Seed::from_bytes(&[9; 20]).unwrap()
}

/// Expects that the new phone can be confirmed with the keys of a file.
async fn expect_new_phone(database: &Database, file: &KeyFile, anna: &Actor) {
    let store = unlocked(database, file).await.unwrap();
    let code = TypedCode::App(code_at(&new_phone(), NOW.div_euclid(STEP_MS)));
    let confirmed = store.confirm_second_factor(anna, &code, &[], NO_SESSION, &event(anna, NOW)).await.unwrap();
    assert_eq!(confirmed, Ok(()));
    store.close().await;
}

/// Expects the second factor to work with the keys of a file, some steps after the last time.
async fn expect_works(database: &Database, file: &KeyFile, anna: &Actor, steps: i64) {
    let store = unlocked(database, file).await.unwrap();
    let at = NOW + steps * STEP_MS;
    assert!(store.use_code(anna, &code(at), &event(anna, at)).await.unwrap());
    store.close().await;
}

#[tokio::test]
async fn the_file_is_made_once_and_for_its_owner_alone() {
    for database in databases().await {
        let folder = Folder::new();
        let file = folder.file("a/tenantry.key");
        let anna = with_second_factor(&database, &file).await;
        let mode = std::fs::metadata(file.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let before = std::fs::read(file.path()).unwrap();
        expect_works(&database, &file, &anna, 2).await;
        assert!(std::fs::read(file.path()).unwrap() == before, "the file stays as it is");
        std::fs::set_permissions(file.path(), PermissionsExt::from_mode(0o640)).unwrap();
        let refused = unlocked(&database, &file).await.err().unwrap();
        assert!(matches!(&refused, UnlockError::Key(KeyError::NotPrivate(_))), "{refused}");
        assert!(refused.to_string().contains(&format!("chmod 600 {}", file.path().display())), "{refused}");
    }
}

#[tokio::test]
async fn a_missing_and_a_wrong_file_are_refused_and_nothing_is_lost() {
    for database in databases().await {
        let folder = Folder::new();
        let (file, other, none) = (folder.file("right.key"), folder.file("other.key"), folder.file("none.key"));
        let anna = with_second_factor(&database, &file).await;
        other.make().unwrap();
        for (wrong, words) in [(&other, "is not the one of this database"), (&none, "is missing")] {
            let refused = unlocked(&database, wrong).await.err().unwrap().to_string();
            assert!(refused.contains(words) && refused.contains("--key-file"), "{refused}");
            assert!(refused.contains(&wrong.path().display().to_string()), "{refused}");
        }
        assert!(!none.path().exists(), "no key is made for a database that has one");
        std::fs::write(other.path(), "nothing").unwrap();
        let refused = unlocked(&database, &other).await.err().unwrap();
        assert!(matches!(refused, UnlockError::Key(KeyError::NotAKey(_))), "{refused}");
        expect_works(&database, &file, &anna, 2).await;
    }
}

#[tokio::test]
async fn two_servers_that_start_at_once_make_one_key() {
    for database in databases().await {
        let folder = Folder::new();
        let file = folder.file("tenantry.key");
        let store = open(&database).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (store, file) = (store.clone(), file.clone());
            tasks.spawn(async move { store.unlock(&file).await.is_ok() });
        }
        assert!(tasks.join_all().await.into_iter().all(|unlocked| unlocked));
        store.close().await;
    }
}

#[tokio::test]
async fn a_new_key_seals_everything_and_the_old_one_opens_nothing() {
    for database in databases().await {
        let folder = Folder::new();
        let (file, old) = (folder.file("tenantry.key"), folder.file("old.key"));
        let anna = with_second_factor(&database, &file).await;
        std::fs::copy(file.path(), old.path()).unwrap();
        let store = open_alone(&database.url(), RulesData::shipped().unwrap()).await.unwrap();
        assert_eq!(store.rotate_key(&file, &event(&anna, NOW)).await.unwrap(), 2);
        store.close().await;
        assert_eq!(file.read().unwrap().unwrap().len(), 1);
        assert!(matches!(unlocked(&database, &old).await, Err(UnlockError::Wrong(_))));
        expect_works(&database, &file, &anna, 2).await;
        expect_new_phone(&database, &file, &anna).await;
    }
}

#[tokio::test]
async fn a_rotation_that_is_cut_off_between_its_steps_loses_nothing() {
    for database in databases().await {
        let folder = Folder::new();
        let file = folder.file("tenantry.key");
        let anna = with_second_factor(&database, &file).await;
        let alone = async || open_alone(&database.url(), RulesData::shipped().unwrap()).await.unwrap();

        // Both keys are in the file, and nothing is sealed with the new one.
        let store = alone().await;
        store.begin_rotation(&file).await.unwrap();
        store.close().await;
        assert_eq!(file.read().unwrap().unwrap().len(), 2);
        expect_works(&database, &file, &anna, 2).await;

        // Everything is sealed with the new key, and the old one is still in the file.
        let store = alone().await;
        let (keys, next) = store.begin_rotation(&file).await.unwrap();
        store.seal_anew(&keys, &next, &event(&anna, NOW)).await.unwrap();
        store.close().await;
        assert_eq!(file.read().unwrap().unwrap().len(), 2);
        expect_works(&database, &file, &anna, 4).await;

        let store = alone().await;
        store.rotate_key(&file, &event(&anna, NOW)).await.unwrap();
        store.close().await;
        assert_eq!(file.read().unwrap().unwrap().len(), 1);
        expect_works(&database, &file, &anna, 6).await;
    }
}

#[tokio::test]
async fn a_server_with_the_old_key_seals_nothing_any_more() {
    for database in databases().await {
        let folder = Folder::new();
        let file = folder.file("tenantry.key");
        let store = open(&database).await.unlock(&file).await.unwrap();
        let (anna, ben) = (partner(&store, 1).await, partner(&store, 2).await);
        set_up(&store, &anna).await;
        store.clone().rotate_key(&file, &event(&anna, NOW)).await.unwrap();
        let seed = super::second_factor::seed();
        let refused = store.begin_second_factor(&ben, &seed, NOW).await;
        assert!(refused.unwrap_err().to_string().contains("start Tenantry again"));
        let rows = number(&store, "SELECT COUNT(*) FROM second_factor").await;
        assert_eq!(rows, 1);
        store.close().await;
    }
}

#[tokio::test]
async fn a_key_is_given_up_only_when_it_is_lost() {
    for database in databases().await {
        let folder = Folder::new();
        let (file, none) = (folder.file("tenantry.key"), folder.file("none.key"));
        let anna = with_second_factor(&database, &file).await;
        let store = open_alone(&database.url(), RulesData::shipped().unwrap()).await.unwrap();
        let kept = store.give_up_key(&file, &event(&anna, NOW)).await;
        assert!(matches!(kept, Err(RotateError::NotLost)));
        store.give_up_key(&none, &event(&anna, NOW)).await.unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM second_factor").await, 0);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM recovery_code").await, 0);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM next_second_factor").await, 0);
        store.close().await;
        let store = unlocked(&database, &none).await.unwrap();
        set_up(&store, &anna).await;
        store.close().await;
    }
}

#[tokio::test]
async fn a_sqlite_database_is_not_rotated_while_it_is_used() {
    let (database, folder) = (Database::sqlite(), Folder::new());
    let file = folder.file("tenantry.key");
    let store = unlocked(&database, &file).await.unwrap();
    let refused = open_alone(&database.url(), RulesData::shipped().unwrap()).await.err().unwrap();
    assert!(matches!(refused, RotateError::DatabaseLock(_)), "{refused}");
    store.close().await;
}

#[tokio::test]
async fn a_backup_holds_no_key() {
    let database = Database::sqlite();
    let file = KeyFile::of_database(&database.url());
    assert_eq!(file.path(), database.file("tenantry.sqlite.key").canonicalize().unwrap_or_else(|_| file.path().into()));
    let anna = with_second_factor(&database, &file).await;
    let copy = database.file("backup.sqlite");
    server::store::files::backup::backup(&database.url(), &copy).await.unwrap();
    let key = file.read().unwrap().unwrap().remove(0);
    let bytes = std::fs::read(&copy).unwrap();
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has(key.id()) && !has(&key.written()), "the key's id is there, the key is not");
    assert!(Keys::with_sealing(vec![Key::of([1; 32])], key.id()).is_none());
    expect_works(&database, &file, &anna, 2).await;
}

#[tokio::test]
async fn product_keys_are_sealed_anew_and_given_up_with_the_rest() {
    for database in databases().await {
        let folder = Folder::new();
        let (file, none) = (folder.file("tenantry.key"), folder.file("none.key"));
        let store = unlocked(&database, &file).await.unwrap();
        let anna = partner(&store, 1).await;
        let mut directory = company(9, &[(VISIO, 2)]);
        directory.software = vec![super::software::of(&directory, vec![Secret::shown("AAAAA".into())])];
        let scope = customer(&store, &anna, &directory).await;
        store.close().await;

        let alone = async || open_alone(&database.url(), RulesData::shipped().unwrap()).await.unwrap();
        let store = alone().await;
        assert_eq!(store.rotate_key(&file, &event(&anna, NOW)).await.unwrap(), 1);
        store.close().await;
        let store = unlocked(&database, &file).await.unwrap();
        let purchase = directory.products[0].subscriptions[0].id;
        assert_eq!(super::software::shown(&store, scope, purchase).await, ["AAAAA"]);
        store.close().await;

        let store = alone().await;
        store.give_up_key(&none, &event(&anna, NOW)).await.unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM product_key").await, 0);
        store.close().await;
    }
}
