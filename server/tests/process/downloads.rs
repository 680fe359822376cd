//! Ten simultaneous downloads of the same long file. Each gets the whole file or is told when to try again; nobody else
//! is affected.

use super::passwords::Person;
use super::prepared::{CUSTOMER, prepare_with};
use super::program::{Folder, Server};
use server::http::download::AT_ONCE;
use std::time::{Duration, Instant};

const USERS: u128 = 4_000;
const PEOPLE: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_long_files_at_once_come_whole_or_are_refused_in_words() {
    let folder = Folder::new();
    prepare_with(&folder.database_url(), USERS).await;
    let server = Server::start_in(folder);
    let person = Person::signed_in(server.address.to_string()).await;
    let (whole, refused) = take_at_once(&server, &person, USERS).await;
    assert!(whole >= AT_ONCE, "{whole} files came, {refused} were refused");
}

/// Downloads a file of this many users ten times at once. Returns the numbers of complete downloads and of refusals.
pub async fn take_at_once(server: &Server, person: &Person, users: u128) -> (usize, usize) {
    let path = format!("/customers/{CUSTOMER}/users/export.csv");
    let files: Vec<_> = (0..PEOPLE)
        .map(|_| {
            let (person, path) = (person.clone(), path.clone());
            tokio::spawn(async move { person.ask("GET", &path, ("text/plain", "")).await })
        })
        .collect();
    while files.iter().any(|file| !file.is_finished()) {
        let begun = Instant::now();
        assert_eq!(server.get("/readyz").await, "HTTP/1.1 200 OK");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut whole = 0;
    for file in files {
        let answer = file.await.unwrap();
        if answer.starts_with("HTTP/1.1 200") {
            whole += 1;
            assert_eq!(answer.matches("@fabrikam.com").count(), users as usize);
            assert!(answer.ends_with("\r\n0\r\n\r\n"), "it ends as a whole answer does");
        } else {
            assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: 30"), "{answer}");
            assert!(answer.ends_with("Try again in half a minute."), "{answer}");
        }
    }
    (whole, PEOPLE - whole)
}
