//! Identity providers of a customer: they sign in people of its portal, and nobody else.

use super::identity_provider::{IdentityProvider, ProviderForm, ProviderRefused};
use super::people::People;
use super::portal::{check_gives, check_manages};
use super::portal_role::PortalRole;
use super::provider_rules::check_form;
use super::{Actor, CustomerScope};
use crate::ids::{CustomerId, IdentityProviderId};

/// The owner of an identity provider. The provider signs in the owner's people and nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProviderOwner {
    /// Those of the partner.
    Partner,
    /// Those of the portal of a customer.
    Customer(CustomerId),
}

impl ProviderOwner {
    /// The owner of the providers that can sign this person in.
    pub fn of(person: &Actor) -> Self {
        person.portal.map_or(Self::Partner, |place| Self::Customer(place.customer))
    }

    /// The customer, if it is one.
    pub fn customer(self) -> Option<CustomerId> {
        match self {
            Self::Partner => None,
            Self::Customer(customer) => Some(customer),
        }
    }
}

/// Whether the actor can change how people of the portal of this customer sign in. A provider can sign in all people of
/// the portal, also people added later. So it needs the right to give every role there.
///
/// # Errors
/// [`ProviderRefused::NotAllowed`], [`ProviderRefused::NotEveryRole`].
pub fn check_portal_rank(scope: CustomerScope, actor: &Actor) -> Result<(), ProviderRefused> {
    check_manages(actor).map_err(|_| ProviderRefused::NotAllowed)?;
    let gives_all = PortalRole::ALL.into_iter().all(|role| check_gives(scope, role).is_ok());
    if gives_all { Ok(()) } else { Err(ProviderRefused::NotEveryRole) }
}

/// Whether the actor can save a provider of the portal of this customer. `providers` are the customer's.
///
/// # Errors
/// The first reason why not.
pub fn check_portal_provider(
    scope: CustomerScope,
    actor: &Actor,
    providers: &[IdentityProvider],
    (id, form): (IdentityProviderId, &ProviderForm),
) -> Result<(), ProviderRefused> {
    check_portal_rank(scope, actor)?;
    if !form.settings.group_claim.is_empty() || !form.settings.groups.is_empty() {
        return Err(ProviderRefused::GroupsInPortal);
    }
    check_form(&People::default(), providers, (id, form))
}

#[cfg(test)]
#[path = "portal_provider_tests.rs"]
mod tests;
