//! A mail server that takes every letter.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The letters that arrived, each with the addresses it was sent to.
#[derive(Clone, Default)]
pub struct MailServer {
    letters: Arc<Mutex<Vec<Letter>>>,
}

/// A letter as it arrived.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    pub to: Vec<String>,
    /// Head and body, with the lines of the body put together again.
    pub text: String,
}

impl MailServer {
    /// Starts one, and returns it with its URL.
    pub async fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = Self::default();
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serving.clone().talk(connection));
            }
        });
        (server, url)
    }

    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }

    async fn talk(self, mut connection: TcpStream) {
        let (reading, mut writing) = connection.split();
        let mut lines = BufReader::new(reading).lines();
        let mut letter = Letter::default();
        writing.write_all(b"220 mail.example\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.get(..4).unwrap_or_default() {
                "RCPT" => {
                    letter.to.push(line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned());
                    "250 ok"
                }
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await.unwrap();
                    while let Ok(Some(line)) = lines.next_line().await {
                        if line == "." {
                            break;
                        }
                        // A line that ends with this sign goes on in the next one.
                        match line.strip_suffix('=') {
                            Some(begun) => letter.text.push_str(begun),
                            None => letter.text.push_str(&format!("{line}\n")),
                        }
                    }
                    self.letters.lock().unwrap().push(std::mem::take(&mut letter));
                    "250 taken"
                }
                "QUIT" => "221 bye",
                _ => "250 mail.example",
            };
            writing.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        }
    }
}
