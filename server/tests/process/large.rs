//! A request of a hundred megabytes over a real connection.

use super::program::{Server, answer};
use tokio::io::AsyncWriteExt;

const LARGE: usize = 100 * 1024 * 1024;
const PIECE: usize = 64 * 1024;

fn head(server: &Server, length: &str) -> String {
    format!(
        "POST /api/selection/change HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/json\r\nconnection: close\r\n{length}\r\n\r\n",
        server.address
    )
}

#[tokio::test]
async fn a_hundred_megabytes_are_refused_before_they_are_sent() {
    let server = Server::start();
    let mut connection = server.connect().await;
    let head = head(&server, &format!("content-length: {LARGE}"));
    connection.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(answer(&mut connection).await, "HTTP/1.1 413 Payload Too Large");
    assert_eq!(server.get("/readyz").await, "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn a_hundred_megabytes_of_untold_length_are_refused_when_they_are_too_many() {
    let server = Server::start();
    let mut connection = server.connect().await;
    connection.write_all(head(&server, "transfer-encoding: chunked").as_bytes()).await.unwrap();
    let piece = format!("{PIECE:x}\r\n{}\r\n", " ".repeat(PIECE));
    let mut sent = 0;
    // The server stops reading and closes the connection. Sending fails once the buffers in between are full.
    while sent < LARGE && connection.write_all(piece.as_bytes()).await.is_ok() {
        sent += PIECE;
    }
    assert!(sent < LARGE / 2, "the server took {sent} bytes");
    assert_eq!(server.get("/readyz").await, "HTTP/1.1 200 OK");
}
