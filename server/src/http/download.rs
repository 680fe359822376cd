//! Files that are sent while they are made: a page at a time, when whoever reads is ready for it. So a file of any length
//! takes little memory, and one that can't be made to its end breaks off instead of looking whole.

use super::export::Refused;
use async_trait::async_trait;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::directory::page::PageSize;
use domain::store::StoreError;
use domain::upload::write::BYTE_ORDER_MARK;
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most files that are made at the same time: fewer than there are connections that read, so that pages go on.
pub const AT_ONCE: usize = 3;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// After how many seconds whoever was sent away may ask again.
pub(super) const RETRY_AFTER: &str = "30";
/// Rows that are read and sent at once.
pub(super) const ROWS: PageSize = PageSize::OF_FILES;

/// The files that are being made.
#[derive(Clone)]
pub struct Downloads {
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Downloads {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), patience: PATIENCE }
    }
}

/// The right to make a file, until it is sent or nobody reads it any more.
pub(super) struct Turn(#[allow(dead_code, reason = "held until it is dropped")] OwnedSemaphorePermit);

impl Downloads {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Refused::Busy`] where others take too long.
    pub(super) async fn turn(&self) -> Result<Turn, Refused> {
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await;
        turn.ok().and_then(Result::ok).map(Turn).ok_or(Refused::Busy)
    }
}

/// What a file is made of, a page after the other.
#[async_trait]
pub(super) trait Pages: Send + 'static {
    /// The lines of the next page; nothing behind the last.
    async fn next(&mut self) -> Result<Option<String>, StoreError>;
}

/// Sends a file with a mark that tells spreadsheets that the text is UTF-8.
///
/// # Errors
/// Where not even the first page can be made.
pub(super) async fn send(name: &str, turn: Turn, pages: impl Pages) -> Result<Response, Refused> {
    send_from(name, turn, pages, BYTE_ORDER_MARK.to_string()).await
}

/// Sends one without.
///
/// # Errors
/// Where not even the first page can be made.
pub(super) async fn send_plain(name: &str, turn: Turn, pages: impl Pages) -> Result<Response, Refused> {
    send_from(name, turn, pages, String::new()).await
}

async fn send_from(name: &str, turn: Turn, mut pages: impl Pages, mut first: String) -> Result<Response, Refused> {
    first.push_str(&pages.next().await?.unwrap_or_default());
    let rest = stream::try_unfold((pages, turn), |(mut pages, turn)| async move {
        match pages.next().await {
            Ok(lines) => Ok(lines.map(|lines| (Bytes::from(lines), (pages, turn)))),
            Err(error) => {
                tracing::error!(%error, "a file was broken off in the middle");
                Err(error)
            }
        }
    });
    let first = stream::once(std::future::ready(Ok::<_, StoreError>(Bytes::from(first))));
    Ok((headers(name), Body::from_stream(first.chain(rest))).into_response())
}

/// A short file, which is made already.
pub(super) fn file(name: &str, lines: Vec<String>) -> Response {
    (headers(name), Body::from(format!("{BYTE_ORDER_MARK}{}", lines.concat()))).into_response()
}

fn headers(name: &str) -> [(header::HeaderName, String); 2] {
    [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use axum::http::StatusCode;

    /// So many good pages, and then none or a failure.
    struct Counted {
        left: usize,
        fails: bool,
    }

    #[async_trait]
    impl Pages for Counted {
        async fn next(&mut self) -> Result<Option<String>, StoreError> {
            match (self.left, self.fails) {
                (0, true) => Err(StoreError::Unavailable("gone".into())),
                (0, false) => Ok(None),
                _ => {
                    self.left -= 1;
                    Ok(Some(format!("{}\r\n", self.left)))
                }
            }
        }
    }

    fn impatient() -> Downloads {
        Downloads { turns: Arc::new(Semaphore::new(1)), patience: Duration::from_millis(20) }
    }

    async fn made(left: usize, fails: bool) -> Result<Response, Refused> {
        send("a.csv", impatient().turn().await?, Counted { left, fails }).await
    }

    #[tokio::test]
    async fn a_file_is_whole_or_broken_off() {
        let whole = made(3, false).await.unwrap_or_else(IntoResponse::into_response);
        assert_eq!(to_bytes(whole.into_body(), 100).await.unwrap(), "\u{feff}2\r\n1\r\n0\r\n");
        let broken = made(2, true).await.unwrap_or_else(IntoResponse::into_response);
        assert_eq!(broken.status(), StatusCode::OK, "it was begun");
        assert!(to_bytes(broken.into_body(), 100).await.is_err());
        let never = made(0, true).await.unwrap_or_else(IntoResponse::into_response);
        assert_eq!(never.status(), StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn who_gets_no_turn_is_told_when_to_come_again() {
        let downloads = impatient();
        let turn = downloads.turn().await.ok().unwrap();
        let sent = send("a.csv", turn, Counted { left: 9, fails: false }).await.ok().unwrap();
        let refused = downloads.turn().await.err().unwrap().into_response();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], RETRY_AFTER);
        // Nobody reads it any more.
        drop(sent);
        assert!(downloads.turn().await.is_ok());
    }
}
