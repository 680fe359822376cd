//! The partner's people, those who are invited, and what is asked to change them.

use super::application::Application;
use super::custom_permissions::{CustomPermissions, NotCustom};
use super::group::Group;
use super::identity_provider::ProviderName;
use super::people_rules::managers;
use super::role::PartnerRole;
use super::tenant::{Elsewhere, Tenant};
use crate::bounds;
use crate::ids::{CustomerId, IdentityProviderId, InvitationId, PartnerGroupId, PartnerUserId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The longest display name or sign-in name, in characters.
pub const NAME_MAX: usize = 256;
/// The most people and invitations of a partner. More are not shown.
pub const PEOPLE_MAX: i64 = 1_000;
/// The days for which an invitation can be accepted.
pub const INVITATION_DAYS: i64 = 7;
/// The hours for which a link to a new password can be used.
pub const RESET_HOURS: i64 = 24;
/// A partner should have at least this many people who manage people.
const MANAGERS_WANTED: usize = 2;

/// A partner user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: PartnerUserId,
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub sign_in_name: String,
    /// The person's own roles. Groups may give more.
    pub roles: BTreeSet<PartnerRole>,
    /// The person's own custom permissions, in place of roles.
    pub custom: Option<CustomPermissions>,
    /// Whether the person is kept from signing in.
    pub blocked: bool,
    /// Whether the person has a second factor.
    pub has_second_factor: bool,
    /// Whether the person has a linked account at an enabled identity provider.
    pub has_identity: bool,
    /// Whether the person has a password.
    pub has_password: bool,
    /// The person's linked accounts.
    #[serde(default)]
    pub linked: Vec<LinkedAccount>,
    /// The organization tenant that the person belongs to.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
    /// The user of its directory that the person is.
    #[serde(default)]
    pub directory_user: Option<UserId>,
    /// Whether the person has lost access with the tenant, or because the user is blocked or deleted there.
    #[serde(default)]
    pub is_cut_off: bool,
}

/// An account of a person at an identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedAccount {
    /// The provider.
    pub provider: ProviderName,
    /// Whether people can sign in with the provider.
    pub enabled: bool,
}

/// An invitation that is not yet accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Id.
    pub id: InvitationId,
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub sign_in_name: String,
    /// The duties after accepting.
    pub roles: BTreeSet<PartnerRole>,
    /// The custom permissions after accepting, in place of roles.
    pub custom: Option<CustomPermissions>,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
    /// Whether it has expired.
    pub is_expired: bool,
    /// Why its link opens nothing, if its maker could not make it now. Another link made by somebody who may make it does.
    #[serde(default)]
    pub void: Option<WhyVoid>,
    /// The organization tenant that the person will belong to.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
    /// The user of its directory that the person will be.
    #[serde(default)]
    pub directory_user: Option<UserId>,
    /// The groups that the person will be in.
    #[serde(default)]
    pub groups: BTreeSet<PartnerGroupId>,
}

/// Why the link of an invitation opens nothing although it has not expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum WhyVoid {
    /// Its maker can't sign in any more.
    #[error("The person who made it no longer has access.")]
    MakerGone,
    /// Its maker could not give this any more.
    #[error("The person who made it can no longer give this access.")]
    MakerMayNot,
}

/// The people of a partner, their groups, those who are invited, and applications. Groups and applications are in order of their
/// names, the others of their sign-in names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct People {
    /// The people.
    pub people: Vec<Person>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The invitations.
    pub invitations: Vec<Invitation>,
    /// The applications that call the API. They are no people: they sign in nowhere and manage nobody.
    #[serde(default)]
    pub applications: Vec<Application>,
    /// Whether only identity providers sign people in.
    pub passwords_off: bool,
    /// The names of the customers that custom permissions name.
    pub customers: BTreeMap<CustomerId, String>,
    /// The organization tenants that the partner's account is associated with, and those that people still belong to.
    #[serde(default)]
    pub tenants: Vec<Tenant>,
    /// The rules' knowledge of the people that the actor does not manage.
    #[serde(default)]
    pub elsewhere: Box<Elsewhere>,
}

/// The form of a person, invited or edited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonForm {
    /// Display name.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub name: String,
    /// Sign-in name. It cannot be edited.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub sign_in_name: String,
    /// The person's own roles.
    pub roles: BTreeSet<PartnerRole>,
    /// The person's own custom permissions, in place of roles.
    #[serde(default)]
    pub custom: Option<CustomPermissions>,
}

/// A change of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonChange {
    /// The name and the roles.
    Edit(PersonForm),
    /// The person can no longer sign in.
    Block,
    /// The person can sign in again.
    Allow,
    /// The person leaves. The activity log keeps what the person did.
    Remove,
    /// The person has lost the second factor, and signs in without it from now on.
    RemoveSecondFactor,
    /// The person's account at this identity provider is theirs no more.
    Unlink(IdentityProviderId),
}

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
    /// Whether the reason is that the actor lacks a role, or asks for what only others may do.
    pub fn is_about_actor(self) -> bool {
        matches!(self, Self::OnlyGlobalAdmin | Self::NotAllowed | Self::OwnSecondFactor | Self::OtherTenant)
    }
}

impl People {
    /// The person with this id.
    pub fn person(&self, id: PartnerUserId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The group with this id.
    pub fn group(&self, id: PartnerGroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The application with this id.
    pub fn application(&self, id: PartnerUserId) -> Option<&Application> {
        self.applications.iter().find(|application| application.id == id)
    }

    /// The groups that a person or an application is in.
    pub fn groups_of(&self, person: PartnerUserId) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |group| group.members.contains(&person))
    }

    /// The roles that groups give a person or an application.
    pub fn roles_by_groups(&self, person: PartnerUserId) -> BTreeSet<PartnerRole> {
        self.groups_of(person).flat_map(|group| group.roles.iter().copied()).collect()
    }

    /// A person's roles: the person's own roles, and those of the person's groups.
    pub fn roles_of(&self, person: &Person) -> BTreeSet<PartnerRole> {
        self.roles_by_groups(person.id).union(&person.roles).copied().collect()
    }

    /// An application's roles: its own roles, and those of its groups.
    pub fn roles_of_application(&self, application: &Application) -> BTreeSet<PartnerRole> {
        self.roles_by_groups(application.id).union(&application.roles).copied().collect()
    }

    /// By what a member of a group is known: the sign-in name of a person, the name of an application.
    pub fn member_name(&self, member: PartnerUserId) -> Option<&str> {
        let person = self.person(member).map(|person| person.sign_in_name.as_str());
        person.or_else(|| self.application(member).map(|application| application.name.as_str()))
    }

    /// A person's custom permissions: the person's own, and those of the person's groups.
    pub fn custom_of(&self, person: &Person) -> Vec<CustomPermissions> {
        let by_groups = self.groups_of(person.id).filter_map(|group| group.custom.clone());
        person.custom.iter().cloned().chain(by_groups).collect()
    }

    /// An application's custom permissions: its own, and those of its groups.
    pub fn custom_of_application(&self, application: &Application) -> Vec<CustomPermissions> {
        let by_groups = self.groups_of(application.id).filter_map(|group| group.custom.clone());
        application.custom.iter().cloned().chain(by_groups).collect()
    }

    /// The roles that an invited person will have: those of the invitation, and those of its groups.
    pub fn roles_of_invitation(&self, invitation: &Invitation) -> BTreeSet<PartnerRole> {
        let groups = invitation.groups.iter().filter_map(|group| self.group(*group));
        groups.flat_map(|group| group.roles.iter().copied()).chain(invitation.roles.iter().copied()).collect()
    }

    /// Whether groups give a person or an application roles or custom permissions.
    pub fn has_duties_by_groups(&self, member: PartnerUserId) -> bool {
        self.groups_of(member).any(|group| !group.roles.is_empty() || group.custom.is_some())
    }

    /// The customers that custom permissions of anybody name.
    pub fn chosen_customers(&self) -> BTreeSet<CustomerId> {
        let people = self.people.iter().map(|person| &person.custom);
        let groups = self.groups.iter().map(|group| &group.custom);
        let invitations = self.invitations.iter().map(|invitation| &invitation.custom);
        let applications = self.applications.iter().map(|application| &application.custom);
        people
            .chain(groups)
            .chain(invitations)
            .chain(applications)
            .flatten()
            .flat_map(CustomPermissions::chosen)
            .collect()
    }

    /// Whether too few people could manage people if one is away.
    pub fn needs_manager(&self) -> bool {
        managers(self) < MANAGERS_WANTED
    }

    /// Whether a user of a tenant's directory is a person, or is invited.
    pub fn is_person(&self, tenant: Option<CustomerId>, user: UserId) -> bool {
        let people = self.people.iter().map(|person| (person.tenant, person.directory_user));
        let invited = self.invitations.iter().map(|invitation| (invitation.tenant, invitation.directory_user));
        people.chain(invited).any(|one| one == (tenant, Some(user)))
    }

    /// Whether a sign-in name belongs to somebody, in any case.
    pub fn has_sign_in_name(&self, name: &str) -> bool {
        let key = name.trim().to_lowercase();
        let people = self.people.iter().map(|person| &person.sign_in_name);
        let invited = self.invitations.iter().map(|invitation| &invitation.sign_in_name);
        people.chain(invited).any(|name| name.trim().to_lowercase() == key)
    }
}
