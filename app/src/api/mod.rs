//! Server functions: the only interface between browser and server. Each authenticates, parses, calls a use case and
//! maps errors.

pub mod accounts;
pub mod activity;
pub mod applications;
pub mod customers;
pub mod entries;
pub mod groups;
pub mod licenses;
pub mod my_account;
pub mod operations;
pub mod partner_account;
pub mod passwords;
pub mod people;
pub mod portal;
pub mod products;
pub mod providers;
pub mod purchases;
pub mod relationships;
pub mod search;
pub mod second_factor;
pub mod security;
pub mod selection;
pub mod session;
pub mod templates;
pub mod upload;
pub mod users;
