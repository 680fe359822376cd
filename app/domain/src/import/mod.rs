//! Reading saved files: Microsoft's published product table, and a customer's directory from Microsoft Graph.
//!
//! The caller reads the files and passes their text. Repairs and parts left out are reported. An error that cannot be
//! repaired names its place, and then nothing is returned.

pub mod catalog;
mod catalog_clean;
pub mod catalog_columns;
mod catalog_draft;
pub mod catalog_error;
pub mod catalog_header;
mod catalog_names;
pub mod catalog_repair;
mod catalog_rows;
pub mod catalog_table;
pub mod catalog_update;
pub mod customer;
pub mod graph;
mod graph_any_case;
pub mod graph_assignments;
mod graph_company;
pub mod graph_error;
mod graph_licenses;
mod graph_members;
mod graph_pages;
mod graph_purchases;
pub mod graph_relationships;
mod graph_roles;
mod graph_row;
mod graph_saved;
mod graph_seats;
mod graph_software;
mod graph_subscribed_skus;
mod graph_time;
mod graph_users;
pub mod note;
pub mod shipped;
#[cfg(test)]
mod tests;
mod unknown_words;
