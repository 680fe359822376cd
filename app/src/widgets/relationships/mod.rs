//! Relationships with customers.

pub mod all_table;
mod answer;
mod assign;
mod command;
mod delete_customer;
pub mod detail;
mod ends;
mod form;
pub mod loaded;
pub mod managing;
pub mod policy;
mod question;
mod reseller;
mod role_panel;
pub mod table;
mod tags;
