//! Changing accounts: blocking, deleting, restoring, resetting, offboarding, and the deletions and purges that are due.

pub(in crate::store) mod due_deletions;
pub(in crate::store) mod offboard;
pub(in crate::store) mod part;
pub(in crate::store) mod purge;
pub(in crate::store) mod save;
pub(in crate::store) mod write;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [due_deletions::statements(), offboard::statements(dialect), purge::statements(), write::statements(dialect)]
        .concat()
}
