//! The store port for the portals of customers.

use crate::access::portal::{Portal, PortalChange, PortalForm, PortalRefused};
use crate::access::portal_role::PortalRole;
use crate::access::second_factor::RequiredRoles;
use crate::access::{Actor, CustomerScope};
use crate::console::security::SecurityEvent;
use crate::ids::PartnerUserId;
use crate::store::StoreError;
use async_trait::async_trait;

/// A password that somebody gives a portal person, to be replaced at the first sign-in.
#[derive(Clone, PartialEq, Eq)]
pub struct TemporaryPassword {
    /// The Argon2id hash, as a PHC string.
    pub hash: String,
    /// Until when it can be used (UTC, epoch milliseconds).
    pub until: i64,
}

/// The portals of customers. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait PortalStore: Send + Sync {
    /// The portal of the customer.
    async fn portal(&self, scope: CustomerScope) -> Result<Portal, StoreError>;
    /// Switches the portal on or off. Off, its people are signed out, and can't sign in. On, they can again.
    async fn switch_portal(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        is_on: bool,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError>;
    /// Adds a person.
    async fn add_portal_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        (person, form): (PartnerUserId, &PortalForm),
        password: &TemporaryPassword,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError>;
    /// Changes a person.
    async fn change_portal_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        person: PartnerUserId,
        change: &PortalChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError>;
    /// Changes the roles of this portal that need a second factor, from the next request on.
    async fn require_portal_second_factor(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        roles: &RequiredRoles<PortalRole>,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError>;
    /// Gives a person another password, and signs the person out. A second factor goes too: it may be the thing that was lost.
    async fn reset_portal_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        person: PartnerUserId,
        password: &TemporaryPassword,
        event: &SecurityEvent,
    ) -> Result<Result<(), PortalRefused>, StoreError>;
}
