//! Names of people, groups and applications: how long they can be, and whether they can be read.

use crate::directory::invisible::{shows_nothing, turns_text};

/// The longest display name or sign-in name, in characters.
pub const NAME_MAX: usize = 256;

/// Whether a name shows nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty() || shows_nothing(text)
}

/// Whether a name has characters that make it look like another.
pub(super) fn hides_something(name: &str) -> bool {
    name.chars().any(|c| c.is_control() || turns_text(c))
}
