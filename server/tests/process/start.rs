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
