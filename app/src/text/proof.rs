//! Words about proving one's identity again.

pub use super::common::CONFIRM_IDENTITY as TITLE;
pub use super::frame::PASSWORD;
pub use super::second_factor::{CHECKING, CODE_OR_RECOVERY};

/// Explains it.
pub const LEAD: &str =
    "You signed in a while ago. Before something this sensitive is done, confirm that it is still you.";
/// For those who have no password here; the link follows.
pub const BY_PROVIDER: &str = "If you sign in with an identity provider, confirm it there, and then do it again here:";
/// Leads to the provider.
pub const CONFIRM_BY_PROVIDER: &str = "Confirm with your identity provider";
/// Sends the proof.
pub const CONFIRM: &str = "Confirm";
