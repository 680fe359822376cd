//! The store port for people who are users of a tenant's directory, where one change is about both.

use crate::access::person::PersonForm;
use crate::access::person_refused::PersonRefused;
use crate::access::{Actor, CustomerScope};
use crate::console::security::SecurityEvent;
use crate::ids::{IdempotencyKey, PartnerUserId};
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Changing a person and the person's user.
#[async_trait]
pub trait DirectoryPersonStore: Send + Sync {
    /// Edits a person, and gives the person's user the same name as an operation of the tenant whose scope this is: both in one
    /// transaction. Notes the event.
    async fn rename_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        renamed: (PartnerUserId, &PersonForm),
        key: IdempotencyKey,
        event: &SecurityEvent,
        stamp: Stamp,
    ) -> Result<Result<(), PersonRefused>, StoreError>;
    /// Removes a person, and deletes the person's user as an operation of the tenant whose scope this is: both in one
    /// transaction. A user that is deleted already stays deleted. Notes the event.
    async fn remove_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        person: PartnerUserId,
        key: IdempotencyKey,
        event: &SecurityEvent,
        stamp: Stamp,
    ) -> Result<Result<(), PersonRefused>, StoreError>;
}
