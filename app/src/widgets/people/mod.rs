//! Managing the partner's people.

mod command;
mod fields;
mod form;
mod link;
pub mod managing;
mod question;
mod row_command;
mod rows;
mod sending;
mod sessions;
pub mod table;
