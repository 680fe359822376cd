//! A person of the partner, an invitation, and a requested change of a person.

use super::custom_permissions::CustomPermissions;
use super::identity_provider::ProviderName;
use super::names::NAME_MAX;
use super::role::PartnerRole;
use crate::bounds;
use crate::ids::{CustomerId, IdentityProviderId, InvitationId, PartnerGroupId, PartnerUserId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The days for which an invitation can be accepted.
pub const INVITATION_DAYS: i64 = 7;
/// The hours for which a link to a new password can be used.
pub const RESET_HOURS: i64 = 24;
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
    /// The person leaves. The activity log keeps the person's actions.
    Remove,
    /// The person has lost the second factor, and signs in without it from now on.
    RemoveSecondFactor,
    /// The person's account at this identity provider is theirs no more.
    Unlink(IdentityProviderId),
}
