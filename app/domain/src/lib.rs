//! The words and rules of Tenantry, shared by the server and the browser.
//!
//! This crate is pure: no I/O of its own, no clock, no randomness. Time and ids are passed in. The browser's preview
//! and the server's save call the same functions of [`rules`], so the preview shows exactly the effects of the save.

pub mod access;
pub mod bounds;
pub mod cases;
pub mod console;
pub mod demo;
pub mod directory;
pub mod ids;
pub mod import;
pub mod rules;
pub mod store;
pub mod upload;
