//! A thousand sign-ins, two hundred at a time: memory stays bounded and is given back.

use super::prepared::prepare;
use super::program::{Folder, Server, answer};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

const WAVES: usize = 5;
const AT_ONCE: usize = 200;
/// The most memory at any time, in MiB.
const PEAK_MAX: usize = 300;
/// The most memory that may remain, in MiB, compared with the beginning. It belongs to the caches of database
/// connections and to the system's allocator. The program is unoptimized.
const REST_MAX: usize = 60;
/// Time limit for giving memory back.
const REST_WITHIN: Duration = Duration::from_secs(60);

/// Signs in with a unique name and address, so that each attempt would be checked.
async fn sign_in(server: Arc<Server>, number: usize) -> String {
    let form = format!("sign_in_name=name{number}&password=some+password");
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
         x-forwarded-for: 10.0.{}.{}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        number / 250,
        number % 250,
        form.len()
    );
    let mut connection = server.connect().await;
    connection.write_all(head.as_bytes()).await.unwrap();
    answer(&mut connection).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_sign_ins_take_little_memory_and_give_it_back() {
    let folder = Folder::new();
    prepare(&folder.database_url()).await;
    let server = Arc::new(Server::start_with(folder, &["--behind-proxy"]));
    let Some(before) = server.resident() else {
        println!("Skipped: this system does not tell how much memory a process has (/proc).");
        return;
    };
    let watched = Arc::clone(&server);
    let watching = tokio::spawn(async move {
        let mut peak = 0;
        while peak < PEAK_MAX {
            peak = peak.max(watched.resident().unwrap());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{peak} MiB");
    });
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for wave in 0..WAVES {
        let mut tasks = JoinSet::new();
        for number in 0..AT_ONCE {
            tasks.spawn(sign_in(Arc::clone(&server), wave * AT_ONCE + number));
        }
        for status in tasks.join_all().await {
            *answers.entry(status).or_default() += 1;
        }
    }
    if watching.is_finished() {
        watching.await.unwrap();
    } else {
        watching.abort();
    }
    println!("{answers:?}");
    let (checked, busy) = ("HTTP/1.1 303 See Other", "HTTP/1.1 503 Service Unavailable");
    assert!(answers.keys().all(|status| [checked, busy].contains(&status.as_str())), "{answers:?}");
    assert!(answers.get(checked).is_some_and(|count| *count >= WAVES), "{answers:?}");
    let begun = Instant::now();
    while server.resident().unwrap() >= before + REST_MAX && begun.elapsed() < REST_WITHIN {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let after = server.resident().unwrap();
    println!("{before} MiB before, {after} MiB after {:?}", begun.elapsed());
    assert!(after < before + REST_MAX, "{before} MiB became {after} MiB");
}
