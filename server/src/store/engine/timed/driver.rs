//! The parts of a driver that sqlx requires besides its connection. `Any` only uses the way to connect. Rows, values
//! and statements are those of `Any`, so the types in their place here have no values.

use super::connection::TimedConnection;
use sqlx::any::{AnyConnectOptions, AnyQueryResult, AnyTypeInfo};
use sqlx::{
    Arguments, Column, ColumnIndex, ConnectOptions, Connection, Database, Either, Error, Result, Row, SqlStr,
    Statement, Transaction, Type, Value, ValueRef,
};
use sqlx_core::Url;
use sqlx_core::any::AnyConnectionBackend;
use sqlx_core::encode::Encode;
use sqlx_core::error::BoxDynError;
use sqlx_core::transaction::TransactionManager;
use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

/// Both engines, with connections that limit their statements.
#[derive(Debug)]
pub struct Timed;

impl Database for Timed {
    type Connection = TimedConnection;
    type TransactionManager = Transactions;
    type Row = Never;
    type QueryResult = AnyQueryResult;
    type Column = Never;
    type TypeInfo = AnyTypeInfo;
    type Value = Never;
    type ValueRef<'r> = Never;
    type Arguments = NoArguments;
    type ArgumentBuffer = ();
    type Statement = Never;

    const NAME: &'static str = "SQLite or PostgreSQL";
    const URL_SCHEMES: &'static [&'static str] = &["sqlite", "postgres", "postgresql"];
}

/// The options of a connection.
#[derive(Debug, Clone)]
pub struct TimedOptions(AnyConnectOptions);

impl<'a> TryFrom<&'a AnyConnectOptions> for TimedOptions {
    type Error = Error;

    fn try_from(options: &'a AnyConnectOptions) -> Result<Self> {
        Ok(Self(options.clone()))
    }
}

impl FromStr for TimedOptions {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self> {
        url.parse().map(Self)
    }
}

impl ConnectOptions for TimedOptions {
    type Connection = TimedConnection;

    fn from_url(url: &Url) -> Result<Self> {
        AnyConnectOptions::from_url(url).map(Self)
    }

    async fn connect(&self) -> Result<TimedConnection> {
        TimedConnection::open(self.0.clone()).await
    }

    fn log_statements(self, level: log::LevelFilter) -> Self {
        Self(self.0.log_statements(level))
    }

    fn log_slow_statements(self, level: log::LevelFilter, duration: Duration) -> Self {
        Self(self.0.log_slow_statements(level, duration))
    }
}

impl Connection for TimedConnection {
    type Database = Timed;
    type Options = TimedOptions;

    async fn close(self) -> Result<()> {
        AnyConnectionBackend::close(Box::new(self)).await
    }

    async fn close_hard(self) -> Result<()> {
        AnyConnectionBackend::close_hard(Box::new(self)).await
    }

    async fn ping(&mut self) -> Result<()> {
        AnyConnectionBackend::ping(self).await
    }

    async fn begin(&mut self) -> Result<Transaction<'_, Timed>> {
        Transaction::begin(self, None).await
    }

    fn shrink_buffers(&mut self) {
        AnyConnectionBackend::shrink_buffers(self);
    }

    async fn flush(&mut self) -> Result<()> {
        AnyConnectionBackend::flush(self).await
    }

    fn should_flush(&self) -> bool {
        AnyConnectionBackend::should_flush(self)
    }
}

/// Transactions of such a connection.
#[derive(Debug)]
pub struct Transactions;

impl TransactionManager for Transactions {
    type Database = Timed;

    async fn begin(connection: &mut TimedConnection, statement: Option<SqlStr>) -> Result<()> {
        AnyConnectionBackend::begin(connection, statement).await
    }

    async fn commit(connection: &mut TimedConnection) -> Result<()> {
        AnyConnectionBackend::commit(connection).await
    }

    async fn rollback(connection: &mut TimedConnection) -> Result<()> {
        AnyConnectionBackend::rollback(connection).await
    }

    fn start_rollback(connection: &mut TimedConnection) {
        AnyConnectionBackend::start_rollback(connection);
    }

    fn get_transaction_depth(connection: &TimedConnection) -> usize {
        AnyConnectionBackend::get_transaction_depth(connection)
    }
}

/// A type without values.
#[derive(Debug, Clone)]
pub enum Never {}

impl Row for Never {
    type Database = Timed;

    fn columns(&self) -> &[Self] {
        match *self {}
    }

    fn try_get_raw<I: ColumnIndex<Self>>(&self, _: I) -> Result<Self> {
        match *self {}
    }
}

impl Column for Never {
    type Database = Timed;

    fn ordinal(&self) -> usize {
        match *self {}
    }

    fn name(&self) -> &str {
        match *self {}
    }

    fn type_info(&self) -> &AnyTypeInfo {
        match *self {}
    }
}

impl Value for Never {
    type Database = Timed;

    fn as_ref(&self) -> Self {
        match *self {}
    }

    fn type_info(&self) -> Cow<'_, AnyTypeInfo> {
        match *self {}
    }

    fn is_null(&self) -> bool {
        match *self {}
    }
}

impl ValueRef<'_> for Never {
    type Database = Timed;

    fn to_owned(&self) -> Self {
        match *self {}
    }

    fn type_info(&self) -> Cow<'_, AnyTypeInfo> {
        match *self {}
    }

    fn is_null(&self) -> bool {
        match *self {}
    }
}

impl Statement for Never {
    type Database = Timed;

    fn into_sql(self) -> SqlStr {
        match self {}
    }

    fn sql(&self) -> &SqlStr {
        match *self {}
    }

    fn parameters(&self) -> Option<Either<&[AnyTypeInfo], usize>> {
        match *self {}
    }

    fn columns(&self) -> &[Self] {
        match *self {}
    }

    sqlx_core::impl_statement_query!(NoArguments);
}

/// The arguments of a statement that is never sent this way.
#[derive(Debug, Default)]
pub struct NoArguments;

impl Arguments for NoArguments {
    type Database = Timed;

    fn reserve(&mut self, _: usize, _: usize) {}

    fn add<'t, T: Encode<'t, Timed> + Type<Timed>>(&mut self, _: T) -> Result<(), BoxDynError> {
        Err("statements are sent by `Any`".into())
    }

    fn len(&self) -> usize {
        0
    }
}

sqlx_core::impl_into_arguments_for_arguments!(NoArguments);
