//! Adding and editing users: one transaction or a job, and the rows that it writes.

pub(in crate::store) mod save;
pub(in crate::store) mod write;

pub(in crate::store) use write::statements;
