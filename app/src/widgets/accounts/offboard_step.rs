//! The steps of an offboarding.

use crate::text::{licenses, offboard as words};
use crate::widgets::wizard::WizardStep;

/// The steps of an offboarding in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OffboardStep {
    /// Blocking sign-in.
    Block,
    /// Revoking licenses.
    Revoke,
    /// Resetting the password.
    Reset,
    /// Deleting.
    Delete,
    /// The preview and the button that confirms.
    Summary,
}

impl WizardStep for OffboardStep {
    const ALL: &'static [Self] = &[Self::Block, Self::Revoke, Self::Reset, Self::Delete, Self::Summary];

    fn word(self) -> &'static str {
        match self {
            Self::Block => "offboard-block",
            Self::Revoke => "offboard-revoke",
            Self::Reset => "offboard-reset",
            Self::Delete => "offboard-delete",
            Self::Summary => "offboard-summary",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Block => words::BLOCK,
            Self::Revoke => words::REVOKE,
            Self::Reset => words::RESET,
            Self::Delete => words::DELETE,
            Self::Summary => licenses::BEFORE_YOU_SAVE,
        }
    }
}
