//! What follows an operation: its commands and undoing it.

pub mod commands;
pub mod undo_dialog;
