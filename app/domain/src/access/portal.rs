//! The portal of a customer: its own admins, their rights, and the rules of giving somebody such a role.

use super::authority::Authority;
use super::denied::Denied;
use super::entra_roles::EntraRoles;
use super::names::NAME_MAX;
use super::names::{hides_something, is_blank};
use super::permission::Permission;
use super::portal_role::PortalRole;
use super::second_factor::RequiredRoles;
use super::sign_in_name::is_plain;
use super::{Actor, CustomerAccess, CustomerScope, decide};
use crate::bounds;
use crate::directory::invisible::is_invisible;
use crate::ids::{CustomerId, PartnerUserId};
use serde::{Deserialize, Serialize};

/// The most people of a portal.
pub const PORTAL_PEOPLE_MAX: usize = 100;
/// The name under which people of the customer see the actions of the partner's people. They learn no names of the partner.
pub const YOUR_PARTNER: &str = "Your partner";
/// Stands after the name of a customer's person wherever the partner sees it.
pub const OF_THE_CUSTOMER: &str = " (of the customer)";

/// The place of a portal person. Everywhere else nothing exists for that person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalPlace {
    /// The customer.
    pub customer: CustomerId,
    /// The role there.
    pub role: PortalRole,
}

/// A person of a customer's portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalPerson {
    /// Id.
    pub id: PartnerUserId,
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub sign_in_name: String,
    /// The role.
    pub role: PortalRole,
    /// Whether the person is kept from signing in.
    pub blocked: bool,
    /// Until when a temporary password can be used that the person has not replaced yet (UTC, epoch milliseconds).
    pub temporary_until: Option<i64>,
    /// Whether the person has a second factor.
    pub has_second_factor: bool,
}

/// The portal of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Portal {
    /// Whether its people can sign in.
    pub is_on: bool,
    /// Its people, in order of their sign-in names.
    pub people: Vec<PortalPerson>,
    /// The roles that need a second factor.
    pub required: RequiredRoles<PortalRole>,
}

/// The form of a portal person, new or edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalForm {
    /// Display name.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub name: String,
    /// Sign-in name. It cannot be edited.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub sign_in_name: String,
    /// The role.
    pub role: PortalRole,
}

/// A change of a portal person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PortalChange {
    /// The name and the role.
    Edit(PortalForm),
    /// The person can no longer sign in.
    Block,
    /// The person can sign in again.
    Allow,
    /// The person loses the second factor, which may be the thing that was lost.
    RemoveSecondFactor,
    /// The person leaves. The activity log keeps the person's actions.
    Remove,
}

/// Why a portal person is not added or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PortalRefused {
    /// The person was removed meanwhile.
    #[error("This person was removed meanwhile.")]
    Gone,
    /// There is no name.
    #[error("Enter a name.")]
    NoName,
    /// There is no sign-in name.
    #[error("Enter a sign-in name.")]
    NoSignInName,
    /// A name has characters that make it look like another.
    #[error("The name has characters that can't be seen. Type it again.")]
    Hidden,
    /// The sign-in name has letters that look like others.
    #[error("The sign-in name has letters that look like others. Use the letters A to Z, accents, digits and signs.")]
    LooksLikeAnother,
    /// The sign-in name belongs to somebody.
    #[error("Somebody signs in with this name already, or is invited with it. Enter another sign-in name.")]
    Taken,
    /// There are as many as there can be.
    #[error("There are {PORTAL_PEOPLE_MAX} people already. Remove somebody first.")]
    TooMany,
    /// The role allows more than the actor may do.
    #[error(
        "The role {0} allows more at this customer than you are allowed. Somebody who may do all of it, such as a Global admin, can do this."
    )]
    Beyond(PortalRole),
    /// Switched on, the portal would let in somebody whose role allows more than the actor may do.
    #[error(
        "Switching on lets people with the role {0} in again, which allows more at this customer than you are allowed. Block or remove them first, or ask somebody who may do all of it, such as a Global admin."
    )]
    LetsIn(PortalRole),
    /// There is no second factor to remove.
    #[error("This person has no second factor.")]
    NoSecondFactor,
    /// The actor does not manage people any more.
    #[error("Your roles don't allow managing people any more. A Global admin or Account admin can do this.")]
    NotAllowed,
    /// The server is hashing too many passwords.
    #[error("The server is busy. Nothing was changed. Try again.")]
    Busy,
}

impl PortalRole {
    /// The limits of the role at the customer: those of its Entra role, also over users who have roles.
    pub fn authority(self) -> Authority {
        Authority::Required(EntraRoles::from_iter([self.entra_role()]))
    }

    /// The same as [`Self::allows`], with the reason why not.
    ///
    /// # Errors
    /// [`Denied::Portal`] if it does not.
    pub fn may(self, permission: Permission) -> Result<(), Denied> {
        if self.allows(permission) { Ok(()) } else { Err(Denied::Portal(permission)) }
    }
}

/// Whether the actor can give a person this role at the customer of the scope, or set the password of an account that
/// has it. Nobody can give permissions that they don't have there themselves, or that they don't have over every user:
/// an account in the portal would be a way around roles and admin relationships.
///
/// # Errors
/// [`PortalRefused::Beyond`].
pub fn check_gives(scope: CustomerScope, role: PortalRole) -> Result<(), PortalRefused> {
    let allowed = Permission::ALL.into_iter().filter(|permission| role.allows(*permission));
    let rights = scope.rights();
    let is_allowed =
        |permission| !rights.withheld.contains(permission) && rights.authority.covers(role.entra_role(), permission);
    if allowed.into_iter().all(is_allowed) { Ok(()) } else { Err(PortalRefused::Beyond(role)) }
}

/// Whether a temporary password still stands that somebody gave a portal person with this place. There is no `access` if the customer
/// does not exist for its maker. It must not give more than the maker, as they are now, could give.
pub fn temporary_stands(maker: &Actor, place: PortalPlace, access: Option<CustomerAccess>) -> bool {
    let scope = decide(maker, Permission::ManagePeople, place.customer, access).scope();
    scope.is_some_and(|scope| check_gives(scope, place.role).is_ok())
}

/// Whether somebody who gives these roles can switch on a portal with these people. It lets in everybody who is not blocked, so it
/// is giving each of them their role.
///
/// # Errors
/// [`PortalRefused::LetsIn`] with the first role that is not given.
pub fn check_lets_in(people: &[PortalPerson], gives: impl Fn(PortalRole) -> bool) -> Result<(), PortalRefused> {
    let beyond = people.iter().find(|person| !person.blocked && !gives(person.role));
    beyond.map_or(Ok(()), |person| Err(PortalRefused::LetsIn(person.role)))
}

/// Whether the actor, with the roles of now, still manages people.
///
/// # Errors
/// [`PortalRefused::NotAllowed`].
pub fn check_manages(actor: &Actor) -> Result<(), PortalRefused> {
    actor.may(Permission::ManagePeople).map_err(|_| PortalRefused::NotAllowed)
}

/// Whether the names can be saved.
///
/// # Errors
/// The first reason why not.
pub fn check_names(form: &PortalForm) -> Result<(), PortalRefused> {
    if is_blank(&form.name) {
        return Err(PortalRefused::NoName);
    }
    if is_blank(&form.sign_in_name) {
        return Err(PortalRefused::NoSignInName);
    }
    let in_sign_in_name = form.sign_in_name.chars().any(|c| c.is_control() || is_invisible(c));
    if hides_something(&form.name) || in_sign_in_name { Err(PortalRefused::Hidden) } else { Ok(()) }
}

/// Whether somebody can be added with these names.
///
/// # Errors
/// The first reason why not.
pub fn check_new_names(form: &PortalForm) -> Result<(), PortalRefused> {
    check_names(form)?;
    if is_plain(&form.sign_in_name) { Ok(()) } else { Err(PortalRefused::LooksLikeAnother) }
}

/// Whether the actor can change the roles of the portal that need a second factor. The setting applies to all people of
/// the portal, also to people added later. So it needs the right to give every role there.
///
/// # Errors
/// [`PortalRefused::NotAllowed`], or [`PortalRefused::Beyond`] with the first role that the actor can't give.
pub fn check_requires(scope: CustomerScope, actor: &Actor) -> Result<(), PortalRefused> {
    check_manages(actor)?;
    PortalRole::ALL.into_iter().try_for_each(|role| check_gives(scope, role))
}

/// Whether the actor can change a portal person who has this role now. Keeping somebody out gives nobody anything.
///
/// # Errors
/// The first reason why not.
pub fn check_portal_change(
    actor: &Actor,
    scope: CustomerScope,
    before: PortalRole,
    change: &PortalChange,
) -> Result<(), PortalRefused> {
    check_manages(actor)?;
    match change {
        PortalChange::Block | PortalChange::Remove => Ok(()),
        // Without the second factor the password alone signs in, so it is like giving the role.
        PortalChange::Allow | PortalChange::RemoveSecondFactor => check_gives(scope, before),
        PortalChange::Edit(form) => {
            check_names(form)?;
            check_gives(scope, before)?;
            check_gives(scope, form.role)
        }
    }
}

/// The name of a person of the customer, as the customer's own people see it.
pub fn own_name(name: &str) -> &str {
    name.strip_suffix(OF_THE_CUSTOMER).unwrap_or(name)
}

#[cfg(test)]
#[path = "portal_tests.rs"]
mod tests;
