//! Actions: the names that the activity log gives to changes.

use super::operation_kind::OperationKind;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The action of an activity row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Action {
    /// Licenses or locations were saved.
    LicensesUpdated,
    /// An operation was undone.
    ChangeUndone,
    /// Seats were bought or ordered.
    LicensesBought,
    /// An order was confirmed.
    PurchaseConfirmed,
    /// The directory was imported from files, or generated for the demo.
    CustomerImported,
    /// Personal values of the log were erased.
    PersonalDataErased,
    /// Sign-in was blocked.
    SignInBlocked,
    /// Sign-in was allowed.
    SignInAllowed,
    /// Users were deleted.
    UsersDeleted,
    /// Deleted users were restored.
    UsersRestored,
    /// Deleted users were deleted permanently, by a person or because their time was over.
    UsersErased,
    /// Users were added by typing.
    UsersAdded,
    /// Users were added from a file.
    UsersUploaded,
    /// Users were edited.
    UsersUpdated,
    /// Passwords were reset.
    PasswordsReset,
    /// Users were offboarded.
    UsersOffboarded,
    /// Offboardings were taken back.
    UsersReinstated,
    /// Planned deletions were cancelled.
    DeletionsCancelled,
    /// Temporary passwords were made and shown once.
    PasswordsCreated,
    /// One-time links to temporary passwords were made and shown once.
    PasswordLinksCreated,
    /// A one-time link made a temporary password and showed it.
    PasswordShown,
    /// A running operation was asked to stop.
    StopRequested,
    /// A template for new users was saved.
    TemplateSaved,
    /// A template for new users was deleted.
    TemplateDeleted,
    /// Errors of users were dismissed.
    ErrorsDismissed,
    /// Product keys of software were shown.
    ProductKeysShown,
}

/// The text is not an action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an action of the activity log.")]
pub struct NotAnAction(pub String);

impl Action {
    /// All actions.
    pub const ALL: [Self; 26] = [
        Self::LicensesUpdated,
        Self::ChangeUndone,
        Self::LicensesBought,
        Self::PurchaseConfirmed,
        Self::CustomerImported,
        Self::PersonalDataErased,
        Self::SignInBlocked,
        Self::SignInAllowed,
        Self::UsersDeleted,
        Self::UsersRestored,
        Self::UsersErased,
        Self::UsersAdded,
        Self::UsersUploaded,
        Self::UsersUpdated,
        Self::PasswordsReset,
        Self::UsersOffboarded,
        Self::UsersReinstated,
        Self::DeletionsCancelled,
        Self::PasswordsCreated,
        Self::PasswordLinksCreated,
        Self::PasswordShown,
        Self::StopRequested,
        Self::TemplateSaved,
        Self::TemplateDeleted,
        Self::ErrorsDismissed,
        Self::ProductKeysShown,
    ];

    /// The words that are stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LicensesUpdated => "Licenses updated",
            Self::ChangeUndone => "Change undone",
            Self::LicensesBought => "Licenses bought",
            Self::PurchaseConfirmed => "Purchase confirmed",
            Self::CustomerImported => "Customer imported",
            Self::PersonalDataErased => "Personal data erased",
            Self::SignInBlocked => "Sign-in blocked",
            Self::SignInAllowed => "Sign-in allowed",
            Self::UsersDeleted => "Users deleted",
            Self::UsersRestored => "Users restored",
            Self::UsersErased => "Users permanently deleted",
            Self::UsersAdded => "Users added",
            Self::UsersUploaded => "Users uploaded",
            Self::UsersUpdated => "Users updated",
            Self::PasswordsReset => "Passwords reset",
            Self::UsersOffboarded => "Users offboarded",
            Self::UsersReinstated => "Users reinstated",
            Self::DeletionsCancelled => "Planned deletions cancelled",
            Self::PasswordsCreated => "Temporary passwords created",
            Self::PasswordLinksCreated => "One-time links created",
            Self::PasswordShown => "Password shown by one-time link",
            Self::StopRequested => "Stop requested",
            Self::TemplateSaved => "Template saved",
            Self::TemplateDeleted => "Template deleted",
            Self::ErrorsDismissed => "Errors dismissed",
            Self::ProductKeysShown => "Product keys shown",
        }
    }

    /// The action for an operation.
    pub fn of_operation(kind: OperationKind, is_undo: bool) -> Self {
        match kind {
            OperationKind::Licenses if is_undo => Self::ChangeUndone,
            OperationKind::Licenses => Self::LicensesUpdated,
            OperationKind::Block => Self::SignInBlocked,
            OperationKind::Allow => Self::SignInAllowed,
            OperationKind::Delete => Self::UsersDeleted,
            OperationKind::Restore => Self::UsersRestored,
            OperationKind::DeletePermanently => Self::UsersErased,
            OperationKind::Add => Self::UsersAdded,
            OperationKind::Upload => Self::UsersUploaded,
            OperationKind::Edit => Self::UsersUpdated,
            OperationKind::Reset => Self::PasswordsReset,
            OperationKind::Offboard => Self::UsersOffboarded,
            OperationKind::Reinstate => Self::UsersReinstated,
            OperationKind::CancelDeletion => Self::DeletionsCancelled,
        }
    }

    /// Whether rows with this action are about an operation, which has a page. Users deleted because their time was
    /// over are the exception.
    pub fn is_operation(self) -> bool {
        match self {
            Self::LicensesUpdated
            | Self::ChangeUndone
            | Self::SignInBlocked
            | Self::SignInAllowed
            | Self::UsersDeleted
            | Self::UsersRestored
            | Self::UsersErased
            | Self::UsersAdded
            | Self::UsersUploaded
            | Self::UsersUpdated
            | Self::PasswordsReset
            | Self::UsersOffboarded
            | Self::UsersReinstated
            | Self::DeletionsCancelled
            | Self::PasswordsCreated
            | Self::PasswordLinksCreated
            | Self::PasswordShown
            | Self::StopRequested => true,
            Self::LicensesBought
            | Self::PurchaseConfirmed
            | Self::CustomerImported
            | Self::PersonalDataErased
            | Self::ErrorsDismissed
            | Self::ProductKeysShown
            | Self::TemplateSaved
            | Self::TemplateDeleted => false,
        }
    }
}

impl FromStr for Action {
    type Err = NotAnAction;

    fn from_str(text: &str) -> Result<Self, NotAnAction> {
        Self::ALL.into_iter().find(|action| action.as_str() == text).ok_or_else(|| NotAnAction(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn actions_are_read_as_they_are_stored() {
        for action in Action::ALL {
            assert_eq!(action.as_str().parse(), Ok(action));
        }
        assert!("Licences updated".parse::<Action>().is_err());
    }

    #[test]
    fn each_kind_of_operation_has_an_action_of_its_own_that_leads_to_its_page() {
        for is_undo in [false, true] {
            let actions = OperationKind::ALL.map(|kind| Action::of_operation(kind, is_undo));
            assert_eq!(BTreeSet::from(actions).len(), OperationKind::ALL.len(), "{actions:?}");
            assert!(actions.into_iter().all(Action::is_operation), "{actions:?}");
        }
    }

    #[test]
    fn only_an_undo_of_licenses_is_called_one() {
        for kind in OperationKind::ALL {
            let [done, undoing] = [false, true].map(|is_undo| Action::of_operation(kind, is_undo));
            match kind {
                OperationKind::Licenses => assert_eq!((done, undoing), (Action::LicensesUpdated, Action::ChangeUndone)),
                _ => assert_eq!(done, undoing, "{kind:?}"),
            }
        }
    }
}
