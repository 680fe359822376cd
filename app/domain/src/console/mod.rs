//! The console's own records: selections, saves and their operations, purchases.

pub mod operation;
pub mod purchase;
pub mod save;
pub mod selection;
