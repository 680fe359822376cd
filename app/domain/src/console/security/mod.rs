//! Security events: their kinds, and one as it is recorded and shown.

mod event;
mod kind;

pub use event::{RolesChanged, SecurityEvent, SecurityEventRow};
pub use kind::{NotASecurityEvent, SecurityEventKind};
