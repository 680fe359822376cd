//! The fixtures that the tests of the store, of the interface, of the process and of crashes share. Those that not all
//! of them need stand beside this file and are named by the `main.rs` that needs them.

pub mod arrivals;
pub mod customers;
pub mod people;
pub mod stores;
pub mod users;
