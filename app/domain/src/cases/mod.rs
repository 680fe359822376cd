//! Use cases over the store: what the server functions call.

pub mod activity;
pub mod licenses;
pub mod operations;
pub mod scope;
