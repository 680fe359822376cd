//! Why a person is not changed or invited.

use super::custom_permissions::NotCustom;
use serde::{Deserialize, Serialize};

/// The most people and invitations of a partner. More are not shown.
pub const PEOPLE_MAX: i64 = 1_000;

/// Why a person is not changed or invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PersonRefused {
    /// The person was removed meanwhile.
    #[error("This person was removed meanwhile.")]
    Gone,
    /// The invitation was accepted or withdrawn meanwhile.
    #[error("This invitation was accepted or withdrawn meanwhile.")]
    InvitationGone,
    /// There is no name.
    #[error("Enter a name.")]
    NoName,
    /// There is no sign-in name.
    #[error("Enter a sign-in name.")]
    NoSignInName,
    /// The name has characters that make it look like another.
    #[error("The name has characters that can't be seen. Type it again.")]
    HiddenInName,
    /// The sign-in name has characters that make it look like another.
    #[error("The sign-in name has characters that can't be seen. Type it again.")]
    HiddenInSignInName,
    /// The sign-in name has letters that look like others.
    #[error("The sign-in name has letters that look like others. Use the letters A to Z, accents, digits and signs.")]
    LooksLikeAnother,
    /// The sign-in name belongs to somebody.
    #[error("Somebody signs in with this name already, or is invited with it. Enter another sign-in name.")]
    Taken,
    /// The sign-in name is typed twice.
    #[error("This sign-in name stands here twice. Remove one of the two.")]
    Twice,
    /// The user of the directory is somebody here, or is invited.
    #[error("This user of the directory is a person here already, or is invited.")]
    IsPerson,
    /// The user is not in the directory any more, or is blocked there.
    #[error("This user is blocked in the directory, or not there any more.")]
    UserGone,
    /// There is no role.
    #[error("Choose at least one role.")]
    NoRole,
    /// There are roles and custom permissions.
    #[error("Choose roles or custom permissions, not both.")]
    RolesAndCustom,
    /// These can't be custom permissions.
    #[error(transparent)]
    Custom(#[from] NotCustom),
    /// A customer that custom permissions name does not exist.
    #[error("A chosen customer doesn't exist any more. Look at the customers again.")]
    CustomerGone,
    /// Only a Global admin can do this.
    #[error("Only a Global admin can give or take the role Global admin, or change somebody who has it.")]
    OnlyGlobalAdmin,
    /// The actor's roles were changed meanwhile.
    #[error("Your roles don't allow managing people any more.")]
    NotAllowed,
    /// There are as many people as there can be.
    #[error("There are {PEOPLE_MAX} people and invitations, which is the limit. Remove some first.")]
    TooMany,
    /// One does not make a link for oneself.
    #[error("You can't make a link for yourself. Change your password on the page My account.")]
    OwnPassword,
    /// A password would be of no use.
    #[error("Passwords are switched off, so a new one would be of no use.")]
    PasswordsOff,
    /// A blocked person can't use a link.
    #[error("This person is blocked. Allow sign-in first.")]
    Blocked,
    /// Nobody would be Global admin afterwards.
    #[error("At least one person must be able to sign in as Global admin.")]
    LastGlobalAdmin,
    /// Nobody could manage people afterwards.
    #[error("At least one person must be able to sign in as Global admin or Account admin.")]
    LastManager,
    /// People of this tenant are managed by others.
    #[error(
        "You don't manage the people of this directory. Ask a Global admin, or somebody of the directory who manages people."
    )]
    OtherTenant,
    /// The person's user is synchronized from on-premises.
    #[error(
        "This user is synchronized from on-premises. Change it in the organization's own directory, then import it again."
    )]
    SyncedUser,
    /// The tenant's rules refuse it.
    #[error("The directory refuses this change. Open the user there, under Account settings, to see why.")]
    DirectoryRefuses,
    /// Changes of users need a reason.
    #[error("Changes of users need a reason. Change the user in the directory, under Account settings.")]
    DirectoryWantsReason,
    /// Somebody changed the name meanwhile, so it is another than the directory has.
    #[error("The name was changed meanwhile. Reload the page, and try again.")]
    NameChanged,
    /// There is no user of a directory.
    #[error("This person is no user of a directory.")]
    NoDirectoryUser,
    /// The tenant is synchronized from on-premises.
    #[error("This tenant is synchronized from on-premises, so users, groups and applications are created there.")]
    OnPremises,
    /// A chosen group does not exist.
    #[error("A chosen group doesn't exist any more. Look at the groups again.")]
    GroupGone,
    /// Nobody is put into a group that follows its directory.
    #[error("The members of a chosen group are those of the directory. Add the person to it there.")]
    GroupFollowsDirectory,
    /// One cannot do this to oneself.
    #[error("You can't block or remove yourself. Ask another Global admin or Account admin.")]
    Yourself,
    /// The person has no second factor.
    #[error("There is no second factor to remove.")]
    NoSecondFactor,
    /// One's own second factor is turned off with a code.
    #[error("Turn your own second factor off under My account, or ask another Global admin or Account admin.")]
    OwnSecondFactor,
    /// The person has no account at the provider.
    #[error("This person has no linked account there any more.")]
    NotLinked,
    /// The person could not sign in any more.
    #[error(
        "This account is the person's only way to sign in. Let the person choose a password first, where passwords are on, \
         or block the person."
    )]
    OnlyWayIn,
    /// One's own account is unlinked elsewhere.
    #[error("Unlink your own account under My account.")]
    OwnAccount,
}

impl PersonRefused {
    /// Whether the reason is that the actor lacks a role, or asks for something that only others may do.
    pub fn is_about_actor(self) -> bool {
        matches!(self, Self::OnlyGlobalAdmin | Self::NotAllowed | Self::OwnSecondFactor | Self::OtherTenant)
    }
}
