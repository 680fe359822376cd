//! Words about what is typed and not saved yet.

/// The question before it is thrown away.
pub const DISCARD_TITLE: &str = "Discard your work?";
/// What that means.
pub const DISCARD_MEANS: &str = "What you typed, chose and corrected here is lost. Nothing of it was saved.";
/// Throws it away.
pub const DISCARD: &str = "Discard";
/// Leaves it as it is.
pub const KEEP_EDITING: &str = "Keep editing";
/// It is there again.
pub const CAME_BACK: &str = "What you typed and chose here before is still here.";
/// Throws it away and begins anew.
pub const START_AGAIN: &str = "Start again";
