//! Groups of the partner's people, and the changes of a group.

use super::custom_permissions::CustomPermissions;
use super::names::NAME_MAX;
use super::person_refused::PersonRefused;
use super::role::PartnerRole;
use crate::bounds;
use crate::ids::{CustomerId, GroupId, PartnerGroupId, PartnerUserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The most groups of a partner.
pub const GROUPS_MAX: usize = 200;
/// The most groups of a directory that are listed at once.
pub const DIRECTORY_GROUPS_MAX: usize = 50;
/// The most members of a group.
pub const MEMBERS_MAX: usize = 1_000;

/// The id of a group that is not made yet, for the rules.
pub const NOT_YET: PartnerGroupId = PartnerGroupId::new(Uuid::nil());

/// A group. Its members have its roles beside their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Id.
    pub id: PartnerGroupId,
    /// Name.
    pub name: String,
    /// The roles of the members. They can be none: the group then only gets access to customers.
    pub roles: BTreeSet<PartnerRole>,
    /// The custom permissions of the members, in place of roles.
    pub custom: Option<CustomPermissions>,
    /// The members: people, and applications.
    pub members: BTreeSet<PartnerUserId>,
    /// The organization tenant that the group and its members belong to.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
    /// The group of the tenant's directory whose name and members it has.
    #[serde(default)]
    pub directory: Option<InDirectory>,
}

/// A group of a tenant's directory that a group here follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InDirectory {
    /// The group there.
    pub group: GroupId,
    /// Whether the directory does not have it any more. Then the group here has no members.
    pub is_gone: bool,
}

/// A group of a tenant's directory that can be added here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryGroup {
    /// Its id in the directory.
    pub id: GroupId,
    /// Its name there.
    pub name: String,
    /// Members that are users of the directory.
    pub users: i64,
    /// The members that are people here.
    pub members: BTreeSet<PartnerUserId>,
}

/// The first groups of a tenant's directory that match.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DirectoryGroups {
    /// The groups, in order of their names.
    pub groups: Vec<DirectoryGroup>,
    /// Whether there are more.
    pub has_more: bool,
}

/// The form of a group, new or edited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GroupForm {
    /// Name.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub name: String,
    /// The roles of the members.
    pub roles: BTreeSet<PartnerRole>,
    /// The custom permissions of the members, in place of roles.
    #[serde(default)]
    pub custom: Option<CustomPermissions>,
    /// The members.
    #[serde(deserialize_with = "bounds::list::<MEMBERS_MAX, _, _>")]
    pub members: BTreeSet<PartnerUserId>,
    /// The members that were shown when the form was opened, so that nobody who was removed meanwhile comes back.
    #[serde(default, deserialize_with = "bounds::list_if_any::<MEMBERS_MAX, _, _>")]
    pub seen: Option<BTreeSet<PartnerUserId>>,
    /// The organization tenant of a new group. It does not change later.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
    /// The group of its directory that a new group follows. It does not change later.
    #[serde(default)]
    pub directory: Option<GroupId>,
}

/// A change of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupChange {
    /// The group is new.
    Add(GroupForm),
    /// The name, the roles and the members.
    Edit(GroupForm),
    /// The group is deleted. Its members lose its roles.
    Delete,
}

/// Why a group is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum GroupRefused {
    /// The group was deleted meanwhile.
    #[error("This group was deleted meanwhile.")]
    Gone,
    /// There is no name.
    #[error("Enter a name.")]
    NoName,
    /// The name has characters that make it look like another.
    #[error("The name has characters that can't be seen. Type it again.")]
    HiddenInName,
    /// Another group has the name.
    #[error("Another group has this name. Enter another name.")]
    Taken,
    /// A member belongs to another directory.
    #[error("A member belongs to another directory than the group.")]
    OtherTenant,
    /// A member was removed.
    #[error("A member was removed meanwhile. Look at the members again.")]
    MemberGone,
    /// No group of the directory was chosen.
    #[error("Choose a group.")]
    NoGroup,
    /// The directory does not have the group.
    #[error("The directory doesn't have this group any more. Look at its groups again.")]
    NotInDirectory,
    /// The group of the directory was added before.
    #[error("This group of the directory is here already.")]
    Added,
    /// The directory decides the name and the members.
    #[error(
        "The name and the members of this group are those of the directory. Change them there, then import it again."
    )]
    FollowsDirectory,
    /// There are as many groups as there can be.
    #[error("There are {GROUPS_MAX} groups, which is the limit. Delete some first.")]
    TooMany,
    /// Others were made members, or are none any more.
    #[error("The members were changed meanwhile. Close this form and open it again.")]
    MembersChanged,
    /// A person with a key of a member would get more than the actor may do.
    #[error(
        "An application in this group has live keys, and would be able to do more than you. Ask somebody with these roles, or revoke its keys first."
    )]
    KeysWouldGain,
    /// The rules about people refuse it.
    #[error(transparent)]
    People(#[from] PersonRefused),
}

impl GroupChange {
    /// The group afterwards. `None` if it is deleted.
    pub fn form(&self) -> Option<&GroupForm> {
        match self {
            Self::Add(form) | Self::Edit(form) => Some(form),
            Self::Delete => None,
        }
    }
}

impl GroupRefused {
    /// Whether the reason is that the actor lacks a role.
    pub fn is_about_actor(self) -> bool {
        matches!(self, Self::People(refused) if refused.is_about_actor())
    }
}
