//! The store port for users who are created in the directory of a tenant and invited in one step.

use crate::access::{Actor, CustomerScope};
use crate::console::new_person::{NewPersonOutcome, NewPersonRequest};
use crate::console::security::SecurityEvent;
use crate::store::{InvitationLink, Stamp, StoreError};
use async_trait::async_trait;

/// Creating users with access.
#[async_trait]
pub trait NewPersonStore: Send + Sync {
    /// Adds the user as an operation of the tenant and invites the user, in one transaction, and notes the event. A request that was
    /// done earlier gives its invitation the link; the one before is void.
    async fn create_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        request: &NewPersonRequest,
        link: &InvitationLink,
        event: &SecurityEvent,
        stamp: Stamp,
    ) -> Result<NewPersonOutcome, StoreError>;
}
