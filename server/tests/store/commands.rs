//! Commands that inspect a database without opening it as a store, and the program itself.

use super::engines::{Database, databases};
use super::history::*;
use super::upgrade::leave_at_version_4;
use crate::support::stores::KEY;
use clap::Parser;
use server::cli::{Cli, run};
use server::sealing::Key;
use server::store::files::key_file::KeyFile;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

async fn command(words: &[&str], url: &str) -> Result<(), String> {
    let all = [&["tenantry"], words, &["--database-url", url]].concat();
    run(Cli::try_parse_from(all).unwrap()).await.map_err(|error| error.to_string())
}

/// The bytes of the database file, which show any change.
fn bytes(database: &Database) -> Vec<u8> {
    std::fs::read(database.file("tenantry.sqlite")).unwrap()
}

#[tokio::test]
async fn a_backup_and_a_refused_restore_leave_an_earlier_version_as_it_is() {
    let database = Database::sqlite();
    leave_at_version_4(&database.url()).await;
    let before = bytes(&database);
    let (copy, words) = (database.file("copy"), database.file("words"));
    command(&["backup", copy.to_str().unwrap()], &database.url()).await.unwrap();
    std::fs::write(&words, "words").unwrap();
    let refused = command(&["restore", words.to_str().unwrap()], &database.url()).await.unwrap_err();
    assert!(refused.contains("Nothing was changed"), "{refused}");
    assert!(bytes(&database) == before, "the database was changed");
    command(&["restore", copy.to_str().unwrap()], &database.url()).await.unwrap();
    assert!(bytes(&database) != before, "the database was not brought to this version");
    command(&["check"], &database.url()).await.unwrap();
}

#[tokio::test]
async fn postgresql_is_backed_up_with_its_own_tools() {
    for database in databases().await.into_iter().skip(1) {
        let refused = command(&["backup", "/tmp/never"], &database.url()).await.unwrap_err();
        assert!(refused.contains("pg_dump --format=custom"), "{refused}");
        let refused = command(&["restore", "/tmp/never"], &database.url()).await.unwrap_err();
        assert!(refused.contains("pg_restore"), "{refused}");
    }
}

#[tokio::test]
async fn a_running_server_keeps_its_database() {
    let database = Database::sqlite();
    let url = database.url();
    let store = opened(&url).await;
    history(&store).await;
    store.close().await;
    // The program opens what the history has sealed.
    KeyFile::of_database(&url).replace(&[&Key::of(KEY)]).unwrap();
    let manifest = r#"{"js":"/a.js","link":"/b.js","wasm":"/a.wasm","css":"/a.css"}"#;
    std::fs::write(database.file("manifest.json"), manifest).unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_tenantry"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database-url", &url, "--site-dir"])
        .arg(database.file(""))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let copy = database.file("copy");
    let attempts = async {
        let backup = command(&["backup", copy.to_str().unwrap()], &url).await;
        let restore = command(&["restore", copy.to_str().unwrap()], &url).await;
        let moved = command(&["migrate-to", "postgres://nobody@127.0.0.1:1/nothing"], &url).await;
        (backup, restore.unwrap_err(), moved.unwrap_err())
    };
    let (backup, restore, moved) = attempts.await;
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(line.contains("ready"), "the server did not start: {line}");
    assert_eq!(backup, Ok(()));
    assert!(restore.contains("is in use") && moved.contains("is in use"), "{restore} {moved}");
    // The killed program left its write-ahead log behind.
    command(&["restore", copy.to_str().unwrap()], &url).await.unwrap();
    command(&["check"], &url).await.unwrap();
}

#[tokio::test]
async fn no_account_but_the_first_is_made_on_the_command_line() {
    let database = Database::sqlite();
    let create =
        async |name: &str| command(&["create-admin", "--name", name, "--sign-in-name", name], &database.url()).await;
    create("anna").await.unwrap();
    let refused = create("mallory").await.unwrap_err();
    assert!(refused.contains("User management"), "{refused}");
    create("Anna").await.unwrap();
    let store = opened(&database.url()).await;
    assert_eq!(store.count_partner_users().await.unwrap(), 1);
    store.close().await;
}
