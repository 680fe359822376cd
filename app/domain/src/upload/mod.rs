//! Files of users: reading files of any program, checking every cell, and writing such files.
//!
//! This module does not need a server: the browser reads a file when it is chosen, and so do tests.

pub mod check;
pub mod code_page;
pub mod column;
pub mod error;
pub mod export;
pub mod file;
pub mod guard;
pub mod layout;
pub mod products;
pub mod row;
pub mod rows;
mod sign_in;
pub mod unicode;
pub mod write;

#[cfg(test)]
mod tests;
