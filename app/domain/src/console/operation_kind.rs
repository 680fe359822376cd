//! The kinds of operations.

use crate::access::permission::Permission;
use crate::access::user_decision::{UserAction, WhenSynced};
use serde::{Deserialize, Serialize};

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OperationKind {
    /// Licenses, plans and locations are saved.
    #[default]
    Licenses,
    /// Sign-in is blocked.
    Block,
    /// Sign-in is allowed.
    Allow,
    /// Users are deleted.
    Delete,
    /// Deleted users are restored.
    Restore,
    /// Deleted users are deleted permanently.
    #[serde(rename = "Erase")]
    DeletePermanently,
    /// Users are added by typing.
    Add,
    /// Users are added from a file.
    Upload,
    /// Users are edited.
    Edit,
    /// Passwords are reset.
    Reset,
    /// Users are offboarded.
    Offboard,
    /// Offboardings are taken back.
    Reinstate,
    /// Planned deletions are cancelled.
    #[serde(rename = "Keep")]
    CancelDeletion,
}

impl OperationKind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Licenses,
        Self::Block,
        Self::Allow,
        Self::Delete,
        Self::Restore,
        Self::DeletePermanently,
        Self::Add,
        Self::Upload,
        Self::Edit,
        Self::Reset,
        Self::Offboard,
        Self::Reinstate,
        Self::CancelDeletion,
    ];

    /// The kind's name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Licenses => "Licenses",
            Self::Block => "Block",
            Self::Allow => "Allow",
            Self::Delete => "Delete",
            Self::Restore => "Restore",
            Self::DeletePermanently => "Erase",
            Self::Add => "Add",
            Self::Upload => "Upload",
            Self::Edit => "Edit",
            Self::Reset => "Reset",
            Self::Offboard => "Offboard",
            Self::Reinstate => "Reinstate",
            Self::CancelDeletion => "Keep",
        }
    }

    /// The permission that it needs.
    pub fn permission(self) -> Permission {
        match self {
            Self::Licenses => Permission::ManageLicenses,
            Self::Block | Self::Allow | Self::Offboard | Self::Reinstate => Permission::BlockUsers,
            Self::Delete | Self::DeletePermanently | Self::CancelDeletion => Permission::DeleteUsers,
            Self::Restore => Permission::RestoreUsers,
            Self::Add | Self::Upload | Self::Edit => Permission::EditUsers,
            Self::Reset => Permission::ResetPasswords,
        }
    }

    /// Whether it does nothing to users who are synced from the customer's own directory, which alone decides it.
    pub fn is_refused_when_synced(self) -> bool {
        let action = match self {
            Self::Licenses => UserAction::ChangeLicenses,
            Self::Block | Self::Allow | Self::Reinstate => UserAction::ChangeSignIn,
            Self::Delete => UserAction::Delete,
            Self::DeletePermanently => UserAction::DeletePermanently,
            Self::CancelDeletion => UserAction::CancelDeletion,
            Self::Restore => UserAction::Restore,
            Self::Reset => UserAction::ResetPassword,
            // The actions of these depend on the request.
            Self::Offboard | Self::Add | Self::Upload | Self::Edit => return false,
        };
        action.when_synced() == WhenSynced::Refused
    }

    /// Whether its users have entries with individual values.
    pub fn has_entries(self) -> bool {
        self.entries().is_some()
    }

    /// The origin of its entries, if it has any.
    pub fn entries(self) -> Option<EntriesKind> {
        match self {
            Self::Add => Some(EntriesKind::Add),
            Self::Upload => Some(EntriesKind::Upload),
            Self::Edit => Some(EntriesKind::Edit),
            Self::Licenses
            | Self::Block
            | Self::Allow
            | Self::Delete
            | Self::Restore
            | Self::DeletePermanently
            | Self::Reset
            | Self::Offboard
            | Self::Reinstate
            | Self::CancelDeletion => None,
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The origin of the entries, which names their operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntriesKind {
    /// Typed in `Add user`.
    Add,
    /// Read from a file in `Upload users`.
    Upload,
    /// Edits of existing users.
    Edit,
}

impl From<EntriesKind> for OperationKind {
    fn from(kind: EntriesKind) -> Self {
        match kind {
            EntriesKind::Add => Self::Add,
            EntriesKind::Upload => Self::Upload,
            EntriesKind::Edit => Self::Edit,
        }
    }
}
