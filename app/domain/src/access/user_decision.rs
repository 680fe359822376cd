//! The decision about one user: whether somebody who may do something at a customer may do it to this user, who has directory
//! roles and may be synced from the customer's own directory.

use super::authority::{Authority, AuthorityDecision};
use super::denied::Denied;
use super::entra_roles::EntraRoles;
use super::permission::Permission;
use super::permission_set::PermissionSet;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Something that is done to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserAction {
    /// Assigning and revoking licenses.
    ChangeLicenses,
    /// Changing the profile.
    EditProfile,
    /// Changing the name that the user signs in with.
    Rename,
    /// Giving a user who was added the first password.
    GiveFirstPassword,
    /// Giving directory roles, and taking them.
    ChangeAdminRoles,
    /// Blocking and allowing sign-in.
    ChangeSignIn,
    /// Resetting the password.
    ResetPassword,
    /// Deleting, now or later.
    Delete,
    /// Deleting a deleted user permanently.
    DeletePermanently,
    /// Cancelling a planned deletion.
    CancelDeletion,
    /// Restoring.
    Restore,
}

/// The meaning of an action for a user who is synced from the customer's own directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenSynced {
    /// The own directory does not know of it.
    Allowed,
    /// The own directory decides it too, and overwrites it when it is synchronized next.
    Overwritten,
    /// The own directory alone decides it.
    Refused,
}

/// The facts about a user on which access depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetUser<'a> {
    /// The template ids of the user's directory roles.
    pub roles: &'a BTreeSet<Uuid>,
    /// Whether the user is synced from the customer's own directory. A deleted user is not any more: that directory has let go.
    pub is_synced: bool,
}

/// Why an action on a user is refused, or carried out with a warning. The text names the roles that would allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UserDenied {
    /// The person's custom permissions don't allow it.
    #[error("{}", Denied::of(*.0, true))]
    NotPermitted(Permission),
    /// No admin relationship with the customer gives the person one of these roles, which would allow it.
    #[error(
        "Your admin relationships with this customer don't allow {0} here. It needs the role {1} at the customer, through a group that you are a member of. A Global admin or Admin agent can request it under Admin relationships."
    )]
    NeedsRole(Permission, EntraRoles),
    /// The customer's own directory alone decides it, so no role here would allow it.
    #[error("This user is synced from the customer's on-premises directory; change the account there.")]
    Synced,
    /// The customer's own directory overwrites it. It is done nevertheless, so this is only ever a warning.
    #[error(
        "Sign-in of this user is decided in the customer's on-premises directory, and the next synchronization overwrites this. Change it there too."
    )]
    SignInSynced,
}

impl UserAction {
    /// All actions.
    pub const ALL: [Self; 11] = [
        Self::ChangeLicenses,
        Self::EditProfile,
        Self::Rename,
        Self::GiveFirstPassword,
        Self::ChangeAdminRoles,
        Self::ChangeSignIn,
        Self::ResetPassword,
        Self::Delete,
        Self::DeletePermanently,
        Self::CancelDeletion,
        Self::Restore,
    ];

    /// The permission that it needs at the customer.
    pub fn permission(self) -> Permission {
        match self {
            Self::ChangeLicenses => Permission::ManageLicenses,
            Self::EditProfile | Self::Rename | Self::GiveFirstPassword => Permission::EditUsers,
            Self::ChangeAdminRoles => Permission::ChangeAdminRoles,
            Self::ChangeSignIn => Permission::BlockUsers,
            Self::ResetPassword => Permission::ResetPasswords,
            Self::Delete | Self::DeletePermanently | Self::CancelDeletion => Permission::DeleteUsers,
            Self::Restore => Permission::RestoreUsers,
        }
    }

    /// Its meaning for a user who is synced. Profiles, passwords and whether the account is there at all are the own directory's;
    /// that a user stays is no change there, and of deleted users it knows nothing.
    pub fn when_synced(self) -> WhenSynced {
        match self {
            Self::EditProfile | Self::Rename | Self::GiveFirstPassword | Self::ResetPassword | Self::Delete => {
                WhenSynced::Refused
            }
            Self::ChangeSignIn => WhenSynced::Overwritten,
            Self::ChangeLicenses
            | Self::ChangeAdminRoles
            | Self::DeletePermanently
            | Self::CancelDeletion
            | Self::Restore => WhenSynced::Allowed,
        }
    }

    /// Whether admin relationships allow it. Profiles are not sensitive: the right to edit users is enough, even if the user has
    /// roles.
    fn reach(self, authority: Authority, target: TargetUser<'_>) -> AuthorityDecision {
        match self {
            Self::EditProfile => AuthorityDecision::Allowed,
            _ => authority.over(target.roles, self.permission()),
        }
    }
}

/// Decides whether an action on a user is allowed, after [`decide`](super::decide) has allowed it for the customer,
/// with the limits that it found there. The answer has the warnings.
///
/// # Errors The first reason why not. A decision of the customer's own directory comes before a missing role, because
/// no role would allow it.
pub fn decide_for_user(
    authority: Authority,
    withheld: PermissionSet,
    action: UserAction,
    target: TargetUser<'_>,
) -> Result<Vec<UserDenied>, UserDenied> {
    let permission = action.permission();
    if withheld.contains(permission) {
        return Err(UserDenied::NotPermitted(permission));
    }
    let when_synced = if target.is_synced { action.when_synced() } else { WhenSynced::Allowed };
    if when_synced == WhenSynced::Refused {
        return Err(UserDenied::Synced);
    }
    let advised = match action.reach(authority, target) {
        AuthorityDecision::Allowed => None,
        AuthorityDecision::Advised(roles) => Some(UserDenied::NeedsRole(permission, roles)),
        AuthorityDecision::Refused(roles) => return Err(UserDenied::NeedsRole(permission, roles)),
    };
    let overwritten = (when_synced == WhenSynced::Overwritten).then_some(UserDenied::SignInSynced);
    Ok(advised.into_iter().chain(overwritten).collect())
}
