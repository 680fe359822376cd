//! Managing the partner's people and groups.

mod command;
mod fields;
mod form;
mod group_form;
mod group_question;
pub mod group_table;
pub mod link;
pub mod managing;
mod members;
pub mod providers;
mod question;
mod row_command;
mod rows;
mod send_form;
mod sending;
mod sessions;
pub mod table;
mod typed_group;
mod typed_person;
