//! The tables of a database, as its catalog lists them, and the statements that move their rows from SQLite to
//! PostgreSQL.

use crate::store::engine::dialect::Dialect;
use sqlx::{Any, AnyConnection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// The table of the migrations. Each database has its own rows in it.
pub(in crate::store) const MIGRATIONS_TABLE: &str = "_sqlx_migrations";

const SQLITE_COLUMNS: &str = "SELECT m.name AS table_name, c.name AS column_name, c.type AS column_type \
    FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c \
    WHERE m.type = 'table' AND substr(m.name, 1, 7) <> 'sqlite_' ORDER BY m.name, c.cid";
const SQLITE_REFERENCES: &str = "SELECT m.name, f.\"table\" FROM sqlite_schema AS m \
    JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'";
const POSTGRES_COLUMNS: &str = "SELECT CAST(t.relname AS TEXT) AS table_name, CAST(c.attname AS TEXT) AS column_name, \
    CAST(format_type(c.atttypid, NULL) AS TEXT) AS column_type \
    FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace \
    JOIN pg_attribute AS c ON c.attrelid = t.oid WHERE n.nspname = current_schema() AND t.relkind IN ('r', 'p') \
    AND c.attnum > 0 AND NOT c.attisdropped ORDER BY t.relname, c.attnum";

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Kind {
    Text,
    Int,
}

/// A table with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct StoredTable {
    pub(in crate::store) name: String,
    pub(in crate::store) columns: BTreeMap<String, Kind>,
}

/// A column whose type exists on one of the engines only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct UnknownType {
    pub(in crate::store) table: String,
    pub(in crate::store) column: String,
    pub(in crate::store) kind: String,
}

/// A column in the catalog of a database.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct ColumnRow {
    table_name: String,
    column_name: String,
    column_type: String,
}

/// The columns of all tables of a SQLite database.
pub(in crate::store) async fn of_sqlite(connection: &mut SqliteConnection) -> sqlx::Result<Vec<ColumnRow>> {
    sqlx::query_as(SQLITE_COLUMNS).fetch_all(connection).await
}

/// The columns of all tables of a PostgreSQL database.
pub(in crate::store) async fn of_postgres(connection: &mut AnyConnection) -> sqlx::Result<Vec<ColumnRow>> {
    sqlx::query_as::<Any, _>(POSTGRES_COLUMNS).fetch_all(connection).await
}

/// The tables of a SQLite database with the other tables that they refer to.
pub(in crate::store) async fn references(
    connection: &mut SqliteConnection,
) -> sqlx::Result<BTreeSet<(String, String)>> {
    let all: Vec<(String, String)> = sqlx::query_as(SQLITE_REFERENCES).fetch_all(connection).await?;
    Ok(all.into_iter().filter(|(table, other)| table != other).collect())
}

/// The names of the tables.
pub(in crate::store) fn names(rows: &[ColumnRow]) -> BTreeSet<&str> {
    rows.iter().map(|row| row.table_name.as_str()).collect()
}

/// The tables of Tenantry in the order of their names, without [`MIGRATIONS_TABLE`].
pub(in crate::store) fn ours(rows: Vec<ColumnRow>) -> Result<Vec<StoredTable>, UnknownType> {
    let mut tables: BTreeMap<String, BTreeMap<String, Kind>> = BTreeMap::new();
    for ColumnRow { table_name: table, column_name: column, column_type: kind } in rows {
        if table == MIGRATIONS_TABLE {
            continue;
        }
        let known = match kind.to_ascii_uppercase().as_str() {
            "TEXT" => Kind::Text,
            "BIGINT" => Kind::Int,
            _ => return Err(UnknownType { table, column, kind }),
        };
        tables.entry(table).or_default().insert(column, known);
    }
    Ok(tables.into_iter().map(|(name, columns)| StoredTable { name, columns }).collect())
}

/// Orders the tables so that each comes after the tables that it refers to. Tables that refer to each other in a circle
/// are the error.
pub(in crate::store) fn in_order(
    mut tables: Vec<StoredTable>,
    references: &BTreeSet<(String, String)>,
) -> Result<Vec<StoredTable>, Vec<String>> {
    let mut ordered = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let waiting: BTreeSet<String> = tables.iter().map(|table| table.name.clone()).collect();
        let waits =
            |table: &StoredTable| references.iter().any(|(from, to)| *from == table.name && waiting.contains(to));
        let (later, now): (Vec<_>, Vec<_>) = tables.into_iter().partition(waits);
        if now.is_empty() {
            return Err(later.into_iter().map(|table| table.name).collect());
        }
        ordered.extend(now);
        tables = later;
    }
    Ok(ordered)
}

/// A name in quotation marks. Both engines accept it, even if it is a keyword.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl StoredTable {
    fn quoted_columns(&self) -> Vec<String> {
        self.columns.keys().map(|name| quoted(name)).collect()
    }

    /// Reads the next `$2` rows after row `$1` from SQLite. Gives the number of the last row, and a JSON array of
    /// arrays. Each of these has the row's number before its columns.
    pub(in crate::store) fn read(&self) -> String {
        let columns = self.quoted_columns();
        let values: Vec<String> = columns.iter().map(|column| format!("s.{column}")).collect();
        format!(
            "SELECT MAX(s.row_number), json_group_array(json_array(s.row_number, {})) \
             FROM (SELECT rowid AS row_number, {} FROM {} WHERE rowid > $1 ORDER BY rowid LIMIT $2) AS s",
            values.join(", "),
            columns.join(", "),
            quoted(&self.name)
        )
    }

    /// Writes rows to PostgreSQL. `$1` is the JSON array that [`StoredTable::read`] gave.
    pub(in crate::store) fn write(&self) -> String {
        let value = |(at, kind): (usize, &Kind)| match kind {
            Kind::Text => Dialect::Postgres.text(at + 1),
            Kind::Int => Dialect::Postgres.int(at + 1),
        };
        let values: Vec<String> = self.columns.values().enumerate().map(value).collect();
        format!(
            "INSERT INTO {} ({}) SELECT {} FROM {}",
            quoted(&self.name),
            self.quoted_columns().join(", "),
            values.join(", "),
            Dialect::Postgres.rows(1)
        )
    }

    /// The number of its rows.
    pub(in crate::store) fn count(&self) -> String {
        count(&self.name)
    }
}

/// The number of rows of a table.
pub(in crate::store) fn count(table: &str) -> String {
    format!("SELECT COUNT(*) FROM {}", quoted(table))
}

/// Keeps others from writing to these tables of PostgreSQL until the transaction ends.
pub(in crate::store) fn lock(tables: &[StoredTable]) -> String {
    let names: Vec<String> = tables.iter().map(|table| quoted(&table.name)).collect();
    format!("LOCK TABLE {} IN EXCLUSIVE MODE", names.join(", "))
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let columns = [("id", Kind::Text), ("version", Kind::Int)].map(|(name, kind)| (name.to_owned(), kind));
    let customer = StoredTable { name: "customer".to_owned(), columns: columns.into() };
    match dialect {
        Dialect::Sqlite => vec![SQLITE_COLUMNS.into(), SQLITE_REFERENCES.into(), customer.read(), customer.count()],
        Dialect::Postgres => vec![POSTGRES_COLUMNS.into(), customer.write(), customer.count()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> StoredTable {
        StoredTable { name: name.into(), columns: BTreeMap::new() }
    }

    fn order(names: &[&str], references: &[(&str, &str)]) -> Result<Vec<String>, Vec<String>> {
        let references = references.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        let tables = names.iter().map(|name| table(name)).collect();
        in_order(tables, &references).map(|tables| tables.into_iter().map(|table| table.name).collect())
    }

    #[test]
    fn tables_come_after_those_they_refer_to() {
        let references = [("a", "b"), ("b", "d"), ("a", "d"), ("c", "gone")];
        assert_eq!(order(&["a", "b", "c", "d"], &references), Ok(["c", "d", "b", "a"].map(String::from).into()));
        let circle = [("a", "b"), ("b", "a"), ("c", "a")];
        assert_eq!(order(&["a", "b", "c", "d"], &circle), Err(["a", "b", "c"].map(String::from).into()));
    }

    #[test]
    fn a_type_of_one_engine_alone_is_named() {
        let row = |table: &str, kind: &str| ColumnRow {
            table_name: table.into(),
            column_name: "column".into(),
            column_type: kind.into(),
        };
        let found = ours(vec![row("a", "bigint"), row(MIGRATIONS_TABLE, "BLOB"), row("b", "TEXT")]).unwrap();
        assert_eq!(found.iter().map(|table| table.columns["column"]).collect::<Vec<_>>(), [Kind::Int, Kind::Text]);
        let unknown = UnknownType { table: "b".into(), column: "column".into(), kind: "bytea".into() };
        assert_eq!(ours(vec![row("a", "TEXT"), row("b", "bytea")]), Err(unknown));
    }
}
