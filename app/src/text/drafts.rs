//! Words about what is typed and not saved yet.

/// The question before it is thrown away.
pub const DISCARD_TITLE: &str = "Discard your work?";
/// What that means.
pub const DISCARD_MEANS: &str = "Your entries on this page are not saved and will be lost.";
/// Throws it away.
pub const DISCARD: &str = "Discard";
/// Leaves it as it is.
pub const KEEP_EDITING: &str = "Keep editing";
/// It is there again.
pub const CAME_BACK: &str = "Your earlier entries were restored.";
/// Throws it away and begins anew.
pub const START_AGAIN: &str = "Start again";
