//! Row-level security on PostgreSQL: the policies behind the wall around a customer (`engine/wall.rs`).
//!
//! Every table whose rows all belong to a customer has one. They are found by their column, so that a new table can't be
//! forgotten. The owner of the tables is who connects, so the policies are forced on the owner too. Rows of other customers
//! can be neither read nor written while the setting names a customer; without it, all can.
//!
//! A superuser passes all policies, and so does a role with `BYPASSRLS`. Then there is no wall, and the log says so.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::wall::SETTING;
use sqlx::AssertSqlSafe;

/// The setting is read once for each statement. PostgreSQL takes such an alternative as true for every second row; with a range in its
/// place no row would cost anything, but it would expect hardly any row, and walk tables in the wrong order.
const CONDITION: &str = "(SELECT COALESCE(current_setting('{setting}', true), '') = '') \
    OR {column} = (SELECT current_setting('{setting}', true))";

/// One statement under a lock of its own. If two servers start at the same time, the second one finds the policies in place.
const BUILD: &str = "DO $$ DECLARE one record; BEGIN PERFORM pg_advisory_xact_lock(7236902); \
    FOR one IN SELECT c.relname, a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid \
    WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind = 'r' AND NOT a.attisdropped AND a.attnotnull \
    AND (a.attname = 'customer_id' OR (c.relname = 'customer' AND a.attname = 'id')) \
    AND NOT EXISTS (SELECT 1 FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polname = 'customer_wall') \
    LOOP EXECUTE format('CREATE POLICY customer_wall ON %I USING ({condition})', one.relname, one.attname); \
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', one.relname); \
    END LOOP; END $$";

const PASSES_WALLS: &str = "SELECT COUNT(*) FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)";

impl SqlStore {
    /// Sets the policies that are missing, and warns of a role that passes them.
    ///
    /// # Errors
    /// When the database refuses.
    pub(in crate::store) async fn build_walls(&self) -> Result<(), sqlx::Error> {
        if self.dialect == Dialect::Sqlite {
            return Ok(());
        }
        sqlx::query(AssertSqlSafe(build())).execute(&self.whole).await?;
        let passes: i64 = sqlx::query_scalar(PASSES_WALLS).fetch_one(&self.vital).await?;
        if passes > 0 {
            tracing::warn!(
                "The role of the database passes row-level security, so there is no second wall between customers. Connect \
                 as a role that is no superuser and has no BYPASSRLS (docs/security.md)."
            );
        }
        Ok(())
    }
}

fn build() -> String {
    let condition = CONDITION.replace("{setting}", SETTING).replace("{column}", "%I").replace('\'', "''");
    BUILD.replace("{condition}", &condition)
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres => vec![PASSES_WALLS.into()],
    }
}
