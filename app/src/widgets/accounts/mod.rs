//! Blocking, deleting and restoring users.

pub mod deleted_table;
pub mod dialog;
pub mod offers;
