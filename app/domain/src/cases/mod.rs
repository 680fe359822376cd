//! Use cases over the store, which the server functions call.

pub mod accounts;
pub mod activity;
pub mod directory_user;
pub mod entries;
pub mod licenses;
pub mod new_person;
pub mod operations;
pub mod scope;
