//! Passwords and links handed out: a digest is kept until something newer voids it, and the secret itself is in no
//! file.

use super::journal::Journal;
use domain::directory::password::GOOD_FOR_MS;
use server::store::SqlStore;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const DIGESTS: &str =
    "SELECT user_id, digest FROM temporary_password UNION ALL SELECT user_id, digest FROM password_link";
/// Operation, time and log row of everything handed out. Of two at the same time, the first comes last.
const HANDED_OUT: &str = "SELECT subject_id, at, sequence FROM activity \
    WHERE action IN ('Temporary passwords created', 'One-time links created') ORDER BY sequence DESC";
/// The last log row that may have voided a user's password or link: of a reset, a deletion, an offboarding, or of
/// another password or link for an operation that added the user.
const LAST_VOIDING: &str = "SELECT o.user_id, MAX(a.sequence) FROM activity AS a \
    JOIN operation_user AS o ON o.operation_id = a.subject_id \
    WHERE o.outcome IN ('PasswordReset', 'Deleted', 'Offboarded') OR (o.outcome = 'Added' \
    AND a.action IN ('Temporary passwords created', 'One-time links created')) GROUP BY o.user_id";

/// Checks that everything handed out is in the log, and is kept unless something later voided it.
pub async fn are_kept(store: &SqlStore, journal: &Journal) {
    let digests: Vec<(String, String)> = sqlx::query_as(DIGESTS).fetch_all(store.read_pool()).await.unwrap();
    let digests: BTreeSet<_> = digests.into_iter().collect();
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(HANDED_OUT).fetch_all(store.read_pool()).await.unwrap();
    let rows: BTreeMap<_, _> = rows.into_iter().map(|(operation, at, sequence)| ((operation, at), sequence)).collect();
    let voiding: Vec<(String, i64)> = sqlx::query_as(LAST_VOIDING).fetch_all(store.read_pool()).await.unwrap();
    let voiding: BTreeMap<_, _> = voiding.into_iter().collect();
    for given in journal.given().iter() {
        let row = (given.operation.to_string(), given.out.expires - GOOD_FOR_MS);
        for one in &given.out.handed {
            let Some(sequence) = rows.get(&row) else { panic!("the log knows nothing of {row:?}") };
            let user = one.user.to_string();
            let is_void = voiding.get(&user).is_some_and(|last| last > sequence);
            let is_kept = digests.contains(&(user, one.secret.digest()));
            assert!(is_kept || is_void, "what {:?} was given for {row:?} is lost", one.user);
        }
    }
}

/// Checks that no secret is in the files of the database or the log of the program.
pub fn are_in_no_file(folders: &[&Path], journal: &Journal) {
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    for file in files.map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for one in journal.given().iter().flat_map(|given| &given.out.handed) {
            assert!(!text.contains(one.secret.reveal()), "{} has what {:?} was given", file.display(), one.user);
        }
    }
}
