//! The counts of an operation, as its row has them. They are here because the log's digest of an operation covers them.

use domain::console::operation::OperationCounts;

/// The columns of counts in a row of `operation`.
#[derive(Clone, Copy, sqlx::FromRow)]
pub(in crate::store) struct StoredCounts {
    pub user_count: i64,
    pub changed_count: i64,
    pub failed_count: i64,
    pub unchanged_count: i64,
    pub assigned_count: i64,
    pub revoked_count: i64,
    pub direct_removed_count: i64,
}

impl From<StoredCounts> for OperationCounts {
    fn from(stored: StoredCounts) -> Self {
        Self {
            users: stored.user_count,
            changed: stored.changed_count,
            failed: stored.failed_count,
            unchanged: stored.unchanged_count,
            assigned: stored.assigned_count,
            revoked: stored.revoked_count,
            direct_removed: stored.direct_removed_count,
        }
    }
}
