//! Security events of this server.

use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::SecurityEventId;
use uuid::Uuid;

/// A new event with its own id.
pub fn event(kind: SecurityEventKind, now: i64, caller: Caller) -> SecurityEvent {
    SecurityEvent::new(SecurityEventId::new(Uuid::now_v7()), kind, now, caller)
}
