//! Adding and editing users: one transaction or a job, and the rows that it writes. Users who also get access here.

mod new_person;
mod removed_person;
mod renamed_person;
pub(in crate::store) mod save;
pub(in crate::store) mod write;

pub(in crate::store) use write::statements;
