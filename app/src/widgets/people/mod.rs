//! Managing the partner's people.

mod command;
mod fields;
mod form;
pub mod link;
pub mod managing;
mod question;
mod row_command;
mod rows;
mod sending;
pub mod table;
