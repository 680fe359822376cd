//! The form of a person as it is typed, and the fields of refusals.

use super::custom_draft::TypedDuties;
use super::fields::put;
use domain::access::custom_permissions::NotCustom;
use domain::access::person::{PersonForm, PersonRefused};
use domain::access::role::PartnerRole;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Display name.
    Name,
    /// Sign-in name.
    SignInName,
    /// The roles.
    Roles,
    /// The actions of custom permissions.
    Actions,
    /// The customers of custom permissions.
    Customers,
}

/// The form as it is typed, and why it was refused. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct TypedPerson {
    /// The form.
    pub form: RwSignal<PersonForm>,
    /// Why it was refused.
    pub refused: RwSignal<Option<PersonRefused>>,
    /// Whether there are custom permissions in place of roles, and which.
    pub duties: TypedDuties,
}

impl Field {
    /// The field of a refusal. `None` if the refusal is about the person as a whole.
    pub fn of(refused: PersonRefused) -> Option<Self> {
        match refused {
            PersonRefused::NoName | PersonRefused::HiddenInName => Some(Self::Name),
            PersonRefused::NoSignInName | PersonRefused::HiddenInSignInName | PersonRefused::Taken => {
                Some(Self::SignInName)
            }
            PersonRefused::NoRole
            | PersonRefused::OnlyGlobalAdmin
            | PersonRefused::LastGlobalAdmin
            | PersonRefused::LastManager
            | PersonRefused::RolesAndCustom => Some(Self::Roles),
            PersonRefused::Custom(NotCustom::NoAction | NotCustom::OnlyByRole(_) | NotCustom::OnlyForAll(_)) => {
                Some(Self::Actions)
            }
            PersonRefused::Custom(
                NotCustom::Tag(_)
                | NotCustom::NoTag
                | NotCustom::NoCustomer
                | NotCustom::TooManyTags
                | NotCustom::TooManyCustomers,
            )
            | PersonRefused::CustomerGone => Some(Self::Customers),
            PersonRefused::Gone
            | PersonRefused::InvitationGone
            | PersonRefused::TooMany
            | PersonRefused::Yourself
            | PersonRefused::OwnPassword
            | PersonRefused::Blocked
            | PersonRefused::NoSecondFactor
            | PersonRefused::OwnSecondFactor
            | PersonRefused::NotAllowed => None,
        }
    }

    /// The id of what gets the focus; of the roles, the first check box.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "person-name",
            Self::SignInName => "person-sign-in-name",
            Self::Roles => "person-roles",
            Self::Actions => "person-actions",
            Self::Customers => "person-customers",
        }
    }
}

impl TypedPerson {
    /// The form to send: names without spaces around them, and roles or custom permissions.
    ///
    /// # Errors
    /// What is missing of the custom permissions.
    pub fn read(self) -> Result<PersonForm, PersonRefused> {
        let form = self.form.get_untracked();
        let (roles, custom) = self.duties.read(form.roles)?;
        let (name, sign_in_name) = (form.name.trim().to_owned(), form.sign_in_name.trim().to_owned());
        Ok(PersonForm { name, sign_in_name, roles, custom })
    }

    /// The error of a field.
    pub fn error(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refused = self.refused.get().filter(|refused| Field::of(*refused) == Some(field));
            refused.map(|refused| refused.to_string())
        })
    }

    /// The display name.
    pub fn name(self) -> Signal<String> {
        Signal::derive(move || self.form.with(|form| form.name.clone()))
    }

    /// The sign-in name.
    pub fn sign_in_name(self) -> Signal<String> {
        Signal::derive(move || self.form.with(|form| form.sign_in_name.clone()))
    }

    /// The person's own roles.
    pub fn roles(self) -> Signal<BTreeSet<PartnerRole>> {
        Signal::derive(move || self.form.with(|form| form.roles.clone()))
    }

    /// Types the display name.
    pub fn type_name(self) -> Callback<String> {
        Callback::new(move |text| self.change(Field::Name, |form| form.name = text))
    }

    /// Types the sign-in name.
    pub fn type_sign_in_name(self) -> Callback<String> {
        Callback::new(move |text| self.change(Field::SignInName, |form| form.sign_in_name = text))
    }

    /// Gives or takes a role.
    pub fn choose_role(self) -> Callback<(PartnerRole, bool)> {
        Callback::new(move |(role, is_chosen)| self.change(Field::Roles, |form| put(&mut form.roles, role, is_chosen)))
    }

    /// Something about custom permissions was changed. Errors about duties go.
    pub fn duties_changed(self) -> Callback<()> {
        Callback::new(move |()| {
            let about = self.refused.get_untracked().and_then(Field::of);
            if matches!(about, Some(Field::Roles | Field::Actions | Field::Customers)) {
                self.refused.set(None);
            }
        })
    }

    /// Changes a field. Its error goes.
    fn change(self, field: Field, change: impl FnOnce(&mut PersonForm)) {
        self.form.update(change);
        if self.refused.get_untracked().and_then(Field::of) == Some(field) {
            self.refused.set(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn typed(name: &str) -> TypedPerson {
        let (name, sign_in_name) = (name.to_owned(), " ben ".to_owned());
        let form = PersonForm { name, sign_in_name, ..PersonForm::default() };
        let duties = TypedDuties::begin(None, &BTreeMap::new());
        TypedPerson { form: RwSignal::new(form), refused: RwSignal::new(None), duties }
    }

    #[test]
    fn names_are_sent_without_spaces_around_them() {
        let owner = Owner::new();
        let form = owner.with(|| typed(" Ben Novak ").read().unwrap());
        assert_eq!((form.name.as_str(), form.sign_in_name.as_str()), ("Ben Novak", "ben"));
    }

    #[test]
    fn an_error_goes_when_its_field_is_changed_and_no_other() {
        let owner = Owner::new();
        owner.with(|| {
            let typed = typed("Ben");
            typed.refused.set(Some(PersonRefused::Taken));
            typed.type_name().run("Ben Novak".into());
            assert_eq!(typed.refused.get_untracked(), Some(PersonRefused::Taken));
            typed.type_sign_in_name().run("ben.novak".into());
            assert_eq!(typed.refused.get_untracked(), None);
            assert_eq!(typed.read().unwrap().sign_in_name, "ben.novak");
        });
    }
}
