//! Blocking, deleting and restoring users, and their passwords.

pub mod deleted_table;
pub mod dialog;
mod given_back;
pub mod handed_text;
pub mod offboard;
pub mod offboard_draft;
pub mod offboard_step;
pub mod offers;
pub mod passwords;
pub mod question;
mod request;
