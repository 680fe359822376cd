//! Managing the partner's people and groups.

mod command;
pub mod fields;
mod form;
mod group_form;
mod group_question;
pub mod group_table;
pub mod link;
pub mod managing;
mod members;
mod question;
pub mod row_command;
mod rows;
pub mod send_form;
pub mod sending;
mod sessions;
pub mod table;
mod typed_group;
mod typed_person;
