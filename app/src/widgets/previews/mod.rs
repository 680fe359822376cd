//! A preview, with the users grouped by reason and the commands that mend it.

pub mod mending;
pub mod preview_groups;
pub mod preview_lines;
pub mod reason_groups;
