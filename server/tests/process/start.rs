//! Starting on a database that is missing or read-only.

use super::program::{Folder, failure};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

#[test]
fn a_database_server_that_is_away_is_named_as_the_reason() {
    let folder = Folder::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let words = failure(folder.serve(&format!("postgres://somebody:secret@127.0.0.1:{port}/tenantry")));
    assert!(words.contains("The database can't be opened") && words.contains("Connection refused"), "{words}");
    assert!(words.contains("--database-url") && !words.contains("secret"), "{words}");
}

#[test]
fn a_database_server_elsewhere_needs_an_encrypted_and_verified_connection() {
    let folder = Folder::new();
    let url = "postgres://somebody:secret@database.invalid/tenantry";
    for command in [&["check"][..], &["migrate-to", url]] {
        let own = if command.len() == 1 { url.to_owned() } else { folder.database_url() };
        let words = failure(folder.program(command, &own));
        assert!(words.contains("PostgreSQL at database.invalid is reached over a network"), "{words}");
        assert!(words.contains("sslmode=verify-full") && !words.contains("secret"), "{words}");
    }
    // The name resolves nowhere.
    let verified = failure(folder.program(&["check"], &format!("{url}?sslmode=verify-full")));
    let allowed = failure(folder.program(&["check", "--allow-unencrypted-database"], url));
    for words in [verified, allowed] {
        assert!(words.contains("The database can't be opened"), "{words}");
    }
}

#[test]
fn a_file_that_may_only_be_read_is_named_as_the_reason() {
    let folder = Folder::new();
    // An empty file, in which the tables would have to be made.
    std::fs::write(folder.path().join("tenantry.sqlite"), "").unwrap();
    let words = failure(folder.serve(&format!("{}?mode=ro", folder.database_url())));
    assert!(words.contains("can't be opened") && words.contains("readonly"), "{words}");
}

#[test]
fn a_file_that_is_no_database_is_named_as_the_reason() {
    let folder = Folder::new();
    std::fs::write(folder.path().join("tenantry.sqlite"), "a letter to the editor, in many words".repeat(100)).unwrap();
    let words = failure(folder.program(&["check"], &folder.database_url()));
    assert!(words.contains("can't be opened") && words.contains("not a database"), "{words}");
}

#[test]
fn a_new_database_and_its_folder_are_for_their_owner_alone() {
    let folder = Folder::new();
    let within = folder.path().join("data/of/ours");
    let url = format!("sqlite://{}", within.join("tenantry.sqlite").display());
    let output = folder.program(&["check"], &url).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for name in ["tenantry.sqlite", "tenantry.sqlite-lock"] {
        assert_eq!(mode(&within.join(name)), 0o600, "{name}");
    }
    assert_eq!((mode(&within), mode(within.parent().unwrap())), (0o700, 0o700));
}

#[test]
fn a_key_file_that_is_missing_or_another_one_is_named_as_the_reason() {
    let folder = Folder::new();
    let url = folder.database_url();
    // Replacing the key of a new database makes the file first, as the first start does.
    let made = folder.program(&["rotate-key"], &url).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let key = folder.path().join("tenantry.sqlite.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::rename(&key, folder.path().join("kept.key")).unwrap();
    let words = failure(folder.serve(&url));
    assert!(words.contains("tenantry.sqlite.key is missing") && words.contains("--key-file"), "{words}");
    assert!(!key.exists(), "no other key is made");
    let other = format!("sqlite://{}", folder.path().join("other.sqlite").display());
    assert!(folder.program(&["rotate-key"], &other).output().unwrap().status.success());
    let mut wrong = folder.serve(&url);
    wrong.args(["--key-file", "other.sqlite.key"]);
    let words = failure(wrong);
    assert!(words.contains("other.sqlite.key is not the one of this database"), "{words}");
    let mut reset = folder.program(&["reset-key"], &url);
    let kept = failure({
        let mut kept = folder.program(&["reset-key"], &url);
        kept.args(["--key-file", "kept.key"]);
        kept
    });
    assert!(kept.contains("tenantry rotate-key"), "{kept}");
    assert!(reset.output().unwrap().status.success());
}
