//! A connection that limits each of its statements.

use super::clock::{Clock, Watch};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{Stream, TryFutureExt};
use sqlx::any::{Any, AnyArguments, AnyConnectOptions, AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::migrate::Migrate;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Describe, Either, Error, Executor, Result, SqlStr};
use sqlx_core::any::AnyConnectionBackend;
use std::io;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The name of the limit in a URL, in milliseconds. It never leaves this program.
const LIMIT: &str = "tenantry_statement_ms";
/// The limit if the URL names none: that of commands that have the database to themselves.
const LIMIT_OF_COMMANDS: Duration = Duration::from_secs(6 * 60 * 60);
/// SQLite's instructions between two tests of the clock: fractions of a millisecond.
const INSTRUCTIONS: i32 = 10_000;
/// Makes PostgreSQL test once a second whether the client is still connected. Other engines with PostgreSQL's protocol
/// may not know it; the time limit works there too.
const NOTICE_HANGING_UP: &str = "SET client_connection_check_interval = 1000";

/// These options, with a time limit for each statement.
pub(in crate::store) fn with_limit(mut options: AnyConnectOptions, limit: Duration) -> AnyConnectOptions {
    options.database_url.query_pairs_mut().append_pair(LIMIT, &limit.as_millis().to_string());
    options
}

/// The URL without a limit. The URL of an open pool contains one.
pub(in crate::store) fn without_limit(url: &str) -> String {
    match AnyConnectOptions::from_str(url) {
        Ok(mut options) if url.contains(LIMIT) => {
            limit_of(&mut options);
            options.database_url.to_string()
        }
        _ => url.to_owned(),
    }
}

/// Removes the limit from the options and returns it.
fn limit_of(options: &mut AnyConnectOptions) -> Duration {
    let pairs: Vec<(String, String)> = options.database_url.query_pairs().into_owned().collect();
    let limit = pairs.iter().rev().find(|(name, _)| name == LIMIT).and_then(|(_, value)| value.parse().ok());
    if limit.is_some() {
        let others: Vec<_> = pairs.into_iter().filter(|(name, _)| name != LIMIT).collect();
        options.database_url.set_query(None);
        if !others.is_empty() {
            options.database_url.query_pairs_mut().extend_pairs(others);
        }
    }
    limit.map_or(LIMIT_OF_COMMANDS, Duration::from_millis)
}

/// A connection of either engine with its clock.
#[derive(Debug)]
pub struct TimedConnection {
    engine: Engine,
    inner: Box<dyn AnyConnectionBackend>,
    clock: Arc<Clock>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

impl TimedConnection {
    /// Opens a connection.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub(super) async fn open(mut options: AnyConnectOptions) -> Result<Self> {
        let clock = Clock::new(limit_of(&mut options));
        if options.database_url.scheme() == "sqlite" {
            let mut inner = SqliteConnectOptions::try_from(&options)?.connect().await?;
            let watched = Arc::clone(&clock);
            inner.lock_handle().await?.set_progress_handler(INSTRUCTIONS, move || watched.may_go_on());
            return Ok(Self { engine: Engine::Sqlite, inner: Box::new(inner), clock });
        }
        let mut inner = PgConnectOptions::try_from(&options)?.connect().await?;
        let limit = format!("SET statement_timeout = {}", clock.limit().as_millis());
        inner.execute(AssertSqlSafe(limit)).await?;
        if let Err(error) = inner.execute(NOTICE_HANGING_UP).await {
            tracing::debug!(%error, "the database does not look for clients that hung up");
        }
        Ok(Self { engine: Engine::Postgres, inner: Box::new(inner), clock })
    }

    /// Waits until an abandoned statement has ended. On PostgreSQL it gives up the connection instead, because a
    /// cancellation from another connection could hit the next statement.
    async fn settle(&mut self) -> Result<()> {
        if !self.clock.is_abandoned() {
            return Ok(());
        }
        if self.engine == Engine::Postgres {
            let words = "its last statement was given up with the request that asked for it";
            return Err(Error::Io(io::Error::new(io::ErrorKind::ConnectionAborted, words)));
        }
        self.inner.ping().await?;
        self.clock.settle();
        Ok(())
    }
}

impl AnyConnectionBackend for TimedConnection {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<()>> {
        if self.engine == Engine::Postgres && self.clock.is_abandoned() {
            return self.inner.close_hard();
        }
        self.inner.close()
    }

    fn close_hard(self: Box<Self>) -> BoxFuture<'static, Result<()>> {
        self.inner.close_hard()
    }

    fn ping(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.settle().await?;
            self.inner.ping().await
        })
    }

    fn begin(&mut self, statement: Option<SqlStr>) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.settle().await?;
            self.inner.begin(statement).await
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.settle().await?;
            self.inner.commit().await
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.settle().await?;
            self.inner.rollback().await
        })
    }

    // A queued rollback waits for the end of the abandoned statement, which is near.
    fn start_rollback(&mut self) {
        self.inner.start_rollback();
    }

    fn get_transaction_depth(&self) -> usize {
        self.inner.get_transaction_depth()
    }

    fn is_in_transaction(&self) -> bool {
        self.inner.is_in_transaction()
    }

    fn cached_statements_size(&self) -> usize {
        self.inner.cached_statements_size()
    }

    fn clear_cached_statements(&mut self) -> BoxFuture<'_, Result<()>> {
        self.inner.clear_cached_statements()
    }

    fn shrink_buffers(&mut self) {
        self.inner.shrink_buffers();
    }

    fn flush(&mut self) -> BoxFuture<'_, Result<()>> {
        self.inner.flush()
    }

    fn should_flush(&self) -> bool {
        self.inner.should_flush()
    }

    fn as_migrate(&mut self) -> Result<&mut (dyn Migrate + Send + 'static)> {
        self.inner.as_migrate()
    }

    fn fetch_many(
        &mut self,
        query: SqlStr,
        persistent: bool,
        arguments: Option<AnyArguments>,
    ) -> BoxStream<'_, Result<Either<AnyQueryResult, AnyRow>>> {
        let begun = async move {
            self.settle().await?;
            let watch = self.clock.begin();
            trace(&query);
            Ok(Watched { rows: self.inner.fetch_many(query, persistent, arguments), watch })
        };
        Box::pin(begun.try_flatten_stream())
    }

    fn fetch_optional(
        &mut self,
        query: SqlStr,
        persistent: bool,
        arguments: Option<AnyArguments>,
    ) -> BoxFuture<'_, Result<Option<AnyRow>>> {
        Box::pin(async move {
            self.settle().await?;
            let mut watch = self.clock.begin();
            trace(&query);
            let row = self.inner.fetch_optional(query, persistent, arguments).await;
            watch.end();
            row
        })
    }

    fn prepare_with<'c, 'q: 'c>(
        &'c mut self,
        sql: SqlStr,
        parameters: &[AnyTypeInfo],
    ) -> BoxFuture<'c, Result<AnyStatement>> {
        self.inner.prepare_with(sql, parameters)
    }

    fn describe(&mut self, sql: SqlStr) -> BoxFuture<'_, Result<Describe<Any>>> {
        self.inner.describe(sql)
    }
}

/// Logs a statement without its values (`RUST_LOG=statements=trace`).
fn trace(query: &SqlStr) {
    tracing::trace!(target: "statements", sql = query.as_str());
}

/// The rows of a statement, with the watch that lasts until their end.
struct Watched<'c> {
    rows: BoxStream<'c, Result<Either<AnyQueryResult, AnyRow>>>,
    watch: Watch,
}

impl Stream for Watched<'_> {
    type Item = Result<Either<AnyQueryResult, AnyRow>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.rows.as_mut().poll_next(context));
        if !matches!(next, Some(Ok(_))) {
            self.watch.end();
        }
        Poll::Ready(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_carried_and_taken_out_again() {
        for url in ["sqlite:///tmp/a.sqlite?mode=rwc", "postgres://me@host/db?sslmode=require", "postgres://me@host/db"]
        {
            let plain = AnyConnectOptions::from_str(url).unwrap();
            let mut limited = with_limit(plain.clone(), Duration::from_millis(1_500));
            assert_ne!(limited.database_url, plain.database_url);
            assert_eq!(without_limit(limited.database_url.as_str()), url);
            assert_eq!(limit_of(&mut limited), Duration::from_millis(1_500));
            assert_eq!(limited.database_url, plain.database_url);
            assert_eq!(limit_of(&mut limited), LIMIT_OF_COMMANDS);
        }
    }
}
