//! More idle connections than the server may open: new clients are still answered.

use super::program::{Folder, Server, answer};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The most files and connections that the server may open.
const FILES: usize = 400;
/// The idle connections that a client opens.
const IDLE: usize = 450;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_connections_make_room_for_others() {
    let server = Server::start_with_files(Folder::new(), FILES);
    let mut idle = Vec::new();
    for _ in 0..IDLE {
        idle.push(server.connect().await);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut connection = server.connect().await;
    connection.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    assert_eq!(answer(&mut connection).await, "HTTP/1.1 200 OK");
    let mut end = [0];
    assert!(matches!(idle[0].read(&mut end).await, Ok(0) | Err(_)), "the one that was idle for longest was kept");
}
