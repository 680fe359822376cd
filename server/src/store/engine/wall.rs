//! The second wall around a customer: PostgreSQL shows a connection only the rows of the customer that its setting names
//! (`guards/walls.rs` has the policies). It stands behind the conditions of the statements, for the case that one is forgotten.
//!
//! SQLite knows nothing of the kind, so there the wall is none.

use crate::store::engine::dialect::Dialect;
use domain::ids::CustomerId;
use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, AssertSqlSafe, Either, Error, Execute, Executor, SqlStr, Transaction};

/// The setting of a connection that names the customer. Without a value, all rows are seen.
pub(in crate::store) const SETTING: &str = "tenantry.customer";

/// What begins the statement that sets it. The driver sends it only where it changes something (`timed/connection.rs`).
const SET: &str = "SET tenantry.customer = ";

/// Whether a statement sets it for a connection.
pub(super) fn is_set_by(sql: &str) -> bool {
    sql.starts_with(SET)
}

/// The customer around whom the wall stands, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::store) struct Wall(Option<CustomerId>);

impl Wall {
    pub(in crate::store) fn around(customer: CustomerId) -> Self {
        Self(Some(customer))
    }

    /// The value of the setting, quoted. An id has no character that would end it.
    fn value(self) -> String {
        format!("'{}'", self.0.map(|customer| customer.to_string()).unwrap_or_default())
    }

    /// The statement for a connection, until another one comes.
    fn set(self) -> String {
        format!("{SET}{}", self.value())
    }

    /// The statement that begins a transaction behind this wall. It ends with the transaction, and needs no trip of its own.
    fn begin(self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Sqlite => dialect.begin().to_owned(),
            Dialect::Postgres => format!("{}; SET LOCAL {SETTING} = {}", dialect.begin(), self.value()),
        }
    }
}

/// A pool whose connections stand behind a wall, or behind none.
#[derive(Debug, Clone)]
pub(in crate::store) struct WalledPool {
    pool: AnyPool,
    dialect: Dialect,
    wall: Wall,
}

impl WalledPool {
    /// The pool without a wall.
    pub(in crate::store) fn new(pool: AnyPool, dialect: Dialect) -> Self {
        Self { pool, dialect, wall: Wall::default() }
    }

    /// The same connections behind this wall.
    pub(in crate::store) fn behind(&self, wall: Wall) -> Self {
        Self { wall, ..self.clone() }
    }

    /// The pool as it is, whose connections stand behind the wall of who used them last.
    pub(in crate::store) fn bare(&self) -> &AnyPool {
        &self.pool
    }

    pub(in crate::store) async fn close(&self) {
        self.pool.close().await;
    }

    pub(in crate::store) async fn acquire(&self) -> Result<PoolConnection<Any>, Error> {
        self.put_up(self.pool.acquire().await?).await
    }

    /// An unused connection, if there is one.
    pub(in crate::store) async fn try_acquire(&self) -> Result<Option<PoolConnection<Any>>, Error> {
        match self.pool.try_acquire() {
            Some(idle) => self.put_up(idle).await.map(Some),
            None => Ok(None),
        }
    }

    /// Begins a writing transaction.
    pub(in crate::store) async fn begin(&self) -> Result<Transaction<'static, Any>, Error> {
        self.pool.begin_with(AssertSqlSafe(self.wall.begin(self.dialect))).await
    }

    async fn put_up(&self, mut connection: PoolConnection<Any>) -> Result<PoolConnection<Any>, Error> {
        if self.dialect == Dialect::Postgres {
            connection.execute(AssertSqlSafe(self.wall.set())).await?;
        }
        Ok(connection)
    }
}

impl<'p> Executor<'p> for &'_ WalledPool {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let pool = self.clone();
        let rows = async move {
            let mut connection = pool.acquire().await?;
            let rows: Vec<_> = connection.fetch_many(query).try_collect().await?;
            Ok::<_, Error>(stream::iter(rows.into_iter().map(Ok)))
        };
        Box::pin(stream::once(rows).try_flatten())
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<AnyRow>, Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let pool = self.clone();
        Box::pin(async move { pool.acquire().await?.fetch_optional(query).await })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> BoxFuture<'e, Result<AnyStatement, Error>>
    where
        'p: 'e,
    {
        let pool = self.clone();
        Box::pin(async move { pool.acquire().await?.prepare_with(sql, parameters).await })
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<sqlx::Describe<Any>, Error>>
    where
        'p: 'e,
    {
        let pool = self.clone();
        Box::pin(async move { pool.acquire().await?.describe(sql).await })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_wall_is_a_setting_of_a_connection_or_of_a_transaction() {
        let wall = Wall::around(CustomerId::new(Uuid::nil()));
        assert_eq!(wall.set(), "SET tenantry.customer = '00000000-0000-0000-0000-000000000000'");
        assert_eq!(Wall::default().set(), "SET tenantry.customer = ''");
        assert!(
            wall.begin(Dialect::Postgres)
                .ends_with("; SET LOCAL tenantry.customer = '00000000-0000-0000-0000-000000000000'")
        );
        assert_eq!(wall.begin(Dialect::Sqlite), Dialect::Sqlite.begin());
    }
}
