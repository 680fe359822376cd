//! The store port for security events.

use crate::access::{Actor, CustomerScope};
use crate::console::security::{SecurityEvent, SecurityEventRow};
use crate::directory::page::{Cursor, Page, PageSize};
use crate::ids::SecurityEventId;
use crate::store::StoreError;
use async_trait::async_trait;

/// Security events.
#[async_trait]
pub trait SecurityStore: Send + Sync {
    /// Logs and keeps a security event. A failure to keep it is logged and has no other effect.
    async fn note_security(&self, event: &SecurityEvent);
    /// A page of the security events of the actor's partner, and of events without a partner, newest first. Events
    /// about people that the actor can't manage are left out.
    async fn security_events(
        &self,
        actor: &Actor,
        place: Cursor<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError>;
    /// A page of the refusals about a customer, newest first: those of people of its partner and of its portal.
    async fn refusals(
        &self,
        scope: CustomerScope,
        place: Cursor<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError>;
}
