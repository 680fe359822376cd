//! The activity log: filters, table, report.

pub mod filters;
pub mod log;
pub mod query;
pub mod report;
pub mod table;
