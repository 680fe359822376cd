//! The form of invitations as it is typed, and the fields of refusals.

use super::duties::HasRoles;
use super::sending::FieldRefusal;
use super::typed::Typed;
use super::typed_person::Field;
use crate::text::tenants::CHOOSE_USER;
use domain::access::custom_permissions::NotCustom;
use domain::access::invitation_form::InviteRefused;
use domain::access::invited_addresses::{AddressesRefused, NamedInvitee};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::directory::invisible::isolated;
use std::collections::BTreeSet;
use std::fmt;

/// The form as it is typed.
pub type TypedInvitations = Typed<InvitationDraft, NotInvited>;

/// The typed values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InvitationDraft {
    /// The name of the one person.
    pub name: String,
    /// The sign-in names.
    pub addresses: String,
    /// The roles.
    pub roles: BTreeSet<PartnerRole>,
}

impl HasRoles for InvitationDraft {
    fn roles(&self) -> &BTreeSet<PartnerRole> {
        &self.roles
    }

    fn roles_mut(&mut self) -> &mut BTreeSet<PartnerRole> {
        &mut self.roles
    }
}

/// Why nobody was invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotInvited {
    /// Nobody is ticked.
    NobodyChosen,
    /// The text can't be read.
    Addresses(AddressesRefused),
    /// The rule refuses it.
    Refused {
        /// The person it is about, if there are several people.
        named: Option<String>,
        /// Why.
        why: PersonRefused,
    },
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteField {
    /// Display name.
    Name,
    /// The sign-in names.
    Addresses,
    /// The roles.
    Roles,
    /// The actions of custom permissions.
    Actions,
    /// The customers of custom permissions.
    Customers,
}

impl InviteField {
    /// The id of the element that gets the focus; for the roles, the first check box.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "invite-name",
            Self::Addresses => "invite-addresses",
            Self::Roles => "invite-roles",
            Self::Actions => "invite-actions",
            Self::Customers => "invite-customers",
        }
    }
}

impl NotInvited {
    /// A refusal, with the person it is about if there are several.
    pub fn of(refused: InviteRefused, all: &[String]) -> Self {
        let named = match refused {
            InviteRefused::One { at, .. } if all.len() > 1 => all.get(at).cloned(),
            _ => None,
        };
        Self::Refused { named, why: refused.why() }
    }
}

/// How a refusal names somebody: `Line 3, ben@partner.example`.
pub fn with_line(named: &NamedInvitee) -> String {
    format!("Line {}, {}", named.line, isolated(&named.invitee.sign_in_name))
}

impl From<AddressesRefused> for NotInvited {
    fn from(refused: AddressesRefused) -> Self {
        Self::Addresses(refused)
    }
}

impl From<NotCustom> for NotInvited {
    fn from(refused: NotCustom) -> Self {
        PersonRefused::from(refused).into()
    }
}

impl From<PersonRefused> for NotInvited {
    fn from(why: PersonRefused) -> Self {
        Self::Refused { named: None, why }
    }
}

impl fmt::Display for NotInvited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NobodyChosen => f.write_str(CHOOSE_USER),
            Self::Addresses(refused) => refused.fmt(f),
            Self::Refused { named: Some(named), why } => write!(f, "{named}: {why}"),
            Self::Refused { named: None, why } => why.fmt(f),
        }
    }
}

impl FieldRefusal for NotInvited {
    fn field(&self) -> Option<&'static str> {
        let field = match self {
            Self::Addresses(AddressesRefused::NameOfSeveral) => Some(InviteField::Name),
            // The names of several people stand with their addresses.
            Self::NobodyChosen | Self::Addresses(_) | Self::Refused { named: Some(_), .. } => {
                Some(InviteField::Addresses)
            }
            Self::Refused { named: None, why } => Field::of(*why).map(|field| match field {
                Field::Name => InviteField::Name,
                Field::SignInName => InviteField::Addresses,
                Field::Roles => InviteField::Roles,
                Field::Actions => InviteField::Actions,
                Field::Customers => InviteField::Customers,
            }),
        };
        field.map(InviteField::id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::invited_addresses::read;

    #[test]
    fn a_refusal_of_one_of_several_names_the_line() {
        let refused = InviteRefused::One { at: 1, why: PersonRefused::Taken };
        let all = |text: &str| read("", text).unwrap().iter().map(with_line).collect::<Vec<_>>();
        let several = NotInvited::of(refused, &all("a@x.de\n\nb@x.de"));
        assert!(several.to_string().starts_with("Line 3, b@x.de: Somebody signs in"), "{several}");
        assert_eq!(several.field(), Some(InviteField::Addresses.id()));
        let one = NotInvited::of(InviteRefused::One { at: 0, why: PersonRefused::NoName }, &all("a"));
        assert_eq!((one.to_string().as_str(), one.field()), ("Enter a name.", Some(InviteField::Name.id())));
    }
}
