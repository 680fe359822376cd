//! The port: security events.

use crate::access::Actor;
use crate::console::security::{SecurityEvent, SecurityEventRow};
use crate::directory::page::{Page, PageSize, Place};
use crate::ids::SecurityEventId;
use crate::store::StoreError;
use async_trait::async_trait;

/// Security events.
#[async_trait]
pub trait SecurityStore: Send + Sync {
    /// Logs a security event and keeps it. Where it can't be kept, the log says so: it keeps nobody from anything.
    async fn note_security(&self, event: &SecurityEvent);
    /// A page of the security events of the actor's partner, and of those that concern no partner, newest first.
    async fn security_events(
        &self,
        actor: &Actor,
        place: Place<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError>;
}
