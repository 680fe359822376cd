//! The activity log: filters, table, report; security events and refusals, and the tabs of both.

pub mod filters;
pub mod log;
pub mod log_of;
pub mod report;
pub mod security_events;
pub mod table;
pub mod tabs;
