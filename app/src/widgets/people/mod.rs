//! Managing the partner's people and groups.

mod application_command;
mod application_form;
pub mod application_table;
mod command;
pub mod fields;
mod form;
mod group_form;
mod group_question;
pub mod group_table;
mod keys;
pub mod link;
pub mod managing;
mod members;
pub mod providers;
mod question;
mod required_roles;
mod rows;
pub mod send_form;
pub mod sending;
mod sessions;
mod shown_key;
pub mod table;
mod typed;
mod typed_group;
mod typed_person;
