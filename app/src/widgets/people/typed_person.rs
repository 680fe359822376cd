//! The form of a person as it is typed, and the fields of refusals.

use super::custom_draft::TypedDuties;
use super::duties::HasRoles;
use super::sending::FieldRefusal;
use super::typed::Typed;
use domain::access::custom_permissions::NotCustom;
use domain::access::person::PersonForm;
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The form of a person as it is typed.
pub type TypedPerson = Typed<PersonForm, PersonRefused>;

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

impl Field {
    /// The field of a refusal. `None` if the refusal is about the person as a whole.
    pub fn of(refused: PersonRefused) -> Option<Self> {
        match refused {
            PersonRefused::NoName | PersonRefused::HiddenInName => Some(Self::Name),
            PersonRefused::NoSignInName
            | PersonRefused::HiddenInSignInName
            | PersonRefused::LooksLikeAnother
            | PersonRefused::Taken
            | PersonRefused::Twice => Some(Self::SignInName),
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
            | PersonRefused::PasswordsOff
            | PersonRefused::Blocked
            | PersonRefused::NoSecondFactor
            | PersonRefused::OwnSecondFactor
            | PersonRefused::NotLinked
            | PersonRefused::OnlyWayIn
            | PersonRefused::OwnAccount
            | PersonRefused::NotAllowed
            | PersonRefused::OtherTenant
            | PersonRefused::GroupGone
            | PersonRefused::GroupFollowsDirectory
            | PersonRefused::OnPremises
            | PersonRefused::SyncedUser
            | PersonRefused::DirectoryRefuses
            | PersonRefused::NameChanged
            | PersonRefused::DirectoryWantsReason
            | PersonRefused::NoDirectoryUser
            | PersonRefused::IsPerson
            | PersonRefused::UserGone => None,
        }
    }

    /// The id of the element that gets the focus; for the roles, the first check box.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "person-name",
            Self::SignInName => "person-sign-in-name",
            Self::Roles => "person-roles",
            Self::Actions => "person-actions",
            Self::Customers => "person-customers",
        }
    }
}

impl FieldRefusal for PersonRefused {
    fn field(&self) -> Option<&'static str> {
        Field::of(*self).map(Field::id)
    }
}

impl HasRoles for PersonForm {
    fn roles(&self) -> &BTreeSet<PartnerRole> {
        &self.roles
    }

    fn roles_mut(&mut self) -> &mut BTreeSet<PartnerRole> {
        &mut self.roles
    }
}

impl TypedPerson {
    /// The form to send: names without spaces around them, and roles or custom permissions.
    ///
    /// # Errors
    /// The missing part of the custom permissions.
    pub fn read(self, duties: TypedDuties) -> Result<PersonForm, PersonRefused> {
        let form = self.form.get_untracked();
        let (roles, custom) = duties.read(form.roles)?;
        let (name, sign_in_name) = (form.name.trim().to_owned(), form.sign_in_name.trim().to_owned());
        Ok(PersonForm { name, sign_in_name, roles, custom })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::people::sending::Sending;
    use std::collections::BTreeMap;

    fn typed(name: &str) -> TypedPerson {
        let (name, sign_in_name) = (name.to_owned(), " ben ".to_owned());
        let form = PersonForm { name, sign_in_name, ..PersonForm::default() };
        TypedPerson { form: RwSignal::new(form), sending: Sending::begin() }
    }

    fn no_custom() -> TypedDuties {
        TypedDuties::begin(None, &BTreeMap::new())
    }

    #[test]
    fn names_are_sent_without_spaces_around_them() {
        let owner = Owner::new();
        let form = owner.with(|| typed(" Ben Novak ").read(no_custom()).unwrap());
        assert_eq!((form.name.as_str(), form.sign_in_name.as_str()), ("Ben Novak", "ben"));
    }

    #[test]
    fn an_error_goes_when_its_field_is_changed_and_no_other() {
        let owner = Owner::new();
        owner.with(|| {
            let typed = typed("Ben");
            let refused = typed.sending.refused;
            refused.set(Some(PersonRefused::Taken));
            typed.on_change(Field::Name.id(), |form, name| form.name = name).run("Ben Novak".to_owned());
            assert_eq!(refused.get_untracked(), Some(PersonRefused::Taken));
            typed.change(Field::SignInName.id(), |form| form.sign_in_name = "ben.novak".into());
            assert_eq!(refused.get_untracked(), None);
            assert_eq!(typed.read(no_custom()).unwrap().sign_in_name, "ben.novak");
        });
    }
}
