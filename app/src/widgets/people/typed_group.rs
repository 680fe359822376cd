//! The form of a group as it is typed, and the fields of refusals.

use super::custom_draft::TypedDuties;
use super::duties::HasRoles;
use super::sending::FieldRefusal;
use super::typed::Typed;
use super::typed_person::Field;
use domain::access::group::{GroupForm, GroupRefused};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The form of a group as it is typed.
pub type TypedGroup = Typed<GroupForm, GroupRefused>;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupField {
    /// Name.
    Name,
    /// The roles.
    Roles,
    /// The actions of custom permissions.
    Actions,
    /// The customers of custom permissions.
    Customers,
    /// The members, or the group of the directory that has them.
    Members,
}

impl GroupField {
    /// The field of a refusal. `None` if the refusal is about the group as a whole.
    pub fn of(refused: GroupRefused) -> Option<Self> {
        match refused {
            GroupRefused::NoName | GroupRefused::HiddenInName | GroupRefused::Taken => Some(Self::Name),
            GroupRefused::MemberGone
            | GroupRefused::OtherTenant
            | GroupRefused::MembersChanged
            | GroupRefused::NoGroup
            | GroupRefused::NotInDirectory
            | GroupRefused::Added
            | GroupRefused::KeysWouldGain => Some(Self::Members),
            GroupRefused::People(refused) => match Field::of(refused)? {
                Field::Roles => Some(Self::Roles),
                Field::Actions => Some(Self::Actions),
                Field::Customers => Some(Self::Customers),
                Field::Name | Field::SignInName => None,
            },
            GroupRefused::Gone | GroupRefused::TooMany | GroupRefused::FollowsDirectory => None,
        }
    }

    /// The id of the element that gets the focus; for the roles, the first check box.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "group-name",
            Self::Roles => "group-roles",
            Self::Actions => "group-actions",
            Self::Customers => "group-customers",
            Self::Members => "group-members",
        }
    }
}

impl FieldRefusal for GroupRefused {
    fn field(&self) -> Option<&'static str> {
        GroupField::of(*self).map(GroupField::id)
    }
}

impl HasRoles for GroupForm {
    fn roles(&self) -> &BTreeSet<PartnerRole> {
        &self.roles
    }

    fn roles_mut(&mut self) -> &mut BTreeSet<PartnerRole> {
        &mut self.roles
    }
}

impl TypedGroup {
    /// The form to send: the name without spaces around it, and roles or custom permissions.
    ///
    /// # Errors
    /// The missing part of the custom permissions.
    pub fn read(self, duties: TypedDuties) -> Result<GroupForm, GroupRefused> {
        let form = self.form.get_untracked();
        let (roles, custom) = duties.read(form.roles.clone()).map_err(PersonRefused::from)?;
        Ok(GroupForm { name: form.name.trim().to_owned(), roles, custom, ..form })
    }
}
