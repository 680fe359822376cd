//! Moving all data from a SQLite database into an empty PostgreSQL database.

use crate::store::engine::dialect::Dialect;
use crate::store::files::database_file::{self, FileError};
use crate::store::files::database_lock::{DatabaseLock, DatabaseLockError};
use crate::store::files::tables::{self, Kind, MIGRATIONS_TABLE, StoredTable, UnknownType};
use crate::store::{OpenError, SqlStore};
use domain::rules::data::RulesData;
use domain::store::StoreError;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Connection, SqliteConnection, Transaction};
use std::path::Path;

/// This many rows are read and written at once.
const BATCH: i64 = 5_000;

/// The reason why nothing was moved.
#[derive(Debug, thiserror::Error)]
pub enum MigrateToError {
    /// The database to move from is no SQLite database.
    #[error("Only a SQLite database can be moved, and --database-url names another one.")]
    From,
    /// The database to move to is no PostgreSQL database.
    #[error("The database to move to must be a PostgreSQL database: postgres://user:password@host/name.")]
    To,
    /// The SQLite URL cannot be read.
    #[error("The database URL can't be read: {0}")]
    Url(sqlx::Error),
    /// Another process uses the SQLite database.
    #[error(transparent)]
    DatabaseLock(#[from] DatabaseLockError),
    /// The SQLite database is not as it must be.
    #[error(transparent)]
    File(#[from] FileError),
    /// One of the databases cannot be migrated to this version.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// One of the databases does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The PostgreSQL database cannot be reached.
    #[error("The PostgreSQL database can't be opened: {0}")]
    Connect(sqlx::Error),
    /// The PostgreSQL database belongs to another program.
    #[error("The PostgreSQL database has tables of something else ({0}). Make a new database for Tenantry.")]
    Foreign(String),
    /// The PostgreSQL database has data already.
    #[error(
        "The PostgreSQL database has data already (in {0}), which is left as it is. Make a new database; no other \
         command of Tenantry need be run on it before this one."
    )]
    Filled(String),
    /// The tables of the two databases differ.
    #[error("The two databases differ in the table {0}. Nothing was moved.")]
    Differs(String),
    /// The type of a column exists on one engine only.
    #[error("The column {1} of the table {0} is of a type that can't be moved ({2}). Nothing was moved.")]
    Type(String, String, String),
    /// Tables refer to each other in a circle.
    #[error("The tables {0} refer to each other and can't be moved one after the other. Nothing was moved.")]
    Circle(String),
    /// A text contains a NUL character, which PostgreSQL can't store.
    #[error(
        "PostgreSQL can't store the NUL character, and there is one in the table {table}, column {column}, rowid \
         {row}. Take it out there and try again. Nothing was moved."
    )]
    Nul {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// SQLite's number of the row.
        row: i64,
    },
    /// The SQLite database cannot be read.
    #[error("The table {0} can't be read: {1}. Nothing was moved.")]
    Read(String, sqlx::Error),
    /// The PostgreSQL database refused some rows.
    #[error("The table {0} can't be written: {1}. Nothing was moved.")]
    Write(String, sqlx::Error),
    /// The PostgreSQL database cannot begin or end a transaction.
    #[error("The PostgreSQL database did not take the data: {0}. Nothing was moved.")]
    Commit(sqlx::Error),
    /// Rows were lost or doubled on the way.
    #[error("The table {table} has {from} rows, and {to} of them arrived. Nothing was moved.")]
    Count {
        /// The table.
        table: String,
        /// Rows of the SQLite database.
        from: i64,
        /// Rows of the PostgreSQL database.
        to: i64,
    },
    /// The SQLite database breaks an invariant.
    #[error("The SQLite database is not as it must be: {0}. Nothing was moved.")]
    Broken(String),
    /// The PostgreSQL database breaks an invariant after the move.
    #[error("The data arrived, but is not as it must be: {0}. Do not use the PostgreSQL database: drop it.")]
    Arrived(String),
}

/// Copies everything into an empty PostgreSQL database, in one transaction. Nobody may use the SQLite database
/// meanwhile. It keeps its data. `told` is called after each table with its name and the number of its rows.
///
/// # Errors
/// [`MigrateToError`]. Except for [`MigrateToError::Arrived`], the PostgreSQL database has at most empty tables then.
pub async fn migrate_to(
    from: &str,
    to: &str,
    rules: RulesData,
    told: impl FnMut(&str, i64) + Send,
) -> Result<(), MigrateToError> {
    if Dialect::of(from) != Some(Dialect::Sqlite) {
        return Err(MigrateToError::From);
    }
    if Dialect::of(to) != Some(Dialect::Postgres) {
        return Err(MigrateToError::To);
    }
    let file = database_file::of_url(from).map_err(MigrateToError::Url)?;
    if !file.is_file() {
        return Err(FileError::Missing(file).into());
    }
    let lock = DatabaseLock::alone(&file)?;
    refuse_filled(to).await?;
    bring_up_to_date(from, &file, rules.clone(), &lock).await?;
    let mut source = database_file::hold(&file).await?;
    let target = SqlStore::open(to, rules).await?;
    let moved = move_all(&mut source, &target, told).await;
    target.close().await;
    database_file::close(source, &file).await?;
    lock.end();
    moved
}

/// Refuses a database that is not new, before it is changed.
async fn refuse_filled(to: &str) -> Result<(), MigrateToError> {
    crate::store::engine::timed::install();
    let mut connection = AnyConnection::connect(to).await.map_err(MigrateToError::Connect)?;
    let rows = tables::of_postgres(&mut connection).await.map_err(MigrateToError::Connect)?;
    let names = tables::names(&rows);
    if !names.is_empty() && !names.contains(MIGRATIONS_TABLE) {
        return Err(MigrateToError::Foreign(listed(names)));
    }
    let ours = names.into_iter().filter(|name| *name != MIGRATIONS_TABLE);
    refuse_rows(&mut connection, ours).await?;
    connection.close().await.map_err(MigrateToError::Connect)
}

async fn refuse_rows(
    connection: &mut AnyConnection,
    tables: impl Iterator<Item = &str> + Send,
) -> Result<(), MigrateToError> {
    let mut filled = Vec::new();
    for table in tables {
        let count = sqlx::query_scalar(AssertSqlSafe(tables::count(table)));
        let rows: i64 = count.fetch_one(&mut *connection).await.map_err(MigrateToError::Connect)?;
        if rows > 0 {
            filled.push(table);
        }
    }
    if filled.is_empty() { Ok(()) } else { Err(MigrateToError::Filled(listed(filled))) }
}

/// The first few names and the number of the others.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [first, second, third, _, ..] => format!("{first}, {second}, {third} and {} more", names.len() - 3),
        few => few.join(", "),
    }
}

/// Migrates the SQLite database to this version and checks it.
async fn bring_up_to_date(
    from: &str,
    file: &Path,
    rules: RulesData,
    lock: &DatabaseLock,
) -> Result<(), MigrateToError> {
    let contents = database_file::check(file).await?;
    database_file::refuse_newer(file, contents)?;
    let store = SqlStore::open_as(from, rules, lock.clone(), crate::store::PAGE_LIMIT).await?;
    let broken = broken(&store).await;
    store.close_connections().await;
    broken?.map_or(Ok(()), |words| Err(MigrateToError::Broken(words)))
}

/// The first broken invariant, in words.
async fn broken(store: &SqlStore) -> Result<Option<String>, StoreError> {
    let violations = store.violations().await?;
    Ok(violations.first().map(|found| format!("{} does not hold for {} rows", found.invariant, found.rows)))
}

async fn move_all(
    source: &mut SqliteConnection,
    target: &SqlStore,
    told: impl FnMut(&str, i64) + Send,
) -> Result<(), MigrateToError> {
    let mut transaction = target.write.begin().await.map_err(MigrateToError::Commit)?;
    let tables = same_tables(source, &mut transaction).await?;
    let lock = sqlx::query(AssertSqlSafe(tables::lock(&tables)));
    lock.execute(&mut *transaction).await.map_err(MigrateToError::Commit)?;
    // This is checked again, because now nobody else can write there.
    refuse_rows(&mut transaction, tables.iter().map(|table| table.name.as_str())).await?;
    move_tables(source, &mut transaction, &tables, told).await?;
    transaction.commit().await.map_err(MigrateToError::Commit)?;
    if let Some(sql) = target.dialect.after_bulk_write()
        && let Err(error) = sqlx::query(sql).execute(&target.write).await
    {
        tracing::warn!(%error, "lists may be slow until PostgreSQL looks after its tables by itself");
    }
    broken(target).await?.map_or(Ok(()), |words| Err(MigrateToError::Arrived(words)))
}

/// The tables in an order in which they can be filled. Fails where the tables of the two databases differ.
async fn same_tables(
    source: &mut SqliteConnection,
    target: &mut Transaction<'_, Any>,
) -> Result<Vec<StoredTable>, MigrateToError> {
    let schema = |error| MigrateToError::Read("sqlite_schema".to_owned(), error);
    let unknown = |UnknownType { table, column, kind }| MigrateToError::Type(table, column, kind);
    let here = tables::ours(tables::of_sqlite(source).await.map_err(schema)?).map_err(unknown)?;
    let there = tables::of_postgres(&mut *target).await.map_err(MigrateToError::Connect)?;
    let there = tables::ours(there).map_err(unknown)?;
    let differing = here.iter().find(|table| !there.contains(table));
    if let Some(table) = differing.or_else(|| there.iter().find(|table| !here.contains(table))) {
        return Err(MigrateToError::Differs(table.name.clone()));
    }
    let references = tables::references(source).await.map_err(schema)?;
    tables::in_order(here, &references)
        .map_err(|circle| MigrateToError::Circle(listed(circle.iter().map(String::as_str))))
}

async fn move_tables(
    source: &mut SqliteConnection,
    target: &mut Transaction<'_, Any>,
    tables: &[StoredTable],
    mut told: impl FnMut(&str, i64) + Send,
) -> Result<(), MigrateToError> {
    for table in tables {
        let read = |error| MigrateToError::Read(table.name.clone(), error);
        let write = |error| MigrateToError::Write(table.name.clone(), error);
        let mut last = i64::MIN;
        while let (Some(row), rows) = next_rows(source, table, last).await.map_err(read)? {
            refuse_nul(table, &rows)?;
            let insert = sqlx::query(AssertSqlSafe(table.write())).bind(rows);
            insert.execute(&mut **target).await.map_err(write)?;
            last = row;
        }
        let count = || AssertSqlSafe(table.count());
        let from: i64 = sqlx::query_scalar(count()).fetch_one(&mut *source).await.map_err(read)?;
        let to: i64 = sqlx::query_scalar(count()).fetch_one(&mut **target).await.map_err(write)?;
        if from != to {
            return Err(MigrateToError::Count { table: table.name.clone(), from, to });
        }
        told(&table.name, to);
    }
    Ok(())
}

/// The rows after one as JSON, with the number of the last of them. The number is `None` when there are no rows.
async fn next_rows(
    source: &mut SqliteConnection,
    table: &StoredTable,
    after: i64,
) -> sqlx::Result<(Option<i64>, String)> {
    sqlx::query_as(AssertSqlSafe(table.read())).bind(after).bind(BATCH).fetch_one(source).await
}

/// Refuses rows with a NUL character, and names its place.
fn refuse_nul(table: &StoredTable, rows: &str) -> Result<(), MigrateToError> {
    // This is a NUL character in JSON. A text may also contain just these letters, so a match is looked at closely.
    if !rows.contains("\\u0000") {
        return Ok(());
    }
    let rows: Vec<Vec<serde_json::Value>> = crate::store::engine::stored::from_json(rows)?;
    let texts = table.columns.iter().enumerate().filter(|(_, (_, kind))| **kind == Kind::Text);
    for (at, (column, _)) in texts {
        let holds_nul = |row: &&Vec<serde_json::Value>| {
            row.get(at + 1).and_then(serde_json::Value::as_str).is_some_and(|text| text.contains('\0'))
        };
        if let Some(row) = rows.iter().find(holds_nul) {
            let row = row.first().and_then(serde_json::Value::as_i64).unwrap_or_default();
            return Err(MigrateToError::Nul { table: table.name.clone(), column: column.clone(), row });
        }
    }
    Ok(())
}
