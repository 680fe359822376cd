//! Whole databases and their files: locking, copying, checking and replacing one, and moving it to PostgreSQL.

pub mod backup;
pub(in crate::store) mod checkpoint;
pub mod database_file;
pub mod database_lock;
pub mod key_file;
pub mod migrate_to;
pub(in crate::store) mod partial_file;
pub mod restore;
pub mod sealed;
pub(in crate::store) mod tables;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [database_file::statements(dialect), sealed::statements(), tables::statements(dialect)].concat()
}
