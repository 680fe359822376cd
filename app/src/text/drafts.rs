//! Words about unsaved entries.

/// Title of the question before entries are discarded.
pub const DISCARD_TITLE: &str = "Discard your work?";
/// Explains the consequence.
pub const DISCARD_MEANS: &str = "Your entries on this page are not saved and will be lost.";
/// Discards the entries.
pub const DISCARD: &str = "Discard";
/// Keeps the entries.
pub const KEEP_EDITING: &str = "Keep editing";
/// Kept entries were restored.
pub const CAME_BACK: &str = "Your earlier entries were restored.";
/// Discards restored entries and starts over.
pub const START_AGAIN: &str = "Start again";
