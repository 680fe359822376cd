//! Sends files while they are made, one page at a time, at the reader's pace. So a file of any length takes little
//! memory. A file that fails in the middle is broken off, so that it does not look complete.

use super::export_refusal::ExportRefusal;
use async_trait::async_trait;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::directory::page::PageSize;
use domain::store::StoreError;
use domain::upload::write::Format;
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most files made at the same time: fewer than the database's connections for reading, so pages keep working.
pub const AT_ONCE: usize = 3;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// Rows read and sent at a time.
pub(super) const ROWS: PageSize = PageSize::OF_FILES;

/// Limits how many files are made at once.
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

/// The right to make a file, held until the file is sent or its reader is gone.
pub(super) struct Turn(#[allow(dead_code, reason = "held until it is dropped")] OwnedSemaphorePermit);

impl Downloads {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`ExportRefusal::Busy`] where others take too long.
    pub(super) async fn turn(&self) -> Result<Turn, ExportRefusal> {
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await;
        turn.ok().and_then(Result::ok).map(Turn).ok_or(ExportRefusal::Busy)
    }
}

/// The content of a file, page by page.
#[async_trait]
pub(super) trait Pages: Send + 'static {
    /// The lines of the next page; `None` after the last.
    async fn next(&mut self) -> Result<Option<String>, StoreError>;
}

/// The default format of files: people open them in Excel.
pub(super) const FORMAT: Format = Format::Excel;

/// A line of a file in [`FORMAT`].
pub(super) fn line(cells: &[&str]) -> String {
    FORMAT.line(cells)
}

/// Sends a file with this `Content-Disposition` and format.
///
/// # Errors
/// Where not even the first page can be made.
pub(super) async fn send(
    disposition: String,
    format: Format,
    turn: Turn,
    mut pages: impl Pages,
) -> Result<Response, ExportRefusal> {
    let first = pages.next().await?.unwrap_or_default();
    let first = Bytes::from([format.mark(), &format.bytes(&first)].concat());
    let rest = stream::try_unfold((pages, turn), move |(mut pages, turn)| async move {
        match pages.next().await {
            Ok(lines) => Ok(lines.map(|lines| (Bytes::from(format.bytes(&lines)), (pages, turn)))),
            Err(error) => {
                tracing::error!(%error, "a file failed in the middle and was broken off");
                Err(error)
            }
        }
    });
    let first = stream::once(std::future::ready(Ok::<_, StoreError>(first)));
    Ok((headers(disposition, format), Body::from_stream(first.chain(rest))).into_response())
}

/// Sends a short file in [`FORMAT`] whose lines are already made.
pub(super) fn file(disposition: String, lines: Vec<String>) -> Response {
    let bytes = [FORMAT.mark(), &FORMAT.bytes(&lines.concat())].concat();
    (headers(disposition, FORMAT), Body::from(bytes)).into_response()
}

fn headers(disposition: String, format: Format) -> [(header::HeaderName, String); 2] {
    [(header::CONTENT_TYPE, format.content_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::export_refusal::RETRY_AFTER;
    use axum::body::to_bytes;
    use axum::http::StatusCode;

    /// A number of good pages, followed by the end or a failure.
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

    async fn made(left: usize, fails: bool) -> Result<Response, ExportRefusal> {
        send("attachment".into(), Format::Csv, impatient().turn().await?, Counted { left, fails }).await
    }

    #[tokio::test]
    async fn a_file_is_whole_or_broken_off() {
        let whole = made(3, false).await.unwrap_or_else(IntoResponse::into_response);
        assert_eq!(to_bytes(whole.into_body(), 100).await.unwrap(), "2\r\n1\r\n0\r\n");
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
        let sent = send("attachment".into(), Format::Csv, turn, Counted { left: 9, fails: false }).await.ok().unwrap();
        let refused = downloads.turn().await.err().unwrap().into_response();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], RETRY_AFTER);
        // The reader is gone.
        drop(sent);
        assert!(downloads.turn().await.is_ok());
    }
}
