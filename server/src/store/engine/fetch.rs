//! Runs statements like sqlx, with the store's error.

use crate::store::engine::error::database;
use crate::store::engine::stored::from_json;
use domain::access::CustomerScope;
use domain::store::StoreError;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::pool::PoolConnection;
use sqlx::query::{Query, QueryAs, QueryScalar};
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Executor, FromRow, Transaction};

type Result<T> = std::result::Result<T, StoreError>;

/// A statement that returns rows.
pub(in crate::store) trait Fetch<T>: Sized {
    /// Every row.
    fn all<'c>(self, connection: impl Executor<'c, Database = Any>) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// The only row, which always exists.
    fn one<'c>(self, connection: impl Executor<'c, Database = Any>) -> impl Future<Output = Result<T>> + Send;

    /// The row, if there is one.
    fn optional<'c>(
        self,
        connection: impl Executor<'c, Database = Any>,
    ) -> impl Future<Output = Result<Option<T>>> + Send;
}

impl<T> Fetch<T> for QueryAs<'_, Any, T, AnyArguments>
where
    T: for<'row> FromRow<'row, AnyRow> + Send + Unpin,
{
    async fn all<'c>(self, connection: impl Executor<'c, Database = Any>) -> Result<Vec<T>> {
        self.fetch_all(connection).await.map_err(database)
    }

    async fn one<'c>(self, connection: impl Executor<'c, Database = Any>) -> Result<T> {
        self.fetch_one(connection).await.map_err(database)
    }

    async fn optional<'c>(self, connection: impl Executor<'c, Database = Any>) -> Result<Option<T>> {
        self.fetch_optional(connection).await.map_err(database)
    }
}

impl<T> Fetch<T> for QueryScalar<'_, Any, T, AnyArguments>
where
    T: Send + Unpin,
    (T,): for<'row> FromRow<'row, AnyRow> + Send + Unpin,
{
    async fn all<'c>(self, connection: impl Executor<'c, Database = Any>) -> Result<Vec<T>> {
        self.fetch_all(connection).await.map_err(database)
    }

    async fn one<'c>(self, connection: impl Executor<'c, Database = Any>) -> Result<T> {
        self.fetch_one(connection).await.map_err(database)
    }

    async fn optional<'c>(self, connection: impl Executor<'c, Database = Any>) -> Result<Option<T>> {
        self.fetch_optional(connection).await.map_err(database)
    }
}

/// A statement that writes.
pub(in crate::store) trait Execute {
    /// Runs the statement, and returns the number of affected rows.
    fn run<'c>(self, connection: impl Executor<'c, Database = Any>) -> impl Future<Output = Result<u64>> + Send;
}

impl Execute for Query<'_, Any, AnyArguments> {
    async fn run<'c>(self, connection: impl Executor<'c, Database = Any>) -> Result<u64> {
        self.execute(connection).await.map(|done| done.rows_affected()).map_err(database)
    }
}

/// A connection of a pool, for several statements.
pub(in crate::store) async fn connection(pool: &AnyPool) -> Result<PoolConnection<Any>> {
    pool.acquire().await.map_err(database)
}

/// Begins a transaction with this statement.
pub(in crate::store) async fn begin(pool: &AnyPool, statement: &'static str) -> Result<Transaction<'static, Any>> {
    pool.begin_with(statement).await.map_err(database)
}

/// Rolls a transaction back, for a trial.
pub(in crate::store) async fn roll_back(transaction: Transaction<'_, Any>) -> Result<()> {
    transaction.rollback().await.map_err(database)
}

/// Commits a transaction without a customer; others are a `CustomerTransaction`.
pub(in crate::store) async fn commit(transaction: Transaction<'_, Any>) -> Result<()> {
    transaction.commit().await.map_err(database)
}

/// Reads the rows of a statement about some of a customer's users. The statement returns them as one JSON text.
pub(in crate::store) async fn read<O: DeserializeOwned>(
    connection: &mut AnyConnection,
    sql: String,
    scope: CustomerScope,
    of: &str,
) -> Result<O> {
    let text: String =
        sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope.customer().to_string()).bind(of).one(connection).await?;
    from_json(&text)
}
