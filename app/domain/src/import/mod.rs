//! Reading what others saved: Microsoft's published product table, and a customer's directory as Microsoft Graph gives it.
//!
//! Pure: whoever calls reads the files and passes their rows or text. What was repaired or left out on the way is told;
//! what cannot be repaired is an error that says where, and then nothing is returned.

pub mod catalog;
mod catalog_clean;
pub mod catalog_columns;
mod catalog_draft;
pub mod catalog_error;
mod catalog_names;
pub mod catalog_repair;
mod catalog_rows;
pub mod catalog_update;
pub mod customer;
pub mod graph;
mod graph_any_case;
mod graph_company;
pub mod graph_error;
mod graph_licenses;
mod graph_pages;
mod graph_products;
mod graph_roles;
mod graph_row;
mod graph_saved;
mod graph_seats;
mod graph_time;
mod graph_users;
pub mod note;
pub mod shipped;
#[cfg(test)]
mod tests;
mod unknown_words;
