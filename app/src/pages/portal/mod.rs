//! The pages of a customer's portal, one file each.

pub mod account;
pub mod activity;
pub mod billing;
pub mod dashboard;
pub mod deleted;
pub mod edit_users;
pub mod users;
