//! The port: temporary passwords.

use crate::access::CustomerScope;
use crate::console::passwords::{HandedOut, Handover};
use crate::directory::password::Random;
use crate::ids::OperationId;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Temporary passwords.
#[async_trait]
pub trait PasswordStore: Send + Sync {
    /// Makes temporary passwords or one-time links for those whom an operation gives them, in one transaction that stores
    /// their digests. What they had of both before is void from then on. `None` where there is no such operation, and
    /// where it gives nobody a password.
    async fn hand_out(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        how: Handover,
        random: Random,
        stamp: Stamp,
    ) -> Result<Option<HandedOut>, StoreError>;
}
