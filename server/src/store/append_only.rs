//! Triggers by engine: the activity log and the outcomes of operations can be added to, and personal values can be erased
//! from them, but nothing else can be changed or removed.

use super::dialect::Dialect;
use super::{SqlStore, database};
use domain::store::StoreError;
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::collections::BTreeMap;

const REFUSAL: &str = "the activity log is append-only";

/// A table that is only added to.
struct Guarded {
    name: &'static str,
    /// What an update leaves as it is.
    fixed: &'static [&'static str],
    /// How its personal values are once they are erased.
    erased: &'static str,
    /// The name of the trigger that says so. Since the table has more columns it is another one; the first may stand beside
    /// it.
    update_trigger: &'static str,
    /// The one of before.
    old_update_trigger: &'static str,
    /// What no two rows have alike.
    keys: [&'static str; 2],
}

const TABLES: [Guarded; 2] = [
    Guarded {
        name: "activity",
        fixed: &[
            "id",
            "customer_id",
            "sequence",
            "at",
            "action",
            "actor_id",
            "subject_id",
            "details",
            "request_id",
            "sealed_later",
            "about",
            "previous_hash",
            "hash",
        ],
        erased: "NEW.actor_name IS NULL AND NEW.address IS NULL AND NEW.reason IS NULL",
        update_trigger: "only_erased_with_reason",
        old_update_trigger: "only_erased",
        keys: ["k.id = NEW.id", "k.customer_id = NEW.customer_id AND k.sequence = NEW.sequence"],
    },
    Guarded {
        name: "operation_user",
        fixed: &["operation_id", "position", "customer_id", "user_id", "outcome", "code", "before", "after", "chunk"],
        erased: "NEW.name = '' AND NEW.upn = '' AND NEW.message = ''",
        update_trigger: "only_erased_with_chunk",
        old_update_trigger: "only_erased",
        keys: [
            "k.operation_id = NEW.operation_id AND k.position = NEW.position",
            "k.operation_id = NEW.operation_id AND k.user_id = NEW.user_id",
        ],
    },
];

impl Guarded {
    /// Whether an update is an erasure.
    fn erases(&self) -> String {
        let fixed = self.fixed.iter().map(|column| format!("NEW.{column} IS NOT DISTINCT FROM OLD.{column}"));
        let fixed = fixed.collect::<Vec<_>>().join(" AND ");
        let Self { erased, .. } = self;
        format!(
            "{fixed} AND {erased} AND OLD.salt IS NOT NULL AND NEW.salt IS NULL \
             AND OLD.personal_digest IS NULL AND NEW.personal_digest IS NOT NULL"
        )
    }

    /// Each trigger by its name, with what it says. SQLite's `INSERT OR REPLACE` would remove a row without asking the
    /// trigger for that.
    fn sqlite(&self) -> [(String, String); 3] {
        let Self { name, update_trigger, keys: [one, other], .. } = self;
        let (refuse, erases) = (format!("BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"), self.erases());
        let same = format!("SELECT 1 FROM {name} AS k WHERE {one} OR ({other}) OR k.rowid = NEW.rowid");
        [
            (format!("{name}_never_deleted"), format!("BEFORE DELETE ON {name} {refuse}")),
            (format!("{name}_never_replaced"), format!("BEFORE INSERT ON {name} WHEN EXISTS ({same}) {refuse}")),
            (format!("{name}_{update_trigger}"), format!("BEFORE UPDATE ON {name} WHEN NOT ({erases}) {refuse}")),
        ]
    }

    /// The same on PostgreSQL, for this table or one of its form.
    fn postgres(&self, table: &str) -> [(String, String); 3] {
        let Self { name, update_trigger, .. } = self;
        let refuse = "EXECUTE FUNCTION refuse_change_of_activity()";
        let erases = self.erases();
        [
            (format!("{name}_never_deleted"), format!("BEFORE DELETE ON {table} FOR EACH ROW {refuse}")),
            (format!("{name}_never_emptied"), format!("BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")),
            (
                format!("{name}_{update_trigger}"),
                format!("BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NOT ({erases})) {refuse}"),
            ),
        ]
    }

    /// One statement under a lock of its own: of two servers that start at once the second finds the triggers there.
    fn set_on_postgres(&self) -> String {
        let name = self.name;
        let triggers = self.postgres(name);
        let names = triggers.iter().map(|(trigger, _)| format!("'{trigger}'")).collect::<Vec<_>>().join(", ");
        let set = triggers.map(|(trigger, what)| {
            format!("DROP TRIGGER IF EXISTS {trigger} ON {name}; CREATE TRIGGER {trigger} {what}; ")
        });
        format!(
            "DO $$ BEGIN PERFORM pg_advisory_xact_lock(7236901); \
             IF 3 <> (SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = CAST('{name}' AS regclass) \
             AND tgname IN ({names})) \
             THEN CREATE OR REPLACE FUNCTION refuse_change_of_activity() RETURNS trigger LANGUAGE plpgsql AS \
             $f${}$f$; {}END IF; END $$",
            function_body(),
            set.concat()
        )
    }
}

/// What PostgreSQL's triggers run.
fn function_body() -> String {
    format!(" BEGIN RAISE EXCEPTION '{REFUSAL}'; END ")
}

impl Dialect {
    /// The statements that set the triggers.
    pub(super) fn append_only(self) -> Vec<String> {
        let set = |(name, what)| format!("CREATE TRIGGER IF NOT EXISTS {name} {what}");
        match self {
            Self::Sqlite => TABLES.iter().flat_map(Guarded::sqlite).map(set).collect(),
            Self::Postgres => TABLES.iter().map(Guarded::set_on_postgres).collect(),
        }
    }
}

/// SQLite keeps the text of each trigger.
const SQLITE_TRIGGERS: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1";
/// PostgreSQL gives what it understood, and whether the trigger is switched on.
const POSTGRES_TRIGGERS: &str = "SELECT CAST(tgname AS TEXT), CAST(tgenabled AS TEXT) || ' ' || pg_get_triggerdef(oid) \
    FROM pg_trigger WHERE tgrelid = CAST(CAST($1 AS TEXT) AS regclass) AND NOT tgisinternal";
const POSTGRES_FUNCTION: &str =
    "SELECT CAST(prosrc AS TEXT) FROM pg_proc WHERE oid = to_regprocedure('refuse_change_of_activity()')";
/// A table of the same form, whose triggers are what they must be.
const PROBE: &str = "guard_probe";

type Triggers = BTreeMap<String, String>;

impl SqlStore {
    /// How many of the triggers are gone, are others than they must be, or stand there without being ours.
    pub(super) async fn wrong_triggers(&self) -> Result<usize, StoreError> {
        // Nothing of it stays, and SQLite only reads.
        let mut transaction = self.whole.begin().await.map_err(database)?;
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
            found.remove(&format!("{}_{}", table.name, table.old_update_trigger));
            wrong += due.iter().filter(|(name, what)| found.get(*name) != Some(*what)).count();
            wrong += found.keys().filter(|name| !due.contains_key(*name)).count();
        }
        if self.dialect == Dialect::Postgres {
            let query = sqlx::query_scalar::<_, String>(POSTGRES_FUNCTION);
            let body = query.fetch_optional(&mut *transaction).await.map_err(database)?;
            wrong += usize::from(body != Some(function_body()));
        }
        transaction.rollback().await.map_err(database)?;
        Ok(wrong)
    }
}

/// The triggers of a table; on PostgreSQL without the table's name, by which alone a probe differs.
async fn triggers(
    transaction: &mut Transaction<'_, Any>,
    sql: &'static str,
    table: &str,
) -> Result<Triggers, StoreError> {
    let query = sqlx::query_as::<_, (String, String)>(sql).bind(table.to_owned());
    let rows = query.fetch_all(&mut **transaction).await.map_err(database)?;
    if sql == SQLITE_TRIGGERS {
        return Ok(rows.into_iter().collect());
    }
    let nameless = |what: String| {
        let (before, after) = what.split_once(" ON ").unwrap_or((&what, ""));
        format!("{before} ON {}", after.split_once(' ').map_or("", |(_, after)| after))
    };
    Ok(rows.into_iter().map(|(name, what)| (name, nameless(what))).collect())
}

/// What PostgreSQL makes of our triggers.
async fn probe(transaction: &mut Transaction<'_, Any>, table: &Guarded) -> Result<Triggers, StoreError> {
    let make = format!("CREATE TEMPORARY TABLE {PROBE} (LIKE {})", table.name);
    let set = table.postgres(PROBE).map(|(name, what)| format!("CREATE TRIGGER {name} {what}"));
    for sql in [make].into_iter().chain(set) {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut **transaction).await.map_err(database)?;
    }
    let found = triggers(transaction, POSTGRES_TRIGGERS, PROBE).await?;
    sqlx::query(AssertSqlSafe(format!("DROP TABLE {PROBE}"))).execute(&mut **transaction).await.map_err(database)?;
    Ok(found)
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => vec![SQLITE_TRIGGERS.to_owned()],
        Dialect::Postgres => [POSTGRES_TRIGGERS, POSTGRES_FUNCTION].map(String::from).into(),
    }
}
