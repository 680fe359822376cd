//! Words about proving again who one is.

pub use super::frame::PASSWORD;
pub use super::second_factor::{CHECKING, CODE_OR_RECOVERY};

/// Title of the dialog.
pub const TITLE: &str = "Confirm that it is you";
/// Explains it.
pub const LEAD: &str =
    "You signed in a while ago. Before something this sensitive is done, confirm that it is still you.";
/// For those who have no password here.
pub const BY_PROVIDER: &str =
    "If you sign in with an identity provider, sign out and sign in again instead: that confirms it too.";
/// Sends the proof.
pub const CONFIRM: &str = "Confirm";
