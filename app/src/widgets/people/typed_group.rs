//! The form of a group as it is typed, and the fields of refusals.

use super::sending::Refusal;
use super::typed::Typed;
use domain::access::group::{GroupForm, GroupRefused};
use domain::access::person::PersonRefused;
use leptos::prelude::*;

/// The form of a group as it is typed.
pub type TypedGroup = Typed<GroupForm, GroupRefused>;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupField {
    /// Name.
    Name,
    /// The roles.
    Roles,
    /// The members.
    Members,
}

impl GroupField {
    /// The field of a refusal. `None` if the refusal is about the group as a whole.
    pub fn of(refused: GroupRefused) -> Option<Self> {
        match refused {
            GroupRefused::NoName | GroupRefused::HiddenInName | GroupRefused::Taken => Some(Self::Name),
            GroupRefused::MemberGone | GroupRefused::MembersChanged | GroupRefused::KeysWouldGain => {
                Some(Self::Members)
            }
            GroupRefused::People(
                PersonRefused::OnlyGlobalAdmin | PersonRefused::LastGlobalAdmin | PersonRefused::LastManager,
            ) => Some(Self::Roles),
            GroupRefused::Gone | GroupRefused::TooMany | GroupRefused::People(_) => None,
        }
    }

    /// The id of what gets the focus; of the roles, the first check box.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "group-name",
            Self::Roles => "group-roles",
            Self::Members => "group-members",
        }
    }
}

impl Refusal for GroupRefused {
    fn field(&self) -> Option<&'static str> {
        GroupField::of(*self).map(GroupField::id)
    }
}

impl TypedGroup {
    /// The form to send: the name without spaces around it.
    pub fn read(self) -> GroupForm {
        let form = self.form.get_untracked();
        GroupForm { name: form.name.trim().to_owned(), ..form }
    }
}
