//! Setting the triggers of append-only tables, and checking that they are as they were set. Personal values can be
//! erased from the activity log and the outcomes of operations, and both go with a deleted customer. Old security events can be removed. Nothing else can be
//! changed or removed.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, begin, roll_back};
use crate::store::guards::guarded::{Guarded, TABLES};
use domain::store::StoreError;
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::collections::BTreeMap;

impl Dialect {
    /// The statements that set the triggers.
    pub(in crate::store) fn append_only(self) -> Vec<String> {
        let set = |(name, what)| format!("CREATE TRIGGER IF NOT EXISTS {name} {what}");
        match self {
            Self::Sqlite => {
                let outdated = TABLES.iter().filter_map(Guarded::drop_outdated);
                outdated.chain(TABLES.iter().flat_map(Guarded::sqlite).map(set)).collect()
            }
            Self::Postgres => TABLES.iter().map(Guarded::set_on_postgres).collect(),
        }
    }
}

/// SQLite keeps the text of each trigger.
const SQLITE_TRIGGERS: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1";
/// PostgreSQL gives its own text of each trigger, and whether the trigger is switched on.
const POSTGRES_TRIGGERS: &str = "SELECT CAST(tgname AS TEXT), \
    CAST(tgenabled AS TEXT) || ' ' || pg_get_triggerdef(oid) \
    FROM pg_trigger WHERE tgrelid = CAST(CAST($1 AS TEXT) AS regclass) AND NOT tgisinternal";
const POSTGRES_FUNCTION: &str =
    "SELECT CAST(prosrc AS TEXT) FROM pg_proc WHERE oid = to_regprocedure(CAST($1 AS TEXT) || '()')";
/// The name of a temporary table of the same form. Its triggers are set anew, so they are as they must be.
const PROBE: &str = "guard_probe";

/// The texts of triggers by their names.
type Triggers = BTreeMap<String, String>;

impl SqlStore {
    /// Sets the triggers that refuse every change of the log but erasing personal values. A second call does nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub(in crate::store) async fn guard_activity(&self) -> Result<(), sqlx::Error> {
        for sql in self.dialect.append_only() {
            sqlx::query(AssertSqlSafe(sql)).execute(&self.write).await?;
        }
        Ok(())
    }

    /// The number of triggers that are missing, differ from ours, or are additional ones.
    pub(in crate::store) async fn wrong_triggers(&self) -> Result<usize, StoreError> {
        // The transaction is rolled back. On SQLite it only reads.
        let mut transaction = begin(&self.whole, "BEGIN").await?;
        let mut wrong = 0;
        for table in &TABLES {
            let (mut found, due) = match self.dialect {
                Dialect::Sqlite => {
                    let text = |(name, what): (String, String)| (name.clone(), format!("CREATE TRIGGER {name} {what}"));
                    let due = Triggers::from(table.sqlite().map(text));
                    (triggers(&mut transaction, SQLITE_TRIGGERS, table.name).await?, due)
                }
                Dialect::Postgres => {
                    let due = probe(&mut transaction, table).await?;
                    (triggers(&mut transaction, POSTGRES_TRIGGERS, table.name).await?, due)
                }
            };
            if let Some(old) = table.old_trigger() {
                found.remove(&old);
            }
            wrong += due.iter().filter(|(name, what)| found.get(*name) != Some(*what)).count();
            wrong += found.keys().filter(|name| !due.contains_key(*name)).count();
        }
        if self.dialect == Dialect::Postgres {
            let functions: BTreeMap<_, _> =
                TABLES.iter().map(|table| (table.function, table.function_body())).collect();
            for (function, due) in functions {
                let query = sqlx::query_scalar::<_, String>(POSTGRES_FUNCTION).bind(function);
                let body = query.optional(&mut *transaction).await?;
                wrong += usize::from(body != Some(due));
            }
        }
        roll_back(transaction).await?;
        Ok(wrong)
    }
}

/// The triggers of a table. On PostgreSQL the table's name is left out, because only that name differs in a probe.
async fn triggers(
    transaction: &mut Transaction<'_, Any>,
    sql: &'static str,
    table: &str,
) -> Result<Triggers, StoreError> {
    let query = sqlx::query_as::<_, (String, String)>(sql).bind(table.to_owned());
    let rows = query.all(&mut **transaction).await?;
    if sql == SQLITE_TRIGGERS {
        return Ok(rows.into_iter().collect());
    }
    let nameless = |what: String| {
        let (before, after) = what.split_once(" ON ").unwrap_or((&what, ""));
        format!("{before} ON {}", after.split_once(' ').map_or("", |(_, after)| after))
    };
    Ok(rows.into_iter().map(|(name, what)| (name, nameless(what))).collect())
}

/// PostgreSQL's own texts of our triggers.
async fn probe(transaction: &mut Transaction<'_, Any>, table: &Guarded) -> Result<Triggers, StoreError> {
    let make = format!("CREATE TEMPORARY TABLE {PROBE} (LIKE {})", table.name);
    let set = table.postgres(PROBE).map(|(name, what)| format!("CREATE TRIGGER {name} {what}"));
    for sql in [make].into_iter().chain(set) {
        sqlx::query(AssertSqlSafe(sql)).run(&mut **transaction).await?;
    }
    let found = triggers(transaction, POSTGRES_TRIGGERS, PROBE).await?;
    sqlx::query(AssertSqlSafe(format!("DROP TABLE {PROBE}"))).run(&mut **transaction).await?;
    Ok(found)
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => vec![SQLITE_TRIGGERS.to_owned()],
        Dialect::Postgres => [POSTGRES_TRIGGERS, POSTGRES_FUNCTION].map(String::from).into(),
    }
}
