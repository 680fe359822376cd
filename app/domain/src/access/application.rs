//! Applications of the partner, which call the API with keys, and the changes of an application.

use super::application_key::{ApplicationKey, KeyStatus, LIVE_KEYS_MAX};
use super::custom_permissions::CustomPermissions;
use super::names::NAME_MAX;
use super::person_refused::PersonRefused;
use super::role::PartnerRole;
use crate::bounds;
use crate::ids::{ApplicationId, ApplicationKeyId, CustomerId, PartnerUserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most applications of a partner.
pub const APPLICATIONS_MAX: usize = 100;
/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id as the one who acts: in operations, activity and security events.
    pub id: PartnerUserId,
    /// Its id in Microsoft Entra, or one made here.
    pub application_id: ApplicationId,
    /// Name.
    pub name: String,
    /// Its own roles. Groups may give more.
    pub roles: BTreeSet<PartnerRole>,
    /// Its own custom permissions, in place of roles.
    #[serde(default)]
    pub custom: Option<CustomPermissions>,
    /// Whether its keys don't work now.
    pub blocked: bool,
    /// Its keys, newest first.
    pub keys: Vec<ApplicationKey>,
    /// The organization tenant that it belongs to.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
}

impl Application {
    /// The keys that work, unless the application is blocked.
    pub fn live_keys(&self) -> impl Iterator<Item = &ApplicationKey> {
        self.keys.iter().filter(|key| key.status.is_live())
    }

    /// The keys that expire soon while none lives on in their place.
    pub fn expiring_keys(&self) -> impl Iterator<Item = &ApplicationKey> {
        let is_replaced = self.blocked || self.keys.iter().any(|key| key.status == KeyStatus::Live);
        self.keys.iter().filter(move |key| !is_replaced && key.status == KeyStatus::ExpiresSoon)
    }
}

/// The form of an application, new or edited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApplicationForm {
    /// Name.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub name: String,
    /// Its own roles.
    pub roles: BTreeSet<PartnerRole>,
    /// Its own custom permissions, in place of roles.
    #[serde(default)]
    pub custom: Option<CustomPermissions>,
    /// The organization tenant of a new application. It does not change later.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
}

/// A change of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApplicationChange {
    /// The name and the roles.
    Edit(ApplicationForm),
    /// Its keys don't work any more.
    Block,
    /// Its keys work again.
    Allow,
    /// It goes, and its keys with it. The activity log keeps its actions.
    Remove,
    /// One of its keys doesn't work any more, for good.
    Revoke(ApplicationKeyId),
}

/// Why an application is not changed, or gets no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApplicationRefused {
    /// The application was removed meanwhile.
    #[error("This application was removed meanwhile.")]
    Gone,
    /// The key was revoked or has expired meanwhile.
    #[error("This key was revoked or has expired meanwhile.")]
    KeyGone,
    /// There is no name.
    #[error("Enter a name.")]
    NoName,
    /// The name has characters that make it look like another.
    #[error("The name has characters that can't be seen. Type it again.")]
    HiddenInName,
    /// Another application has the name.
    #[error("Another application has this name. Enter another name.")]
    Taken,
    /// Another application has the application id.
    #[error("An application with this application id is here already. Enter another application id.")]
    IdTaken,
    /// There is neither a role nor a custom permission.
    #[error("Choose at least one role.")]
    NoRole,
    /// There are as many applications as there can be.
    #[error("There are {APPLICATIONS_MAX} applications, which is the limit. Remove some first.")]
    TooMany,
    /// The key has no description.
    #[error("Enter what the key is for.")]
    NoDescription,
    /// The description has characters that can't be seen.
    #[error("The description has characters that can't be seen. Type it again.")]
    HiddenInDescription,
    /// There are as many live keys as there can be.
    #[error("There are {LIVE_KEYS_MAX} live keys, which is the limit. Revoke one first.")]
    TooManyKeys,
    /// Nobody gets more by a key than they may do themselves.
    #[error(
        "The application may do more than you, and a key would let you do it too. Ask somebody with its roles to make the key."
    )]
    MoreThanYou,
    /// A person with a key of it would get more than the actor may do.
    #[error(
        "The application has live keys, and would be able to do more than you. Ask somebody with these roles, or revoke its keys first."
    )]
    KeysWouldGain,
    /// The rules about people refuse it.
    #[error(transparent)]
    People(#[from] PersonRefused),
}

impl ApplicationRefused {
    /// Whether the reason is that the actor lacks a role.
    pub fn is_about_actor(self) -> bool {
        match self {
            Self::MoreThanYou | Self::KeysWouldGain => true,
            Self::People(refused) => refused.is_about_actor(),
            Self::Gone
            | Self::KeyGone
            | Self::NoName
            | Self::HiddenInName
            | Self::Taken
            | Self::IdTaken
            | Self::NoRole
            | Self::TooMany
            | Self::NoDescription
            | Self::HiddenInDescription
            | Self::TooManyKeys => false,
        }
    }
}
