//! Server functions: the only door between the browser and the server. Each asks who it is, parses, calls, maps errors.

pub mod accounts;
pub mod activity;
pub mod customers;
pub mod entries;
pub mod licenses;
pub mod operations;
pub mod passwords;
pub mod purchases;
pub mod search;
pub mod security;
pub mod selection;
pub mod session;
pub mod templates;
pub mod users;
