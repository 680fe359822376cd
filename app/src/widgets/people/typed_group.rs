//! The form of a group as it is typed, and the fields of refusals.

use super::custom_draft::TypedDuties;
use super::fields::put;
use super::typed_person::Field;
use domain::access::group::{GroupForm, GroupRefused};
use domain::access::person::PersonRefused;
use domain::access::role::PartnerRole;
use domain::ids::PartnerUserId;
use leptos::prelude::*;
use std::collections::BTreeSet;

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
    /// The members.
    Members,
}

/// The form as it is typed, and why it was refused. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct TypedGroup {
    /// The form.
    pub form: RwSignal<GroupForm>,
    /// Why it was refused.
    pub refused: RwSignal<Option<GroupRefused>>,
    /// Whether there are custom permissions in place of roles, and which.
    pub duties: TypedDuties,
}

impl GroupField {
    /// The field of a refusal. `None` if the refusal is about the group as a whole.
    pub fn of(refused: GroupRefused) -> Option<Self> {
        match refused {
            GroupRefused::NoName | GroupRefused::HiddenInName | GroupRefused::Taken => Some(Self::Name),
            GroupRefused::MemberGone | GroupRefused::MembersChanged => Some(Self::Members),
            GroupRefused::People(refused) => match Field::of(refused)? {
                Field::Roles => Some(Self::Roles),
                Field::Actions => Some(Self::Actions),
                Field::Customers => Some(Self::Customers),
                Field::Name | Field::SignInName => None,
            },
            GroupRefused::Gone | GroupRefused::TooMany => None,
        }
    }

    /// The id of what gets the focus; of the roles, the first check box.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "group-name",
            Self::Roles => "group-roles",
            Self::Actions => "group-actions",
            Self::Customers => "group-customers",
            Self::Members => "group-members",
        }
    }
}

impl TypedGroup {
    /// The form to send: the name without spaces around it, and roles or custom permissions.
    ///
    /// # Errors
    /// What is missing of the custom permissions.
    pub fn read(self) -> Result<GroupForm, GroupRefused> {
        let form = self.form.get_untracked();
        let (roles, custom) = self.duties.read(form.roles.clone()).map_err(PersonRefused::from)?;
        Ok(GroupForm { name: form.name.trim().to_owned(), roles, custom, ..form })
    }

    /// The error of a field.
    pub fn error(self, field: GroupField) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refused = self.refused.get().filter(|refused| GroupField::of(*refused) == Some(field));
            refused.map(|refused| refused.to_string())
        })
    }

    /// The name.
    pub fn name(self) -> Signal<String> {
        Signal::derive(move || self.form.with(|form| form.name.clone()))
    }

    /// The roles.
    pub fn roles(self) -> Signal<BTreeSet<PartnerRole>> {
        Signal::derive(move || self.form.with(|form| form.roles.clone()))
    }

    /// The number of members.
    pub fn count(self) -> usize {
        self.form.with(|form| form.members.len())
    }

    /// Whether a person is a member.
    pub fn has(self, person: PartnerUserId) -> bool {
        self.form.with(|form| form.members.contains(&person))
    }

    /// Types the name.
    pub fn type_name(self) -> Callback<String> {
        Callback::new(move |text| self.change(GroupField::Name, |form| form.name = text))
    }

    /// Gives or takes a role.
    pub fn choose_role(self) -> Callback<(PartnerRole, bool)> {
        Callback::new(move |(role, is_chosen)| {
            self.change(GroupField::Roles, |form| put(&mut form.roles, role, is_chosen));
        })
    }

    /// Puts a person into the group, or takes the person out.
    pub fn choose_member(self, person: PartnerUserId, is_member: bool) {
        self.change(GroupField::Members, |form| put(&mut form.members, person, is_member));
    }

    /// Something about custom permissions was changed. Errors about duties go.
    pub fn duties_changed(self) -> Callback<()> {
        Callback::new(move |()| {
            let about = self.refused.get_untracked().and_then(GroupField::of);
            if matches!(about, Some(GroupField::Roles | GroupField::Actions | GroupField::Customers)) {
                self.refused.set(None);
            }
        })
    }

    /// Changes a field. Its error goes.
    fn change(self, field: GroupField, change: impl FnOnce(&mut GroupForm)) {
        self.form.update(change);
        if self.refused.get_untracked().and_then(GroupField::of) == Some(field) {
            self.refused.set(None);
        }
    }
}
