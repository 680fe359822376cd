//! Use cases over the store: what the server functions call.

pub mod licenses;
pub mod operations;
pub mod scope;
