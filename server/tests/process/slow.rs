//! Two hundred clients that send ten bytes a second: other clients are not affected, and the server does not wait for
//! ever.

use super::program::{Server, answer};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

const SLOW: usize = 200;
const REQUESTS: usize = 60;
/// The best of this many measurements counts, because other load on the machine comes and goes.
const MEASUREMENTS: usize = 5;
/// Differences below this are noise on a busy machine.
const UNMEASURED: Duration = Duration::from_millis(5);
/// The server gives up a first request after 15 s. Otherwise it would wait for ever, which this limit still detects on
/// a machine that stalls for a minute.
const CLOSED_WITHIN: Duration = Duration::from_secs(300);

/// The 95th percentile of response times, half of them with a database query and half of a page, each on a new
/// connection.
async fn p95(server: &Server) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..MEASUREMENTS {
        let mut took = Vec::new();
        for at in 0..REQUESTS {
            let begun = Instant::now();
            let status = server.get(if at % 2 == 0 { "/readyz" } else { "/sign-in" }).await;
            assert_eq!(status, "HTTP/1.1 200 OK");
            took.push(begun.elapsed());
        }
        took.sort();
        best = best.min(took[REQUESTS * 95 / 100]);
    }
    best
}

/// Sends the beginning, then ten bytes a second until the server closes the connection.
async fn dribble(mut connection: tokio::net::TcpStream, beginning: String) {
    connection.write_all(beginning.as_bytes()).await.unwrap();
    let mut end = [0];
    loop {
        tokio::select! {
            // Nothing more to read, or a reset: the connection is closed.
            closed = tokio::io::AsyncReadExt::read(&mut connection, &mut end) => {
                if !matches!(closed, Ok(1..)) {
                    return;
                }
            }
            () = tokio::time::sleep(Duration::from_secs(1)) => {
                if connection.write_all(b"aaaaaaaaaa").await.is_err() {
                    return;
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_slow_clients_slow_nobody_down_and_are_given_up() {
    let server = Server::start();
    let normal = p95(&server).await;
    let (mut heads, mut bodies) = (JoinSet::new(), JoinSet::new());
    for at in 0..SLOW {
        let connection = server.connect().await;
        if at % 2 == 0 {
            heads.spawn(dribble(connection, "GET /readyz HTTP/1.1\r\nhost: localhost\r\nx-slow: ".into()));
        } else {
            let head = "POST /sign-in HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\n\
                content-type: application/x-www-form-urlencoded\r\ncontent-length: 100000\r\n\r\n";
            bodies.spawn(dribble(connection, head.into()));
        }
    }
    let begun = Instant::now();
    let beside = p95(&server).await;
    println!("p95 {normal:?}, beside {SLOW} slow clients {beside:?}");
    assert!(beside < 2 * normal + UNMEASURED, "p95 {normal:?} became {beside:?}");
    let closed = tokio::time::timeout(CLOSED_WITHIN, heads.join_all()).await;
    assert_eq!(closed.expect("connections are held").len(), SLOW / 2);
    println!("slow heads were given up within {:?}", begun.elapsed());
    bodies.shutdown().await;
    let mut connection = server.connect().await;
    connection.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    assert_eq!(answer(&mut connection).await, "HTTP/1.1 200 OK");
}
