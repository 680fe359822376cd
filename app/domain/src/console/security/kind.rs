//! The kinds of security events: signing in, refusals, and changes of partner accounts.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The kind of a security event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SecurityEventKind {
    /// A person signed in.
    SignedIn,
    /// The sign-in name or the password was wrong.
    SignInRefused,
    /// There were too many attempts to sign in.
    SignInThrottled,
    /// A person signed out.
    SignedOut,
    /// A request came from another site, or did not prove that it came from ours.
    OtherSiteRefused,
    /// A person requested a customer that does not exist or belongs to another partner.
    CustomerRefused,
    /// A set-up link was made.
    SetUpLinkCreated,
    /// An account was made.
    AccountCreated,
    /// An account got a new password.
    PasswordChanged,
    /// The end of the activity log was signed with the signing key.
    SigningKeyUsed,
    /// A person requested something that the person's roles do not allow.
    ActionRefused,
    /// A person was invited.
    PersonInvited,
    /// An invitation was withdrawn.
    InvitationWithdrawn,
    /// A person's name or roles were changed.
    PersonEdited,
    /// A person was kept from signing in.
    PersonBlocked,
    /// A person can sign in again.
    PersonAllowed,
    /// A person was removed.
    PersonRemoved,
    /// A person entered a wrong current password when changing the password.
    PasswordChangeRefused,
    /// Sessions of a person were ended.
    SessionsEnded,
    /// A link was made by which a person chooses a new password.
    ResetLinkCreated,
    /// Somebody asked for such a link by e-mail.
    ResetRequested,
    /// A link to a new password was not valid.
    ResetRefused,
    /// Name and password were right, and a code was asked for.
    CodeAsked,
    /// A code or recovery code was wrong.
    CodeRefused,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// A person set up a second factor.
    SecondFactorOn,
    /// A person turned the second factor off.
    SecondFactorOff,
    /// A person's second factor was removed.
    SecondFactorRemoved,
    /// A person got new recovery codes.
    RecoveryCodesRenewed,
    /// The roles that need a second factor were changed.
    SecondFactorRolesChanged,
    /// The key that seals secrets was replaced.
    SealingKeyReplaced,
    /// A customer was asked for an admin relationship.
    RelationshipRequested,
    /// A customer approved an admin relationship.
    RelationshipApproved,
    /// A customer refused an admin relationship.
    RelationshipRejected,
    /// An admin relationship was ended early.
    RelationshipTerminated,
    /// An admin relationship was extended automatically.
    RelationshipExtended,
    /// Admin relationships were imported.
    RelationshipsImported,
    /// A group got roles of an admin relationship.
    GroupAssigned,
    /// A group lost the roles of an admin relationship.
    GroupUnassigned,
    /// A customer was asked for the reseller relationship.
    ResellerRequested,
    /// A customer accepted the reseller relationship.
    ResellerAccepted,
    /// The reseller relationship was removed.
    ResellerRemoved,
    /// A group was made.
    GroupCreated,
    /// The name, the roles or the members of a group were changed.
    GroupEdited,
    /// A group was deleted.
    GroupDeleted,
    /// Another state of the partner's verification was recorded.
    VerificationRecorded,
    /// The partner agreement was accepted.
    AgreementAccepted,
    /// The acceptance of the partner agreement was withdrawn.
    AgreementWithdrawn,
    /// The partner's account was associated with an organization tenant.
    TenantAssociated,
    /// The partner's account was dissociated from an organization tenant.
    TenantDissociated,
    /// A signed-in person confirmed their identity again.
    IdentityProven,
    /// Such a proof was wrong.
    ProofRefused,
    /// A person set up another phone in place of the one before.
    SecondFactorReplaced,
    /// Extending an admin relationship automatically was switched on or off.
    AutoExtendChanged,
    /// An application was added.
    ApplicationCreated,
    /// The name or the roles of an application were changed.
    ApplicationEdited,
    /// The keys of an application were kept from working.
    ApplicationBlocked,
    /// The keys of an application work again.
    ApplicationAllowed,
    /// An application was removed, with its keys.
    ApplicationRemoved,
    /// A key was made for an application.
    KeyCreated,
    /// A key of an application was revoked.
    KeyRevoked,
    /// A request presented a key that does not work.
    KeyRefused,
    /// An identity provider was added.
    ProviderAdded,
    /// The settings of an identity provider were changed.
    ProviderEdited,
    /// An identity provider was removed.
    ProviderRemoved,
    /// Only identity providers sign people in from now on.
    PasswordsSwitchedOff,
    /// People can sign in with passwords again.
    PasswordsSwitchedOn,
    /// An identity provider signed a person in.
    SignedInByProvider,
    /// A person who came from an identity provider was not signed in.
    ProviderSignInRefused,
    /// A person came back from an identity provider without having gone there, or too late.
    ProviderReturnRefused,
    /// An account at an identity provider was linked with a person.
    IdentityLinked,
    /// An account at an identity provider was unlinked.
    IdentityUnlinked,
    /// A person joined or left groups according to an identity provider.
    GroupsSynchronized,
    /// The members of a group that follows a directory were changed with the directory.
    GroupFollowed,
    /// The tags of a customer were changed, and with them the custom permissions that cover it.
    TagsChanged,
    /// The portal of a customer was switched on.
    PortalOn,
    /// The portal of a customer was switched off.
    PortalOff,
    /// A person of a customer's portal got a temporary password.
    TemporaryPasswordMade,
    /// A setting of the partner was changed.
    SettingChanged,
    /// A customer was deleted, with everything that was known of it.
    CustomerDeleted,
}

/// The text is not a kind of security event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a security event.")]
pub struct NotASecurityEvent(pub String);

impl SecurityEventKind {
    /// All kinds.
    pub const ALL: [Self; 80] = [
        Self::SignedIn,
        Self::SignInRefused,
        Self::SignInThrottled,
        Self::SignedOut,
        Self::OtherSiteRefused,
        Self::CustomerRefused,
        Self::SetUpLinkCreated,
        Self::AccountCreated,
        Self::PasswordChanged,
        Self::SigningKeyUsed,
        Self::ActionRefused,
        Self::PersonInvited,
        Self::InvitationWithdrawn,
        Self::PersonEdited,
        Self::PersonBlocked,
        Self::PersonAllowed,
        Self::PersonRemoved,
        Self::PasswordChangeRefused,
        Self::SessionsEnded,
        Self::ResetLinkCreated,
        Self::ResetRequested,
        Self::ResetRefused,
        Self::CodeAsked,
        Self::CodeRefused,
        Self::RecoveryCodeUsed,
        Self::SecondFactorOn,
        Self::SecondFactorOff,
        Self::SecondFactorRemoved,
        Self::RecoveryCodesRenewed,
        Self::SecondFactorRolesChanged,
        Self::SealingKeyReplaced,
        Self::RelationshipRequested,
        Self::RelationshipApproved,
        Self::RelationshipRejected,
        Self::RelationshipTerminated,
        Self::RelationshipExtended,
        Self::RelationshipsImported,
        Self::GroupAssigned,
        Self::GroupUnassigned,
        Self::ResellerRequested,
        Self::ResellerAccepted,
        Self::ResellerRemoved,
        Self::GroupCreated,
        Self::GroupEdited,
        Self::GroupDeleted,
        Self::VerificationRecorded,
        Self::AgreementAccepted,
        Self::AgreementWithdrawn,
        Self::TenantAssociated,
        Self::TenantDissociated,
        Self::IdentityProven,
        Self::ProofRefused,
        Self::SecondFactorReplaced,
        Self::AutoExtendChanged,
        Self::ApplicationCreated,
        Self::ApplicationEdited,
        Self::ApplicationBlocked,
        Self::ApplicationAllowed,
        Self::ApplicationRemoved,
        Self::KeyCreated,
        Self::KeyRevoked,
        Self::KeyRefused,
        Self::ProviderAdded,
        Self::ProviderEdited,
        Self::ProviderRemoved,
        Self::PasswordsSwitchedOff,
        Self::PasswordsSwitchedOn,
        Self::SignedInByProvider,
        Self::ProviderSignInRefused,
        Self::ProviderReturnRefused,
        Self::IdentityLinked,
        Self::IdentityUnlinked,
        Self::GroupsSynchronized,
        Self::GroupFollowed,
        Self::TagsChanged,
        Self::PortalOn,
        Self::PortalOff,
        Self::TemporaryPasswordMade,
        Self::SettingChanged,
        Self::CustomerDeleted,
    ];

    /// The words that are stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "Signed in",
            Self::SignInRefused => "Sign-in refused",
            Self::SignInThrottled => "Too many sign-in attempts",
            Self::SignedOut => "Signed out",
            Self::OtherSiteRefused => "Request from another site refused",
            Self::CustomerRefused => "Customer refused",
            Self::SetUpLinkCreated => "Set-up link created",
            Self::AccountCreated => "Account created",
            Self::PasswordChanged => "Password changed",
            Self::SigningKeyUsed => "Signing key used",
            Self::ActionRefused => "Action refused",
            Self::PersonInvited => "Person invited",
            Self::InvitationWithdrawn => "Invitation withdrawn",
            Self::PersonEdited => "Name or roles of a person changed",
            Self::PersonBlocked => "Person blocked",
            Self::PersonAllowed => "Person allowed to sign in",
            Self::PersonRemoved => "Person removed",
            Self::PasswordChangeRefused => "Password change refused",
            Self::SessionsEnded => "Sessions ended",
            Self::ResetLinkCreated => "Link to a new password created",
            Self::ResetRequested => "Link to a new password requested",
            Self::ResetRefused => "Link to a new password refused",
            Self::CodeAsked => "Password right, code asked for",
            Self::CodeRefused => "Code refused",
            Self::RecoveryCodeUsed => "Recovery code used",
            Self::SecondFactorOn => "Second factor turned on",
            Self::SecondFactorOff => "Second factor turned off",
            Self::SecondFactorRemoved => "Second factor removed",
            Self::RecoveryCodesRenewed => "Recovery codes renewed",
            Self::SecondFactorRolesChanged => "Roles that need a second factor changed",
            Self::SealingKeyReplaced => "Sealing key replaced",
            Self::RelationshipRequested => "Admin relationship requested",
            Self::RelationshipApproved => "Admin relationship approved",
            Self::RelationshipRejected => "Admin relationship rejected",
            Self::RelationshipTerminated => "Admin relationship terminated",
            Self::RelationshipExtended => "Admin relationship extended",
            Self::RelationshipsImported => "Admin relationships imported",
            Self::GroupAssigned => "Group assigned to an admin relationship",
            Self::GroupUnassigned => "Group removed from an admin relationship",
            Self::ResellerRequested => "Reseller relationship requested",
            Self::ResellerAccepted => "Reseller relationship accepted",
            Self::ResellerRemoved => "Reseller relationship removed",
            Self::GroupCreated => "Group created",
            Self::GroupEdited => "Name, roles or members of a group changed",
            Self::GroupDeleted => "Group deleted",
            Self::VerificationRecorded => "Verification recorded",
            Self::AgreementAccepted => "Partner agreement accepted",
            Self::AgreementWithdrawn => "Partner agreement withdrawn",
            Self::TenantAssociated => "Tenant associated",
            Self::TenantDissociated => "Tenant dissociated",
            Self::IdentityProven => "Identity confirmed",
            Self::ProofRefused => "Confirmation of identity refused",
            Self::SecondFactorReplaced => "Second factor replaced",
            Self::AutoExtendChanged => "Automatic extension of an admin relationship changed",
            Self::ApplicationCreated => "Application added",
            Self::ApplicationEdited => "Name or roles of an application changed",
            Self::ApplicationBlocked => "Application blocked",
            Self::ApplicationAllowed => "Application allowed",
            Self::ApplicationRemoved => "Application removed",
            Self::KeyCreated => "Application key created",
            Self::KeyRevoked => "Application key revoked",
            Self::KeyRefused => "Application key refused",
            Self::ProviderAdded => "Identity provider added",
            Self::ProviderEdited => "Identity provider changed",
            Self::ProviderRemoved => "Identity provider removed",
            Self::PasswordsSwitchedOff => "Sign-in with passwords switched off",
            Self::PasswordsSwitchedOn => "Sign-in with passwords switched on",
            Self::SignedInByProvider => "Signed in with an identity provider",
            Self::ProviderSignInRefused => "Sign-in with an identity provider refused",
            Self::ProviderReturnRefused => "Return from an identity provider refused",
            Self::IdentityLinked => "Account at an identity provider linked",
            Self::IdentityUnlinked => "Account at an identity provider unlinked",
            Self::GroupsSynchronized => "Groups taken from an identity provider",
            Self::GroupFollowed => "Members of a group taken from the directory",
            Self::TagsChanged => "Tags of a customer changed",
            Self::PortalOn => "Portal of a customer switched on",
            Self::PortalOff => "Portal of a customer switched off",
            Self::TemporaryPasswordMade => "Temporary password for a portal created",
            Self::SettingChanged => "Setting changed",
            Self::CustomerDeleted => "Customer deleted",
        }
    }

    /// Whether something was refused.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::SignInRefused
                | Self::SignInThrottled
                | Self::OtherSiteRefused
                | Self::CustomerRefused
                | Self::ActionRefused
                | Self::PasswordChangeRefused
                | Self::ResetRefused
                | Self::CodeRefused
                | Self::ProofRefused
                | Self::KeyRefused
                | Self::ProviderSignInRefused
                | Self::ProviderReturnRefused
        )
    }

    /// Whether strangers or forgotten open pages can cause the event again and again. Only some of such events are
    /// stored.
    pub fn is_repeated(self) -> bool {
        matches!(
            self,
            Self::SignInThrottled
                | Self::OtherSiteRefused
                | Self::CustomerRefused
                | Self::ActionRefused
                | Self::ResetRequested
                | Self::ResetRefused
                | Self::KeyRefused
                | Self::ProviderReturnRefused
        )
    }
}

impl FromStr for SecurityEventKind {
    type Err = NotASecurityEvent;

    fn from_str(text: &str) -> Result<Self, NotASecurityEvent> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| NotASecurityEvent(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_from_its_words() {
        for kind in SecurityEventKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!("Signed up".parse::<SecurityEventKind>().is_err());
    }
}
