//! The triggers that keep the log append-only.

use super::super::SqlStore;
use sqlx::AssertSqlSafe;

impl SqlStore {
    /// Sets the triggers that refuse every change of the log but erasing personal values. A second time does nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub(in super::super) async fn guard_activity(&self) -> Result<(), sqlx::Error> {
        for sql in self.dialect.append_only() {
            sqlx::query(AssertSqlSafe(sql)).execute(&self.write).await?;
        }
        Ok(())
    }
}
