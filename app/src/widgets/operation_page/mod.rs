//! The commands after an operation, and undoing it.

pub mod commands;
pub mod undo_dialog;
