//! The form of a new user with access as it is typed, and why nobody was created.

use crate::api::new_person::NewPersonReply;
use crate::state::send_once::{Keyed, Reply, SendOnce};
use crate::widgets::entries::adding::domain_set;
use crate::widgets::entries::draft::NewUser;
use crate::widgets::entries::names::FieldErrors;
use crate::widgets::people::duties::HasRoles;
use crate::widgets::people::sending::FieldRefusal;
use crate::widgets::people::typed_person::Field;
use domain::access::custom_permissions::{CustomPermissions, NotCustom};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::console::new_person::{NewPersonRefused, NewPersonRequest};
use domain::console::reason::{Reason, ReasonError};
use domain::directory::customer::Customer;
use domain::directory::profile_field::ProfileField;
use domain::ids::{CustomerId, IdempotencyKey, PartnerGroupId};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::fmt;

/// The id of the first role.
pub const ROLES: &str = "new-person-roles";
/// The id of the first action of custom permissions.
pub const ACTIONS: &str = "new-person-actions";
/// The id of the field for the customers of custom permissions.
pub const CUSTOMERS: &str = "new-person-customers";
/// The id of the reason.
pub const REASON: &str = "new-person-reason";

/// The typed values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPersonDraft {
    /// The user.
    pub user: NewUser,
    /// The roles.
    pub roles: BTreeSet<PartnerRole>,
    /// The groups.
    pub groups: BTreeSet<PartnerGroupId>,
}

impl HasRoles for NewPersonDraft {
    fn roles(&self) -> &BTreeSet<PartnerRole> {
        &self.roles
    }

    fn roles_mut(&mut self) -> &mut BTreeSet<PartnerRole> {
        &mut self.roles
    }
}

/// The typed duties, as they are sent.
pub type Duties = (BTreeSet<PartnerRole>, Option<CustomPermissions>);

/// Why nobody was created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCreated {
    /// Fields of the profile are wrong.
    Profile(FieldErrors),
    /// The reason is wrong or missing.
    Reason(ReasonError),
    /// The rule refuses it.
    Refused(NewPersonRefused),
}

impl NewPersonDraft {
    /// The faults of the profile, as far as the browser knows.
    pub fn errors(&self, customer: &Customer) -> FieldErrors {
        let read = self.user.form.typed().read_new(&domain_set(customer));
        read.err().unwrap_or_default().into_iter().map(|(field, error)| (field, error.to_string())).collect()
    }

    /// The request. One that was sent and has no answer is sent again if it asks the same. `None` if the browser can't make ids.
    pub fn request(
        &self,
        once: SendOnce<NewPersonRequest>,
        tenant: CustomerId,
        (roles, custom): Duties,
        reason: Option<Reason>,
    ) -> Option<NewPersonRequest> {
        let sent = once.unanswered.get_untracked();
        once.request(|key| NewPersonRequest {
            key,
            tenant,
            // The same key creates the same user.
            user: sent.as_ref().filter(|sent| sent.key == key).map_or(self.user.id, |sent| sent.user),
            profile: self.user.form.typed(),
            roles: roles.clone(),
            custom: custom.clone(),
            groups: self.groups.clone(),
            reason: reason.clone(),
        })
    }
}

impl Keyed for NewPersonRequest {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

impl Reply for NewPersonReply {
    fn is_in_flight(&self) -> bool {
        *self == Self::Refused(NewPersonRefused::InFlight)
    }
}

impl NotCreated {
    /// Its words about the fields of the profile.
    pub fn of_profile(&self) -> FieldErrors {
        match self {
            Self::Profile(errors) => errors.clone(),
            Self::Refused(refused) => {
                profile_field(refused).map(|field| (field, refused.to_string())).into_iter().collect()
            }
            Self::Reason(_) => FieldErrors::new(),
        }
    }
}

/// The field of the profile that a refusal is about.
fn profile_field(refused: &NewPersonRefused) -> Option<ProfileField> {
    match refused {
        NewPersonRefused::Email(_) => Some(ProfileField::Email),
        NewPersonRefused::Person(why) => match Field::of(*why)? {
            Field::Name => Some(ProfileField::DisplayName),
            Field::SignInName => Some(ProfileField::Email),
            Field::Roles | Field::Actions | Field::Customers => None,
        },
        NewPersonRefused::User(_)
        | NewPersonRefused::ReasonMissing
        | NewPersonRefused::InFlight
        | NewPersonRefused::KeyReused => None,
    }
}

/// The id of a field of the profile, as [`crate::widgets::entries::fields::field_id`] makes it.
fn profile_id(field: ProfileField) -> &'static str {
    match field {
        ProfileField::FirstName => "user-first-name",
        ProfileField::LastName => "user-last-name",
        ProfileField::Email => "user-email",
        ProfileField::Location => "user-location",
        // The others are not in this form, and have no errors.
        _ => "user-display-name",
    }
}

impl From<NotCustom> for NotCreated {
    fn from(refused: NotCustom) -> Self {
        PersonRefused::from(refused).into()
    }
}

impl From<PersonRefused> for NotCreated {
    fn from(why: PersonRefused) -> Self {
        Self::Refused(NewPersonRefused::Person(why))
    }
}

impl fmt::Display for NotCreated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Profile(errors) => f.write_str(&errors.values().cloned().collect::<Vec<_>>().join(" ")),
            Self::Reason(error) => error.fmt(f),
            Self::Refused(refused) => refused.fmt(f),
        }
    }
}

impl FieldRefusal for NotCreated {
    fn field(&self) -> Option<&'static str> {
        if let Some(field) = self.of_profile().keys().next() {
            return Some(profile_id(*field));
        }
        match self {
            Self::Reason(_) | Self::Refused(NewPersonRefused::ReasonMissing) => Some(REASON),
            Self::Refused(NewPersonRefused::Person(why)) => match Field::of(*why)? {
                Field::Roles => Some(ROLES),
                Field::Actions => Some(ACTIONS),
                Field::Customers => Some(CUSTOMERS),
                Field::Name | Field::SignInName => None,
            },
            Self::Profile(_) | Self::Refused(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::entries::fields::field_id;

    #[test]
    fn a_refusal_is_shown_at_its_field() {
        let at = |refused: NewPersonRefused| NotCreated::Refused(refused).field();
        assert_eq!(at(NewPersonRefused::Email("taken".into())), Some("user-email"));
        assert_eq!(at(PersonRefused::Taken.into()), Some("user-email"));
        assert_eq!(at(PersonRefused::HiddenInName.into()), Some("user-display-name"));
        assert_eq!(at(PersonRefused::NoRole.into()), Some(ROLES));
        assert_eq!(at(NewPersonRefused::ReasonMissing), Some(REASON));
        assert_eq!(at(PersonRefused::OnPremises.into()), None);
        let errors: FieldErrors =
            [(ProfileField::Email, "x".to_owned()), (ProfileField::DisplayName, "y".to_owned())].into();
        assert_eq!(NotCreated::Profile(errors).field(), Some("user-display-name"), "the first in the form");
    }

    #[test]
    fn the_ids_are_those_of_the_fields() {
        for field in [
            ProfileField::FirstName,
            ProfileField::LastName,
            ProfileField::DisplayName,
            ProfileField::Email,
            ProfileField::Location,
        ] {
            assert_eq!(profile_id(field), field_id(field));
        }
    }
}
