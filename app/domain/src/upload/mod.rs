//! Files of users: reading them, whatever program made them, checking every cell, and writing such files.
//!
//! Nothing here knows a server: the browser reads a file as it is chosen, and tests do too.

pub mod check;
pub mod code_page;
pub mod decode;
pub mod error;
pub mod export;
pub mod file;
pub mod guard;
pub mod layout;
pub mod products;
pub mod row;
pub mod rows;
mod sign_in;
pub mod write;

#[cfg(test)]
mod tests;
