//! Memory left by heavy work on 100,000 users. These measurements run only by name: `cargo test -p server --test
//! process heavy -- --ignored --nocapture --test-threads 1`.

use super::downloads::take_at_once;
use super::passwords::Person;
use super::prepared::{CUSTOMER, prepare_with};
use super::program::{Folder, Server};
use domain::console::selection::SelectionChange;
use domain::directory::country::CountryCode;
use domain::directory::filter::UserFilter;
use domain::ids::SelectionId;
use domain::rules::change::{Change, LocationChange};
use domain::store::UserQuery;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

const USERS: u128 = 100_000;
const AT_ONCE: usize = 8;
/// Time between the last answer and the last look at memory.
const LATER: Duration = Duration::from_secs(60);

/// Prints the resident memory of a program during some work, and a minute later.
async fn measured(server: &Arc<Server>, work: impl Future<Output = ()>) {
    let before = server.resident().unwrap();
    let watched = Arc::clone(server);
    let watching = tokio::spawn(async move {
        let mut peak = 0;
        loop {
            let now = watched.resident().unwrap();
            if now > peak {
                peak = now;
                println!("{now} MiB");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let begun = Instant::now();
    work.await;
    watching.abort();
    println!("{:?}: {before} MiB before, {} MiB at the end", begun.elapsed(), server.resident().unwrap());
    tokio::time::sleep(LATER).await;
    println!("{} MiB a minute later", server.resident().unwrap());
}

async fn served() -> (Arc<Server>, Person) {
    let folder = Folder::new();
    prepare_with(&folder.database_url(), USERS).await;
    let server = Arc::new(Server::start_in(folder));
    let person = Person::signed_in(server.address.to_string()).await;
    (server, person)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measure of a minute and more"]
async fn exports() {
    let (server, person) = served().await;
    measured(&server, async {
        let (whole, refused) = take_at_once(&server, &person, USERS).await;
        println!("{whole} files came whole, {refused} were refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measure of a minute and more"]
async fn pages_and_previews() {
    let (server, person) = served().await;
    measured(&server, async {
        let people: Vec<_> = (0..AT_ONCE).map(|_| tokio::spawn(look_at_everybody(person.clone()))).collect();
        for person in people {
            person.await.unwrap();
        }
    })
    .await;
}

/// Lists, searches, selects everybody, opens Manage licenses and previews a change.
async fn look_at_everybody(person: Person) {
    let selection = SelectionId::new(Uuid::new_v4());
    let everybody = SelectionChange::Matching(UserFilter::default());
    let query = UserQuery { filter: UserFilter { search: "user".into(), ..Default::default() }, ..Default::default() };
    let country: CountryCode = "DE".parse().unwrap();
    let change = Change { location: Some(LocationChange::All(country)), ..Default::default() };
    for (function, arguments) in [
        ("users/list", json!({"customer": CUSTOMER, "query": query, "selection": null})),
        ("selection/change", json!({"customer": CUSTOMER, "selection": selection, "change": everybody})),
        ("licenses/view", json!({"customer": CUSTOMER, "selection": selection})),
        ("licenses/preview", json!({"customer": CUSTOMER, "selection": selection, "change": change, "in_order": []})),
    ] {
        println!("{function}: {}", person.ask_function(function, &arguments).await.lines().next().unwrap_or_default());
    }
}
