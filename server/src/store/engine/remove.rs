//! Removing rows that are no longer needed.

use crate::store::engine::dialect::Dialect;

/// Removes the rows of a table that a condition with an order finds. Many requests do so at once in a flood, so nobody waits for
/// a row that another one holds: it is removed, or used, by that one.
pub(in crate::store) fn remove(dialect: Dialect, (table, key): (&str, &str), which: &str) -> String {
    let not_held = dialect.not_held();
    format!(
        "WITH gone AS MATERIALIZED (SELECT {key} FROM {table} WHERE {which}{not_held}) \
         DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM gone)"
    )
}
