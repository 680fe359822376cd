//! The portals of customers: as the partner manages them, and as their people begin.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::{Services, actor, customer_scope, random, shared_scope};
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::access::portal::check_gives;
use domain::access::portal::{Portal, PortalChange, PortalForm, PortalRefused};
use domain::access::portal_role::PortalRole;
use domain::access::second_factor::RequiredRoles;
#[cfg(feature = "ssr")]
use domain::access::{Actor, CustomerScope};
use domain::console::portal_activity::SeenActivity;
#[cfg(feature = "ssr")]
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::page::{Cursor, Page, PageSize};
#[cfg(feature = "ssr")]
use domain::directory::password::GOOD_FOR_MS;
use domain::directory::password::Secret;
#[cfg(feature = "ssr")]
use domain::directory::password_kind::PasswordKind;
use domain::ids::{ActivityId, CustomerId, PartnerUserId};
#[cfg(feature = "ssr")]
use domain::store::TemporaryPassword;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The portal of a customer, as the signed-in person of the partner can manage it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PortalView {
    /// The portal.
    pub portal: Portal,
    /// The roles that the signed-in person can give there.
    pub gives: Vec<PortalRole>,
    /// The people of the portal with an invalid temporary password.
    pub void: BTreeSet<PartnerUserId>,
}

/// The result of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PortalReply {
    /// It was done. The portal as it is now.
    Done(PortalView),
    /// It was refused; nothing was changed.
    Refused(PortalRefused),
}

/// The result of giving somebody a temporary password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TemporaryReply {
    /// There is a password.
    Made {
        /// The sign-in name.
        sign_in_name: String,
        /// The password. Only this reply contains it.
        password: Secret,
        /// Until when it can be used (UTC, epoch milliseconds).
        until: i64,
        /// The portal as it is now.
        view: PortalView,
    },
    /// It was refused; nothing was changed.
    Refused(PortalRefused),
}

/// The first page of a person of a portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalHome {
    /// The customer.
    pub customer: CustomerId,
    /// Its name.
    pub name: String,
    /// The person's role.
    pub role: PortalRole,
}

/// The portal of a customer.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/manage", protocol = JsonHttp)]
pub async fn get_portal(customer: CustomerId) -> Result<PortalView, ApiError> {
    let (services, scope) = customer_scope(Permission::ManagePeople, customer).await?;
    services.portal_view(scope).await
}

/// Switches the portal of a customer on or off. Switching it off signs its people out. Switching it on lets them in again, so it needs
/// the right to give each of them their role.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/switch", protocol = Proving)]
pub async fn switch_portal(customer: CustomerId, on: bool) -> Result<PortalReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let kind = if on { SecurityEventKind::PortalOn } else { SecurityEventKind::PortalOff };
    let (actor, event) = services.portal_event(scope, kind)?;
    let done = services.store.switch_portal(&actor, scope, on, &event).await?;
    services.portal_changed(&actor, scope, done).await
}

/// Adds a person to the portal of a customer. A temporary password is in the reply.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/add", protocol = Proving)]
pub async fn add_portal_person(customer: CustomerId, form: PortalForm) -> Result<TemporaryReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let (actor, event) = services.portal_event(scope, SecurityEventKind::AccountCreated)?;
    let Some((password, stored)) = services.temporary_password().await else {
        return Ok(TemporaryReply::Refused(PortalRefused::Busy));
    };
    let id = PartnerUserId::new(uuid::Uuid::new_v4());
    let done = services.store.add_portal_person(&actor, scope, (id, &form), &stored, &event).await?;
    services.temporary_made(&actor, scope, done, (form.sign_in_name.trim().to_owned(), password, stored.until)).await
}

/// Changes a person of the portal of a customer.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/change", protocol = Proving)]
pub async fn change_portal_person(
    customer: CustomerId,
    person: PartnerUserId,
    change: PortalChange,
) -> Result<PortalReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let kind = match &change {
        PortalChange::Edit(_) => SecurityEventKind::PersonEdited,
        PortalChange::Block => SecurityEventKind::PersonBlocked,
        PortalChange::Allow => SecurityEventKind::PersonAllowed,
        PortalChange::Remove => SecurityEventKind::PersonRemoved,
        PortalChange::RemoveSecondFactor => SecurityEventKind::SecondFactorRemoved,
    };
    let (actor, event) = services.portal_event(scope, kind)?;
    let done = services.store.change_portal_person(&actor, scope, person, &change, &event).await?;
    services.portal_changed(&actor, scope, done).await
}

/// Changes the roles of the portal of a customer that need a second factor.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/require-second-factor", protocol = Proving)]
pub async fn require_portal_second_factor(
    customer: CustomerId,
    roles: RequiredRoles<PortalRole>,
) -> Result<PortalReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let (actor, event) = services.portal_event(scope, SecurityEventKind::SecondFactorRolesChanged)?;
    let done = services.store.require_portal_second_factor(&actor, scope, &roles, &event).await?;
    services.portal_changed(&actor, scope, done).await
}

/// Gives a person of the portal of a customer another temporary password, which is in the reply.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "portal/reset", protocol = Proving)]
pub async fn reset_portal_person(customer: CustomerId, person: PartnerUserId) -> Result<TemporaryReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let (actor, event) = services.portal_event(scope, SecurityEventKind::TemporaryPasswordMade)?;
    let Some((password, stored)) = services.temporary_password().await else {
        return Ok(TemporaryReply::Refused(PortalRefused::Busy));
    };
    let done = services.store.reset_portal_person(&actor, scope, person, &stored, &event).await?;
    let people = services.store.portal(scope).await?.people;
    let name = people.into_iter().find(|one| one.id == person).map(|one| one.sign_in_name).unwrap_or_default();
    services.temporary_made(&actor, scope, done, (name, password, stored.until)).await
}

/// The first page of a person of a portal.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] for people of the partner.
#[server(endpoint = "portal/home", protocol = JsonHttp)]
pub async fn get_portal_home() -> Result<PortalHome, ApiError> {
    let (services, scope, role) = own_scope().await?;
    Ok(PortalHome { customer: scope.customer(), name: services.store.customer(scope).await?.name, role })
}

/// A page of the activity log of the portal's customer, newest first.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] for people of the partner.
#[server(endpoint = "portal/activity", protocol = JsonHttp)]
pub async fn list_seen_activity(place: Cursor<ActivityId>, size: PageSize) -> Result<Page<SeenActivity>, ApiError> {
    let (services, scope, _) = own_scope().await?;
    Ok(services.store.seen_activity(scope, place, size).await?)
}

/// The scope of a portal person's own customer, and the role there.
#[cfg(feature = "ssr")]
async fn own_scope() -> Result<(Services, CustomerScope, PortalRole), ApiError> {
    let Some(place) = actor()?.portal else { return Err(ApiError::Missing.with_status()) };
    let (services, scope) = shared_scope(Permission::SeeUsers, place.customer).await?;
    Ok((services, scope, place.role))
}

#[cfg(feature = "ssr")]
impl Services {
    async fn portal_view(&self, scope: CustomerScope) -> Result<PortalView, ApiError> {
        let gives = PortalRole::ALL.into_iter().filter(|role| check_gives(scope, *role).is_ok()).collect();
        let portal = self.store.portal(scope).await?;
        let void = self.void_passwords(&portal).await?;
        Ok(PortalView { portal, gives, void })
    }

    /// The people of a portal with an invalid temporary password.
    async fn void_passwords(&self, portal: &Portal) -> Result<BTreeSet<PartnerUserId>, ApiError> {
        let mut void = BTreeSet::new();
        let temporary = portal.people.iter().filter(|person| person.temporary_until.is_some());
        for person in temporary.map(|person| person.id) {
            // People that can't sign in anyway are not listed.
            if let Some(who) = self.store.partner_user(person).await?
                && !self.store.is_current(&who, (self.now)()).await?
            {
                void.insert(person);
            }
        }
        Ok(void)
    }

    fn portal_event(&self, scope: CustomerScope, kind: SecurityEventKind) -> Result<(Actor, SecurityEvent), ApiError> {
        let actor = actor()?;
        let event = self.event(&actor, kind).about(scope.customer());
        Ok((actor, event))
    }

    /// A temporary password, and how it is stored. `None` if the server is too busy to hash it.
    async fn temporary_password(&self) -> Option<(Secret, TemporaryPassword)> {
        let password = Secret::password(PasswordKind::Words, random);
        let hash = self.passwords.hash(password.clone()).await?;
        Some((password, TemporaryPassword { hash, until: (self.now)() + GOOD_FOR_MS }))
    }

    /// The reply to a change, which notes a refusal.
    async fn portal_changed(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        done: Result<(), PortalRefused>,
    ) -> Result<PortalReply, ApiError> {
        match done {
            Ok(()) => Ok(PortalReply::Done(self.portal_view(scope).await?)),
            Err(refused) => {
                self.note_refusal_at(actor, scope, &refused).await;
                Ok(PortalReply::Refused(refused))
            }
        }
    }

    async fn temporary_made(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        done: Result<(), PortalRefused>,
        (sign_in_name, password, until): (String, Secret, i64),
    ) -> Result<TemporaryReply, ApiError> {
        match done {
            Ok(()) => {
                let view = self.portal_view(scope).await?;
                Ok(TemporaryReply::Made { sign_in_name, password, until, view })
            }
            Err(refused) => {
                self.note_refusal_at(actor, scope, &refused).await;
                Ok(TemporaryReply::Refused(refused))
            }
        }
    }
}
