//! The pages, a file each.

pub mod activity;
pub mod activity_report;
pub mod all_activity;
pub mod customers;
pub mod deleted_users;
pub mod licenses_updated;
pub mod manage_licenses;
pub mod not_found;
pub mod recent_changes;
pub mod selected_users;
pub mod set_up;
pub mod sign_in;
pub mod upload;
pub mod users;
