//! The pages, one file each.

pub mod activity;
pub mod activity_report;
pub mod add_user;
pub mod all_activity;
pub mod all_relationships;
#[cfg(feature = "ssr")]
pub mod busy;
#[cfg(feature = "ssr")]
pub mod code;
pub mod customers;
pub mod deleted_users;
pub mod edit_user;
pub mod edit_users;
pub mod invitation;
pub mod manage_licenses;
pub mod my_account;
pub mod not_found;
pub mod offboard;
pub mod operation;
#[cfg(feature = "ssr")]
pub mod password_link;
pub mod people;
#[cfg(feature = "ssr")]
mod plain;
pub mod recent_changes;
pub mod relationship;
#[cfg(feature = "ssr")]
pub mod relationship_request;
pub mod relationships;
pub mod second_factor;
pub mod selected_users;
pub mod set_up;
pub mod sign_in;
pub mod upload;
pub mod users;
