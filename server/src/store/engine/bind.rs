//! Conditions composed of constant fragments, with numbered binds.

use crate::store::engine::fetch::Execute;
use domain::store::StoreError;
use sqlx::any::AnyArguments;
use sqlx::query::{QueryAs, QueryScalar};
use sqlx::{Any, AnyConnection, AssertSqlSafe};

/// A value to bind.
#[derive(Debug, Clone)]
pub(in crate::store) enum Bind {
    Text(String),
    Int(i64),
}

/// SQL text with its binds, in the order of their numbers.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Statement {
    pub sql: String,
    pub binds: Vec<Bind>,
}

impl Statement {
    pub(in crate::store) fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), binds: Vec::new() }
    }

    /// Adds a value, and returns the number that refers to it in the text.
    pub(in crate::store) fn bind(&mut self, value: impl Into<Bind>) -> usize {
        self.binds.push(value.into());
        self.binds.len()
    }

    pub(in crate::store) fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    /// The query for rows. The text is composed only of constants of this crate, so it is safe.
    pub(in crate::store) fn rows<O>(self) -> QueryAs<'static, Any, O, AnyArguments>
    where
        O: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow>,
    {
        self.binds.into_iter().fold(sqlx::query_as(AssertSqlSafe(self.sql)), |query, value| match value {
            Bind::Text(text) => query.bind(text),
            Bind::Int(int) => query.bind(int),
        })
    }

    /// Executes the statement, and returns the number of affected rows.
    pub(in crate::store) async fn execute(self, connection: &mut AnyConnection) -> Result<u64, StoreError> {
        let query = self.binds.into_iter().fold(sqlx::query(AssertSqlSafe(self.sql)), |query, value| match value {
            Bind::Text(text) => query.bind(text),
            Bind::Int(int) => query.bind(int),
        });
        query.run(connection).await
    }

    /// The query for one value.
    pub(in crate::store) fn scalar<O>(self) -> QueryScalar<'static, Any, O, AnyArguments>
    where
        (O,): for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow>,
    {
        self.binds.into_iter().fold(sqlx::query_scalar(AssertSqlSafe(self.sql)), |query, value| match value {
            Bind::Text(text) => query.bind(text),
            Bind::Int(int) => query.bind(int),
        })
    }
}

impl From<String> for Bind {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Bind {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Bind {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}
