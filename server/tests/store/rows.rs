//! All rows of a database as text, by the catalog of its engine.

use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// The names of tables with those of their columns.
pub type Tables = BTreeMap<String, Vec<String>>;

pub async fn texts(store: &SqlStore, sql: String) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(store.read_pool()).await.unwrap()
}

/// All tables of Tenantry.
pub async fn tables(store: &SqlStore) -> Tables {
    let sql = match store.dialect() {
        Dialect::Sqlite => {
            "SELECT m.name || '.' || c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c \
             WHERE m.type = 'table' AND m.name NOT LIKE '%sqli%' AND m.name NOT LIKE '%sqlx%' ORDER BY m.name, c.cid"
        }
        Dialect::Postgres => {
            "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name NOT LIKE '%sqlx%' ORDER BY table_name, ordinal_position"
        }
    };
    let mut tables = Tables::new();
    for name in texts(store, sql.into()).await {
        let (table, column) = name.split_once('.').unwrap();
        tables.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    tables
}

/// The rows of a table for which a condition holds, as text.
pub async fn rows(store: &SqlStore, (table, columns): (&str, &[String]), condition: &str) -> Vec<String> {
    let columns: Vec<_> = columns.iter().map(|name| format!("COALESCE(CAST(\"{name}\" AS TEXT), 'none')")).collect();
    let columns = columns.join(" || '|' || ");
    texts(store, format!("SELECT {columns} FROM \"{table}\" WHERE {condition} ORDER BY 1")).await
}

/// All rows of these tables as text.
pub async fn everything(store: &SqlStore, tables: &Tables) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, columns) in tables {
        all.insert(table.clone(), rows(store, (table, columns), "1 = 1").await);
    }
    all
}
